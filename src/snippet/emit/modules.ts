/** @file Import and export: kept as they are, or turned into calls of the realm's module registry. */
import { bare, eachTarget, type Node } from '../analysis/ast';
import type { Binding } from '../analysis/binding';
import type { ImportInfo } from '../contract';
import type { Emitter } from './emitter';
import { blank, erasedText } from './types';

export interface ModuleText {
  statement(e: Emitter, node: Node): string;
  dynamicImport(e: Emitter, node: Node): string;
  meta(e: Emitter, node: Node): string;
}

/** What both ways need to know of a file. */
export interface ModuleFacts {
  typescript: boolean;
  /** `import(…)` in code made from text, which has no module to resolve it from. */
  refuseImports?: boolean;
  /** Names of imports that code (not types) uses. */
  isUsed(binding: Binding): boolean;
}

export function keptSpecifiers(facts: ModuleFacts, node: Node): Node[] | null {
  if (node.importKind === 'type' || node.importKind === 'typeof') return null;
  const all = node.specifiers as Node[];
  if (all.length === 0) return [];
  const kept = all.filter((one) => {
    const binding = one.local.$binding as Binding | undefined;
    return one.importKind !== 'type' && (!facts.typescript || (binding !== undefined && facts.isUsed(binding)));
  });
  return kept.length > 0 ? kept : facts.typescript ? null : [];
}

function isTypeExport(facts: ModuleFacts, specifier: Node): boolean {
  if (specifier.exportKind === 'type') return true;
  if (!facts.typescript || specifier.local.type !== 'Identifier') return false;
  const binding = specifier.local.$binding as Binding | undefined;
  return !binding || binding.typeOnly === true;
}

/** `format: 'same'`. */
export class SameModule implements ModuleText {
  constructor(private readonly facts: ModuleFacts) {}

  statement(e: Emitter, node: Node): string {
    switch (node.type) {
      case 'ImportDeclaration':
        return this.importText(e, node);
      case 'ExportAllDeclaration':
        return node.exportKind === 'type'
          ? erasedText(e, node.start, node.end, ';')
          : closed(e, node, e.src.slice(node.start, node.end));
      case 'ExportDefaultDeclaration': {
        if (/^TS/.test(node.declaration.type)) return erasedText(e, node.start, node.end, ';');
        const text = e.copy(node);
        return /Declaration$/.test(node.declaration.type) ? text : closed(e, node, text);
      }
      case 'ExportNamedDeclaration': {
        if (node.exportKind === 'type' || node.declaration?.declare) return erasedText(e, node.start, node.end, ';');
        if (node.declaration) {
          if (/^TS(Interface|TypeAlias|DeclareFunction)/.test(node.declaration.type))
            return erasedText(e, node.start, node.end, ';');
          const text = e.emit(node.declaration);
          return text.startsWith(';') ? text : e.src.slice(node.start, node.declaration.start) + text;
        }
        const kept = (node.specifiers as Node[]).filter((one) =>
          node.source ? one.exportKind !== 'type' : !isTypeExport(this.facts, one),
        );
        if (kept.length === node.specifiers.length) return closed(e, node, e.src.slice(node.start, node.end));
        const source = node.source ? ` from ${e.src.slice(node.source.start, node.source.end)}` : '';
        return `export { ${kept.map((one) => e.src.slice(one.start, one.end)).join(', ')} }${source};${blank(e, node.start, node.end)}`;
      }
      case 'TSImportEqualsDeclaration':
        return importEquals(e, node, this.facts, (specifier) => `require(${specifier})`);
      case 'TSExportAssignment':
        return `module.exports = ${e.emit(node.expression)};`;
      default:
        return e.copy(node);
    }
  }

  private importText(e: Emitter, node: Node): string {
    const kept = keptSpecifiers(this.facts, node);
    if (!kept) return erasedText(e, node.start, node.end, ';');
    if (!this.facts.typescript || kept.length === node.specifiers.length)
      return closed(e, node, e.src.slice(node.start, node.end));
    const parts: string[] = [];
    const named: string[] = [];
    for (const one of kept) {
      const text = e.src.slice(one.start, one.end);
      if (one.type === 'ImportSpecifier') named.push(text);
      else parts.push(text);
    }
    if (named.length > 0) parts.push(`{ ${named.join(', ')} }`);
    return `import ${parts.join(', ')} from ${e.src.slice(node.source.start, node.end)};${blank(e, node.start, node.source.start)}`;
  }

  dynamicImport(e: Emitter, node: Node): string {
    // the native one would reject with an error of the realm outside
    if (this.facts.refuseImports) return `$gl.refuseImport(${e.emit(node.source ?? node.arguments[0])})`;
    return e.copy(node);
  }

  meta(e: Emitter, node: Node): string {
    return e.src.slice(node.start, node.end);
  }
}

function closed(e: Emitter, node: Node, text: string): string {
  return e.src.charCodeAt(node.end - 1) === 59 ? text : `${text};`;
}

function importEquals(e: Emitter, node: Node, facts: ModuleFacts, load: (specifier: string) => string): string {
  const binding = node.id.$binding as Binding | undefined;
  if (node.importKind === 'type' || !binding || (!facts.isUsed(binding) && !node.isExport))
    return erasedText(e, node.start, node.end, ';');
  const reference = node.moduleReference as Node;
  const value =
    reference.type === 'TSExternalModuleReference'
      ? load(e.src.slice(reference.expression.start, reference.expression.end))
      : entityText(e, reference);
  return `const ${node.id.name as string} = ${value};${blank(e, node.start, node.end)}`;
}

function entityText(e: Emitter, node: Node): string {
  return node.type === 'TSQualifiedName'
    ? `${entityText(e, node.left)}.${node.right.name as string}`
    : e.identifier(node);
}

/** `format: 'registry'`, an ES module: exports are getters over its own bindings, imports are members of namespaces. */
export class RegistryModule implements ModuleText {
  /** Specifiers in the order they are loaded. */
  private readonly sources: string[] = [];
  private readonly getters: string[] = [];
  private readonly setup: string[] = [];

  constructor(
    private readonly facts: ModuleFacts,
    readonly self: string,
    private readonly prefix: string,
  ) {}

  /** Gives each import of the program the text that reads it. To be called before anything is emitted. */
  link(program: Node): void {
    for (const node of program.body as Node[]) {
      switch (node.type) {
        case 'ImportDeclaration': {
          const kept = keptSpecifiers(this.facts, node);
          if (!kept) break;
          const space = this.namespace(node.source.value);
          for (const one of kept) {
            const binding = one.local.$binding as Binding | undefined;
            const name = binding?.imported?.name;
            if (binding && name) binding.text = name === '*' ? space : space + memberText(name);
          }
          break;
        }
        case 'ExportNamedDeclaration':
          if (node.source && node.exportKind !== 'type') this.namespace(node.source.value);
          break;
        case 'ExportAllDeclaration':
          if (node.exportKind !== 'type') this.namespace(node.source.value);
          break;
      }
    }
  }

  private namespace(source: string): string {
    let index = this.sources.indexOf(source);
    if (index < 0) index = this.sources.push(source) - 1;
    return `${this.prefix}0m${index}`;
  }

  private export(name: string, value: string): void {
    this.getters.push(`${JSON.stringify(name)}: () => ${value}`);
  }

  statement(e: Emitter, node: Node): string {
    switch (node.type) {
      case 'ImportDeclaration':
        return erasedText(e, node.start, node.end, ';');
      case 'ExportAllDeclaration':
        if (node.exportKind !== 'type') {
          this.setup.push(node.exported ? '' : `${this.self}.all(${JSON.stringify(node.source.value)});`);
          if (node.exported) this.export(node.exported.name ?? node.exported.value, this.namespace(node.source.value));
        }
        return erasedText(e, node.start, node.end, ';');
      case 'ExportDefaultDeclaration':
        return this.exportDefault(e, node);
      case 'ExportNamedDeclaration':
        return this.exportNamed(e, node);
      case 'TSImportEqualsDeclaration':
        if (node.isExport && !node.$holder) this.export(node.id.name, node.id.name);
        return importEquals(e, node, this.facts, (specifier) => `${this.self}.require(${specifier})`);
      case 'TSExportAssignment':
        return `${this.self}.assign(${e.emit(node.expression)});`;
      default:
        return e.copy(node);
    }
  }

  private exportNamed(e: Emitter, node: Node): string {
    if (node.exportKind === 'type' || node.declaration?.declare) return erasedText(e, node.start, node.end, ';');
    const declaration = node.declaration as Node | null;
    if (declaration) {
      if (declaration.type === 'VariableDeclaration') {
        for (const one of declaration.declarations as Node[]) {
          eachTarget(one.id, (target) => {
            if (target.type === 'Identifier') this.export(target.name, target.name);
          });
        }
      } else if (declaration.id?.type === 'Identifier' && declaration.id.$binding)
        this.export(declaration.id.name, declaration.id.name);
      return e.emit(declaration);
    }
    for (const one of node.specifiers as Node[]) {
      const exported: string = one.exported.name ?? one.exported.value;
      if (node.source) {
        const space = this.namespace(node.source.value);
        if (one.type === 'ExportNamespaceSpecifier') this.export(exported, space);
        else if (one.exportKind !== 'type')
          this.export(exported, space + memberText(one.local.name ?? one.local.value));
      } else if (!isTypeExport(this.facts, one)) this.export(exported, e.identifier(one.local));
    }
    return erasedText(e, node.start, node.end, ';');
  }

  private exportDefault(e: Emitter, node: Node): string {
    const declaration = node.declaration as Node;
    if (/^TS/.test(declaration.type)) return erasedText(e, node.start, node.end, ';');
    const lines = blank(e, node.start, declaration.start);
    if (declaration.id && /Declaration$/.test(declaration.type)) {
      this.export('default', declaration.id.name);
      return lines + e.emit(declaration);
    }
    const name = this.defaultName;
    this.export('default', name);
    if (declaration.type === 'FunctionDeclaration') {
      this.setup.push(`${this.self}.named(${name});`);
      return lines + e.emit(declaration).replace(/^(?:async\s+)?function\s*\*?/, (head) => `${head} ${name}`);
    }
    // the name "default" comes from the property
    return `const ${name} = ({"default": ${lines}${e.emit(declaration)}})["default"];`;
  }

  get defaultName(): string {
    return `${this.prefix}0d`;
  }

  /** Text of the default export inside the module, for a lifted target. */
  defaultText(program: Node): string {
    for (const node of program.body as Node[]) {
      if (node.type === 'ExportDefaultDeclaration') {
        const { declaration } = node;
        return declaration.id && /Declaration$/.test(declaration.type) ? declaration.id.name : this.defaultName;
      }
    }
    return `${this.self}.exported("default")`;
  }

  /** What stands before the body: namespaces of the imports and getters of the exports, then a pause for linking. */
  head(): string {
    const spaces = this.sources.map(
      (source, k) => `${this.prefix}0m${k} = ${this.self}.from(${JSON.stringify(source)})`,
    );
    return `${spaces.length > 0 ? `const ${spaces.join(', ')};` : ''}${this.self}.exports({ ${this.getters.join(', ')} });${this.setup.join('')}yield;`;
  }

  dynamicImport(e: Emitter, node: Node): string {
    return `${this.self}.import(${e.emit(node.source ?? node.arguments[0])})`;
  }

  meta(): string {
    return `${this.self}.meta`;
  }
}

/** `format: 'registry'`, a CommonJS module or script. */
export class RegistryScript implements ModuleText {
  private readonly same: SameModule;

  constructor(
    facts: ModuleFacts,
    private readonly self: string,
  ) {
    this.same = new SameModule(facts);
  }

  statement(e: Emitter, node: Node): string {
    return this.same.statement(e, node);
  }

  dynamicImport(e: Emitter, node: Node): string {
    return `${this.self}.import(${e.emit(node.source ?? node.arguments[0])})`;
  }

  meta(e: Emitter, node: Node): string {
    return e.src.slice(node.start, node.end);
  }
}

function memberText(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/** Every specifier that the kept statements mention. */
export function importsOf(program: Node, facts: ModuleFacts, nodes: readonly Node[]): ImportInfo[] {
  const found: ImportInfo[] = [];
  const add = (source: Node, kind: ImportInfo['kind'], at: Node): void => {
    found.push({ specifier: source.value, kind, start: at.start, end: at.end });
  };
  for (const node of program.body as Node[]) {
    switch (node.type) {
      case 'ImportDeclaration':
        if (keptSpecifiers(facts, node)) add(node.source, 'import', node);
        break;
      case 'ExportAllDeclaration':
      case 'ExportNamedDeclaration':
        if (node.source && node.exportKind !== 'type') add(node.source, 'export-from', node);
        break;
      case 'TSImportEqualsDeclaration':
        if (node.moduleReference.type === 'TSExternalModuleReference' && node.importKind !== 'type') {
          if (node.id.$binding && (facts.isUsed(node.id.$binding) || node.isExport))
            add(node.moduleReference.expression, 'require', node);
        }
        break;
    }
  }
  for (const node of nodes) {
    const dynamic = node.type === 'ImportExpression' || node.callee.type === 'Import';
    const source = bare(node.source ?? node.arguments[0]);
    if (source.type === 'StringLiteral' && (dynamic || !node.callee.$binding))
      add(source, dynamic ? 'dynamic' : 'require', node);
  }
  return found;
}
