/** @file From a selection, a cursor or a name to the plan for one target. Nothing is run here. */
import type { Span } from '../contract';
import { planOfCallable, planOfFunction } from './functionPlans';
import { planOfExpression, planOfStatements } from './inPlacePlans';
import { locate, type Where } from './locate';
import { type Located, nothing } from './located';
import { type ModelOptions, readSource, type SourceModel } from './model';
import { Planning } from './planning';
import { planOfScript } from './script';
import type { TargetPlan } from './targetPlan';

export interface PlanOptions extends ModelOptions {
  /** A model of this very text, from `readSource`; then nothing is parsed. */
  model?: SourceModel;
}

/**
 * The plan for what a selection, a cursor (an empty selection) or a name means. Throws a `GradlensError`:
 * `syntaxError`, `nothingToDifferentiate` or `noSuchTarget`.
 */
export function planTarget(source: string, fileName: string, where: Where, options: PlanOptions = {}): TargetPlan {
  const model = options.model ?? readSource(source, fileName, options);
  const plan = planOf(new Planning(model), locate(model, where));
  plan.typeImports = [...model.context.wanted];
  return plan;
}

/** One plan for each selection; equal targets once. */
export function planTargets(
  source: string,
  fileName: string,
  selections: readonly Span[],
  options: PlanOptions = {},
): TargetPlan[] {
  const model = options.model ?? readSource(source, fileName, options);
  const plans: TargetPlan[] = [];
  let problem: unknown;
  for (const selection of selections) {
    try {
      const plan = planTarget(source, fileName, { selection }, { ...options, model });
      const same = plans.some(({ target }) => target.start === plan.target.start && target.end === plan.target.end);
      if (!same) plans.push(plan);
    } catch (thrown) {
      problem ??= thrown;
    }
  }
  if (plans.length === 0) throw problem ?? nothing(model, 'nothing is selected.', { start: 0, end: 0 });
  return plans;
}

function planOf(planning: Planning, located: Located): TargetPlan {
  switch (located.kind) {
    case 'function':
      return planOfFunction(planning, located.fn, located.arguments);
    case 'callable':
      return planOfCallable(planning, located.binding);
    case 'expression':
      return planOfExpression(planning, located.node, located.name);
    case 'statements':
      return planOfStatements(planning, located.nodes);
    case 'script':
      return planOfScript(planning.model, located.part);
  }
}
