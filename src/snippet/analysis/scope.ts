/** @file Which name means which declaration: references meet bindings, and what eval and `with` make uncertain is marked. */
import type { Node } from './ast';
import type { Binding, Scope, Scopes } from './binding';
import { hoist } from './hoisting';
import { NameTable } from './names';
import { ReferencePass } from './references';

/** Reads a program and annotates it: `$binding` on identifiers, `$scope` on what opens a scope. */
export function resolveNames(
  program: Node,
  kind: 'script' | 'module' | 'commonjs',
  strict: boolean,
  lifted: Node | null = null,
): Scopes {
  const names = new NameTable(program, kind, strict);
  hoist(names, program.body as Node[], names.top, names.top);
  const pass = new ReferencePass(names);
  for (const statement of program.body as Node[]) pass.visit(statement, names.top);
  if (lifted) pass.visit(lifted, names.top);
  new Resolution(names).run();
  const { top, bindings, globals, usesEval, loads, assignedGlobals, usesJsx } = names;
  return { program: top, bindings, globals, usesEval, loads, assignedGlobals, usesJsx };
}

class Resolution {
  constructor(private readonly names: NameTable) {}

  run(): void {
    const { references, referenceScopes } = this.names;
    for (let k = 0; k < references.length; k++) this.resolveOne(references[k], referenceScopes[k]);
    for (const { node, scope, value, initial } of this.names.writes) {
      const binding = node.$binding ?? this.lookup(node.name, scope)?.binding;
      if (!binding) {
        this.names.assignedGlobals.add(node.name);
        continue;
      }
      binding.writes.push(value);
      if (!initial || (binding.declared === 'var' && binding.writes.length > 1)) binding.assigned.push(node.start);
      if (scope.owner !== binding.scope.owner) binding.assignedElsewhere = true;
    }
    for (const binding of this.names.bindings) {
      const { scope } = binding;
      if (scope.evalInside || (binding.declared === 'param' && scope.usesArguments && !scope.strict)) {
        binding.assignedElsewhere = true;
        binding.assigned.push(-1);
        binding.writes.push(null);
      }
      if (scope.kind === 'script' && binding.declared !== 'const') {
        // another script, or the global object, may assign it
        binding.assignedElsewhere = true;
        binding.assigned.push(-1);
        binding.writes.push(null);
      }
    }
  }

  private resolveOne(node: Node, scope: Scope): void {
    const found = this.lookup(node.name, scope);
    if (!found) {
      this.names.globals.add(node.name);
      return;
    }
    if (found.dynamic) {
      node.$dynamic = true;
      node.$binding = undefined;
      if (!found.binding) this.names.globals.add(node.name);
      return;
    }
    const binding = found.binding as Binding;
    if (node.$binding !== binding) {
      node.$binding = binding;
      binding.references.push(node);
    }
  }

  private lookup(name: string, from: Scope): { binding: Binding | null; dynamic: boolean } | null {
    let dynamic = false;
    for (let at: Scope | null = from; at; at = at.parent) {
      const binding = at.names.get(name);
      if (binding) return { binding, dynamic };
      if (at.kind === 'with' || at.evalDeclares) dynamic = true;
    }
    return dynamic ? { binding: null, dynamic } : null;
  }
}
