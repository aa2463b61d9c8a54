/** @file What kind of value each name can hold: a fix-point over everything that is assigned to it. */
import { bare, type Node } from './ast';
import type { Binding, Scopes } from './binding';
import { join, Kind, kindOf } from './kinds';

/** Fills in `kind`, `math` and `isEval` of all bindings. */
export function inferKinds(scopes: Scopes): void {
  const open: Binding[] = [];
  for (const binding of scopes.bindings) {
    switch (binding.declared) {
      case 'param':
      case 'import':
      case 'catch':
      case 'enum':
      case 'namespace':
        binding.kind = Kind.unknown;
        continue;
      case 'function':
      case 'class':
      case 'name':
        binding.kind = binding.assigned.length === 0 && !binding.scope.evalInside ? Kind.object : Kind.unknown;
        continue;
    }
    aliasOf(binding);
    // a name declared without value starts as undefined, and so does one read before its `var` ran
    binding.kind = binding.declared === 'const' || everReadLate(binding) ? Kind.none : Kind.nullish;
    if (binding.writes.includes(null)) binding.kind = Kind.unknown;
    else open.push(binding);
  }
  let changed = true;
  while (changed) {
    changed = false;
    for (const binding of open) {
      let { kind } = binding;
      for (let k = 0; k < binding.writes.length && kind !== Kind.unknown; k++)
        kind = join(kind, kindOf(binding.writes[k] as Node, false));
      if (kind !== binding.kind) {
        binding.kind = kind;
        changed = true;
      }
    }
  }
}

/** `let i = 0`: the name has its value whenever it can be read. (`var` read early is undefined: primitive, untraced.) */
function everReadLate(binding: Binding): boolean {
  return binding.writes.length > 0;
}

function aliasOf(binding: Binding): void {
  if (binding.writes.length !== 1 || binding.assigned.length > 0) return;
  const value = binding.writes[0] && bare(binding.writes[0]);
  if (!value) return;
  if (value.type === 'Identifier' && value.name === 'eval' && !value.$binding) binding.isEval = true;
  const { object, property } = value;
  if (
    value.type === 'MemberExpression' &&
    !value.computed &&
    object.type === 'Identifier' &&
    object.name === 'Math' &&
    !object.$binding
  ) {
    binding.math = property.name as string;
  }
}
