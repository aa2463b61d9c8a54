/** @file Classes: fields have no body for temporaries; members that only types need are left out. */
import type { Node } from '../analysis/ast';
import type { Emitter } from './emitter';
import { blank, erasedText, memberModifiers } from './types';

export function classNode(e: Emitter, node: Node): string {
  if (node.declare) return erasedText(e, node.start, node.end, ';');
  const { strict } = e;
  e.strict = true;
  let text = '';
  let at = node.start;
  const take = (child: Node | null | undefined, emitted: (child: Node) => string): void => {
    if (!child) return;
    text += e.src.slice(at, child.start) + emitted(child);
    at = child.end;
  };
  const skip = (child: Node | null | undefined): void => take(child, (one) => blank(e, one.start, one.end));
  for (const one of (node.decorators ?? []) as Node[]) take(one, (inner) => e.emit(inner));
  if (node.abstract) {
    const keyword = e.src.indexOf('class', at);
    text += e.src.slice(at, keyword).replace(/\babstract\b/, '');
    at = keyword;
  }
  take(node.id, (id) => e.src.slice(id.start, id.end));
  skip(node.typeParameters);
  take(node.superClass, (parent) => e.wrapped(() => e.emit(parent)));
  skip(node.superTypeParameters ?? node.superTypeArguments);
  if (node.implements?.length > 0) {
    const before = e.src.slice(at, node.implements[0].start);
    const last = node.implements[node.implements.length - 1] as Node;
    text += before.replace(/\bimplements\b[^]*$/, '') + blank(e, node.implements[0].start, last.end);
    at = last.end;
  }
  take(node.body, (body) => classBody(e, body));
  e.strict = strict;
  return text === e.src.slice(node.start, node.end) ? text : e.withSource(node, text);
}

export function classBody(e: Emitter, node: Node): string {
  return `{${e.list(node.body as Node[], node.start + 1, node.end)}`;
}

export function fieldIsErased(node: Node): boolean {
  return node.declare === true || node.abstract === true;
}

// y: number = a * b;  →  y = (($0) => …)();
export function field(e: Emitter, node: Node): string {
  let text = '';
  let at = node.start;
  for (const one of (node.decorators ?? []) as Node[]) {
    text += e.src.slice(at, one.start) + e.emit(one);
    at = one.end;
  }
  const modifiers = memberModifiers(e.src.slice(at, node.key.start));
  text += modifiers;
  text += node.computed ? e.wrapped(() => e.emit(node.key)) : e.src.slice(node.key.start, node.key.end);
  at = node.key.end;
  if (node.computed) {
    const close = e.src.indexOf(']', at) + 1;
    text += e.src.slice(at, close);
    at = close;
  }
  const until = (node.typeAnnotation ?? node.value)?.start as number | undefined;
  if (node.typeAnnotation) {
    text += e.src.slice(at, until).replace(/[?!]/, '') + blank(e, node.typeAnnotation.start, node.typeAnnotation.end);
    at = node.typeAnnotation.end;
  }
  if (node.value) {
    const name = node.key.type === 'Identifier' && !node.computed ? `this.${node.key.name as string}` : null;
    const gap = e.src.slice(at, node.value.start);
    const completion = e.completion;
    e.completion = false;
    text += (node.optional || node.definite ? gap.replace(/[?!]/, '') : gap) +
      e.inFrame('none', () => e.wrapped(() => e.emitNamed(node.value, { name, binding: null })));
    e.completion = completion;
    at = node.value.end;
  }
  let tail = e.src.slice(at, node.end);
  if (!node.value && !node.typeAnnotation && (node.optional || node.definite)) tail = tail.replace(/[?!]/, '');
  return text + (tail.endsWith(';') ? tail : `${tail};`);
}
