/** @file What an expression's value can be, as far as the text alone says: whether it may be a traced value. */
import { bare, type Node } from './ast';

/**
 * A lattice with `unknown` on top. All but `unknown` are never a traced value; all but `unknown` and `object`
 * are primitives, so that the native operators on them are right and quick.
 */
export const enum Kind {
  /** Nothing seen yet: the bottom. */
  none = 0,
  number,
  string,
  boolean,
  nullish,
  /** Some primitive, not traced: a number or a BigInt, or a mixture. */
  primitive,
  /** A function, class or literal object; its conversions run the program's own code. */
  object,
  unknown,
}

export function join(a: Kind, b: Kind): Kind {
  if (a === b || b === Kind.none) return a;
  if (a === Kind.none) return b;
  if (a >= Kind.object || b >= Kind.object) return Kind.unknown;
  return Kind.primitive;
}

export function isPrimitive(kind: Kind): boolean {
  return kind < Kind.object;
}

/** Whether `===` with a traced number can only be false. */
export function neverNumber(kind: Kind): boolean {
  return kind === Kind.string || kind === Kind.boolean || kind === Kind.nullish || kind === Kind.object;
}

/** Kind of a node's value; memoised once the kinds of bindings are final (`settled`). */
export function kindOf(node: Node, settled = true): Kind {
  if (node.$kind !== undefined) return node.$kind;
  const kind = computed(node, settled);
  if (settled) node.$kind = kind;
  return kind;
}

function computed(node: Node, settled: boolean): Kind {
  switch (node.type) {
    case 'NumericLiteral':
      return Kind.number;
    case 'StringLiteral':
    case 'TemplateLiteral':
      return Kind.string;
    case 'BooleanLiteral':
      return Kind.boolean;
    case 'NullLiteral':
      return Kind.nullish;
    case 'BigIntLiteral':
      return Kind.primitive;
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'ClassExpression':
    case 'ObjectExpression':
    case 'ArrayExpression':
    case 'RegExpLiteral':
      return Kind.object;
    case 'Identifier': {
      const binding = node.$binding;
      if (binding) return binding.kind;
      if (node.$dynamic) return Kind.unknown;
      if (node.name === 'undefined') return Kind.nullish;
      return node.name === 'NaN' || node.name === 'Infinity' ? Kind.number : Kind.unknown;
    }
    case 'BinaryExpression':
      return binary(node, settled);
    case 'UnaryExpression':
      switch (node.operator) {
        case '!':
        case 'delete':
          return Kind.boolean;
        case 'typeof':
          return Kind.string;
        case 'void':
          return Kind.nullish;
        case '~':
          return Kind.primitive;
        default: {
          const kind = kindOf(node.argument, settled);
          if (kind === Kind.none || kind === Kind.number) return kind;
          return isPrimitive(kind) ? (node.operator === '+' ? Kind.number : Kind.primitive) : Kind.unknown;
        }
      }
    case 'UpdateExpression': {
      const kind = kindOf(node.argument, settled);
      return kind === Kind.none || kind === Kind.number ? kind : isPrimitive(kind) ? Kind.primitive : Kind.unknown;
    }
    case 'LogicalExpression':
      return join(kindOf(node.left, settled), kindOf(node.right, settled));
    case 'ConditionalExpression':
      return join(kindOf(node.consequent, settled), kindOf(node.alternate, settled));
    case 'SequenceExpression':
      return kindOf(node.expressions[node.expressions.length - 1], settled);
    case 'AssignmentExpression':
      if (node.operator === '=') return kindOf(node.right, settled);
      if (node.operator === '&&=' || node.operator === '||=' || node.operator === '??=') {
        return join(kindOf(node.left, settled), kindOf(node.right, settled));
      }
      return arithmetic(node.operator.slice(0, -1), kindOf(node.left, settled), kindOf(node.right, settled));
    case 'MemberExpression':
      // the constants of Math; natively right even where the name means something else
      return !node.computed &&
        node.object.type === 'Identifier' &&
        node.object.name === 'Math' &&
        !node.object.$binding &&
        /^[A-Z]/.test(node.property.name)
        ? Kind.number
        : Kind.unknown;
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'ParenthesizedExpression':
      return kindOf(bare(node), settled);
    default:
      return Kind.unknown;
  }
}

function binary(node: Node, settled: boolean): Kind {
  switch (node.operator) {
    case '==':
    case '!=':
    case '===':
    case '!==':
    case '<':
    case '>':
    case '<=':
    case '>=':
    case 'in':
    case 'instanceof':
      return Kind.boolean;
    default:
      return arithmetic(node.operator, kindOf(node.left, settled), kindOf(node.right, settled));
  }
}

/** Kind of `a operator b`. */
export function arithmetic(operator: string, a: Kind, b: Kind): Kind {
  switch (operator) {
    case '>>>':
      return Kind.number;
    case '|':
    case '&':
    case '^':
    case '<<':
    case '>>':
      return a === Kind.number || b === Kind.number ? Kind.number : Kind.primitive;
    case '+':
      if (a === Kind.string || b === Kind.string) return Kind.string;
      break;
  }
  if (a === Kind.none || b === Kind.none)
    return a === Kind.none ? (b >= Kind.object ? Kind.unknown : b) : a >= Kind.object ? Kind.unknown : a;
  if (a === Kind.number && b === Kind.number) return Kind.number;
  if (isPrimitive(a) && isPrimitive(b)) return Kind.primitive;
  return Kind.unknown;
}
