/** @file Taylor coefficients of a recorded program along one input, at many points, in polynomial time. */
import { applyToJets, type JetTerm } from './jet-algebra';
import { operands } from './numbers';
import { eachOperand } from './order';
import { nameOf } from './primitives';
import { highestOrder, type Jet, JetPool, rowsOf } from './recurrences';
import { holdsAgain } from './replay';
import type { Tape } from './tape';

export interface Jets {
  /** `coefficients[k][p]` = f⁽ᵏ⁾(xs[p])/k! */
  coefficients: Float64Array[];
  /** 1 where every guard came out as recorded; 0 where the program would take another branch, so that it must be recorded anew. */
  held: Uint8Array;
}

interface Step {
  id: number;
  /** 0 for rows that only guards read. */
  top: number;
  /** Rows that are not needed after this step. */
  last: number[];
}

const bytesAtOnce = 32 << 20;

/**
 * The coefficients 0 … order of the output as a function of one input (a leaf, or any row, which is then taken as
 * one), all others standing still. Cost O(rows · points · order²).
 */
export function jets(tape: Tape, inputId: number, outputId: number, xs: ArrayLike<number>, order: number): Jets {
  if (!Number.isInteger(order) || order < 0 || order > highestOrder) {
    throw new RangeError(`order is a whole number from 0 to ${highestOrder}; ${order} was given.`);
  }
  const points = xs.length;
  const coefficients = rowsOf(order + 1, points);
  const held = new Uint8Array(points).fill(1);
  const plan = planned(tape, inputId, outputId, order);
  const block = Math.max(1, Math.min(points, Math.floor(bytesAtOnce / (8 * (order + 1) * plan.width))));
  const pool = poolFor(block, order + 1, plan.width);
  for (let from = 0; from < points; from += block) {
    pool.points = Math.min(block, points - from);
    run(tape, inputId, outputId, plan, xs, from, order, pool, coefficients, held);
  }
  return { coefficients, held };
}

/** The pool of the last small computation: curves are drawn again and again with the same points and orders. */
let lastPool: JetPool | null = null;

function poolFor(room: number, orders: number, width: number): JetPool {
  if (lastPool?.room === room && lastPool.orders === orders) return lastPool;
  const pool = new JetPool(room, orders);
  if (room * orders * width < 500_000) lastPool = pool;
  return pool;
}

interface Plan {
  steps: Step[];
  varies: Uint8Array;
  /** Guards that depend on the input. */
  guards: number[];
  /** Most rows alive at once. */
  width: number;
}

function planned(tape: Tape, inputId: number, outputId: number, order: number): Plan {
  const { length } = tape;
  const varies = new Uint8Array(length);
  varies[inputId] = 1;
  for (let id = inputId + 1; id < length; id++) {
    eachOperand(tape, id, (x) => {
      if (varies[x] === 1) varies[id] = 1;
    });
  }
  const guards: number[] = [];
  const needed = new Int16Array(length).fill(-1);
  for (let k = 0; k < tape.guards; k++) {
    const a = tape.guardA[k];
    const b = tape.guardB[k];
    if (varies[a] === 0 && varies[b] === 0) continue;
    guards.push(k);
    if (varies[a] === 1) needed[a] = Math.max(needed[a], 0);
    if (varies[b] === 1) needed[b] = Math.max(needed[b], 0);
  }
  if (varies[outputId] === 1) needed[outputId] = order;
  const lastUse = new Int32Array(length);
  for (let id = length - 1; id > inputId; id--) {
    if (needed[id] < 0 || varies[id] === 0) continue;
    eachOperand(tape, id, (x) => {
      if (varies[x] === 0) return;
      if (needed[id] > needed[x]) needed[x] = needed[id];
      if (lastUse[x] === 0) lastUse[x] = id;
    });
  }
  // kept to the end: what guards and the result read
  const kept = new Uint8Array(length);
  kept[outputId] = 1;
  for (const k of guards) {
    kept[tape.guardA[k]] = 1;
    kept[tape.guardB[k]] = 1;
  }
  const steps: Step[] = [];
  let alive = 1;
  let width = 4;
  for (let id = inputId + 1; id < length; id++) {
    if (needed[id] < 0 || varies[id] === 0) continue;
    const last: number[] = [];
    eachOperand(tape, id, (x) => {
      if (varies[x] === 1 && lastUse[x] === id && kept[x] === 0 && !last.includes(x)) last.push(x);
    });
    steps.push({ id, top: needed[id], last });
    alive += 1;
    width = Math.max(width, alive + 4);
    alive -= last.length;
  }
  return { steps, varies, guards, width };
}

function run(
  tape: Tape,
  inputId: number,
  outputId: number,
  plan: Plan,
  xs: ArrayLike<number>,
  from: number,
  order: number,
  pool: JetPool,
  coefficients: Float64Array[],
  held: Uint8Array,
): void {
  const { points } = pool;
  const found = new Map<number, Jet>();
  const input = pool.take();
  for (let p = 0; p < points; p++) input[0][p] = xs[from + p];
  for (let k = 1; k <= order; k++) input[k].fill(k === 1 ? 1 : 0);
  found.set(inputId, { c: input, degree: Math.min(1, order) });
  for (const { id, top, last } of plan.steps) {
    const { ids, constants } = operands(tape, id);
    const terms: JetTerm[] = ids.map((x, k) => (x === 0 ? constants[k] : (found.get(x) ?? tape.value[x])));
    const name = nameOf(tape.op[id]);
    if (name === undefined) throw new TypeError('A function of the program itself has no Taylor rule.');
    found.set(id, applyToJets(name, terms, top, pool));
    for (const x of last) {
      pool.give((found.get(x) as Jet).c);
      found.delete(x);
    }
  }
  for (const k of plan.guards) {
    const at = (id: number, p: number) =>
      id === 0 ? tape.guardConstant[k] : (found.get(id)?.c[0][p] ?? tape.value[id]);
    for (let p = 0; p < points; p++) {
      if (!holdsAgain(tape, k, at(tape.guardA[k], p), at(tape.guardB[k], p))) held[from + p] = 0;
    }
  }
  const output = found.get(outputId);
  for (let k = 0; k <= order; k++) {
    if (output !== undefined) coefficients[k].set(output.c[k].subarray(0, points), from);
    else if (k === 0) coefficients[0].fill(tape.value[outputId], from, from + points);
  }
  for (const jet of found.values()) pool.give(jet.c);
}
