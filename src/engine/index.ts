/** @file The public engine. */
export { isPooled, localPartials, operands, operandValues } from './numbers';
export { backwardOrder, generations, reachable } from './order';
export { isStepwise, labelOf, nameOf, primitiveNames, primitiveOf, primitives } from './primitives';
export { reverse } from './sweep';
