/** @file Decorators of both kinds: taken off the class, applied by the runtime right after it. */
import type { Node } from '../analysis/ast';
import type { Emitter } from './emitter';

function decoratorsOf(node: Node): Node[] {
  return (node.decorators ?? []) as Node[];
}

export function isDecorated(node: Node): boolean {
  return (
    decoratorsOf(node).length > 0 ||
    (node.body.body as Node[]).some(
      (member) => decoratorsOf(member).length > 0 || parameterDecorators(member).length > 0,
    )
  );
}

function parameterDecorators(member: Node): [number, Node[]][] {
  const found: [number, Node[]][] = [];
  ((member.params ?? []) as Node[]).forEach((parameter, k) => {
    if (decoratorsOf(parameter).length > 0) found.push([k, decoratorsOf(parameter)]);
  });
  return found;
}

/** The older kind is called with (target, key, descriptor), the standard one with (value, context). */
export function isStandard(e: Emitter, node: Node): boolean {
  if (e.options.decorators) return e.options.decorators === 'standard';
  if ((node.body.body as Node[]).some((member) => parameterDecorators(member).length > 0)) return false;
  return /\b(?:\w*DecoratorContext|addInitializer)\b/.test(e.src) || !e.options.typescript;
}

/** Name of the variable that holds what the runtime made of the class's decorators. */
export function holderOf(e: Emitter, node: Node): string {
  return `${e.prefix}0c${node.start}`;
}

// @d class C { @m f() {} }  →  class C { f() {} } var h = $gl.decorate(C, [["method", false, "f", [m]]], [d], standard); C = h.value;
export function withDecorators(e: Emitter, node: Node, classText: string): string {
  const standard = isStandard(e, node);
  const holder = holderOf(e, node);
  const entries: string[] = [];
  for (const member of node.body.body as Node[]) {
    const own = decoratorsOf(member);
    const parameters = parameterDecorators(member);
    if (own.length === 0 && parameters.length === 0) continue;
    const constructor = member.kind === 'constructor';
    const list = [
      ...own.map((one) => e.wrapped(() => e.emit(one.expression))),
      ...parameters.flatMap(([k, some]) =>
        some.map((one) => `$gl.parameter(${k}, ${e.wrapped(() => e.emit(one.expression))})`),
      ),
    ];
    const kind = constructor
      ? 'constructor'
      : member.type === 'ClassAccessorProperty'
        ? 'accessor'
        : /Property$/.test(member.type)
          ? 'field'
          : member.kind === 'get'
            ? 'getter'
            : member.kind === 'set'
              ? 'setter'
              : 'method';
    entries.push(`["${kind}", ${member.static === true}, ${keyText(e, member)}, [${list.join(', ')}]]`);
  }
  const own = decoratorsOf(node).map((one) => e.wrapped(() => e.emit(one.expression)));
  const apply = (name: string): string =>
    `$gl.decorate(${name}, [${entries.join(', ')}], [${own.join(', ')}], ${standard})`;
  if (node.type === 'ClassDeclaration' && node.id) {
    const name: string = node.id.name;
    return `${classText} var ${holder} = ${apply(name)}; ${name} = ${holder}.value;`;
  }
  const name = `${e.prefix}0k`;
  return `(() => { var ${name} = ${classText}, ${holder} = ${apply(name)}; return ${holder}.value; })()`;
}

function keyText(e: Emitter, member: Node): string {
  if (member.key.type === 'PrivateName') return JSON.stringify(`#${member.key.id.name as string}`);
  if (member.computed) return e.wrapped(() => e.emit(member.key));
  return JSON.stringify(member.key.name ?? String(member.key.value));
}

/** `x = v` of a field with standard decorators: its initial value passes through them. */
export function decoratedInitial(e: Emitter, classNode: Node, member: Node, value: string): string {
  const index = (classNode.body.body as Node[]).filter((one) => decoratorsOf(one).length > 0).indexOf(member);
  return `$gl.initial(${holderOf(e, classNode)}, ${index}, this, ${value})`;
}
