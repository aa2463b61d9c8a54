/**
 * @file The reverse sweep over a tape's columns. The rules are those of the primitive table, written out as
 * numbers for speed; a test holds them equal to the table.
 */
import { localPartials } from './numbers';
import { Op } from './opcodes';
import { sigmoid } from './rows/selections';
import type { Tape } from './tape';

const { abs, cos, cosh, exp, hypot, log, sin, sinh, sqrt, sign, round, LOG2E, LOG10E } = Math;

/**
 * Adjoints ∂output/∂(row) of every row, 0 where the output does not depend on it; O(rows up to the output).
 * A row whose adjoint is 0 by rule multiplies nothing behind it; one whose adjoint came out as 0 does, so that
 * 0 · ∞ is NaN as in the language.
 * @param values the rows' values, if other than the recorded ones (a replay).
 */
export function reverse(tape: Tape, outputId: number, seed = 1, values: Float64Array = tape.value): Float64Array {
  const adjoints = new Float64Array(tape.length);
  if (outputId > 0) {
    adjoints[outputId] = seed;
    sweep(tape, [outputId], values, adjoints);
  }
  return adjoints;
}

/**
 * As `reverse` from several outputs at once: `adj` holds their seeds and is 0 elsewhere; it has an entry for
 * every row up to the highest output.
 */
export function sweep(tape: Tape, outputs: readonly number[], v: Float64Array, adj: Float64Array): void {
  const { op, a, b, constant } = tape;
  let reached: Uint8Array | null = null;
  for (let id = Math.max(0, ...outputs); id > 0; id--) {
    const g = adj[id];
    const code = op[id];
    if (code === Op.leaf) continue;
    if (g === 0) {
      if (isTame(tape, id, v)) continue;
      reached ??= reachedByRule(tape, outputs, v);
      if (reached[id] === 0) continue;
    }
    const i = a[id];
    const j = b[id];
    switch (code) {
      case Op.add:
        if (i !== 0) adj[i] += g;
        if (j !== 0) adj[j] += g;
        break;
      case Op.sub:
        if (i !== 0) adj[i] += g;
        if (j !== 0) adj[j] -= g;
        break;
      case Op.mul:
        if (j === 0) adj[i] += g * constant[id];
        else if (i === 0) adj[j] += g * constant[id];
        else {
          adj[i] += g * v[j];
          adj[j] += g * v[i];
        }
        break;
      case Op.div: {
        const y = j === 0 ? constant[id] : v[j];
        if (i !== 0) adj[i] += g * (1 / y);
        if (j !== 0) adj[j] += g * -(v[id] / y);
        break;
      }
      case Op.neg:
        adj[i] -= g;
        break;
      case Op.pow:
        if (j === 0 && constant[id] === 2) adj[i] += g * (2 * v[i]);
        else passOn(tape, id, g, v, adj);
        break;
      case Op.cos:
        adj[i] += g * -sin(v[i]);
        break;
      case Op.exp:
        adj[i] += g * v[id];
        break;
      case Op.log:
        adj[i] += g * (v[i] < 0 ? Number.NaN : 1 / v[i]);
        break;
      case Op.sin:
        adj[i] += g * cos(v[i]);
        break;
      case Op.sqrt:
        adj[i] += g * (0.5 / v[id]);
        break;
      case Op.tanh:
        adj[i] += g * (1 - v[id] * v[id]);
        break;
      case Op.square:
        adj[i] += g * (2 * v[i]);
        break;
      default:
        passOn(tape, id, g, v, adj);
        break;
    }
  }
  adj[0] = 0;
}

/** The rules that are less frequent, apart so that the loop above stays small. Entry 0 of `adj` collects what constants would get. */
function passOn(tape: Tape, id: number, g: number, v: Float64Array, adj: Float64Array): void {
  const { constant, pool, poolConstants } = tape;
  const i = tape.a[id];
  const j = tape.b[id];
  switch (tape.op[id]) {
    case Op.rem:
      adj[i] += g;
      if (j !== 0) adj[j] += g * -round(((i === 0 ? constant[id] : v[i]) - v[id]) / v[j]);
      break;
    case Op.pow:
      if (i !== 0) {
        const n = j === 0 ? constant[id] : v[j];
        if (n !== 0) adj[i] += g * (n * v[i] ** (n - 1));
      }
      if (j !== 0) {
        const x = i === 0 ? constant[id] : v[i];
        if (x !== 0 || !(v[j] >= 0)) adj[j] += g * (v[id] * log(x));
      }
      break;
    case Op.abs:
      if (v[i] !== 0) adj[i] += g * sign(v[i]);
      break;
    case Op.acos:
      adj[i] += g * (-1 / sqrt((1 - v[i]) * (1 + v[i])));
      break;
    case Op.acosh:
      adj[i] += g * (1 / (sqrt(v[i] - 1) * sqrt(v[i] + 1)));
      break;
    case Op.asin:
      adj[i] += g * (1 / sqrt((1 - v[i]) * (1 + v[i])));
      break;
    case Op.asinh:
      adj[i] += g * (1 / hypot(v[i], 1));
      break;
    case Op.atan:
      adj[i] += g * (1 / (1 + v[i] * v[i]));
      break;
    case Op.atanh:
      adj[i] += g * (abs(v[i]) > 1 ? Number.NaN : 1 / ((1 - v[i]) * (1 + v[i])));
      break;
    case Op.cbrt:
      adj[i] += g * (1 / (3 * (v[id] * v[id])));
      break;
    case Op.cosh:
      adj[i] += g * sinh(v[i]);
      break;
    case Op.expm1:
      adj[i] += g * exp(v[i]);
      break;
    case Op.fround:
    case Op.identity:
      adj[i] += g;
      break;
    case Op.log10:
      adj[i] += g * (v[i] < 0 ? Number.NaN : LOG10E / v[i]);
      break;
    case Op.log1p:
      adj[i] += g * (v[i] < -1 ? Number.NaN : 1 / (1 + v[i]));
      break;
    case Op.log2:
      adj[i] += g * (v[i] < 0 ? Number.NaN : LOG2E / v[i]);
      break;
    case Op.sinh:
      adj[i] += g * cosh(v[i]);
      break;
    case Op.tan:
      adj[i] += g * (1 + v[id] * v[id]);
      break;
    case Op.atan2: {
      const y = i === 0 ? constant[id] : v[i];
      const x = j === 0 ? constant[id] : v[j];
      const r = hypot(y, x);
      if (r === 0) break;
      adj[i] += g * (x / r / r);
      adj[j] += g * -(y / r / r);
      break;
    }
    case Op.relu:
      if (!(v[i] <= 0)) adj[i] += g;
      break;
    case Op.sigmoid:
      adj[i] += g * (v[id] * (1 - v[id]));
      break;
    case Op.softplus:
      adj[i] += g * sigmoid(v[i]);
      break;
    case Op.hypot: {
      const r = v[id];
      if (r === 0) break;
      for (let k = i; k < i + j; k++) if (pool[k] !== 0) adj[pool[k]] += g * (v[pool[k]] / r);
      break;
    }
    case Op.max:
    case Op.min: {
      const y = v[id];
      let count = 0;
      for (let k = i; k < i + j; k++) if (chosen(y, pool[k] === 0 ? poolConstants[k] : v[pool[k]])) count++;
      for (let k = i; k < i + j; k++) {
        if (pool[k] !== 0 && chosen(y, v[pool[k]])) adj[pool[k]] += g * (1 / count);
      }
      break;
    }
    case Op.clamp: {
      const k = clampedBy(tape, i, v);
      adj[pool[i + k]] += g;
      break;
    }
    default:
      // stepwise: no gradient passes
      break;
  }
}

/** Whether the derivatives of a row are finite, so that 0 times them is 0. */
function isTame(tape: Tape, id: number, v: Float64Array): boolean {
  const i = tape.a[id];
  const j = tape.b[id];
  switch (tape.op[id]) {
    case Op.add:
    case Op.sub:
    case Op.neg:
      return true;
    case Op.mul:
      return i === 0 || j === 0 ? Number.isFinite(tape.constant[id]) : Number.isFinite(v[i]) && Number.isFinite(v[j]);
    case Op.square:
    case Op.sin:
    case Op.cos:
      return Number.isFinite(v[i]);
    case Op.exp:
    case Op.tanh:
    case Op.sigmoid:
      return Number.isFinite(v[id]);
    case Op.div: {
      const y = j === 0 ? tape.constant[id] : v[j];
      return Number.isFinite(1 / y) && Number.isFinite(v[id] / y);
    }
    case Op.sqrt:
      return Number.isFinite(0.5 / v[id]);
    case Op.log:
      return v[i] > 0 && Number.isFinite(1 / v[i]);
    case Op.pow:
      // of a variable exponent the table says it
      return j === 0 && tape.constant[id] >= 1
        ? Number.isFinite(tape.constant[id] * v[i] ** (tape.constant[id] - 1))
        : everyPartialIsFinite(tape, id, v);
    case Op.abs:
      return !Number.isNaN(v[i]);
    case Op.max:
    case Op.min:
    case Op.relu:
    case Op.clamp:
    case Op.identity:
    case Op.fround:
    case Op.floor:
    case Op.ceil:
    case Op.round:
    case Op.trunc:
    case Op.sign:
      // shares, 0 and 1
      return true;
    default:
      return everyPartialIsFinite(tape, id, v);
  }
}

function everyPartialIsFinite(tape: Tape, id: number, v: Float64Array): boolean {
  return localPartials(tape, id, v).every((partial) => partial === null || Number.isFinite(partial));
}

/** Whether an operand of max or min has a share in the result y; a NaN comes from the operands that are NaN. */
function chosen(y: number, x: number): boolean {
  return x === y || (Number.isNaN(y) && Number.isNaN(x));
}

/** Which operand of clamp passes: 0 the value, 1 the lower bound, 2 the upper. `start` is its place in the pool. */
function clampedBy(tape: Tape, start: number, v: Float64Array): 0 | 1 | 2 {
  const at = (k: number) => (tape.pool[start + k] === 0 ? tape.poolConstants[start + k] : v[tape.pool[start + k]]);
  const x = at(0);
  const low = at(1);
  const high = at(2);
  if (high < x || high < low) return 2;
  return x < low ? 1 : 0;
}

/**
 * 1 for each row that a gradient of the outputs reaches by rule, though it may be 0: not through stepwise
 * functions, operands not chosen by max, min or clamp, and the like.
 */
export function reachedByRule(tape: Tape, outputs: readonly number[], v: Float64Array): Uint8Array {
  const { op, a, b, constant, pool } = tape;
  const outputId = Math.max(0, ...outputs);
  const reached = new Uint8Array(outputId + 1);
  for (const id of outputs) reached[id] = 1;
  for (let id = outputId; id > 0; id--) {
    if (reached[id] === 0) continue;
    const i = a[id];
    const j = b[id];
    switch (op[id]) {
      case Op.leaf:
      case Op.ceil:
      case Op.floor:
      case Op.round:
      case Op.sign:
      case Op.trunc:
        break;
      case Op.abs:
        if (v[i] !== 0) reached[i] = 1;
        break;
      case Op.relu:
        if (!(v[i] <= 0)) reached[i] = 1;
        break;
      case Op.pow: {
        const n = j === 0 ? constant[id] : v[j];
        const x = i === 0 ? constant[id] : v[i];
        if (n !== 0) reached[i] = 1;
        if (x !== 0 || !(n >= 0)) reached[j] = 1;
        break;
      }
      case Op.atan2:
        if (hypot(i === 0 ? constant[id] : v[i], j === 0 ? constant[id] : v[j]) === 0) break;
        reached[i] = 1;
        reached[j] = 1;
        break;
      case Op.max:
      case Op.min:
        for (let k = i; k < i + j; k++) if (pool[k] !== 0 && chosen(v[id], v[pool[k]])) reached[pool[k]] = 1;
        break;
      case Op.hypot:
        if (v[id] !== 0) for (let k = i; k < i + j; k++) reached[pool[k]] = 1;
        break;
      case Op.clamp:
        reached[pool[i + clampedBy(tape, i, v)]] = 1;
        break;
      case Op.custom:
        for (let k = i; k < i + j; k++) reached[pool[k]] = 1;
        break;
      default:
        reached[i] = 1;
        reached[j] = 1;
        break;
    }
  }
  return reached;
}
