/** @file Operands: which can be read several times as they stand, and which need a temporary. */
import { bare, type Node } from '../analysis/ast';
import type { Emitter } from './emitter';

export interface Operand {
  /** `$0 = <expression>`, or empty. */
  before: string;
  /** What the operand is called afterwards. */
  text: string;
  /** The temporary to release, or null. */
  temporary: string | null;
}

/**
 * `left` is fully evaluated before `later`: it needs a temporary unless reading its text afterwards, several
 * times, gives the same value without effect.
 */
export function operand(e: Emitter, node: Node, later: readonly Node[] = []): Operand {
  if (isStable(node, later)) return { before: '', text: stableText(e, node), temporary: null };
  const value = e.emit(node);
  const temporary = e.frame.take();
  return { before: `${temporary} = ${value}`, text: temporary, temporary };
}

export function release(e: Emitter, ...operands: Operand[]): void {
  for (const { temporary } of operands) if (temporary) e.frame.release(temporary);
}

/** `before` parts as the head of a sequence. */
export function sequenceHead(...operands: Operand[]): string {
  let text = '';
  for (const { before } of operands) if (before) text += `${before}, `;
  return text;
}

function stableText(e: Emitter, node: Node): string {
  const at = bare(node);
  return at.type === 'Identifier' ? e.identifier(at) : e.src.slice(at.start, at.end);
}

export function isStable(node: Node, later: readonly Node[] = []): boolean {
  const at = bare(node);
  switch (at.type) {
    case 'NumericLiteral':
    case 'ThisExpression':
    case 'StringLiteral':
      return true;
    case 'Identifier': {
      const binding = at.$binding;
      if (!binding) return !at.$dynamic && (at.name === 'undefined' || at.name === 'NaN' || at.name === 'Infinity');
      if (binding.text) return false;
      // read before its declaration ran it throws, and must do so before what stands after it
      if (
        (binding.declared === 'let' || binding.declared === 'const' || binding.declared === 'class') &&
        binding.node &&
        at.start < binding.node.end
      )
        return false;
      if (binding.assigned.length === 0 && !binding.assignedElsewhere) return true;
      for (const one of later) {
        if (
          binding.assignedElsewhere
            ? !isQuiet(one)
            : binding.assigned.some((position) => position >= one.start && position < one.end)
        )
          return false;
      }
      return true;
    }
    default:
      return false;
  }
}

/** Whether evaluating it runs no code of the program. */
function isQuiet(node: Node): boolean {
  const at = bare(node);
  switch (at.type) {
    case 'NumericLiteral':
    case 'StringLiteral':
    case 'BooleanLiteral':
    case 'NullLiteral':
    case 'ThisExpression':
      return true;
    case 'Identifier':
      return at.$binding !== undefined;
    default:
      return false;
  }
}
