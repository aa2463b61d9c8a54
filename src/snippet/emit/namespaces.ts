/** @file Enums and namespaces: TypeScript's declarations that exist while running. */
import { bare, eachTarget, type Node } from '../analysis/ast';
import { hasValues } from '../analysis/hoisting';
import { Kind, kindOf } from '../analysis/kinds';
import type { Emitter } from './emitter';
import { erasedText, lineBreaks } from './types';

// enum E { A, B = 2 }  →  var E;(function (E) {E[E["A"] = 0] = "A"; E[E["B"] = 2] = "B";})(E || (E = {}));
export function enumDeclaration(e: Emitter, node: Node): string {
  if (node.declare) return erasedText(e, node.start, node.end, ';');
  const name: string = node.id.name;
  const members = node.members as Node[];
  for (const member of members) {
    const key: string = member.id.name ?? member.id.value;
    const binding = node.$scope?.names.get(key);
    if (binding) binding.text = `${name}[${JSON.stringify(key)}]`;
  }
  let text = '';
  let at = node.id.end as number;
  let previous: string | null = null;
  let previousIsText = false;
  for (const member of members) {
    text += lineBreaks(e.src.slice(at, member.start));
    at = member.end;
    const key: string = JSON.stringify(member.id.name ?? member.id.value);
    const initial = member.initializer as Node | undefined;
    const value: string = initial
      ? e.inFrame('none', () => e.wrapped(() => e.emit(initial)))
      : previous === null || previousIsText
        ? '0'
        : `${name}[${previous}] + 1`;
    previousIsText = initial !== undefined && kindOf(bare(initial)) === Kind.string;
    text += previousIsText ? `${name}[${key}] = ${value};` : `${name}[${name}[${key}] = ${value}] = ${key};`;
    previous = key;
  }
  text += lineBreaks(e.src.slice(at, node.end));
  const holder = outerName(node, name);
  return `var ${name};(function (${name}) {${text}})(${holder});`;
}

function outerName(node: Node, name: string): string {
  const object = node.$holder as string | undefined;
  return object ? `${name} = ${object}.${name} || (${object}.${name} = {})` : `${name} || (${name} = {})`;
}

// namespace N { export const x = 1 }  →  var N;(function (N) {N.x = 1})(N || (N = {}));
export function namespaceDeclaration(e: Emitter, node: Node): string {
  if (node.declare || node.id.type !== 'Identifier' || !hasValues(node))
    return erasedText(e, node.start, node.end, ';');
  const name: string = node.id.name;
  const completion = e.completion;
  e.completion = false;
  const inside = e.inFrame('body', (frame) => {
    let text: string;
    if (node.body.type === 'TSModuleDeclaration') {
      node.body.$holder = name;
      text = lineBreaks(e.src.slice(node.id.end, node.body.start)) + namespaceDeclaration(e, node.body);
    } else text = namespaceBody(e, node.body, name);
    const names = frame.names();
    return (names ? `let ${names};` : '') + text;
  });
  e.completion = completion;
  return `var ${name};(function (${name}) {${inside}})(${outerName(node, name)});`;
}

function namespaceBody(e: Emitter, body: Node, name: string): string {
  const statements = body.body as Node[];
  for (const statement of statements) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? (statement.declaration as Node | null) : null;
    if (declaration?.type !== 'VariableDeclaration' || declaration.declare) continue;
    for (const one of declaration.declarations as Node[]) {
      eachTarget(one.id, (target) => {
        if (target.$binding) target.$binding.text = `${name}.${target.name as string}`;
      });
    }
  }
  let text = '';
  let at = body.start + 1;
  for (const statement of statements) {
    text += e.src.slice(at, statement.start);
    text += statement.type === 'ExportNamedDeclaration' ? exported(e, statement, name) : inner(e, statement, name);
    at = statement.end;
  }
  return text + e.src.slice(at, body.end - 1);
}

function inner(e: Emitter, statement: Node, name: string): string {
  if (statement.type !== 'TSImportEqualsDeclaration' || !statement.isExport) return e.emit(statement);
  // export import Q = N  →  const Q = N; N.Q = Q;
  statement.$holder = name;
  return `${e.emit(statement)} ${name}.${statement.id.name as string} = ${statement.id.name as string};`;
}

function exported(e: Emitter, statement: Node, name: string): string {
  const declaration = statement.declaration as Node | null;
  if (!declaration || declaration.declare || statement.exportKind === 'type')
    return erasedText(e, statement.start, statement.end, ';');
  switch (declaration.type) {
    case 'VariableDeclaration': {
      const parts = (declaration.declarations as Node[])
        .filter((one) => one.init)
        .map(
          (one) =>
            `${lineBreaks(e.src.slice(declaration.start, one.start))}(${e.emit(one.id)} = ${e.emitNamed(one.init, { name: one.id.name ?? null, binding: one.id.$binding ?? null })})`,
        );
      return `${parts.join(', ')};`;
    }
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return `${e.emit(declaration)} ${name}.${declaration.id.name as string} = ${declaration.id.name as string};`;
    case 'TSEnumDeclaration':
    case 'TSModuleDeclaration':
      declaration.$holder = name;
      return e.emit(declaration);
    default:
      return erasedText(e, statement.start, statement.end, ';');
  }
}
