/** @file TypeScript's erasable syntax: what it leaves behind is nothing but its line breaks. */
import type { Node } from '../analysis/ast';
import type { Hint } from '../sites';
import type { Emitter } from './emitter';

/** The line breaks of a text: lines keep their numbers. */
export function lineBreaks(text: string): string {
  let breaks = '';
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) breaks += '\n';
  return breaks;
}

export function blank(e: Emitter, start: number, end: number): string {
  return lineBreaks(e.src.slice(start, end));
}

/** `replacement` and the line breaks of what is erased. */
export function erasedText(e: Emitter, start: number, end: number, replacement = ''): string {
  return replacement + blank(e, start, end);
}

/** Comments as blanks, so that a token can be searched for. */
export function uncommented(text: string): string {
  return text.includes('/')
    ? text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (comment) => comment.replace(/[^\n]/g, ' '))
    : text;
}

/** `public static readonly x` → `static x`. */
export function memberModifiers(text: string): string {
  return /\b(public|private|protected|readonly|abstract|override|declare)\b/.test(text)
    ? text.replace(
        /\/\*[\s\S]*?\*\/|\/\/[^\n]*|\b(?:public|private|protected|readonly|abstract|override|declare)\b/g,
        (found) => (found.startsWith('/') ? found : ''),
      )
    : text;
}

// x as T, x satisfies T, x!, <T>x, f<T>  →  x
export function typeCast(e: Emitter, node: Node, hint: Hint | null): string {
  const inner = node.expression as Node;
  const value = e.emitNamed(inner, hint);
  if (node.type === 'TSTypeAssertion') return `(${value})${blank(e, node.start, inner.start)}`;
  const tail = e.src.slice(inner.end, node.end);
  // parentheses around the inner expression stand before the keyword
  const close = /^[\s)]*/.exec(uncommented(tail))?.[0] ?? '';
  const parentheses = close.slice(0, close.lastIndexOf(')') + 1);
  return (
    e.src.slice(node.start, inner.start) +
    value +
    tail.slice(0, parentheses.length) +
    lineBreaks(tail.slice(parentheses.length))
  );
}
