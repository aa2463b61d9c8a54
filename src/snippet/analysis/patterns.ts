/** @file What a pattern, or a plain target, assigns: a write for each name in it. */
import { bare, type Node } from './ast';
import type { Scope } from './binding';
import type { NameTable } from './names';

/**
 * @param value what is assigned, where the text shows it
 * @param visit for expressions inside of the pattern
 */
export function assignPattern(
  names: NameTable,
  visit: (node: Node, scope: Scope) => void,
  pattern: Node,
  scope: Scope,
  value: Node | null,
  initial: boolean,
  writes: boolean,
): void {
  const at = bare(pattern);
  if (at.type === 'Identifier') {
    // a declaration is resolved like a reference; without a value a variable holds undefined
    names.refer(at, scope);
    if (writes) names.writes.push({ node: at, scope, value, initial });
    return;
  }
  const assign = (inner: Node, given: Node | null, writing: boolean): void =>
    assignPattern(names, visit, inner, scope, given, initial, writing);
  switch (at.type) {
    case 'ObjectPattern':
      for (const property of at.properties as Node[]) {
        if (property.type === 'RestElement') assign(property.argument, null, true);
        else {
          if (property.computed) visit(property.key, scope);
          assign(property.value, mathMember(value, property), true);
        }
      }
      return;
    case 'ArrayPattern':
      for (const element of at.elements as (Node | null)[]) if (element) assign(element, null, true);
      return;
    case 'AssignmentPattern':
      assign(at.left, null, true);
      visit(at.right, scope);
      return;
    case 'RestElement':
      assign(at.argument, null, true);
      return;
    case 'TSParameterProperty':
      assign(at.parameter, value, writes);
      return;
    default:
      visit(at, scope);
  }
}

/** For `{ sin } = Math`: the member it reads. */
function mathMember(value: Node | null, property: Node): Node | null {
  if (value?.type !== 'Identifier' || value.name !== 'Math' || property.computed || property.key.type !== 'Identifier')
    return null;
  if (property.value.type !== 'Identifier') return null;
  return {
    type: 'MemberExpression',
    start: property.start,
    end: property.end,
    object: value,
    property: property.key,
    computed: false,
  };
}

const textKey: Node = { type: 'StringLiteral', start: 0, end: 0, value: '' };
/** A loop over keys gives text to a plain name; what a pattern takes from it is not known. */
export function keyOf(target: Node): Node | null {
  return target.type === 'Identifier' ? textKey : null;
}
