/** @file Running a recorded tape again with other values of its leaves, while its branches stay the same. */

import { Op } from './opcodes';
import { primitives } from './primitives';
import { sigmoid, softplus } from './rows/selections';
import { sweep } from './sweep';
import { Guard, type Tape } from './tape';

/** Whether a guard comes out as recorded, for other values of its sides. */
export function holdsAgain(tape: Tape, guard: number, a: number, b: number): boolean {
  const outcome = tape.guardOutcome[guard] === 1;
  switch (tape.guardKind[guard] as Guard) {
    case Guard.less:
      return a < b === outcome;
    case Guard.lessOrEqual:
      return a <= b === outcome;
    case Guard.greater:
      return a > b === outcome;
    case Guard.greaterOrEqual:
      return a >= b === outcome;
    case Guard.equal:
      return (a === b) === outcome;
    case Guard.notEqual:
      return (a !== b) === outcome;
    case Guard.truth:
      return (a !== 0 && !Number.isNaN(a)) === outcome;
    default:
      // detached: the plain number must be the same one
      return Object.is(a, tape.guardA[guard] === 0 ? tape.guardConstant[guard] : tape.value[tape.guardA[guard]]);
  }
}

/**
 * Computes every row anew. `values` holds the leaves' values at their ids (see `replayValues`) and receives the
 * rest. Returns the number of the first guard that flips, or −1 when all hold and the values are those of the
 * program.
 */
export function replay(tape: Tape, values: Float64Array): number {
  forward(tape, values);
  const { guards, guardA, guardB, guardConstant } = tape;
  for (let k = 0; k < guards; k++) {
    const a = guardA[k];
    const b = guardB[k];
    if (!holdsAgain(tape, k, a === 0 ? guardConstant[k] : values[a], b === 0 ? guardConstant[k] : values[b])) return k;
  }
  return -1;
}

/** A tape to be run again and again, with space of its own that is used for every run. */
export class Replay {
  /** The rows' values; set those of the leaves before a run. */
  readonly values: Float64Array;
  /** ∂output/∂(row), after `gradient`. Overwritten by the next. */
  readonly adjoints: Float64Array;

  constructor(
    readonly tape: Tape,
    readonly outputId: number,
  ) {
    this.values = replayValues(tape);
    this.adjoints = new Float64Array(tape.length);
  }

  /** Computes the values. Returns the first guard that flips, or −1. */
  run(): number {
    return replay(this.tape, this.values);
  }

  /** Computes values and adjoints. Returns the first guard that flips (the adjoints are then not those of the program), or −1. */
  gradient(): number {
    const flipped = this.run();
    if (flipped >= 0 || this.outputId === 0) return flipped;
    this.adjoints.fill(0);
    this.adjoints[this.outputId] = 1;
    sweep(this.tape, [this.outputId], this.values, this.adjoints);
    return flipped;
  }
}

/** A copy of the recorded values, to set leaves in and hand to `replay`. */
export function replayValues(tape: Tape): Float64Array {
  return tape.value.slice(0, tape.length);
}

function forward(tape: Tape, v: Float64Array): void {
  const { op, a, b, constant, length } = tape;
  for (let id = 1; id < length; id++) {
    const i = a[id];
    const j = b[id];
    switch (op[id]) {
      case Op.leaf:
        break;
      case Op.add:
        v[id] = (i === 0 ? constant[id] : v[i]) + (j === 0 ? constant[id] : v[j]);
        break;
      case Op.sub:
        v[id] = (i === 0 ? constant[id] : v[i]) - (j === 0 ? constant[id] : v[j]);
        break;
      case Op.mul:
        v[id] = (i === 0 ? constant[id] : v[i]) * (j === 0 ? constant[id] : v[j]);
        break;
      case Op.div:
        v[id] = (i === 0 ? constant[id] : v[i]) / (j === 0 ? constant[id] : v[j]);
        break;
      case Op.neg:
        v[id] = -v[i];
        break;
      case Op.square:
        v[id] = v[i] * v[i];
        break;
      case Op.sin:
        v[id] = Math.sin(v[i]);
        break;
      case Op.cos:
        v[id] = Math.cos(v[i]);
        break;
      case Op.exp:
        v[id] = Math.exp(v[i]);
        break;
      case Op.log:
        v[id] = Math.log(v[i]);
        break;
      case Op.sqrt:
        v[id] = Math.sqrt(v[i]);
        break;
      case Op.tanh:
        v[id] = Math.tanh(v[i]);
        break;
      default:
        v[id] = other(tape, id, v);
        break;
    }
  }
}

/** The rows that `forward` leaves: one operand, two, or any number from the pool. */
function other(tape: Tape, id: number, v: Float64Array): number {
  const code = tape.op[id];
  const i = tape.a[id];
  const j = tape.b[id];
  switch (code) {
    case Op.rem:
      return (i === 0 ? tape.constant[id] : v[i]) % (j === 0 ? tape.constant[id] : v[j]);
    case Op.pow:
      return (i === 0 ? tape.constant[id] : v[i]) ** (j === 0 ? tape.constant[id] : v[j]);
    case Op.atan2:
      return Math.atan2(i === 0 ? tape.constant[id] : v[i], j === 0 ? tape.constant[id] : v[j]);
    case Op.max:
    case Op.min: {
      let found = code === Op.max ? -Infinity : Infinity;
      for (let k = i; k < i + j; k++) {
        const x = tape.pool[k] === 0 ? tape.poolConstants[k] : v[tape.pool[k]];
        found = code === Op.max ? Math.max(found, x) : Math.min(found, x);
      }
      return found;
    }
    case Op.hypot:
    case Op.clamp: {
      const x: number[] = [];
      for (let k = i; k < i + j; k++) x.push(tape.pool[k] === 0 ? tape.poolConstants[k] : v[tape.pool[k]]);
      return code === Op.hypot ? Math.hypot(...x) : primitives.clamp.forward(...x);
    }
    case Op.sigmoid:
      return sigmoid(v[i]);
    case Op.softplus:
      return softplus(v[i]);
    case Op.custom:
      return Number.NaN;
    default:
      return unary[code](v[i]);
  }
}

const unary: ((x: number) => number)[] = [];
for (const row of Object.values(primitives)) if (row.arity === 1) unary[row.op] = row.forward;
