/** @file Enums and namespaces that are declared in several pieces: a later piece sees what earlier ones export. */
import { eachTarget, type Node } from './ast';
import type { Scope } from './binding';
import type { NameTable } from './names';

/** All pieces of one enum or namespace. */
interface Space {
  exported: Set<string>;
  inside: Map<string, Space>;
}

export class MergedSpaces {
  /** By the scope that a piece is declared in; all pieces of a namespace share what is inside of it. */
  private readonly spaces = new Map<Scope, Map<string, Space>>();

  /** Gives `inner`, the scope of a piece called `name`, the names of the pieces before it. */
  merge(names: NameTable, name: string, inner: Scope, own: readonly string[]): void {
    const outer = inner.parent as Scope;
    const siblings = this.spaces.get(outer) ?? new Map<string, Space>();
    this.spaces.set(outer, siblings);
    const space = siblings.get(name) ?? { exported: new Set<string>(), inside: new Map<string, Space>() };
    siblings.set(name, space);
    this.spaces.set(inner, space.inside);
    for (const earlier of space.exported) {
      if (inner.names.has(earlier)) continue;
      const binding = names.declare(inner, null, earlier, 'enum');
      binding.writes.push(null);
      binding.text = `${name}[${JSON.stringify(earlier)}]`;
    }
    for (const one of own) space.exported.add(one);
  }
}

/** Names that the statements of a namespace export. */
export function exportedNames(statements: readonly Node[]): string[] {
  const found: string[] = [];
  for (const statement of statements) {
    if (statement.type === 'TSImportEqualsDeclaration' && statement.isExport) found.push(statement.id.name as string);
    const declaration = statement.type === 'ExportNamedDeclaration' ? (statement.declaration as Node | null) : null;
    if (!declaration || declaration.declare) continue;
    if (declaration.type === 'VariableDeclaration')
      for (const one of declaration.declarations as Node[])
        eachTarget(one.id, (target) => void (target.type === 'Identifier' && found.push(target.name as string)));
    else if (
      declaration.id?.type === 'Identifier' &&
      !/^TS(Interface|TypeAlias|DeclareFunction)/.test(declaration.type)
    )
      found.push(declaration.id.name as string);
  }
  return found;
}
