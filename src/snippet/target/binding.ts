/** @file What names stand for: bindings with their declarations and references, scopes, and what changes them. */
import type * as t from '@babel/types';
import type { FunctionNode, Node } from './syntax';

export type BindingKind =
  | 'import'
  | 'function'
  | 'class'
  | 'enum'
  | 'namespace'
  | 'variable'
  | 'parameter'
  | 'loop'
  | 'catch'
  /** Name of a function or class expression, visible only inside it. */
  | 'own'
  /** `exports` and `module` of a CommonJS file. */
  | 'commonjs';

export interface Binding {
  name: string;
  kind: BindingKind;
  scope: Scope;
  /** Declaring identifiers, first one first. */
  identifiers: t.Identifier[];
  /** VariableDeclarator, function, class, import specifier or parameter: what declares it. */
  declarations: Node[];
  references: Reference[];
  /** `declare const …`: promised by types, given by nobody. */
  ambient: boolean;
}

export interface Reference {
  node: t.Identifier | t.JSXIdentifier;
  name: string;
  /** null: a name of the realm, or of nobody. */
  binding: Binding | null;
  write: boolean;
}

export interface Scope {
  node: Node;
  parent: Scope | null;
  /** `var` declarations land here. */
  isFunction: boolean;
  bindings: Map<string, Binding>;
}

/** `node` changes what `reference` names: a store, or a call that may do so. */
export interface Mutation {
  reference: Reference;
  node: Node;
  /** Its object is changed, rather than the variable set. */
  inside: boolean;
}

export interface Call {
  node: t.CallExpression | t.NewExpression | t.OptionalCallExpression;
  /** The called name, where it is a plain one. */
  callee: Reference | null;
  /** Argument number → the name that the argument is made of (`a` or `a.b`). */
  roots: (Reference | null)[];
}

export interface Scopes {
  module: Scope;
  parents: Map<Node, Node>;
  functions: FunctionNode[];
  /** By position. */
  references: Reference[];
  mutations: Mutation[];
  calls: Call[];
  /** Interfaces, type aliases, classes and enums by name; several for merged interfaces. */
  types: Map<string, Node[]>;
  /** Type imports and others: local name → specifier and imported name. */
  imported: Map<string, { specifier: string; name: string }>;
  scopeOf: Map<Node, Scope>;
  byNode: Map<Node, Reference>;
  /** Declaring identifier → what it declares. */
  declared: Map<Node, Binding>;
}
