/** @file Plans for methods and constructors: the object that they belong to is made first. */
import type * as t from '@babel/types';
import type { TargetRecord } from '../../protocol/evaluation';
import { type Lift, privateReach } from '../contract';
import type { Binding } from './binding';
import { FreeVariables } from './closedOver';
import { holdsNumbers } from './inputType';
import { nothing } from './located';
import { canBeGiven, constructorIn, fieldsOf, type Member } from './members';
import { holderOf, signatureOf } from './naming';
import type { Planning } from './planning';
import { slice } from './slice';
import { isClass, type Node, spanOf } from './syntax';
import { inputsOf, type PlannedInput, type TargetPlan } from './targetPlan';

export function planOfConstructor(planning: Planning, fn: t.ClassMethod, name: string): TargetPlan {
  const body = planning.model.scopes.parents.get(fn);
  const node = body && planning.model.scopes.parents.get(body);
  if (!isClass(node)) throw nothing(planning.model, `${name} cannot be called from outside.`, spanOf(fn));
  const target = planning.record(spanOf(fn), name, 'method', signatureOf(planning.model, fn));
  const parameters = planning.parameters.of(fn, 'parameter');
  if (!parameters.some((input) => holdsNumbers(input.type)))
    throw nothing(planning.model, `${name} takes no numbers.`, spanOf(fn));
  return planWithOwner(planning, node, target, parameters, { kind: 'construct' });
}

export function planOfMember(planning: Planning, member: Member, name: string): TargetPlan {
  const { fn, owner } = member;
  const target = planning.record(planning.rangeOfFunction(fn), name, 'method', signatureOf(planning.model, fn));
  const parameters = planning.parameters.of(fn, 'parameter');
  const isStatic = owner.kind === 'object' || owner.isStatic === true;
  let constructorParameters: PlannedInput[] = [];
  let thisFields: PlannedInput[] | null = null;
  if (owner.kind === 'constructor' && !isStatic)
    constructorParameters = planning.parameters.of(owner.fn, 'constructor');
  else if (owner.kind === 'class' && !isStatic) {
    const built = constructorIn(planning.model, owner.node);
    constructorParameters = built.fn ? planning.parameters.of(built.fn, 'constructor') : [];
    const inherited = built.known ? null : planning.parameters.ofImportedConstructor(owner.node);
    if (inherited && canBeGiven(inherited)) constructorParameters = inherited;
    else if (!canBeGiven(constructorParameters) || !built.known) {
      const fields = fieldsOf(planning.model, planning.parameters, [fn], owner.node);
      if (fields.length > 0) {
        thisFields = fields;
        constructorParameters = [];
      }
    }
  }
  const node = owner.kind === 'constructor' ? owner.fn : owner.node;
  const isPrivate = member.name.startsWith('#');
  const invoke: TargetPlan['invoke'] = {
    kind: 'method',
    method: member.name,
    isStatic,
    accessor: member.accessor,
    ...(isPrivate ? { reach: privateReach } : {}),
    constructorParameters,
    thisFields,
  };
  const stored = owner.kind === 'constructor' ? owner.stored : undefined;
  const plan = planWithOwner(planning, node, target, parameters, invoke, stored);
  if (isPrivate) plan.lift.privateMember = { class: spanOf(node), name: member.name, accessor: member.accessor };
  return plan;
}

/** A class, object or constructor function that is made available, and something that is done with it. */
export function planWithOwner(
  planning: Planning,
  node: Node,
  target: TargetRecord,
  parameters: PlannedInput[],
  invoke: TargetPlan['invoke'],
  /** What the owner is known by, where no variable holds it. */
  stored?: Node,
): TargetPlan {
  const { scopes } = planning.model;
  const holder = holderOf(planning.model, node);
  let body: Lift['body'] = { kind: 'value', span: spanOf(node) };
  let binding: Binding | null | undefined;
  if (
    'id' in node &&
    node.id?.type === 'Identifier' &&
    (node.type === 'ClassDeclaration' || node.type === 'FunctionDeclaration')
  ) {
    binding = scopes.declared.get(node.id);
  } else if (holder?.type === 'VariableDeclarator' && holder.id.type === 'Identifier')
    binding = scopes.declared.get(holder.id);
  let spans = [spanOf(node)];
  let named: Node | null = null;
  if (binding?.scope === scopes.module) {
    body = { kind: 'name', name: binding.name };
    named = node;
  } else if (holder?.type === 'ExportDefaultDeclaration') {
    body = { kind: 'default' };
    named = node;
  } else if (binding && scopes.effects.has(binding)) {
    // A local class or constructor that further statements complete (prototypes, statics).
    body = { kind: 'name', name: binding.name };
    spans = [];
  } else if (stored) {
    body = { kind: 'value', span: spanOf(stored) };
    spans = [spanOf(stored)];
  }
  const free = new FreeVariables(planning.model, planning.parameters, [spanOf(node)]);
  const request = {
    spans,
    at: stored ?? node,
    wanted: new Set<Binding>(),
    inPlace: false,
    givable: (one: Binding) => free.givable(one),
  };
  const made = slice(planning.model, binding && body.kind === 'name' ? { ...request, needs: [binding] } : request);
  planning.refuseConflict(made.conflict, target);
  const closedOver = made.inputs.map((one) => free.input(one));
  const plan: TargetPlan = {
    target,
    parameters,
    closedOver,
    receiver: [],
    invoke,
    lift: planning.lift(closedOver, made.prologue, made.awaits, body),
    keep: made.keep,
    typeImports: [],
  };
  if (!inputsOf(plan).some((input) => holdsNumbers(input.type))) {
    const known = invoke.kind === 'method' && !invoke.isStatic && !invoke.thisFields;
    const fn = scopes.functions.find((one) => one.start! >= target.start && one.end! <= target.end);
    const fields = known && fn && isClass(node) ? fieldsOf(planning.model, planning.parameters, [fn], node) : [];
    if (!fields.some((input) => holdsNumbers(input.type)))
      throw nothing(planning.model, `${target.name} takes no numbers.`, target);
    if (invoke.kind === 'method') invoke.thisFields = fields;
  }
  return planning.finished(plan, named);
}
