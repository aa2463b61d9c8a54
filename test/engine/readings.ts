/** @file The engine's functions by the name of their primitive, for tests that loop over the table. */
import * as engine from '../../src/engine';
import type { PrimitiveName } from '../../src/engine/opcodes';

export const { add, mul, sub, tanh, usingConfig, Variable } = engine;
export type Variable = engine.Variable;

export function engineFunction(name: PrimitiveName): (...terms: engine.Term[]) => engine.Variable {
  // biome-ignore lint/performance/noDynamicNamespaceImportAccess: the loop over the table needs it
  return engine[name] as (...terms: engine.Term[]) => engine.Variable;
}
