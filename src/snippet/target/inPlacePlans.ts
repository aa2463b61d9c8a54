/** @file Plans for expressions and statements, where they stand: their free variables are the inputs. */
import type { TargetRecord } from '../../protocol/evaluation';
import type { Lift, Span } from '../contract';
import type { Binding } from './binding';
import { FreeVariables } from './closedOver';
import { planOfFunction } from './functionPlans';
import { holdsNumbers } from './inputType';
import { leaves, suspends } from './jumps';
import { planWithLiterals } from './literalPlans';
import { nothing } from './located';
import { usesSuper, usesThis } from './members';
import { functionAround, shortText } from './naming';
import type { Planning } from './planning';
import { slice } from './slice';
import { ofStatements } from './statements';
import { type Node, spanOf, unwrapped } from './syntax';
import { inputsOf, type PlannedInput, type TargetPlan } from './targetPlan';
import { functionOf } from './usage';

export function planOfExpression(planning: Planning, node: Node, name: string | null): TargetPlan {
  const span = spanOf(node);
  const title = name ?? shortText(planning.model, node);
  if (usesSuper(node)) throw nothing(planning.model, 'super has no meaning outside its method.', span);
  if (suspends(node, 'yield')) throw nothing(planning.model, 'a yield has no value outside its generator.', span);
  const plan = planInPlace(planning, [span], node, { kind: 'value', span }, suspends(node, 'await'), (inputs) =>
    planning.record(span, title, 'expression', inputs.map((input) => input.name).join(', ')),
  );
  if (plan) return plan;
  const called = calledFunction(planning, node);
  if (called) return called;
  throw nothing(planning.model, `${title} holds no variable.`, span);
}

/** `f(2, 3)` with nothing to vary but its literal arguments: f itself, at these. */
export function calledFunction(planning: Planning, node: Node): TargetPlan | null {
  if (node.type !== 'CallExpression' || node.arguments.length === 0) return null;
  const callee = unwrapped(node.callee);
  if (callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'console') {
    const inner = unwrapped(node.arguments.at(-1)!);
    return calledFunction(planning, inner);
  }
  const binding = callee.type === 'Identifier' ? planning.model.scopes.byNode.get(callee)?.binding : null;
  const fn = binding && functionOf(binding);
  return fn ? planOfFunction(planning, fn, node) : null;
}

export function planOfStatements(planning: Planning, all: readonly Node[]): TargetPlan {
  const { model } = planning;
  // The end of a switch's case.
  const nodes = all.at(-1)?.type === 'BreakStatement' && all.length > 1 ? all.slice(0, -1) : all;
  const whole = { start: nodes[0].start!, end: nodes.at(-1)!.end! };
  if (nodes.some((node) => leaves(node, false))) {
    throw nothing(model, 'the selected statements jump out of themselves; select the whole loop.', whole);
  }
  if (nodes.some((node) => usesSuper(node))) throw nothing(model, 'super has no meaning outside its method.', whole);
  const chosen = ofStatements(model, nodes);
  if (!chosen) throw nothing(model, 'the selected statements give no value.', whole);
  const isAll = functionAround(model, nodes[0]) === null && isWholeScript(planning, nodes);
  const record = (inputs: readonly PlannedInput[]): TargetRecord =>
    planning.record(
      whole,
      chosen.name ?? shortText(model, whole),
      isAll ? 'script' : 'statements',
      inputs.map((input) => input.name).join(', '),
    );
  const awaits = nodes.some((node) => suspends(node, 'await'));
  if (nodes.some((node) => suspends(node, 'yield')))
    throw nothing(model, 'a yield has no value outside its generator.', whole);
  const spans = [...chosen.statements, ...(typeof chosen.result === 'string' ? [] : [chosen.result])];
  const body: Lift['body'] = { kind: 'statements', statements: chosen.statements, result: chosen.result };
  const plan = planInPlace(planning, spans, nodes[0], body, awaits, record);
  if (plan) return plan;
  const literal = planWithLiterals(planning, nodes, chosen.statements, chosen.result, awaits, record);
  if (literal) return literal;
  const last = nodes.at(-1)!;
  const called = last.type === 'ExpressionStatement' ? calledFunction(planning, unwrapped(last.expression)) : null;
  if (called) return called;
  throw nothing(model, 'the selected statements use no variable that holds a number.', whole);
}

export function isWholeScript(planning: Planning, nodes: readonly Node[]): boolean {
  const code = planning.model.program.body.filter((one) => one.type !== 'ImportDeclaration');
  return code.length > 1 && code[0] === nodes[0] && code.at(-1) === nodes.at(-1);
}

/** An expression or statements where they stand: their free variables are the inputs. null: there are none. */
export function planInPlace(
  planning: Planning,
  spans: Span[],
  at: Node,
  body: Lift['body'],
  awaits: boolean,
  record: (inputs: readonly PlannedInput[]) => TargetRecord,
): TargetPlan | null {
  const free = new FreeVariables(planning.model, planning.parameters, spans);
  const variables = free.list();
  const undeclared = free.undeclared();
  const givable = (binding: Binding): boolean => free.givable(binding);
  const attempt = (wanted: Set<Binding>): TargetPlan => {
    const made = slice(planning.model, { spans, at, wanted, inPlace: true, givable });
    const inputs = [...made.inputs, ...undeclared].map((binding) => free.input(binding));
    const closedOver = inputs.sort((a, b) => firstUse(planning, a, spans) - firstUse(planning, b, spans));
    const thisReads = spans.some((span) => readsThis(planning, at, span));
    const receiver = thisReads ? planning.receiver(rootsOf(planning, at, spans), at) : [];
    const target = record([...closedOver, ...receiver].filter((input) => !input.writtenOnly));
    planning.refuseConflict(made.conflict, target);
    const lift = planning.lift(closedOver, made.prologue, made.awaits || awaits, body);
    return planning.finished(
      {
        target,
        parameters: [],
        closedOver,
        receiver,
        ...(thisReads ? planning.receiverClass(at) : {}),
        invoke: { kind: 'value' },
        lift,
        keep: made.keep,
        typeImports: [],
      },
      null,
    );
  };
  const numeric = (plan: TargetPlan): boolean => inputsOf(plan).some((input) => holdsNumbers(input.type));
  const natural = attempt(new Set(variables.filter((binding) => givable(binding) && free.hasNumbers(binding))));
  if (numeric(natural)) return natural;
  // Nothing with numbers in sight: whatever the formula reads can be varied.
  const all = attempt(new Set(variables.filter(givable)));
  return numeric(all) ? all : null;
}

export function firstUse(planning: Planning, input: PlannedInput, spans: readonly Span[]): number {
  for (const span of spans) {
    for (const { node } of planning.model.scopes.references) {
      if (node.name === input.name && node.start! >= span.start && node.end! <= span.end) return node.start!;
    }
  }
  return input.range.start;
}

export function rootsOf(planning: Planning, at: Node, spans: readonly Span[]): Node[] {
  const list = planning.model.scopes.parents.get(at);
  const siblings = list && 'body' in list && Array.isArray(list.body) ? (list.body as Node[]) : [at];
  const inside = siblings.filter((node) => spans.some((span) => node.start! <= span.end && span.start <= node.end!));
  return spans.length === 1 && spans[0].start === at.start && spans[0].end === at.end ? [at] : inside;
}

export function readsThis(planning: Planning, at: Node, _span: Span): boolean {
  return usesThis(at) || rootsOf(planning, at, [_span]).some((node) => usesThis(node));
}
