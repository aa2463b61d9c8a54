/** @file A selection as a range of the text: without blanks and comments at its ends, and the nodes that hold it. */
import type { Span } from '../contract';
import type { SourceModel } from './model';
import { contains, forEachChild, type Node, spanOf } from './syntax';

/** Without white space, comments, `;` and `,` at both ends. */
export function trimmed(model: SourceModel, selection: Span): Span {
  const { source, comments } = model;
  let start = Math.max(0, Math.min(selection.start, source.length));
  let end = Math.max(start, Math.min(selection.end, source.length));
  const blank = /[\s;,]/;
  for (let moved = true; moved; ) {
    moved = false;
    while (start < end && blank.test(source[start])) start++;
    while (end > start && blank.test(source[end - 1])) end--;
    for (const comment of comments) {
      if (start >= end) break;
      if (comment.start! <= start && comment.end! > start && comment.start! < end) {
        start = Math.min(comment.end!, end);
        moved = true;
      } else if (comment.end! >= end && comment.start! < end && comment.start! >= start) {
        end = comment.start!;
        moved = true;
      }
    }
  }
  return { start, end };
}

/** The deepest node whose range holds the span. */
export function deepest(root: Node, span: Span): Node {
  let at = root;
  for (;;) {
    let next: Node | null = null;
    forEachChild(at, (child) => {
      if (
        child.start! <= span.start &&
        span.end <= child.end! &&
        (!next || child.end! - child.start! < next.end! - next.start!)
      )
        next = child;
    });
    if (!next) return at;
    at = next;
  }
}

/** Parents of nodes that the scope pass does not enter (types, keys, patterns). */
export function parentByRange(model: SourceModel, node: Node): Node | undefined {
  let at: Node = model.program;
  let parent: Node | undefined;
  while (at !== node) {
    let next: Node | null = null;
    forEachChild(at, (child) => {
      if (child === node || (contains(spanOf(child), spanOf(node)) && !next)) next = child;
    });
    if (!next) return parent;
    parent = at;
    at = next;
  }
  return parent;
}
