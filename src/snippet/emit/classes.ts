/** @file Classes: fields have no body for temporaries; members that only types need are left out. */
import { eachChild, type Node } from '../analysis/ast';
import { privateReach } from '../contract';
import { decoratedInitial, holderOf, isDecorated, isStandard, withDecorators } from './decorators';
import type { Emitter } from './emitter';
import { blank, erasedText, memberModifiers } from './types';

/** The class whose members are being emitted, and what has to happen to them. */
export interface ClassPlan {
  node: Node;
  /** Fields are set in a method, since they read parameter properties, which exist only then. */
  moved: Node[];
  standardDecorators: boolean;
}

export function classNode(e: Emitter, node: Node): string {
  if (node.declare) return erasedText(e, node.start, node.end, ';');
  const { strict, classPlan } = e;
  e.strict = true;
  const decorated = isDecorated(node);
  e.classPlan = { node, moved: movedFields(node), standardDecorators: decorated && isStandard(e, node) };
  let text = '';
  let at = node.start;
  const take = (child: Node | null | undefined, emitted: (child: Node) => string): void => {
    if (!child) return;
    text += e.src.slice(at, child.start) + emitted(child);
    at = child.end;
  };
  const skip = (child: Node | null | undefined): void => take(child, (one) => blank(e, one.start, one.end));
  for (const one of (node.decorators ?? []) as Node[]) skip(one);
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
    text += before.replace(/\bimplements\b[\s\S]*$/, '') + blank(e, node.implements[0].start, last.end);
    at = last.end;
  }
  text += e.src.slice(at, node.body.start) + classInside(e, node.body);
  text += `${text}}` === e.src.slice(node.start, node.end) ? '}' : `${e.sourceMark(node)}}`;
  e.classPlan = classPlan;
  e.strict = strict;
  return decorated ? withDecorators(e, node, text) : text;
}

/** A class's body but for its closing brace. */
function classInside(e: Emitter, node: Node): string {
  const plan = e.classPlan as ClassPlan;
  const start = plan.standardDecorators ? `#${e.prefix}0s = $gl.begin(${holderOf(e, plan.node)}, this);` : '';
  const text = e.list(node.body as Node[], node.start + 1, node.end - 1);
  return `{${start}${text}${reachText(e, plan.node)}${plan.moved.length === 0 ? '' : movedInitialisers(e, plan)}`;
}

/** A private member that is the target, given away to whoever runs it. */
function reachText(e: Emitter, node: Node): string {
  const { privateMember } = e.options;
  if (privateMember?.class.start !== node.start || privateMember.class.end !== node.end) return '';
  const { name, accessor } = privateMember;
  return `;static ${JSON.stringify(privateReach)}(object, given) { return object.${name}${accessor ? '' : '(...given)'}; }`;
}

/** Name of the method that sets moved fields; empty where there are none. */
export function movedCall(e: Emitter): string {
  return e.classPlan && e.classPlan.moved.length > 0 ? `this.#${e.prefix}0f();` : '';
}

function movedFields(node: Node): Node[] {
  const members = node.body.body as Node[];
  const constructor = members.find((one) => one.kind === 'constructor' && one.body);
  if (!((constructor?.params ?? []) as Node[]).some((one) => one.type === 'TSParameterProperty')) return [];
  const fields = members.filter(
    (one) => /^Class(Private)?Property$/.test(one.type) && !one.static && !one.declare && !one.computed && one.value,
  );
  return fields.some((one) => readsThis(one.value)) ? fields : [];
}

function readsThis(node: Node): boolean {
  let found = node.type === 'ThisExpression';
  eachChild(node, (child) => {
    if (!found && !/^Function|^Class|^ObjectMethod/.test(child.type)) found = readsThis(child);
  });
  return found;
}

function movedInitialisers(e: Emitter, plan: ClassPlan): string {
  const body = e.inFrame('body', (frame) => {
    const text = plan.moved.map((one) => {
      const key =
        one.key.type === 'PrivateName'
          ? `.#${one.key.id.name as string}`
          : one.key.type === 'Identifier'
            ? `.${one.key.name as string}`
            : `[${e.src.slice(one.key.start, one.key.end)}]`;
      return `this${key} = ${e.emitNamed(one.value, { name: `this${key}`, binding: null })};`;
    });
    const names = frame.names();
    return (names ? `let ${names};` : '') + text.join('');
  });
  return `#${e.prefix}0f() {${body}}`;
}

export function fieldIsErased(node: Node): boolean {
  return node.declare === true || node.abstract === true;
}

// y: number = a * b;  →  y = (($0) => …)();
export function field(e: Emitter, node: Node): string {
  let text = '';
  let at = node.start;
  for (const one of (node.decorators ?? []) as Node[]) {
    text += e.src.slice(at, one.start) + blank(e, one.start, one.end);
    at = one.end;
  }
  const accessor = node.type === 'ClassAccessorProperty';
  let modifiers = memberModifiers(e.src.slice(at, node.key.start));
  if (accessor) modifiers = modifiers.replace(/\baccessor\b/, '');
  let key: string = node.computed ? e.wrapped(() => e.emit(node.key)) : e.src.slice(node.key.start, node.key.end);
  at = node.key.end;
  if (node.computed) {
    const close = e.src.indexOf(']', at) + 1;
    key += e.src.slice(at, close);
    at = close;
  }
  const until = (node.typeAnnotation ?? node.value)?.start as number | undefined;
  let after = '';
  if (node.typeAnnotation) {
    after += e.src.slice(at, until).replace(/[?!]/, '') + blank(e, node.typeAnnotation.start, node.typeAnnotation.end);
    at = node.typeAnnotation.end;
  }
  const moved = e.classPlan?.moved.includes(node) === true;
  const decorated = e.classPlan?.standardDecorators === true && (node.decorators ?? []).length > 0 && !node.static;
  if (node.value && !moved) {
    const name = node.key.type === 'Identifier' && !node.computed ? `this.${node.key.name as string}` : null;
    const gap = e.src.slice(at, node.value.start);
    const { completion } = e;
    e.completion = false;
    const value = e.inFrame('none', () => e.wrapped(() => e.emitNamed(node.value, { name, binding: null })));
    e.completion = completion;
    after +=
      (node.optional || node.definite ? gap.replace(/[?!]/, '') : gap) +
      (decorated ? decoratedInitial(e, e.classPlan?.node as Node, node, value) : value);
    at = node.value.end;
  } else if (moved) {
    after += blank(e, at, node.value.end);
    at = node.value.end;
  } else if (decorated) after += ` = ${decoratedInitial(e, e.classPlan?.node as Node, node, 'undefined')}`;
  let tail = e.src.slice(at, node.end);
  if (!node.value && !node.typeAnnotation && (node.optional || node.definite)) tail = tail.replace(/[?!]/, '');
  after += tail.endsWith(';') ? tail : `${tail};`;
  return text + (accessor ? accessorText(e, node, modifiers, key, after) : modifiers + key + after);
}

// accessor x = 1;  →  #s = 1; get x() { return this.#s; } set x(v) { this.#s = v; }
function accessorText(e: Emitter, node: Node, modifiers: string, key: string, after: string): string {
  const storage = `#${e.prefix}0a${node.start as number}`;
  const at = modifiers.endsWith('[') ? modifiers.slice(0, -1) : modifiers;
  const open = modifiers.endsWith('[') ? '[' : '';
  const holder = node.static && e.classPlan?.node.id ? (e.classPlan.node.id.name as string) : 'this';
  return `${at} ${storage}${after} ${at} get ${open}${key}() { return ${holder}.${storage}; } ${at} set ${open}${key}(v) { ${holder}.${storage} = v; }`;
}
