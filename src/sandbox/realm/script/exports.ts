/** @file What `import … from 'gradlens'` gives: the engine as programs use it. Typed in media/typings/gradlens. */
import { config, noGrad, usingConfig } from '../../../engine/config';
import { asArray, asVariable } from '../../../engine/conversion';
import { dotGraph } from '../../../engine/dot';
import { FunctionNode } from '../../../engine/function';
import { primitiveFunctions } from '../../../engine/functions';
import { gradientCheck, numericalGrad } from '../../../engine/gradient-check';
import { functionsBehind } from '../../../engine/graph';
import * as arrays from '../../../engine/tensor';
import { max, min } from '../../../engine/tensor/functions';
import { Variable } from '../../../engine/variable';
import '../../../engine/backward';

const { isOperand: _isOperand, operate: _operate, ...ofArrays } = arrays;

export const exported: Record<string, unknown> = {
  ...primitiveFunctions,
  ...ofArrays,
  max,
  min,
  Variable,
  Function: FunctionNode,
  config,
  usingConfig,
  noGrad,
  asArray,
  asVariable,
  numericalGrad,
  gradientCheck,
  dotGraph,
  functionsBehind,
};
