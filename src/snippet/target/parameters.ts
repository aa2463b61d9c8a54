/** @file A function's parameters as inputs: types from annotations, overloads, JSDoc, defaults and use; values from calls. */
import { parseExpression } from '@babel/parser';
import type * as t from '@babel/types';
import type { InputValue } from '../../protocol/evaluation';
import { annotated, bindGenerics, typeNamed } from './annotation';
import { type Constant, constantOf } from './constants';
import { type InputType, mergeTypes, unknown } from './inputType';
import { instanceType, memberNames } from './instances';
import { type JsDoc, readJsDoc } from './jsdoc';
import { docBefore, type SourceModel } from './model';
import { holderOf, parameterText } from './naming';
import { type Binding, referencesIn } from './scopes';
import {
  type ClassNode,
  type FunctionNode,
  isClass,
  isFunction,
  memberName,
  type Node,
  patternNames,
  spanOf,
  unwrapped,
} from './syntax';
import type { PlannedInput } from './targetPlan';
import { functionOf, Usage } from './usage';

/** Reads parameters of a file's functions; one per plan. */
export class Parameters {
  readonly usage: Usage;
  private readonly docs = new Map<FunctionNode, JsDoc | null>();

  constructor(private readonly model: SourceModel) {
    this.usage = new Usage(model.scopes, (fn, index) => {
      const said = this.said(fn, index);
      return said.kind === 'unknown' ? null : said;
    });
  }

  /** `call`: the literal call to take values from, where a certain one is meant. */
  of(fn: FunctionNode, role: PlannedInput['role'], call?: t.CallExpression | t.NewExpression | null): PlannedInput[] {
    const literal = call === undefined ? this.literalCall(fn) : call;
    const inputs: PlannedInput[] = [];
    let index = 0;
    for (const raw of fn.params) {
      const parameter = raw as Node;
      if (parameter.type === 'Identifier' && parameter.name === 'this') continue;
      inputs.push(this.one(fn, parameter, index++, role, literal));
    }
    const further = this.furtherArguments(fn, index, role);
    return further ? [...inputs, further] : inputs;
  }

  /** What a function takes beyond its parameters: `arguments`, in the style of older JavaScript. */
  private furtherArguments(fn: FunctionNode, index: number, role: PlannedInput['role']): PlannedInput | null {
    const { scopes } = this.model;
    if (fn.type === 'ArrowFunctionExpression' || fn.params.some((one) => one.type === 'RestElement')) return null;
    const uses = referencesIn(scopes, fn.body.start!, fn.body.end!).filter(
      ({ name, binding, node }) => name === 'arguments' && !binding && argumentsOwner(node, scopes) === fn,
    );
    if (uses.length === 0) return null;
    const type = uses.map(({ node }) => this.usage.ofExpression(node)).reduce(mergeTypes, unknown);
    const of = type.kind === 'array' ? type.of : unknown;
    return {
      name: 'arguments',
      range: spanOf(uses[0].node),
      type: { kind: 'array', of },
      role,
      optional: index > 0,
      declared: false,
      rest: true,
      initial: index > 0 ? { value: [], origin: 'default' } : null,
    };
  }

  /** Parameters of a function that only its annotation and a call of it describe. */
  ofCall(binding: Binding, call: t.CallExpression | t.NewExpression | null): PlannedInput[] {
    const [id] = binding.identifiers;
    const annotation = id.typeAnnotation?.type === 'TSTypeAnnotation' ? id.typeAnnotation.typeAnnotation : null;
    const inputs: PlannedInput[] = [];
    for (let index = 0; index < 32; index++) {
      const type = annotation && this.parameterOfType(annotation, index, 0);
      const passed = call ? argumentValue(call, index, false, this.model) : null;
      if (!type && !passed) break;
      inputs.push({
        name: `argument${index + 1}`,
        range: spanOf(id),
        type: passed ? refinedByValue(type ?? unknown, passed) : (type ?? unknown),
        role: 'parameter',
        optional: false,
        declared: false,
        rest: false,
        initial: passed ? { value: passed.value, origin: 'call' } : null,
      });
    }
    return inputs;
  }

  /** What `new` of a class takes whose constructor stands in another module; null where that is not known. */
  ofImportedConstructor(node: ClassNode): PlannedInput[] | null {
    const type = instanceType(node, [], this.model.context, 0);
    if (type.kind !== 'object' || !type.instance?.construct) return null;
    return type.instance.construct.map((argument): PlannedInput => {
      const name = argument.replace('...', '');
      const field = type.fields.find((one) => one.name === name);
      return {
        name,
        range: spanOf(node.superClass ?? node),
        type: field?.type ?? unknown,
        role: 'constructor',
        optional: field?.optional ?? true,
        declared: false,
        rest: name !== argument,
        initial: field?.initial === undefined ? null : { value: field.initial, origin: 'default' },
      };
    });
  }

  private one(
    fn: FunctionNode,
    parameter: Node,
    index: number,
    role: PlannedInput['role'],
    call: t.CallExpression | t.NewExpression | null,
  ): PlannedInput {
    const { pattern, initial } = parts(parameter);
    const rest = parameter.type === 'RestElement';
    const doc = this.docOf(fn)?.parameters[index];
    const constant = initial ? constantOf(initial, this.model.scopes) : doc?.initial ? textConstant(doc.initial) : null;
    const fields = pattern.type === 'ObjectPattern' ? patternNames(pattern).map((id) => id.name) : undefined;
    const name = fields && doc?.name ? doc.name : parameterText(this.model, pattern);
    const filled = constant ?? (pattern.type === 'Identifier' ? this.filledWith(fn, pattern) : null);
    const worked = !filled && !initial && pattern.type === 'Identifier' && this.isFilledLater(pattern);
    const passed = call ? argumentValue(call, index, rest, this.model) : null;
    let type = this.typeOfParameter(fn, parameter, index);
    if (filled) type = refinedByValue(type, filled);
    if (passed) type = refinedByValue(type, passed);
    return {
      name,
      range: spanOf(pattern),
      type,
      role,
      optional:
        initial !== null ||
        worked ||
        (pattern.type === 'Identifier' && pattern.optional === true) ||
        doc?.optional === true,
      ...((initial && !constant) || worked ? { computedDefault: true } : {}),
      declared:
        annotated(parameter.type === 'RestElement' ? parameter : (pattern as t.Identifier), this.model.context).kind !==
        'unknown',
      rest,
      // A default stands in the file for every call; a call is somebody's choice for one.
      initial:
        filled && !(Array.isArray(filled.value) && filled.value.length === 0)
          ? { value: filled.value, origin: 'default' }
          : passed
            ? { value: passed.value, origin: 'call' }
            : null,
      ...(fields ? { fields } : {}),
    };
  }

  private typeOfParameter(fn: FunctionNode, parameter: Node, index: number): InputType {
    const said = this.said(fn, index);
    const { pattern } = parts(parameter);
    const used = this.usage.ofPattern(parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter);
    if (parameter.type === 'RestElement' && said.kind === 'unknown') {
      const list = pattern.type === 'Identifier' ? this.usage.ofPattern(pattern) : unknown;
      return list.kind === 'array' ? list : { kind: 'array', of: unknown };
    }
    if (said.kind !== 'unknown') return refined(said, used);
    const tested = pattern.type === 'Identifier' ? this.testedClass(pattern) : unknown;
    return refined(tested.kind === 'unknown' ? this.likeClass(fn, used) : tested, used);
  }

  /** `if (!(point instanceof Point)) …`: what a parameter is tested for, as far as the file knows that class. */
  private testedClass(id: Node): InputType {
    const { context, scopes } = this.model;
    for (const { node } of scopes.declared.get(id)?.references ?? []) {
      const parent = scopes.parents.get(node);
      if (parent?.type !== 'BinaryExpression' || parent.operator !== 'instanceof' || parent.left !== node) continue;
      if (parent.right.type !== 'Identifier') continue;
      const type = typeNamed(parent.right.name, context, 0);
      if (type.kind === 'object' && type.instance) return type;
    }
    return unknown;
  }

  /** An object whose methods are those of the class around the function, or of the only class of the file that fits. */
  private likeClass(fn: FunctionNode, used: InputType): InputType {
    const { context, scopes } = this.model;
    if (used.kind !== 'object' || !used.fields.some((field) => field.type.kind === 'function')) return unknown;
    const around = scopes.parents.get(scopes.parents.get(fn) ?? fn);
    const classes = [...context.types.values()]
      .flat()
      .filter((node) => isClass(node) && context.placeOf(node) !== null);
    const fits = classes.filter((node) => {
      const names = memberNames(node as ClassNode, context);
      return used.fields.every((field) => names.has(field.name));
    });
    const found = fits.find((node) => node === around) ?? (fits.length === 1 ? fits[0] : undefined);
    return found ? instanceType(found as ClassNode, [], context, 0) : unknown;
  }

  /** What annotation, overload, contextual type or JSDoc says about a parameter. */
  said(fn: FunctionNode, index: number): InputType {
    const parameters = (fn.params as Node[]).filter((one) => !(one.type === 'Identifier' && one.name === 'this'));
    const parameter = parameters[Math.min(index, parameters.length - 1)];
    if (!parameter) return unknown;
    const { context } = this.model;
    const generics = bindGenerics(fn, [], context);
    const { pattern } = parts(parameter);
    const own = annotated(parameter.type === 'RestElement' ? parameter : (pattern as t.Identifier), context, generics);
    if (own.kind !== 'unknown') return own;
    const from = [this.overload(fn, index), this.contextual(fn, index), this.docOf(fn)?.parameters[index]];
    for (const found of from) {
      if (!found) continue;
      const type = 'kind' in found ? found : found.rest ? ({ kind: 'array', of: found.type } as const) : found.type;
      if (type.kind !== 'unknown') return type;
    }
    return unknown;
  }

  /** The first overload signature of the same name. */
  private overload(fn: FunctionNode, index: number): InputType | null {
    const { context, scopes } = this.model;
    if (fn.type === 'FunctionDeclaration' && fn.id) {
      const binding = scopes.declared.get(fn.id);
      const signature = binding?.declarations.find((one) => one.type === 'TSDeclareFunction');
      if (signature?.type !== 'TSDeclareFunction') return null;
      const parameter = signature.params[index];
      return parameter ? annotated(parameter as t.Identifier, context, bindGenerics(signature, [], context)) : null;
    }
    if (fn.type !== 'ClassMethod') return null;
    const body = scopes.parents.get(fn);
    if (body?.type !== 'ClassBody') return null;
    for (const member of body.body) {
      if (member.type !== 'TSDeclareMethod' || memberKey(member.key) !== memberKey(fn.key)) continue;
      const parameter = member.params[index];
      return parameter ? annotated(parameter as t.Identifier, context, bindGenerics(member, [], context)) : null;
    }
    return null;
  }

  /** `const f: (x: number) => number = (x) => …`, also through a type alias. */
  private contextual(fn: FunctionNode, index: number): InputType | null {
    const holder = holderOf(this.model, fn);
    const pattern =
      holder?.type === 'VariableDeclarator' ? holder.id : holder?.type === 'ClassProperty' ? holder : null;
    const annotation = pattern && 'typeAnnotation' in pattern ? pattern.typeAnnotation : null;
    if (annotation?.type !== 'TSTypeAnnotation') return null;
    return this.parameterOfType(annotation.typeAnnotation, index, 0);
  }

  private parameterOfType(type: t.TSType, index: number, depth: number): InputType | null {
    const { context, scopes } = this.model;
    if (type.type === 'TSFunctionType') {
      const list = ((type as { parameters?: Node[] }).parameters ??
        (type as unknown as { params: Node[] }).params) as Node[];
      const parameter = list[index];
      return parameter ? annotated(parameter as t.Identifier, context) : null;
    }
    if (type.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier' || depth > 4) return null;
    const [alias] = scopes.types.get(type.typeName.name) ?? [];
    return alias?.type === 'TSTypeAliasDeclaration'
      ? this.parameterOfType(alias.typeAnnotation, index, depth + 1)
      : null;
  }

  docOf(fn: FunctionNode): JsDoc | null {
    const known = this.docs.get(fn);
    if (known !== undefined) return known;
    let at: Node | undefined = fn;
    let text: string | null = null;
    for (let i = 0; at && i < 5 && text === null; i++) {
      text = docBefore(this.model, at.start!);
      at = this.model.scopes.parents.get(at);
      if (
        at &&
        (isFunction(at) || at.type === 'BlockStatement' || at.type === 'Program' || at.type === 'CallExpression')
      )
        break;
    }
    const doc = text === null ? null : readJsDoc(text, this.model.context);
    this.docs.set(fn, doc);
    return doc;
  }

  /** `if (when === void 0) { when = Time.End; }`, with something that only running gives. */
  private isFilledLater(id: t.Identifier): boolean {
    const { declared, parents } = this.model.scopes;
    return (declared.get(id)?.references ?? []).some(({ node, write }) => {
      const assignment = write ? parents.get(node) : null;
      if (assignment?.type !== 'AssignmentExpression' || assignment.left !== node) return false;
      const around = this.conditionAround(assignment);
      return around !== null && around.alternate == null && isUndefinedTest(around.test, id.name);
    });
  }

  /** The `if` that an assignment is the statement, or in the block, of. */
  private conditionAround(assignment: Node): t.IfStatement | null {
    const { parents } = this.model.scopes;
    let at = parents.get(assignment);
    while (at?.type === 'ExpressionStatement' || at?.type === 'BlockStatement') at = parents.get(at);
    return at?.type === 'IfStatement' ? at : null;
  }

  /** `options = options || {}` says only that nothing need be given. */
  private filledWith(fn: FunctionNode, id: t.Identifier): Constant | null {
    const filled = this.filledIn(fn, id);
    const { value } = filled ?? {};
    const empty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
    return empty && !Array.isArray(value) ? null : filled;
  }

  /** `x = x || 3`, `if (x === undefined) x = 3`: defaults in the style of older JavaScript. */
  private filledIn(fn: FunctionNode, id: t.Identifier): Constant | null {
    if (fn.body.type !== 'BlockStatement') return null;
    const binding = this.model.scopes.declared.get(id);
    for (const reference of binding?.references ?? []) {
      if (!reference.write) continue;
      const parent = this.model.scopes.parents.get(reference.node);
      if (parent?.type !== 'AssignmentExpression' || parent.left !== reference.node) continue;
      const right = unwrapped(parent.right);
      const around = this.conditionAround(parent);
      if (parent.operator === '??=' || parent.operator === '||=') return constantOf(right, this.model.scopes);
      if (parent.operator !== '=') continue;
      if (
        right.type === 'LogicalExpression' &&
        right.operator !== '&&' &&
        unwrapped(right.left).type === 'Identifier'
      ) {
        if ((unwrapped(right.left) as t.Identifier).name === id.name) return constantOf(right.right, this.model.scopes);
      }
      if (right.type === 'ConditionalExpression' && testsAbsence(right.test, id.name)) {
        const other = [right.consequent, right.alternate].find((one) => unwrapped(one).type !== 'Identifier');
        if (other) return constantOf(other, this.model.scopes);
      }
      if (around && testsAbsence(around.test, id.name)) return constantOf(right, this.model.scopes);
      return null;
    }
    return null;
  }

  /** A call of this function, outside of it, whose arguments the text determines. */
  literalCall(fn: FunctionNode): t.CallExpression | t.NewExpression | null {
    const { scopes } = this.model;
    const { parents } = scopes;
    const body = parents.get(fn);
    const isConstructor = fn.type === 'ClassMethod' && fn.kind === 'constructor';
    const owner = body?.type === 'ClassBody' ? parents.get(body) : null;
    const method = this.methodName(fn);
    for (const { node, callee } of scopes.calls) {
      if (node.type === 'OptionalCallExpression' || (node.start! >= fn.start! && node.end! <= fn.end!)) continue;
      if (node.arguments.length === 0) continue;
      let matches = false;
      if (isConstructor) {
        matches = node.type === 'NewExpression' && callee?.binding?.declarations.includes(owner!) === true;
      } else if (callee?.binding) matches = functionOf(callee.binding) === fn;
      else if (method !== null && node.type === 'CallExpression') {
        const target = unwrapped(node.callee);
        matches = target.type === 'MemberExpression' && memberName(target) === method;
      }
      if (!matches || !node.arguments.every((argument) => isLiteralArgument(argument, this.model))) continue;
      // `new Vec(0, 0)` and `new Complex(0, Infinity)` are where formulas break down rather than examples.
      const values = node.arguments.map((argument) => constantOf(argument, this.model.scopes)?.value);
      const made = node.type === 'NewExpression';
      if (made && (values.every(isNought) || values.some((value) => value === null || !isFinitePart(value)))) continue;
      return node;
    }
    return null;
  }

  private methodName(fn: FunctionNode): string | null {
    if (fn.type === 'ClassMethod' || fn.type === 'ObjectMethod') return memberKey(fn.key);
    const holder = holderOf(this.model, fn);
    if (holder?.type === 'ObjectProperty' || holder?.type === 'ClassProperty') return memberKey(holder.key);
    if (holder?.type !== 'AssignmentExpression' || holder.left.type !== 'MemberExpression') return null;
    return memberName(holder.left);
  }
}

/** The function whose `arguments` a node reads. */
function argumentsOwner(node: Node, { parents }: SourceModel['scopes']): Node | undefined {
  let at = parents.get(node);
  while (at && !(isFunction(at) && at.type !== 'ArrowFunctionExpression')) at = parents.get(at);
  return at;
}

function memberKey(key: Node): string | null {
  return key.type === 'Identifier' ? key.name : key.type === 'StringLiteral' ? key.value : null;
}

function parts(parameter: Node): { pattern: Node; initial: Node | null } {
  switch (parameter.type) {
    case 'TSParameterProperty':
      return parts(parameter.parameter);
    case 'AssignmentPattern':
      return { pattern: parameter.left, initial: parameter.right };
    case 'RestElement':
      return { pattern: parameter.argument, initial: null };
    default:
      return { pattern: parameter, initial: null };
  }
}

function isLiteralArgument(argument: Node, model: SourceModel): boolean {
  if (argument.type === 'SpreadElement') return constantOf(argument.argument, model.scopes) !== null;
  return isFunction(unwrapped(argument)) || constantOf(argument, model.scopes) !== null;
}

function isNought(value: InputValue | undefined): boolean {
  return value === 0 || value === 1;
}

function isFinitePart(value: InputValue | undefined): boolean {
  return typeof value !== 'number' || Number.isFinite(value);
}

function argumentValue(
  call: t.CallExpression | t.NewExpression,
  index: number,
  rest: boolean,
  model: SourceModel,
): Constant | null {
  const values: (Constant | null)[] = [];
  for (const argument of call.arguments) {
    if (argument.type === 'SpreadElement') {
      const list = constantOf(argument.argument, model.scopes)?.value;
      if (!Array.isArray(list)) return null;
      for (const value of list) values.push({ value });
    } else values.push(constantOf(argument, model.scopes));
  }
  if (!rest) return values[index] ?? null;
  const tail = values.slice(index);
  if (tail.length === 0 || !tail.every((one) => one !== null)) return null;
  return { value: tail.map((one) => one!.value) };
}

function textConstant(text: string): Constant | null {
  const numeric = Number(text);
  if (text !== '' && Number.isFinite(numeric)) return { value: numeric };
  if (text === 'true' || text === 'false') return { value: text === 'true' };
  try {
    const node = parseExpression(text);
    return node.type === 'ArrayExpression' ? { value: JSON.parse(text) as InputValue } : null;
  } catch {
    return null;
  }
}

/** `x === undefined`, `x == null`, `typeof x === 'undefined'`. */
function isUndefinedTest(test: Node, name: string): boolean {
  const at = unwrapped(test);
  if (at.type !== 'BinaryExpression' || !/^===?$/.test(at.operator)) return false;
  const right = unwrapped(at.right);
  const absent =
    right.type === 'NullLiteral' ||
    (right.type === 'Identifier' && right.name === 'undefined') ||
    (right.type === 'UnaryExpression' && right.operator === 'void') ||
    (right.type === 'StringLiteral' && right.value === 'undefined');
  return absent && testsAbsence(at, name);
}

function testsAbsence(test: Node, name: string): boolean {
  const at = unwrapped(test);
  if (at.type === 'UnaryExpression') return testsAbsence(at.argument, name);
  if (at.type === 'LogicalExpression') return testsAbsence(at.left, name) || testsAbsence(at.right, name);
  if (at.type === 'Identifier') return at.name === name;
  if (at.type !== 'BinaryExpression' || !/^[!=]==?$/.test(at.operator)) return false;
  return [at.left, at.right].some((side) => {
    const one = unwrapped(side);
    if (one.type === 'UnaryExpression' && one.operator === 'typeof')
      return unwrapped(one.argument).type === 'Identifier' && (one.argument as t.Identifier).name === name;
    return one.type === 'Identifier' && one.name === name;
  });
}

/** A declared type, completed by what the body shows: lengths, whole numbers, fields of `object`. */
export function refined(said: InputType, used: InputType): InputType {
  if (said.kind === 'unknown') return used;
  if (said.kind === 'number' && used.kind === 'number') return used;
  if (said.kind === 'typedArray' && used.kind === 'array' && used.length) return { ...said, length: used.length };
  if (said.kind === 'array' && used.kind === 'array') {
    return { kind: 'array', of: refined(said.of, used.of), ...(used.length ? { length: used.length } : {}) };
  }
  if (said.kind === 'array' && said.of.kind === 'unknown' && used.kind === 'tuple') return used;
  if (said.kind === 'array' && used.kind === 'tuple') return { ...said, length: used.of.length };
  if (said.kind === 'object' && used.kind === 'object') {
    if (said.open && said.fields.length === 0) return used;
    const fields = said.fields.map((field) => {
      const other = used.fields.find((one) => one.name === field.name);
      return other ? { ...field, type: refined(field.type, other.type) } : field;
    });
    return { ...said, fields };
  }
  return said.kind === 'object' && said.open && said.fields.length === 0 ? mergeTypes(said, used) : said;
}

/** The type of a value that stands in the file, where nothing else says a type. */
export function refinedByValue(type: InputType, { value, typedArray }: Constant): InputType {
  if (typedArray) return type.kind === 'unknown' || type.kind === 'array' ? typedArray : type;
  if (type.kind !== 'unknown') return type;
  return typeOfValue(value);
}

export function typeOfValue(value: InputValue): InputType {
  if (value === null) return unknown;
  if (Array.isArray(value)) {
    return { kind: 'array', of: value.map(typeOfValue).reduce(mergeTypes, unknown) };
  }
  if (typeof value === 'object') {
    const fields = Object.entries(value).map(([name, one]) => ({ name, type: typeOfValue(one), optional: false }));
    return { kind: 'object', fields };
  }
  return { kind: typeof value as 'number' | 'boolean' | 'string' };
}
