/** @file Free variables as inputs: which ones can be given from outside, their types, and the values the file shows for them. */
import type * as t from '@babel/types';
import type { Span } from '../contract';
import { annotated } from './annotation';
import type { Binding, Reference } from './binding';
import { type Constant, constantOf, initialOf } from './constants';
import { holdsNumbers, type InputType, unknown } from './inputType';
import type { SourceModel } from './model';
import type { Parameters } from './parameters';
import { refined, refinedByValue, typeOfValue } from './refinement';
import { referencesIn } from './scopes';
import { Spans } from './spans';
import { isClass, isFunction, type Node, patternNames, spanOf, unwrapped } from './syntax';
import type { PlannedInput } from './targetPlan';
import { passedTo } from './wrappers';

const realmNames = new Set(
  (
    'Math Number String Boolean Object Array Function Symbol BigInt Date RegExp Error TypeError RangeError SyntaxError ' +
    'ReferenceError EvalError URIError AggregateError Map Set WeakMap WeakSet WeakRef Promise Proxy Reflect JSON Intl ' +
    'Float64Array Float32Array Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array ' +
    'BigInt64Array BigUint64Array ArrayBuffer SharedArrayBuffer DataView Atomics Iterator FinalizationRegistry ' +
    'undefined NaN Infinity globalThis parseFloat parseInt isNaN isFinite eval encodeURIComponent decodeURIComponent ' +
    'encodeURI decodeURI escape unescape structuredClone queueMicrotask console process global window self document ' +
    'navigator location performance crypto fetch setTimeout setInterval setImmediate clearTimeout clearInterval ' +
    'requestAnimationFrame require module exports __dirname __filename Buffer arguments TextEncoder TextDecoder URL React'
  ).split(' '),
);

/** Whether every program finds this name around it. */
export const isRealmName = (name: string): boolean => realmNames.has(name);

export class FreeVariables {
  private readonly text: Spans;

  constructor(
    private readonly model: SourceModel,
    private readonly parameters: Parameters,
    /** The target's text. */
    private readonly spans: Span[],
  ) {
    this.text = new Spans(spans);
  }

  /** Variables read (or written) in the text and declared outside of it, by first use; functions and classes left out. */
  list(): Binding[] {
    const found = new Set<Binding>();
    for (const span of this.spans) {
      for (const reference of referencesIn(this.model.scopes, span.start, span.end)) {
        const { binding } = reference;
        if (!binding || this.isInside(binding) || !isVariable(binding)) continue;
        const passed = passedTo(binding, this.model.scopes);
        if (!passed || passed.kind === 'value') found.add(binding);
      }
    }
    return [...found];
  }

  /** Names that nobody declares and the realm does not have: a formula's unknowns. */
  undeclared(): Binding[] {
    const found = new Map<string, Binding>();
    for (const span of this.spans) {
      for (const reference of referencesIn(this.model.scopes, span.start, span.end)) {
        if (reference.binding || realmNames.has(reference.name) || reference.node.type !== 'Identifier') continue;
        const known = found.get(reference.name);
        if (known) known.references.push(reference);
        else found.set(reference.name, this.pseudo(reference));
      }
    }
    // A name that is only called is a function that somebody else has to give.
    return [...found.values()].filter((binding) => this.typeOf(binding).kind !== 'function');
  }

  private pseudo(reference: Reference): Binding {
    return {
      name: reference.name,
      kind: 'variable',
      scope: this.model.scopes.module,
      identifiers: [],
      declarations: [],
      references: [reference],
      ambient: true,
    };
  }

  private isInside(binding: Binding): boolean {
    return binding.identifiers.some((id) => this.text.hold(spanOf(id)));
  }

  typeOf(binding: Binding): InputType {
    const [declaration] = binding.declarations;
    const used = this.parameters.usage.ofBinding(binding);
    const id = binding.identifiers[0];
    let said: InputType = id ? annotated(id, this.model.context) : unknown;
    if (binding.kind === 'parameter' && isFunction(binding.scope.node)) {
      const fn = binding.scope.node;
      const index = fn.params.findIndex((one) => patternNames(one as Node).includes(id));
      const whole = this.parameters.said(fn, index);
      const parameter = fn.params[index] as Node;
      said =
        parameter && patternNames(parameter).length === 1 && parameter.type !== 'ObjectPattern'
          ? whole
          : fieldOf(whole, binding.name);
    }
    if (declaration?.type === 'VariableDeclarator' && said.kind === 'unknown') said = this.loopType(declaration);
    const type = refined(said, used);
    const constant = this.valueOf(binding);
    return constant ? refinedByValue(type, constant) : type;
  }

  private loopType(declarator: t.VariableDeclarator): InputType {
    const loop = this.model.scopes.parents.get(this.model.scopes.parents.get(declarator)!);
    if (loop?.type === 'ForInStatement') return { kind: 'string' };
    const counts = loop?.type === 'ForStatement' && declarator.init?.type === 'NumericLiteral';
    return counts && Number.isInteger((declarator.init as t.NumericLiteral).value)
      ? { kind: 'number', integer: true }
      : unknown;
  }

  /** The value the file shows for a variable where the target stands. */
  valueOf(binding: Binding): Constant | null {
    const { scopes } = this.model;
    const certain = initialOf(binding, scopes);
    if (certain) return certain;
    const at = this.spans[0].start;
    const changes = (scopes.effects.get(binding) ?? []).filter((node) => node.start! < at);
    const last = changes.sort((a, b) => a.start! - b.start!).at(-1);
    if (last) {
      const parent = scopes.parents.get(last);
      if (parent?.type !== 'AssignmentExpression' || parent.left !== last || parent.operator !== '=') return null;
      return constantOf(parent.right, scopes);
    }
    const [declaration] = binding.declarations;
    if (declaration?.type !== 'VariableDeclarator' || declaration.id.type !== 'Identifier' || !declaration.init)
      return null;
    return binding.kind === 'variable' ? constantOf(declaration.init, scopes) : null;
  }

  /** Whether a value can be given from outside: not for functions, classes, or objects whose methods are called. */
  givable(binding: Binding): boolean {
    if (!isVariable(binding)) return false;
    const [declaration] = binding.declarations;
    const init = declaration?.type === 'VariableDeclarator' && declaration.init ? unwrapped(declaration.init) : null;
    if (!init) return true;
    if (isFunction(init) || isClass(init)) return false;
    const type = this.typeOf(binding);
    if (type.kind === 'function') return false;
    if (type.kind === 'unknown') return init.type !== 'NewExpression' && init.type !== 'CallExpression';
    return !(type.kind === 'object' && type.fields.some((field) => field.type.kind === 'function'));
  }

  /** Whether the file shows numbers for a variable, so that it is a natural input of a formula. */
  hasNumbers(binding: Binding): boolean {
    const constant = this.valueOf(binding);
    if (constant) return holdsNumbers(typeOfValue(constant.value)) && constant.value !== null;
    return isByCall(binding) && holdsNumbers(this.typeOf(binding));
  }

  input(binding: Binding): PlannedInput {
    const passed = passedTo(binding, this.model.scopes);
    const inText = binding.references.find(({ node }) => this.text.hold(spanOf(node)));
    const writtenOnly = inText?.write === true && this.isPlainWrite(inText);
    let constant = this.valueOf(binding);
    let origin: 'initialiser' | 'default' | 'call' = 'initialiser';
    if (!constant && binding.kind === 'parameter' && isFunction(binding.scope.node)) {
      const given = this.parameters.of(binding.scope.node, 'closedOver').find((one) => one.name === binding.name);
      if (given?.initial) {
        constant = { value: given.initial.value };
        origin = given.initial.origin;
      }
    }
    return {
      name: binding.name,
      range: spanOf(binding.identifiers[0] ?? binding.references[0].node),
      type: this.typeOf(binding),
      role: 'closedOver',
      optional: false,
      declared: false,
      rest: false,
      initial: constant ? { value: constant.value, origin } : null,
      ...(writtenOnly ? { writtenOnly } : {}),
      ...(passed?.kind === 'module' ? { module: passed.specifier } : {}),
    };
  }

  private isPlainWrite({ node }: Reference): boolean {
    const parent = this.model.scopes.parents.get(node);
    if (parent?.type === 'UpdateExpression') return false;
    return parent?.type !== 'AssignmentExpression' || parent.operator === '=';
  }
}

export function isByCall(binding: Binding): boolean {
  return binding.kind === 'parameter' || binding.kind === 'loop' || binding.kind === 'catch';
}

function isVariable(binding: Binding): boolean {
  return binding.kind === 'variable' || isByCall(binding);
}

function fieldOf(type: InputType, name: string): InputType {
  return type.kind === 'object' ? (type.fields.find((field) => field.name === name)?.type ?? unknown) : unknown;
}
