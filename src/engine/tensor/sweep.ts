/** @file The first-order backward pass where arrays take part: row by row, latest first, on plain values. */
import type { ArrayNode } from '../function';
import { operands as operandsOf, operandValues } from '../numbers';
import { Op, type PrimitiveName } from '../opcodes';
import { nameOf } from '../primitives';
import type { Segment, Stretch } from '../segment';
import { Variable } from '../variable';
import { valueAlgebra } from './algebra';
import { stepOf } from './contribution';
import { oneLike, zeroLike } from './create';
import { elementwise } from './elementwise';
import { entryPartial } from './kernels/partials';
import { sumRun } from './kernels/reduce';
import { everywhere, maskedAlgebra } from './masked';
import { NdArray, type Value } from './ndarray';
import { Sum } from './sum';

/**
 * Sweeps the segments, latest first, and adds to the `grad` of every leaf behind `root` (with `retainGrad` of every
 * Variable). If a NaN comes out, entries that no gradient reaches by rule may have met an infinity: then once more,
 * entry by entry.
 */
export function sweepArrays(root: Variable, stretches: readonly Stretch[], retainGrad: boolean): void {
  let found = swept(root, stretches, retainGrad, false);
  if (found.branches && [...found.sums.values()].some((sum) => hasNaN(sum.value))) {
    found = swept(root, stretches, retainGrad, true);
  }
  for (const [variable, sum] of found.sums) {
    const old = variable.home === null ? (variable.grad?.data ?? null) : null;
    variable.grad = new Variable(likeKind(old === null ? sum.taken() : elementwise('add', [old, sum.value]), variable));
  }
}

function hasNaN(value: Value): boolean {
  if (typeof value === 'number') return Number.isNaN(value);
  // infinities of both signs give NaN as well, which only costs a second pass
  return Number.isNaN(value.isUniform ? value.uniformValue : sumRun(value.doubles, 0, value.size));
}

/** Functions through which a gradient reaches some entries and not others. */
const branching: ReadonlySet<string> = new Set([
  'abs',
  'atan2',
  'clamp',
  'getItem',
  'hypot',
  'keep',
  'max',
  'min',
  'pow',
  'relu',
  'scatter',
  'take',
  'where',
]);

/** The gradients of leaves and kept Variables, and whether a function stood among them that branches. */
function swept(
  root: Variable,
  stretches: readonly Stretch[],
  retainGrad: boolean,
  masked: boolean,
): { sums: Map<Variable, Sum>; branches: boolean } {
  let branches = false;
  const sums = new Map<Segment, (Sum | undefined)[]>();
  const sumsOf = (segment: Segment): (Sum | undefined)[] => {
    const known = sums.get(segment);
    if (known !== undefined) return known;
    const made: (Sum | undefined)[] = [];
    sums.set(segment, made);
    return made;
  };
  const found = new Map<Variable, Sum>();
  sumsOf(root.home as Segment)[root.row] = new Sum(oneLike(root.data as Value), false);
  for (const { segment, handles, origins } of stretches) {
    const rows = sums.get(segment);
    if (rows === undefined) continue;
    const { tape } = segment;
    for (let row = rows.length - 1; row > 0; row--) {
      const sum = rows[row];
      if (sum === undefined) continue;
      rows[row] = undefined;
      const origin = origins.get(row);
      if (origin !== undefined) {
        add(sumsOf(origin.segment), origin.row, sum);
        continue;
      }
      const handle = handles[row] as Variable;
      if (tape.op[row] === Op.leaf) {
        const leaf = handle.standsFor ?? handle;
        const known = found.get(leaf);
        const reached = sum === Sum.none ? new Sum(zeroLike(segment.dataAt(row)), true) : sum;
        found.set(leaf, known === undefined ? reached : known.plus(reached));
        continue;
      }
      if (retainGrad && handle.home === segment && handle.row === row) {
        // what a Variable keeps must not be added to
        const kept = sum === Sum.none ? zeroLike(segment.dataAt(row)) : sum.value;
        found.set(handle, new Sum(typeof kept === 'number' ? kept : kept.copy(), true));
      }
      if (sum === Sum.none) passNone(rowsOf(segment, row), rows);
      else if (tape.op[row] === Op.custom) {
        const node = handle.node as ArrayNode;
        node.checkUnchanged();
        if (branching.has(node.name)) branches = true;
        if (masked) passMasked(segment, row, node, sum, rows);
        else passArrays(segment, row, node, sum, rows);
      } else passNumbers(segment, row, sum.value as number, rows);
    }
  }
  return { sums: found, branches };
}

/** A gradient passes through numbers, which have no kind; it ends in that of its variable. */
export function likeKind(grad: Value, variable: Variable): Value {
  return grad instanceof NdArray && variable.dtype === 'float32' ? grad.astype('float32') : grad;
}

function add(rows: (Sum | undefined)[], to: number, sum: Sum): void {
  const known = rows[to];
  if (known === undefined || known === Sum.none) rows[to] = sum;
  else if (sum !== Sum.none) rows[to] = known.plus(sum);
}

/** Says of all operands that they were reached, though no gradient passes to them. */
function passNone(operands: readonly number[], rows: (Sum | undefined)[]): void {
  for (const to of operands) if (to !== 0) add(rows, to, Sum.none);
}

function passArrays(segment: Segment, row: number, node: ArrayNode, sum: Sum, rows: (Sum | undefined)[]): void {
  const { rule, values } = node;
  const takers = node.rows.filter((to) => to !== 0).length;
  if (rule.kind === 'elementwise' && takers === 1) {
    const k = node.rows.findIndex((to) => to !== 0);
    const name = rule.name as PrimitiveName;
    const step = sum.isDouble ? stepOf(name, segment.dataAt(row), values, k) : null;
    if (step !== null) {
      add(rows, node.rows[k], sum.after(step));
      return;
    }
  }
  const grad = sum.value;
  const y = () => segment.dataAt(row);
  const passed: { to: number; value: Value }[] = [];
  let sharing = 0;
  node.rows.forEach((to, k) => {
    if (to === 0) return;
    const value = rule.adjoint(valueAlgebra, grad, y, values, k);
    if (value === null) {
      add(rows, to, Sum.none);
      return;
    }
    if (sharesMemory(value, grad)) sharing++;
    passed.push({ to, value });
  });
  for (const { to, value } of passed) {
    // the gradient's own memory goes on if exactly one operand takes it
    const owned = sharesMemory(value, grad) ? sum.owned && sharing === 1 : value instanceof NdArray;
    add(rows, to, new Sum(value, owned));
  }
  if (sharing === 0) sum.discard();
}

function passMasked(segment: Segment, row: number, node: ArrayNode, sum: Sum, rows: (Sum | undefined)[]): void {
  const grad = { value: sum.value, reached: sum.reached };
  const y = () => everywhere(segment.dataAt(row));
  const operands = node.values.map(everywhere);
  node.rows.forEach((to, k) => {
    if (to === 0) return;
    const found = node.rule.adjoint(maskedAlgebra, grad, y, operands, k);
    add(rows, to, found === null || found.reached === 0 ? Sum.none : new Sum(found.value, false, found.reached));
  });
}

function sharesMemory(a: Value, b: Value): boolean {
  return a === b || (a instanceof NdArray && b instanceof NdArray && a.sharesMemory(b));
}

function rowsOf(segment: Segment, row: number): readonly number[] {
  return operandsOf(segment.tape, row).ids;
}

function passNumbers(segment: Segment, row: number, grad: number, rows: (Sum | undefined)[]): void {
  const { tape } = segment;
  const found = operandsOf(tape, row);
  const x = operandValues(tape, found);
  const name = nameOf(tape.op[row]) as PrimitiveName;
  found.ids.forEach((to, k) => {
    if (to === 0) return;
    const value = entryPartial(name, k)(grad, tape.value[row], x);
    add(rows, to, value === null ? Sum.none : new Sum(value, false));
  });
}
