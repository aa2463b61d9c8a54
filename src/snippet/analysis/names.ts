/** @file The names of a program as they are gathered: scopes, declarations, and the references and writes to resolve. */

import { eachTarget, type Node } from './ast';
import type { Binding, Declared, Scope } from './binding';
import { Kind } from './kinds';

export interface Write {
  node: Node;
  scope: Scope;
  value: Node | null;
  /** The write is the declaration's own initialiser. */
  initial: boolean;
}

/** Most blocks declare nothing. */
const nothing = new Map<string, Binding>();

export class NameTable {
  readonly top: Scope;
  readonly bindings: Binding[] = [];
  readonly globals = new Set<string>();
  usesEval = false;
  usesJsx = false;
  readonly loads: Node[] = [];
  readonly assignedGlobals = new Set<string>();
  /** Identifiers that refer to something, and the scope that each stands in. */
  readonly references: Node[] = [];
  readonly referenceScopes: Scope[] = [];
  readonly writes: Write[] = [];

  constructor(program: Node, kind: 'script' | 'module' | 'commonjs', strict: boolean) {
    this.top = this.scope(kind === 'script' ? 'script' : kind === 'module' ? 'module' : 'function', null, program);
    this.top.strict = strict || kind === 'module' || hasUseStrict(program);
    program.$scope = this.top;
  }

  refer(node: Node, scope: Scope): void {
    this.references.push(node);
    this.referenceScopes.push(scope);
  }

  scope(kind: Scope['kind'], parent: Scope | null, owner: Node): Scope {
    return {
      kind,
      parent,
      names: nothing,
      owner,
      strict: parent?.strict ?? false,
      evalInside: false,
      evalDeclares: false,
      usesArguments: false,
    };
  }

  declare(scope: Scope, node: Node | null, name: string, declared: Declared): Binding {
    const known = scope.names.get(name);
    if (known) {
      if (declared === 'function' || known.declared !== declared) known.writes.push(null);
      if (declared === 'function') known.assigned.push(-1);
      if (node) known.references.push(node);
      if (node) node.$binding = known;
      return known;
    }
    const made: Binding = {
      name,
      declared,
      scope,
      node,
      references: node ? [node] : [],
      writes: [],
      assigned: [],
      assignedElsewhere: false,
      kind: Kind.none,
      sites: [],
    };
    if (scope.names === nothing) scope.names = new Map();
    scope.names.set(name, made);
    this.bindings.push(made);
    if (node) node.$binding = made;
    return made;
  }

  declarePattern(pattern: Node, scope: Scope, declared: Declared): void {
    eachTarget(pattern, (target) => {
      if (target.type === 'Identifier') this.declare(scope, target, target.name, declared);
    });
  }

  directEval(scope: Scope): void {
    this.usesEval = true;
    for (let at: Scope | null = scope; at; at = at.parent) at.evalInside = true;
    if (scope.strict) return;
    // parameters' own expressions share the function's scope here, which is on the safe side
    functionScope(scope).evalDeclares = true;
  }
}

export function hasUseStrict(body: Node): boolean {
  for (const directive of (body.directives ?? []) as Node[])
    if (directive.value.extra?.rawValue === 'use strict' || directive.value.value === 'use strict') return true;
  return false;
}

/** The scope of the nearest function that has its own `arguments`, or of the program. */
export function functionScope(scope: Scope): Scope {
  let at = scope;
  while (at.parent && (at.kind !== 'function' || at.owner.type === 'ArrowFunctionExpression')) at = at.parent;
  return at;
}
