/** @file Values that a file's text determines without running it: literals, arithmetic on them, constants of constants. */
import type { InputValue } from '../../protocol/evaluation';
import type { Binding, Scopes } from './binding';
import type { Effects } from './effects';
import { type InputType, isTypedArrayName } from './inputType';
import { type Node, unwrapped } from './syntax';

export interface Constant {
  value: InputValue;
  /** A typed array's name, where the text makes one. */
  typedArray?: InputType & { kind: 'typedArray' };
}

/** Scopes with the changes that the file makes to its variables. */
export type Settled = Scopes & {
  effects: Effects /** What was found out so far. */;
  constants: Map<Binding, Constant | null>;
};

const longest = 4_096;
const mathConstants = new Set(['PI', 'E', 'LN2', 'LN10', 'LOG2E', 'LOG10E', 'SQRT2', 'SQRT1_2']);

/** The value of an expression, or null where the text alone does not give it. */
export function constantOf(node: Node, scopes: Settled, depth = 0): Constant | null {
  if (depth > 24) return null;
  const at = unwrapped(node);
  const inner = (child: Node): InputValue | undefined => constantOf(child, scopes, depth + 1)?.value;
  switch (at.type) {
    case 'NumericLiteral':
    case 'StringLiteral':
    case 'BooleanLiteral':
      return { value: at.value };
    case 'NullLiteral':
      return { value: null };
    case 'TemplateLiteral':
      return at.expressions.length === 0 ? { value: at.quasis[0].value.cooked ?? '' } : null;
    case 'Identifier': {
      if (at.name === 'NaN' || at.name === 'Infinity') return { value: at.name === 'NaN' ? Number.NaN : Infinity };
      const binding = bindingOf(at, scopes);
      return binding ? initialOf(binding, scopes, depth + 1) : null;
    }
    case 'UnaryExpression': {
      const value = inner(at.argument);
      if (at.operator === '!' && value !== undefined) return { value: !value };
      if (typeof value !== 'number') return null;
      if (at.operator === '-') return { value: -value };
      return at.operator === '+' ? { value } : null;
    }
    case 'BinaryExpression': {
      const a = inner(at.left);
      const b = inner(at.right);
      return typeof a === 'number' && typeof b === 'number' ? arithmetic(at.operator, a, b) : null;
    }
    case 'ArrayExpression': {
      const out: InputValue[] = [];
      for (const element of at.elements) {
        if (!element) return null;
        if (element.type === 'SpreadElement') {
          const list = inner(element.argument);
          if (!Array.isArray(list) || out.length + list.length > longest) return null;
          out.push(...list);
          continue;
        }
        const value = inner(element);
        if (value === undefined) return null;
        out.push(value);
      }
      return { value: out };
    }
    case 'ObjectExpression': {
      const out: { [field: string]: InputValue } = {};
      for (const property of at.properties) {
        if (property.type !== 'ObjectProperty' || property.computed) return null;
        const { key } = property;
        const name = key.type === 'Identifier' ? key.name : 'value' in key ? String(key.value) : null;
        const value = inner(property.value);
        if (name === null || name === '__proto__' || value === undefined) return null;
        out[name] = value;
      }
      return { value: out };
    }
    case 'MemberExpression':
      if (at.object.type === 'Identifier' && at.object.name === 'Math' && at.property.type === 'Identifier') {
        const { name } = at.property;
        return mathConstants.has(name) && !bindingOf(at.object, scopes)
          ? { value: (Math as unknown as Record<string, number>)[name] }
          : null;
      }
      return member(at.computed ? inner(at.property) : (at.property as { name?: string }).name, inner(at.object));
    case 'CallExpression':
    case 'NewExpression':
      return called(at, scopes, inner);
    default:
      return null;
  }
}

function bindingOf(node: Node, scopes: Settled): Binding | null {
  return scopes.byNode.get(node)?.binding ?? null;
}

function member(key: InputValue | undefined, object: InputValue | undefined): Constant | null {
  if (object === null || typeof object !== 'object' || (typeof key !== 'string' && typeof key !== 'number'))
    return null;
  const value = Object.hasOwn(object, key) ? (object as Record<string | number, InputValue>)[key] : undefined;
  return value === undefined || typeof value === 'function' ? null : { value };
}

function arithmetic(operator: string, a: number, b: number): Constant | null {
  switch (operator) {
    case '+':
      return { value: a + b };
    case '-':
      return { value: a - b };
    case '*':
      return { value: a * b };
    case '/':
      return { value: a / b };
    case '%':
      return { value: a % b };
    case '**':
      return { value: a ** b };
    default:
      return null;
  }
}

function called(
  node: Node & { type: 'CallExpression' | 'NewExpression' },
  scopes: Settled,
  inner: (child: Node) => InputValue | undefined,
): Constant | null {
  const callee = unwrapped(node.callee);
  const values = node.arguments.map((argument) => inner(argument));
  if (callee.type === 'Identifier' && isTypedArrayName(callee.name) && !bindingOf(callee, scopes)) {
    const [first] = values;
    const typedArray = { kind: 'typedArray', name: callee.name } as const;
    if (Array.isArray(first) && first.every((one) => typeof one === 'number')) return { value: first, typedArray };
    if (typeof first === 'number' && first >= 0 && first <= longest) {
      return { value: new Array<number>(Math.floor(first)).fill(0), typedArray };
    }
    return null;
  }
  if (
    callee.type !== 'MemberExpression' ||
    callee.object.type !== 'Identifier' ||
    callee.property.type !== 'Identifier'
  ) {
    return null;
  }
  if (bindingOf(callee.object, scopes)) return null;
  const { name } = callee.property;
  if (callee.object.name === 'Math' && name !== 'random') {
    const method = (Math as unknown as Record<string, unknown>)[name];
    if (typeof method !== 'function' || !values.every((value) => typeof value === 'number')) return null;
    return { value: (method as (...args: number[]) => number)(...(values as number[])) };
  }
  if (isTypedArrayName(callee.object.name) && (name === 'of' || name === 'from')) {
    const list = name === 'of' ? values : values[0];
    if (!Array.isArray(list) || !list.every((one) => typeof one === 'number')) return null;
    return { value: list as number[], typedArray: { kind: 'typedArray', name: callee.object.name } };
  }
  return null;
}

/** The value a variable's declaration gives it, if nothing else in the file changes it. */
export function initialOf(binding: Binding, scopes: Settled, depth = 0): Constant | null {
  const known = scopes.constants.get(binding);
  if (known !== undefined) return known;
  scopes.constants.set(binding, null);
  const found = declaredValue(binding, scopes, depth);
  scopes.constants.set(binding, found);
  return found;
}

function declaredValue(binding: Binding, scopes: Settled, depth: number): Constant | null {
  if (binding.kind !== 'variable' || binding.declarations.length !== 1) return null;
  const [declarator] = binding.declarations;
  if (declarator.type !== 'VariableDeclarator' || !declarator.init) return null;
  if (scopes.effects.has(binding)) return null;
  const constant = constantOf(declarator.init, scopes, depth);
  return constant && declarator.id.type === 'Identifier' ? constant : null;
}
