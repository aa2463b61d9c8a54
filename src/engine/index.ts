/** @file The public engine. */
export type { Algebra, Partial } from './algebra';
export { type BackwardSwitches, backward } from './backward';
export {
  type Comparison,
  centralDifference,
  compare,
  compareGradient,
  type NumericalDerivative,
  ridders,
} from './checks';
export { type Config, config, noGrad, usingConfig } from './config';
export { asArray, asVariable } from './conversion';
export {
  type DescentMethod,
  type DescentOptions,
  type DescentOutcome,
  type DescentPath,
  descend,
  type PathPoint,
  type Surface,
  type SurfacePoint,
  surfaceOf,
} from './descent';
export { dotGraph } from './dot';
export { type Formula, type Formulas, formulas, ruleOf } from './expressions';
export { FunctionNode, FunctionNode as Function } from './function';
export * from './functions';
export {
  type CheckOptions,
  checkFunction,
  checkFunctionsBehind,
  type GradientCheck,
  type GradientComparison,
  gradientCheck,
  numericalGrad,
} from './gradient-check';
export { functionsBehind } from './graph';
export { type Jets, jets } from './jets';
export { isPooled, localPartials, operands, operandValues } from './numbers';
export { backwardOrder, generations, reachable } from './order';
export { isStepwise, labelOf, nameOf, primitiveNames, primitiveOf, primitives } from './primitives';
export { Replay, replay, replayValues } from './replay';
export { hessian, hessianVectorProduct, jacobian, jvp } from './second-order';
export { reverse } from './sweep';
export * from './tensor';
// of one array they reduce; of several operands they are the table's
export { max, min } from './tensor/functions';
export { type Trace, trace, traceOf } from './trace';
export { type Data, Variable } from './variable';
export { type BackwardOptions, type BackwardVariant, backwardVariant, type WrongTurn } from './variants';
