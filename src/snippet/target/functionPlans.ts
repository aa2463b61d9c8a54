/** @file Plans for functions: called with their parameters, what they close over taken from the file or given. */
import type * as t from '@babel/types';
import type { TargetRecord } from '../../protocol/evaluation';
import type { Lift } from '../contract';
import type { Binding } from './binding';
import { FreeVariables, isByCall } from './closedOver';
import { constantOf } from './constants';
import { holdsNumbers } from './inputType';
import { suspends } from './jumps';
import { planWithLiterals } from './literalPlans';
import { nothing } from './located';
import { planOfConstructor, planOfMember } from './memberPlans';
import { memberOf, usesThis } from './members';
import { holderOf, nameOf, shortText, signatureOf } from './naming';
import type { Planning } from './planning';
import { slice } from './slice';
import { ofStatements } from './statements';
import { type FunctionNode, isFunction, spanOf, unwrapped } from './syntax';
import type { TargetPlan } from './targetPlan';

export function planOfFunction(planning: Planning, fn: FunctionNode, call?: t.CallExpression): TargetPlan {
  const name = nameOf(planning.model, fn) ?? shortText(planning.model, fn);
  const member = memberOf(planning.model, fn);
  if (member && !(fn.type === 'ClassMethod' && fn.kind === 'constructor')) return planOfMember(planning, member, name);
  if (fn.type === 'ClassMethod' && fn.kind === 'constructor') return planOfConstructor(planning, fn, name);
  if (fn.type === 'ClassMethod' || fn.type === 'ClassPrivateMethod' || fn.type === 'ObjectMethod') {
    throw nothing(planning.model, `${name} cannot be called from outside.`, spanOf(fn));
  }
  const target = planning.record(planning.rangeOfFunction(fn), name, 'function', signatureOf(planning.model, fn));
  const parameters = planning.parameters.of(fn, 'parameter', call);
  const numeric = parameters.some((input) => holdsNumbers(input.type));
  const spans = [spanOf(fn)];
  const free = new FreeVariables(planning.model, planning.parameters, spans);
  const wanted = new Set<Binding>(
    numeric ? [] : free.list().filter((binding) => isPlainNumber(planning, binding, free)),
  );
  const made = slice(planning.model, {
    spans,
    at: fn,
    wanted,
    inPlace: false,
    givable: (binding) => free.givable(binding),
  });
  planning.refuseConflict(made.conflict, target);
  const byName = wanted.size === 0 ? boundTo(planning, fn) : null;
  const closedOver = made.inputs.map((binding) => free.input(binding));
  const bound = fn.type === 'ArrowFunctionExpression' && usesThis(fn);
  const receiver = bound ? planning.receiver([fn], fn) : [];
  if (!numeric && ![...closedOver, ...receiver].some((input) => holdsNumbers(input.type))) {
    const inside = planInside(planning, fn, target);
    if (inside) return inside;
    const detail = parameters.length ? `${name} takes no numbers.` : `${name} takes nothing and reads no numbers.`;
    throw nothing(planning.model, detail, target);
  }
  return planning.finished(
    {
      target,
      parameters,
      closedOver,
      receiver,
      ...(bound ? planning.receiverClass(fn) : {}),
      invoke: { kind: 'call' },
      lift: planning.lift(closedOver, made.prologue, made.awaits, byName ?? { kind: 'value', span: spanOf(fn) }),
      keep: made.keep,
      typeImports: [],
    },
    byName ? fn : null,
  );
}

/** A constant of the file that a function without parameters reads. */
export function isPlainNumber(planning: Planning, binding: Binding, free: FreeVariables): boolean {
  if (isByCall(binding) || !free.givable(binding)) return false;
  const constant = free.valueOf(binding);
  return constant !== null && holdsNumbers(planning.valueType(constant.value));
}

/** How the module itself names a function, if its top level does. */
export function boundTo(planning: Planning, fn: FunctionNode): Lift['body'] | null {
  const { scopes } = planning.model;
  const holder = holderOf(planning.model, fn);
  if (fn.type === 'FunctionDeclaration') {
    const binding = fn.id ? scopes.declared.get(fn.id) : null;
    if (binding?.scope === scopes.module && binding.declarations.at(-1) === fn)
      return { kind: 'name', name: binding.name };
    return holder?.type === 'ExportDefaultDeclaration' ? { kind: 'default' } : null;
  }
  if (holder?.type === 'ExportDefaultDeclaration') return { kind: 'default' };
  if (holder?.type !== 'VariableDeclarator' || holder.id.type !== 'Identifier') return null;
  const binding = scopes.declared.get(holder.id);
  if (binding?.scope !== scopes.module || scopes.effects.has(binding)) return null;
  return { kind: 'name', name: binding.name };
}

/** A function that takes nothing and reads nothing: its body's own numbers. */
export function planInside(planning: Planning, fn: FunctionNode, target: TargetRecord): TargetPlan | null {
  if (fn.body.type !== 'BlockStatement' || fn.body.body.length < 2 || fn.generator) return null;
  const nodes = fn.body.body;
  const chosen = ofStatements(planning.model, nodes);
  if (!chosen) return null;
  const awaits = nodes.some((node) => suspends(node, 'await'));
  return planWithLiterals(planning, nodes, chosen.statements, chosen.result, awaits, () => target);
}

/** `const f = memoise((x) => …)`: called by its name; parameters from the function inside, else from calls. */
export function planOfCallable(planning: Planning, binding: Binding): TargetPlan {
  const { scopes } = planning.model;
  const declaration = binding.declarations[0] as t.VariableDeclarator;
  const init = declaration.init ? unwrapped(declaration.init) : null;
  const inner =
    init?.type === 'CallExpression' ? init.arguments.map((one) => unwrapped(one)).find((one) => isFunction(one)) : null;
  const call = scopes.calls.find(
    ({ callee, node }) => callee?.binding === binding && node.arguments.every((one) => constantOf(one, scopes)),
  )?.node;
  const literal = call && call.type !== 'OptionalCallExpression' ? call : null;
  let parameters = isFunction(inner) ? planning.parameters.of(inner, 'parameter', literal) : [];
  if (parameters.length === 0) parameters = planning.parameters.ofCall(binding, literal);
  const target = planning.record(
    spanOf(declaration),
    binding.name,
    'function',
    parameters.map((input) => input.name).join(', '),
  );
  if (!parameters.some((input) => holdsNumbers(input.type)))
    throw nothing(planning.model, `what ${binding.name} takes is not known here.`, target);
  const span = spanOf(declaration);
  const free = new FreeVariables(planning.model, planning.parameters, [span]);
  const made = slice(planning.model, {
    spans: [],
    at: declaration,
    wanted: new Set(),
    inPlace: false,
    givable: (one) => free.givable(one),
    needs: [binding],
  });
  planning.refuseConflict(made.conflict, target);
  const closedOver = made.inputs.map((one) => free.input(one));
  return planning.finished(
    {
      target,
      parameters,
      closedOver,
      receiver: [],
      invoke: { kind: 'call' },
      lift: planning.lift(closedOver, made.prologue, made.awaits, { kind: 'name', name: binding.name }),
      keep: made.keep,
      typeImports: [],
    },
    null,
  );
}
