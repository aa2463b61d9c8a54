/** @file What a selection means: plans for targets, values for their inputs, the functions of a file. */
export type { Manner } from './guess';
export { type ChosenInput, type ChosenInputs, chooseInputs } from './inputs';
export { describeType, type InputField, type InputType } from './inputType';
export { listTargets } from './list';
export type { Where } from './locate';
export { manners } from './manners';
export { type ModelOptions, readSource, type SourceModel } from './model';
export { type PlanOptions, planTarget, planTargets } from './plan';
export type { PlannedInput, TargetPlan } from './targetPlan';
