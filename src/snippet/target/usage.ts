/** @file What type a value has, told by how the code uses it: arithmetic, indexing, fields, calls, loops. */

import type { Binding, Scopes } from './binding';
import type { InputField, InputType } from './inputType';
import { isTypedArrayName, mergeTypes, number, unknown } from './inputType';
import { type FunctionNode, isFunction, keyName, memberName, type Node, unwrapped } from './syntax';

const elementFirst = new Set('map forEach filter some every find findIndex findLast flatMap sort toSorted'.split(' '));
const arrayMethods = new Set(
  'push pop shift unshift splice fill reverse join keys values entries flat at with toReversed copyWithin subarray set'.split(
    ' ',
  ),
);
const ambiguousMethods = new Set('slice concat indexOf lastIndexOf includes'.split(' '));
/** Of numbers, some of them as packages add them. */
const numberMethods = new Set(['toFixed', 'toPrecision', 'toExponential', 'toRadians', 'toDegrees', 'toRad', 'toDeg']);
const dateMethods = new Set(
  ['', 'UTC'].flatMap((zone) =>
    'FullYear Month Date Hours Minutes Seconds Milliseconds'.split(' ').map((part) => `get${zone}${part}`),
  ),
);
dateMethods.add('getTime').add('toISOString').add('getTimezoneOffset');
const stringMethods = new Set(
  (
    'charAt charCodeAt codePointAt split toLowerCase toUpperCase trim replace replaceAll match substring substr startsWith ' +
    'endsWith padStart padEnd repeat normalize'
  ).split(' '),
);
const arithmeticOperators = new Set(['-', '*', '/', '%', '**', '&', '|', '^', '<<', '>>', '>>>']);
const comparisons = new Set(['<', '>', '<=', '>=']);
const numericGlobals = new Set(['isNaN', 'isFinite', 'Number']);
const whole: InputType = { kind: 'number', integer: true };
const someArray: InputType = { kind: 'array', of: unknown };

/** Type of one parameter of a function of the file, where the caller knows more than its use. */
export type ParameterTypes = (fn: FunctionNode, index: number) => InputType | null;

export class Usage {
  private readonly busy = new Set<Binding>();
  /** Each name is looked at once; one that is reached from itself tells what was known by then. */
  private readonly known = new Map<Binding, InputType>();

  constructor(
    private readonly scopes: Scopes,
    private readonly parameterTypes: ParameterTypes,
  ) {}

  /** What the references to a name show about its value. */
  ofBinding(binding: Binding): InputType {
    const known = this.known.get(binding);
    if (known) return known;
    if (this.busy.has(binding) || this.busy.size > 12) return unknown;
    this.busy.add(binding);
    let type: InputType = unknown;
    for (const { node } of binding.references) {
      type = mergeTypes(type, this.ofExpression(node));
    }
    this.busy.delete(binding);
    this.known.set(binding, type);
    return type;
  }

  /** What a declared pattern shows about the value it takes apart. */
  ofPattern(pattern: Node): InputType {
    switch (pattern.type) {
      case 'Identifier': {
        const binding = this.declaredBy(pattern);
        return binding ? this.ofBinding(binding) : unknown;
      }
      case 'AssignmentPattern':
        return mergeTypes(this.ofDefault(pattern.right), this.ofPattern(pattern.left));
      case 'ObjectPattern': {
        const fields: InputField[] = [];
        for (const property of pattern.properties) {
          if (property.type === 'RestElement') continue;
          const name = keyName(property);
          if (name === null) continue;
          const optional = property.value.type === 'AssignmentPattern';
          fields.push({ name, type: this.ofPattern(property.value), optional });
        }
        return { kind: 'object', fields };
      }
      case 'ArrayPattern': {
        const of = pattern.elements.map((element) => (element ? this.ofPattern(element) : number));
        const last = pattern.elements.at(-1);
        if (last?.type === 'RestElement')
          return { kind: 'array', of: of[0] ?? unknown, length: Math.max(3, of.length) };
        return { kind: 'tuple', of };
      }
      case 'RestElement':
        return unknown;
      default:
        return unknown;
    }
  }

  private ofDefault(node: Node): InputType {
    const at = unwrapped(node);
    switch (at.type) {
      case 'NumericLiteral':
      case 'UnaryExpression':
      case 'BinaryExpression':
        return number;
      case 'BooleanLiteral':
        return { kind: 'boolean' };
      case 'StringLiteral':
        return { kind: 'string' };
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
        return { kind: 'function', parameters: at.params.length };
      default:
        return unknown;
    }
  }

  /** What the place where an expression stands shows about its value. */
  ofExpression(node: Node): InputType {
    const parent = this.scopes.parents.get(node);
    if (!parent) return unknown;
    switch (parent.type) {
      case 'TSNonNullExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'ParenthesizedExpression':
        return this.ofExpression(parent);
      case 'MemberExpression':
      case 'OptionalMemberExpression':
        return parent.object === node ? this.ofMember(parent) : whole;
      case 'UpdateExpression':
        return number;
      case 'UnaryExpression':
        return parent.operator === '-' || parent.operator === '+' || parent.operator === '~' ? number : unknown;
      case 'BinaryExpression':
        return this.ofOperand(parent, node);
      case 'AssignmentExpression':
        return this.ofAssigned(parent, node);
      case 'VariableDeclarator':
        return parent.init === node ? this.ofPattern(parent.id) : unknown;
      case 'CallExpression':
      case 'OptionalCallExpression':
      case 'NewExpression':
        if (parent.callee === node) return { kind: 'function', parameters: parent.arguments.length };
        return this.ofArgument(parent, parent.arguments.indexOf(node as never));
      case 'SpreadElement': {
        const call = this.scopes.parents.get(parent);
        const numeric = call?.type === 'CallExpression' && isMathMember(call.callee);
        return { kind: 'array', of: numeric ? number : unknown };
      }
      case 'ForOfStatement': {
        if (parent.right !== node) return unknown;
        const left = parent.left.type === 'VariableDeclaration' ? parent.left.declarations[0].id : parent.left;
        return { kind: 'array', of: this.ofPattern(left) };
      }
      case 'ConditionalExpression':
        return parent.test === node ? unknown : this.ofExpression(parent);
      case 'LogicalExpression':
        return this.ofExpression(parent);
      case 'SwitchStatement':
        return parent.discriminant === node ? ofCases(parent) : unknown;
      default:
        return unknown;
    }
  }

  private ofMember(parent: Node & { type: 'MemberExpression' | 'OptionalMemberExpression' }): InputType {
    const { property } = parent;
    if (parent.computed && property.type === 'NumericLiteral') {
      return { kind: 'array', of: this.ofExpression(parent), length: property.value + 1 };
    }
    const name = memberName(parent);
    if (name === '@@iterator') return unknown;
    if (name === null) return isIterator(property) ? someArray : { kind: 'array', of: this.ofExpression(parent) };
    if (name === 'length') return { kind: 'array', of: unknown };
    if (numberMethods.has(name)) return number;
    if (dateMethods.has(name)) return { kind: 'date' };
    if (name === 'constructor') return unknown;
    const call = this.scopes.parents.get(parent);
    const isCalled =
      (call?.type === 'CallExpression' || call?.type === 'OptionalCallExpression') && call.callee === parent;
    if (!isCalled) {
      return { kind: 'object', fields: [{ name, type: this.ofExpression(parent), optional: false }] };
    }
    if (stringMethods.has(name)) return { kind: 'string' };
    if (elementFirst.has(name)) return { kind: 'array', of: this.ofCallback(call.arguments[0], 0) };
    if (name === 'reduce' || name === 'reduceRight')
      return { kind: 'array', of: this.ofCallback(call.arguments[0], 1) };
    if (arrayMethods.has(name) || ambiguousMethods.has(name)) return { kind: 'array', of: unknown };
    if (name === 'toString' || name === 'valueOf' || name === 'hasOwnProperty') return unknown;
    if (name === 'call' || name === 'apply' || name === 'bind') return { kind: 'function' };
    return { kind: 'object', fields: [{ name, type: { kind: 'function' }, optional: false }], open: true };
  }

  private ofCallback(callback: Node | undefined, index: number): InputType {
    if (!callback) return unknown;
    const fn = unwrapped(callback);
    return isFunction(fn) && fn.params[index] ? this.ofPattern(fn.params[index] as Node) : unknown;
  }

  private ofOperand(parent: Node & { type: 'BinaryExpression' }, node: Node): InputType {
    const { operator } = parent;
    const other = unwrapped(parent.left === node ? parent.right : parent.left);
    const text = other.type === 'StringLiteral' || other.type === 'TemplateLiteral';
    if (arithmeticOperators.has(operator)) return number;
    if (operator === '+') return text ? unknown : number;
    if (comparisons.has(operator)) {
      if (text) return { kind: 'string' };
      const grand = this.scopes.parents.get(parent);
      const bound = grand?.type === 'ForStatement' && grand.test === parent && parent.right === node;
      return bound && other.type === 'Identifier' ? whole : number;
    }
    if (operator === 'in') return parent.right === node ? { kind: 'object', fields: [], open: true } : unknown;
    if (other.type === 'NumericLiteral') return number;
    if (other.type === 'StringLiteral') return { kind: 'literal', value: other.value };
    return other.type === 'BooleanLiteral' ? { kind: 'boolean' } : unknown;
  }

  private ofAssigned(parent: Node & { type: 'AssignmentExpression' }, node: Node): InputType {
    if (parent.operator === '=' || /^(\|\||&&|\?\?)=$/.test(parent.operator)) {
      if (parent.right !== node || parent.left.type !== 'Identifier') return unknown;
      const binding = this.scopes.byNode.get(parent.left)?.binding;
      return binding ? this.ofBinding(binding) : unknown;
    }
    if (parent.operator !== '+=') return number;
    return unwrapped(parent.right).type === 'StringLiteral' ? unknown : number;
  }

  private ofArgument(
    call: Node & { type: 'CallExpression' | 'OptionalCallExpression' | 'NewExpression' },
    index: number,
  ): InputType {
    const callee = unwrapped(call.callee);
    if (isMathMember(callee)) return number;
    if (callee.type === 'MemberExpression' && callee.object.type === 'Identifier') {
      const name = memberName(callee);
      if (callee.object.name === 'Number' && index === 0) return number;
      if (name === 'slice' || name === 'splice' || name === 'subarray') return whole;
      if (name !== null && numberMethods.has(name)) return whole;
      if (callee.object.name === 'Object' && (name === 'keys' || name === 'values' || name === 'entries')) {
        return { kind: 'object', fields: [], open: true };
      }
      if ((isTypedArrayName(callee.object.name) || callee.object.name === 'Array') && name === 'from') {
        return { kind: 'array', of: unknown };
      }
    }
    if (callee.type !== 'Identifier') return unknown;
    const binding = this.scopes.byNode.get(callee)?.binding;
    if (!binding) {
      if (numericGlobals.has(callee.name)) return number;
      return callee.name === 'Array' && call.arguments.length === 1 ? whole : unknown;
    }
    const fn = functionOf(binding);
    const parameter = fn?.params[Math.min(index, fn.params.length - 1)];
    if (!fn || !parameter) return unknown;
    if (parameter.type === 'RestElement') return unknown;
    return this.parameterTypes(fn, index) ?? this.ofPattern(parameter as Node);
  }

  private declaredBy(identifier: Node): Binding | null {
    return this.scopes.byNode.get(identifier)?.binding ?? this.scopes.declared.get(identifier) ?? null;
  }
}

/** What a `switch` compares with. */
function ofCases({ cases }: Node & { type: 'SwitchStatement' }): InputType {
  const [first] = cases.flatMap(({ test }) => (test ? [unwrapped(test)] : []));
  if (first?.type === 'StringLiteral') return { kind: 'literal', value: first.value };
  return first?.type === 'NumericLiteral' ? whole : unknown;
}

/** `Symbol.iterator`. */
function isIterator(node: Node): boolean {
  return (
    node.type === 'MemberExpression' &&
    node.object.type === 'Identifier' &&
    node.object.name === 'Symbol' &&
    memberName(node) === 'iterator'
  );
}

function isMathMember(node: Node): boolean {
  return node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.object.name === 'Math';
}

/** The function that a name stands for: declared as one, or initialised with one and never changed. */
export function functionOf(binding: Binding): FunctionNode | null {
  const declaration = binding.declarations.findLast((one) => one.type !== 'TSDeclareFunction');
  if (!declaration) return null;
  if (isFunction(declaration)) return declaration;
  if (declaration.type !== 'VariableDeclarator' || !declaration.init) return null;
  const init = unwrapped(declaration.init);
  return isFunction(init) ? init : null;
}
