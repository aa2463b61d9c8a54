/** @file What a statement list declares before it runs. */
import type { Node } from './ast';
import type { Scope } from './binding';
import type { NameTable } from './names';

export function hoist(names: NameTable, statements: Node[], scope: Scope, owner: Scope): void {
  for (const statement of statements) {
    hoistLexical(names, statement, scope);
    hoistVars(names, statement, owner, scope === owner);
  }
}

export function hoistLexical(names: NameTable, statement: Node, scope: Scope): void {
  switch (statement.type) {
    case 'VariableDeclaration':
      if (statement.kind === 'var' || statement.declare) return;
      for (const one of statement.declarations as Node[])
        names.declarePattern(one.id, scope, statement.kind === 'let' ? 'let' : 'const');
      return;
    case 'FunctionDeclaration':
      if (statement.id && statement.body) names.declare(scope, statement.id, statement.id.name, 'function');
      return;
    case 'ClassDeclaration':
      if (statement.id && !statement.declare) names.declare(scope, statement.id, statement.id.name, 'class');
      return;
    case 'TSEnumDeclaration':
      if (!statement.declare) names.declare(scope, statement.id, statement.id.name, 'enum').writes.push(null);
      return;
    case 'TSModuleDeclaration':
      if (!statement.declare && statement.id.type === 'Identifier' && hasValues(statement)) {
        names.declare(scope, statement.id, statement.id.name, 'namespace').writes.push(null);
      }
      return;
    case 'TSImportEqualsDeclaration':
      if (statement.importKind !== 'type')
        names.declare(scope, statement.id, statement.id.name, 'import').writes.push(null);
      return;
    case 'ImportDeclaration':
      for (const one of statement.specifiers as Node[]) {
        const binding = names.declare(scope, one.local, one.local.name, 'import');
        binding.writes.push(null);
        binding.typeOnly =
          statement.importKind === 'type' || one.importKind === 'type' || statement.importKind === 'typeof';
        const name =
          one.type === 'ImportDefaultSpecifier'
            ? 'default'
            : one.type === 'ImportNamespaceSpecifier'
              ? '*'
              : (one.imported.name ?? one.imported.value);
        binding.imported = { source: statement.source.value, name };
      }
      return;
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
      if (statement.declaration && !statement.declaration.declare) hoistLexical(names, statement.declaration, scope);
      return;
    case 'LabeledStatement':
      hoistLexical(names, statement.body, scope);
      return;
  }
}

/** `var` names of a statement, and functions in blocks where sloppy code makes them `var` too. */
function hoistVars(names: NameTable, node: Node, owner: Scope, topLevel: boolean): void {
  switch (node.type) {
    case 'VariableDeclaration':
      if (node.kind === 'var' && !node.declare)
        for (const one of node.declarations as Node[]) names.declarePattern(one.id, owner, 'var');
      return;
    case 'FunctionDeclaration':
      if (!topLevel && !owner.strict && node.id && node.body) {
        const outer = names.declare(owner, null, node.id.name, 'var');
        outer.writes.push(null);
        outer.assigned.push(-1);
      }
      return;
    case 'ExportNamedDeclaration':
      if (node.declaration) hoistVars(names, node.declaration, owner, topLevel);
      return;
    case 'IfStatement':
      hoistVars(names, node.consequent, owner, false);
      if (node.alternate) hoistVars(names, node.alternate, owner, false);
      return;
    case 'ForStatement':
      if (node.init) hoistVars(names, node.init, owner, false);
      hoistVars(names, node.body, owner, false);
      return;
    case 'ForInStatement':
    case 'ForOfStatement':
      hoistVars(names, node.left, owner, false);
      hoistVars(names, node.body, owner, false);
      return;
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'WithStatement':
      hoistVars(names, node.body, owner, false);
      return;
    case 'LabeledStatement':
      hoistVars(names, node.body, owner, topLevel);
      return;
    case 'BlockStatement':
      for (const one of node.body as Node[]) hoistVars(names, one, owner, false);
      return;
    case 'TryStatement':
      hoistVars(names, node.block, owner, false);
      if (node.handler) hoistVars(names, node.handler.body, owner, false);
      if (node.finalizer) hoistVars(names, node.finalizer, owner, false);
      return;
    case 'SwitchStatement':
      for (const one of node.cases as Node[])
        for (const inner of one.consequent as Node[]) hoistVars(names, inner, owner, false);
      return;
  }
}

/** Whether a namespace has anything that exists while running. */
export function hasValues(declaration: Node): boolean {
  const { body } = declaration;
  if (!body) return false;
  if (body.type === 'TSModuleDeclaration') return hasValues(body);
  return (body.body as Node[]).some((statement) => {
    const at =
      statement.type === 'ExportNamedDeclaration' && statement.declaration
        ? (statement.declaration as Node)
        : statement;
    if (at.declare) return false;
    if (at.type === 'TSModuleDeclaration') return hasValues(at);
    if (at.type === 'TSImportEqualsDeclaration') return at.importKind !== 'type';
    return (
      !/^TS(Interface|TypeAlias|DeclareFunction)/.test(at.type) &&
      at.type !== 'EmptyStatement' &&
      !(at.type === 'ExportNamedDeclaration' && at.exportKind === 'type')
    );
  });
}
