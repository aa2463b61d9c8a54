/** @file Two operands, entry by entry: one run, in which each operand advances by 1 or stays where it is. */
import type { PrimitiveName } from '../../opcodes';
import { primitives } from '../../primitives';

/** Where an operand is read from: its place and its step, 0 or 1. */
export type Run = (
  a: Float64Array,
  i: number,
  stepA: number,
  b: Float64Array,
  j: number,
  stepB: number,
  out: Float64Array,
  o: number,
  n: number,
) => void;

const add: Run = (a, i, stepA, b, j, stepB, out, o, n) => {
  if (stepA === 1 && stepB === 1) {
    let k = 0;
    for (; k + 3 < n; k += 4) {
      const p = a[i + k] + b[j + k];
      const q = a[i + k + 1] + b[j + k + 1];
      const r = a[i + k + 2] + b[j + k + 2];
      const s = a[i + k + 3] + b[j + k + 3];
      out[o + k] = p;
      out[o + k + 1] = q;
      out[o + k + 2] = r;
      out[o + k + 3] = s;
    }
    for (; k < n; k++) out[o + k] = a[i + k] + b[j + k];
  } else if (stepA === 1) for (let k = 0, y = b[j]; k < n; k++) out[o + k] = a[i + k] + y;
  else for (let k = 0, x = a[i]; k < n; k++) out[o + k] = x + b[j + k * stepB];
};

const sub: Run = (a, i, stepA, b, j, stepB, out, o, n) => {
  if (stepA === 1 && stepB === 1) {
    let k = 0;
    for (; k + 3 < n; k += 4) {
      const p = a[i + k] - b[j + k];
      const q = a[i + k + 1] - b[j + k + 1];
      const r = a[i + k + 2] - b[j + k + 2];
      const s = a[i + k + 3] - b[j + k + 3];
      out[o + k] = p;
      out[o + k + 1] = q;
      out[o + k + 2] = r;
      out[o + k + 3] = s;
    }
    for (; k < n; k++) out[o + k] = a[i + k] - b[j + k];
  } else if (stepA === 1) for (let k = 0, y = b[j]; k < n; k++) out[o + k] = a[i + k] - y;
  else for (let k = 0, x = a[i]; k < n; k++) out[o + k] = x - b[j + k * stepB];
};

const mul: Run = (a, i, stepA, b, j, stepB, out, o, n) => {
  if (stepA === 1 && stepB === 1) {
    let k = 0;
    for (; k + 3 < n; k += 4) {
      const p = a[i + k] * b[j + k];
      const q = a[i + k + 1] * b[j + k + 1];
      const r = a[i + k + 2] * b[j + k + 2];
      const s = a[i + k + 3] * b[j + k + 3];
      out[o + k] = p;
      out[o + k + 1] = q;
      out[o + k + 2] = r;
      out[o + k + 3] = s;
    }
    for (; k < n; k++) out[o + k] = a[i + k] * b[j + k];
  } else if (stepA === 1) for (let k = 0, y = b[j]; k < n; k++) out[o + k] = a[i + k] * y;
  else for (let k = 0, x = a[i]; k < n; k++) out[o + k] = x * b[j + k * stepB];
};

const div: Run = (a, i, stepA, b, j, stepB, out, o, n) => {
  if (stepA === 1 && stepB === 1) for (let k = 0; k < n; k++) out[o + k] = a[i + k] / b[j + k];
  else if (stepA === 1) for (let k = 0, y = b[j]; k < n; k++) out[o + k] = a[i + k] / y;
  else for (let k = 0, x = a[i]; k < n; k++) out[o + k] = x / b[j + k * stepB];
};

const pow: Run = (a, i, stepA, b, j, stepB, out, o, n) => {
  // with the exponent in sight the compiler multiplies
  if (stepB === 0 && b[j] === 2) for (let k = 0; k < n; k++) out[o + k] = a[i + k * stepA] ** 2;
  else if (stepB === 0) for (let k = 0, y = b[j]; k < n; k++) out[o + k] = a[i + k * stepA] ** y;
  else for (let k = 0; k < n; k++) out[o + k] = a[i + k * stepA] ** b[j + k * stepB];
};

function calling(name: PrimitiveName): Run {
  const forward: (a: number, b: number) => number = primitives[name].forward;
  return (a, i, stepA, b, j, stepB, out, o, n) => {
    for (let k = 0; k < n; k++) out[o + k] = forward(a[i + k * stepA], b[j + k * stepB]);
  };
}

const written: { [N in PrimitiveName]?: Run } = { add, sub, mul, div, pow };

export function binaryRun(name: PrimitiveName): Run {
  return (written[name] ??= calling(name));
}
