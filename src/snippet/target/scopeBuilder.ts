/** @file What a pass over a file's names collects: scopes, what is declared in them, and what refers to it. */
import type * as t from '@babel/types';
import type { Binding, BindingKind, Call, Reference, Scope } from './binding';
import type { FunctionNode, Node } from './syntax';

export class ScopeBuilder {
  readonly references: Reference[] = [];
  readonly pending: { reference: Reference; scope: Scope }[] = [];
  readonly byNode = new Map<Node, Reference>();
  readonly declared = new Map<Node, Binding>();
  readonly mutations: { root: Node; node: Node }[] = [];
  readonly callNodes: Call['node'][] = [];
  readonly parents = new Map<Node, Node>();
  readonly functions: FunctionNode[] = [];
  readonly types = new Map<string, Node[]>();
  readonly imported = new Map<string, { specifier: string; name: string }>();
  readonly scopeOf = new Map<Node, Scope>();

  readonly newScope = (node: Node, parent: Scope | null, isFunction: boolean): Scope => {
    const scope: Scope = { node, parent, isFunction, bindings: new Map() };
    if (!this.scopeOf.has(node)) this.scopeOf.set(node, scope);
    return scope;
  };

  readonly declare = (scope: Scope, id: t.Identifier, kind: BindingKind, declaration: Node, ambient = false): void => {
    const known = scope.bindings.get(id.name);
    if (known && known.kind !== 'own') {
      this.declared.set(id, known);
      known.identifiers.push(id);
      known.declarations.push(declaration);
      if (!ambient) known.ambient = false;
      return;
    }
    const binding: Binding = {
      name: id.name,
      kind,
      scope,
      identifiers: [id],
      declarations: [declaration],
      references: [],
      ambient,
    };
    scope.bindings.set(id.name, binding);
    this.declared.set(id, binding);
  };

  readonly functionScope = (scope: Scope): Scope => {
    let at = scope;
    while (!at.isFunction && at.parent) at = at.parent;
    return at;
  };

  readonly declareType = (name: string, node: Node): void => {
    const list = this.types.get(name);
    if (list) list.push(node);
    else this.types.set(name, [node]);
  };

  readonly refer = (node: t.Identifier | t.JSXIdentifier, scope: Scope, write: boolean): void => {
    const reference: Reference = { node, name: node.name, binding: null, write };
    this.byNode.set(node, reference);
    this.pending.push({ reference, scope });
  };

  readonly hoist = (statements: Node[], scope: Scope): void => {
    for (const statement of statements) {
      let node: Node | null | undefined = statement;
      if (node.type === 'ExportNamedDeclaration') node = node.declaration;
      else if (node.type === 'ExportDefaultDeclaration') node = node.declaration;
      if (node?.type === 'FunctionDeclaration' && node.id)
        this.declare(scope, node.id, 'function', node, node.declare === true);
      else if (node?.type === 'TSDeclareFunction' && node.id) this.declare(scope, node.id, 'function', node, true);
      else if (node?.type === 'ClassDeclaration' && node.id)
        this.declare(scope, node.id, 'class', node, node.declare === true);
    }
  };
}
