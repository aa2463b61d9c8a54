/** @file Programs with Variables: files that import 'gradlens' and call `backward()` themselves are run, not called. */
import type * as t from '@babel/types';
import type { Span } from '../contract';
import { constantOf } from './constants';
import { lineAt, type SourceModel } from './model';
import { type ClassNode, isClass, isFunction, type Node, spanOf, unexported, unwrapped, walk } from './syntax';
import type { PlannedInput, TargetPlan } from './targetPlan';

const module = 'gradlens';

/** Whether a file imports 'gradlens' (more than its types), or requires it. */
export function importsVariables(model: SourceModel): boolean {
  return model.program.body.some((statement) => {
    if (statement.type === 'ImportDeclaration')
      return statement.source.value === module && statement.importKind !== 'type';
    return requiresIt(statement);
  });
}

function requiresIt(statement: Node): boolean {
  let found = false;
  walk(statement, (node) => {
    if (found || isFunction(node)) return false;
    const [only] = node.type === 'CallExpression' ? node.arguments : [];
    if (
      node.type === 'CallExpression' &&
      node.callee.type === 'Identifier' &&
      node.callee.name === 'require' &&
      only?.type === 'StringLiteral' &&
      only.value === module
    )
      found = true;
    return true;
  });
  return found;
}

/** Whether running these statements calls `….backward(…)` itself, not only in functions that they declare. */
export function callsBackward(statements: readonly Node[]): boolean {
  let found = false;
  for (const statement of statements) {
    walk(statement, (node) => {
      const called = node.type === 'CallExpression' && unwrapped(node.callee);
      // a function that is passed on (`noGrad(() => …)`) runs here, a declared one elsewhere
      if (found || node.type === 'FunctionDeclaration' || isClass(node)) return false;
      if (called && called.type === 'MemberExpression' && !called.computed && nameOf(called) === 'backward')
        found = true;
      return true;
    });
  }
  return found;
}

function nameOf(member: t.MemberExpression): string {
  return member.property.type === 'Identifier' ? member.property.name : '';
}

/** Statements of the top level that run. */
function running(model: SourceModel): Node[] {
  return model.program.body.filter((one) => {
    const inner = unexported(one);
    return (
      one.type !== 'ImportDeclaration' &&
      !isFunction(inner) &&
      !isClass(inner) &&
      !inner.type.startsWith('TS') &&
      inner.type !== 'EmptyStatement'
    );
  });
}

/** What a script's run is up to: the whole file, or the end of what is selected. */
export interface ScriptPart {
  /** Statements that are run, in order; others of the file are left out. */
  keep: Span[];
  /** What is selected; the whole file's statements else. */
  selected: Span;
  whole: boolean;
  /** The selection calls `backward()`. */
  backward: boolean;
}

/**
 * A selection or cursor in a file with Variables that means the program: nothing selected, and the top level calls
 * `backward()` or the cursor is in no function; or statements of the top level. null: something else is meant.
 */
export function scriptAt(model: SourceModel, selection: Span): ScriptPart | null {
  if (!importsVariables(model)) return null;
  const statements = running(model);
  if (statements.length === 0) return null;
  const first = statements[0].start as number;
  const last = statements[statements.length - 1].end as number;
  if (selection.start >= selection.end) {
    const inFunction = model.scopes.functions.some(
      (fn) => (fn.start as number) <= selection.start && selection.start <= (fn.end as number),
    );
    if (!callsBackward(statements) && inFunction) return null;
    return { keep: kept(model, last), selected: { start: first, end: last }, whole: true, backward: true };
  }
  const touched = statements.filter(
    (one) => (one.start as number) < selection.end && selection.start < (one.end as number),
  );
  if (touched.length === 0) return null;
  if (touched.length === 1 && inFunction(model, selection)) return null;
  const start = touched[0].start as number;
  const end = touched[touched.length - 1].end as number;
  const whole = touched.length === statements.length;
  return { keep: kept(model, end), selected: { start, end }, whole, backward: callsBackward(touched) };
}

/** The selection lies in a function's body or is one. */
function inFunction(model: SourceModel, selection: Span): boolean {
  return model.scopes.functions.some(
    (fn) => (fn.start as number) <= selection.start && selection.end <= (fn.end as number),
  );
}

/** All that stands before a place, and what is declared anywhere. */
function kept(model: SourceModel, end: number): Span[] {
  return model.program.body
    .filter((one) => {
      const inner = unexported(one);
      return (one.start as number) < end || isFunction(inner) || (isClass(inner) && !(inner as ClassNode).superClass);
    })
    .map(spanOf);
}

/** The plan for a script: nothing is called, the file is run; its leaves with constant values are its inputs. */
export function planOfScript(model: SourceModel, part: ScriptPart): TargetPlan {
  const { fileName, source } = model;
  const name = fileName.replace(/^.*[\\/]/, '');
  const { start, end } = part.selected;
  return {
    target: { fileName, start, end, name, kind: 'script', signature: '', line: lineAt(source, start) },
    parameters: [],
    closedOver: [],
    receiver: [],
    script: { leaves: leavesOf(model, part), backward: part.backward },
    invoke: { kind: 'value' },
    lift: { params: [], prologue: [], body: { kind: 'statements', statements: [], result: 'undefined' } },
    keep: part.keep,
    typeImports: [],
  };
}

/** `const x = new Variable(2, 'x')` at the top level, with a value that the text gives. */
function leavesOf(model: SourceModel, part: ScriptPart): (PlannedInput & { made: Span })[] {
  const leaves: (PlannedInput & { made: Span })[] = [];
  for (const statement of model.program.body) {
    const declaration = unexported(statement);
    if (declaration.type !== 'VariableDeclaration' || (statement.start as number) >= part.selected.end) continue;
    for (const { id, init } of declaration.declarations) {
      const made = init && unwrapped(init);
      if (made?.type !== 'NewExpression' || id.type !== 'Identifier' || !isVariableClass(model, made.callee)) continue;
      const [given] = made.arguments;
      if (!given || given.type === 'SpreadElement') continue;
      const value = constantOf(given, model.scopes)?.value;
      const array = Array.isArray(value);
      if (typeof value !== 'number' && !(array && isNumeric(value))) continue;
      leaves.push({
        name: id.name,
        range: { start: id.start as number, end: (id.start as number) + id.name.length },
        type: array ? { kind: 'unknown' } : { kind: 'number' },
        role: 'closedOver',
        optional: false,
        declared: true,
        rest: false,
        initial: { value, origin: 'initialiser' },
        made: spanOf(made),
      });
    }
  }
  return leaves;
}

function isNumeric(value: unknown): boolean {
  return typeof value === 'number' || (Array.isArray(value) && value.length > 0 && value.every(isNumeric));
}

/** `Variable` of the module, by its name there or as a member of all of it. */
function isVariableClass({ scopes }: SourceModel, callee: Node): boolean {
  if (callee.type === 'MemberExpression') return nameOf(callee) === 'Variable';
  if (callee.type !== 'Identifier') return false;
  const from = scopes.imported.get(callee.name);
  return from ? from.specifier === module && from.name === 'Variable' : callee.name === 'Variable';
}
