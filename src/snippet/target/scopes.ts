/** @file Which declaration each name of a file refers to, and which statements change what a name holds. */
import type * as t from '@babel/types';
import type { Reference, Scope, Scopes } from './binding';
import { callsOf, mutationsOf } from './mutations';
import { ScopeBuilder } from './scopeBuilder';
import { type FunctionNode, forEachChild, isTypeOnly, type Node, patternNames, unwrapped } from './syntax';

export function analyseScopes(program: t.Program): Scopes {
  const builder = new ScopeBuilder();
  const {
    references,
    pending,
    byNode,
    declared,
    mutations,
    callNodes,
    parents,
    functions,
    types,
    imported,
    scopeOf,
    newScope,
    declare,
    functionScope,
    declareType,
    refer,
    hoist,
  } = builder;

  /** Targets of an assignment: names are writes, members are mutations, defaults and keys are reads. */
  const assignTo = (pattern: Node, scope: Scope, parent: Node): void => {
    parents.set(pattern, parent);
    const target = unwrapped(pattern);
    if (target !== pattern) parents.set(target, pattern);
    switch (target.type) {
      case 'Identifier':
        refer(target, scope, true);
        break;
      case 'ObjectPattern':
        for (const property of target.properties) {
          parents.set(property, target);
          if (property.type === 'RestElement') assignTo(property.argument, scope, property);
          else {
            if (property.computed) visit(property.key, scope, property);
            assignTo(property.value, scope, property);
          }
        }
        break;
      case 'ArrayPattern':
        for (const element of target.elements) if (element) assignTo(element, scope, target);
        break;
      case 'AssignmentPattern':
        assignTo(target.left, scope, target);
        visit(target.right, scope, target);
        break;
      case 'RestElement':
        assignTo(target.argument, scope, target);
        break;
      default:
        if (target.type === 'MemberExpression') mutations.push({ root: target, node: target });
        visit(target, scope, target === pattern ? parent : pattern);
    }
  };
  /** Defaults and computed keys inside a declared pattern. */
  const visitPattern = (pattern: Node, scope: Scope): void => {
    switch (pattern.type) {
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          parents.set(property, pattern);
          if (property.type === 'RestElement') visitPattern(property.argument, scope);
          else {
            if (property.computed) visit(property.key, scope, property);
            visitPattern(property.value, scope);
          }
        }
        break;
      case 'ArrayPattern':
        for (const element of pattern.elements) if (element) visitPattern(element, scope);
        break;
      case 'AssignmentPattern':
        visitPattern(pattern.left, scope);
        visit(pattern.right, scope, pattern);
        break;
      case 'RestElement':
        visitPattern(pattern.argument, scope);
        break;
      case 'TSParameterProperty':
        visitPattern(pattern.parameter, scope);
        break;
    }
  };

  const visitFunction = (node: FunctionNode, outer: Scope): void => {
    functions.push(node);
    let scope = outer;
    if (node.type === 'FunctionExpression' && node.id) {
      scope = newScope(node.id, outer, false);
      declare(scope, node.id, 'own', node);
    }
    if ('key' in node && node.computed) visit(node.key, outer, node);
    if ('decorators' in node && node.decorators) for (const d of node.decorators) visit(d, outer, node);
    const inner = newScope(node, scope, true);
    for (const parameter of node.params) {
      parents.set(parameter, node);
      for (const id of patternNames(parameter as Node)) declare(inner, id, 'parameter', parameter as Node);
    }
    for (const parameter of node.params) visitPattern(parameter as Node, inner);
    if (node.body.type === 'BlockStatement') {
      parents.set(node.body, node);
      hoist(node.body.body, inner);
      for (const statement of node.body.body) visit(statement, inner, node.body);
    } else visit(node.body, inner, node);
  };

  const visitStatements = (statements: Node[], scope: Scope, parent: Node): void => {
    hoist(statements, scope);
    for (const statement of statements) visit(statement, scope, parent);
  };

  const visit = (node: Node, scope: Scope, parent: Node): void => {
    parents.set(node, parent);
    switch (node.type) {
      case 'TSInterfaceDeclaration':
      case 'TSTypeAliasDeclaration':
        declareType(node.id.name, node);
        return;
      case 'Identifier':
        refer(node, scope, false);
        return;
      case 'JSXIdentifier':
        if (/^[A-Z_$]/.test(node.name)) refer(node, scope, false);
        return;
      case 'JSXAttribute':
        if (node.value) visit(node.value, scope, node);
        return;
      case 'JSXMemberExpression':
        visit(node.object, scope, node);
        return;
      case 'ImportDeclaration':
        for (const specifier of node.specifiers) {
          const name =
            specifier.type === 'ImportSpecifier'
              ? specifier.imported.type === 'Identifier'
                ? specifier.imported.name
                : specifier.imported.value
              : specifier.type === 'ImportDefaultSpecifier'
                ? 'default'
                : '*';
          imported.set(specifier.local.name, { specifier: node.source.value, name });
          const typeOnly =
            node.importKind === 'type' || (specifier.type === 'ImportSpecifier' && specifier.importKind === 'type');
          if (!typeOnly) declare(scope, specifier.local, 'import', specifier);
          parents.set(specifier, node);
        }
        return;
      case 'TSImportEqualsDeclaration':
        if (isTypeOnly(node)) return;
        declare(
          scope,
          node.id,
          node.moduleReference.type === 'TSExternalModuleReference' ? 'import' : 'variable',
          node,
        );
        if (node.moduleReference.type !== 'TSExternalModuleReference') {
          let name: Node = node.moduleReference;
          while (name.type === 'TSQualifiedName') name = name.left;
          if (name.type === 'Identifier') refer(name, scope, false);
        }
        return;
      case 'ExportNamedDeclaration':
        if (node.exportKind === 'type') {
          if (node.declaration) visit(node.declaration, scope, node);
          return;
        }
        if (node.declaration) visit(node.declaration, scope, node);
        else if (!node.source) {
          for (const s of node.specifiers) if (s.type === 'ExportSpecifier') refer(s.local, scope, false);
        }
        return;
      case 'ExportAllDeclaration':
        return;
      case 'VariableDeclaration': {
        const target = node.kind === 'var' ? functionScope(scope) : scope;
        const inLoop =
          (parent.type === 'ForInStatement' || parent.type === 'ForOfStatement' || parent.type === 'ForStatement') &&
          parent.body !== node;
        for (const declarator of node.declarations) {
          parents.set(declarator, node);
          for (const id of patternNames(declarator.id)) {
            declare(target, id, inLoop ? 'loop' : 'variable', declarator, node.declare === true);
          }
          visitPattern(declarator.id, scope);
          if (declarator.init) visit(declarator.init, scope, declarator);
        }
        return;
      }
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
      case 'ObjectMethod':
      case 'ClassMethod':
      case 'ClassPrivateMethod':
        visitFunction(node, scope);
        return;
      case 'ClassDeclaration':
      case 'ClassExpression': {
        if (node.id) declareType(node.id.name, node);
        if (node.type === 'ClassDeclaration' && node.declare) return;
        if (node.decorators) for (const d of node.decorators) visit(d, scope, node);
        if (node.superClass) visit(node.superClass, scope, node);
        const inner = newScope(node, scope, false);
        if (node.id && node.type === 'ClassExpression') declare(inner, node.id, 'own', node);
        parents.set(node.body, node);
        for (const member of node.body.body) visit(member, inner, node.body);
        return;
      }
      case 'ClassProperty':
      case 'ClassPrivateProperty':
      case 'ClassAccessorProperty':
        if ('declare' in node && node.declare) return;
        if ('computed' in node && node.computed) visit(node.key, scope, node);
        if (node.decorators) for (const d of node.decorators) visit(d, scope, node);
        if (node.value) visit(node.value, newScope(node, scope, true), node);
        return;
      case 'StaticBlock':
        visitStatements(node.body, newScope(node, scope, true), node);
        return;
      case 'BlockStatement':
        visitStatements(node.body, newScope(node, scope, false), node);
        return;
      case 'SwitchStatement': {
        visit(node.discriminant, scope, node);
        const inner = newScope(node, scope, false);
        for (const one of node.cases) hoist(one.consequent, inner);
        for (const one of node.cases) {
          parents.set(one, node);
          if (one.test) visit(one.test, inner, one);
          for (const statement of one.consequent) visit(statement, inner, one);
        }
        return;
      }
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement': {
        const inner = newScope(node, scope, false);
        if (node.type !== 'ForStatement' && node.left.type !== 'VariableDeclaration') {
          assignTo(node.left, inner, node);
          visit(node.right, inner, node);
          visit(node.body, inner, node);
          return;
        }
        forEachChild(node, (child) => visit(child, inner, node));
        return;
      }
      case 'CatchClause': {
        const inner = newScope(node, scope, false);
        if (node.param) {
          for (const id of patternNames(node.param)) declare(inner, id, 'catch', node.param);
          visitPattern(node.param, inner);
        }
        visit(node.body, inner, node);
        return;
      }
      case 'TSEnumDeclaration': {
        declareType(node.id.name, node);
        if (node.declare && !node.const) return;
        declare(scope, node.id, 'enum', node);
        const inner = newScope(node, scope, false);
        for (const member of node.members) {
          if (member.id.type === 'Identifier') declare(inner, member.id, 'own', member);
        }
        for (const member of node.members) if (member.initializer) visit(member.initializer, inner, node);
        return;
      }
      case 'TSModuleDeclaration': {
        if (node.declare || node.id.type !== 'Identifier') return;
        declare(scope, node.id, 'namespace', node);
        let body: Node = node.body;
        while (body.type === 'TSModuleDeclaration') body = body.body;
        parents.set(body, node);
        visitStatements((body as t.TSModuleBlock).body, newScope(body, newScope(node, scope, true), true), body);
        return;
      }
      case 'MemberExpression':
      case 'OptionalMemberExpression':
        visit(node.object, scope, node);
        if (node.computed) visit(node.property, scope, node);
        return;
      case 'ObjectProperty':
        if (node.computed) visit(node.key, scope, node);
        visit(node.value, scope, node);
        return;
      case 'AssignmentExpression':
        assignTo(node.left, scope, node);
        visit(node.right, scope, node);
        return;
      case 'UpdateExpression':
        assignTo(node.argument, scope, node);
        return;
      case 'UnaryExpression':
        if (node.operator === 'delete') mutations.push({ root: node.argument, node });
        visit(node.argument, scope, node);
        return;
      case 'CallExpression':
      case 'OptionalCallExpression':
      case 'NewExpression':
        callNodes.push(node);
        visit(node.callee, scope, node);
        for (const argument of node.arguments) visit(argument, scope, node);
        return;
      case 'LabeledStatement':
        visit(node.body, scope, node);
        return;
      case 'BreakStatement':
      case 'ContinueStatement':
      case 'MetaProperty':
        return;
      default:
        if (isTypeOnly(node)) return;
        forEachChild(node, (child) => visit(child, scope, node));
    }
  };

  const module = newScope(program, null, true);
  visitStatements(program.body, module, program);

  for (const { reference, scope } of pending) {
    let at: Scope | null = scope;
    while (at && !at.bindings.has(reference.name)) at = at.parent;
    let binding = at?.bindings.get(reference.name) ?? null;
    if (!binding && (reference.name === 'exports' || reference.name === 'module')) {
      binding = {
        name: reference.name,
        kind: 'commonjs',
        scope: module,
        identifiers: [],
        declarations: [],
        references: [],
        ambient: false,
      };
      module.bindings.set(reference.name, binding);
    }
    reference.binding = binding;
    binding?.references.push(reference);
    references.push(reference);
  }
  const byPosition = (a: Reference, b: Reference): number => a.node.start! - b.node.start!;
  references.sort(byPosition);

  const calls = callsOf(callNodes, byNode);
  const found = mutationsOf(references, mutations, calls, byNode);
  return {
    module,
    parents,
    functions,
    references,
    mutations: found,
    calls,
    types,
    imported,
    scopeOf,
    byNode,
    declared,
  };
}

/** The part of a list sorted by position that lies in [start, end). */
export function within<T>(sorted: readonly T[], position: (item: T) => number, start: number, end: number): T[] {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (position(sorted[middle]) < start) low = middle + 1;
    else high = middle;
  }
  const out: T[] = [];
  for (let i = low; i < sorted.length && position(sorted[i]) < end; i++) out.push(sorted[i]);
  return out;
}

export const referencesIn = (scopes: Scopes, start: number, end: number): Reference[] =>
  within(scopes.references, (r) => r.node.start!, start, end);
