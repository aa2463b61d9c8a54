/** @file A curve: the output and its derivatives along one input, by jets over a tape per branch. */
import { jets } from '../engine';
import type { Tape } from '../engine/tape';
import type { CurveRange, PreparedRequest } from '../protocol/border';
import { failure, GradlensError } from '../protocol/codes';
import type { DerivativesAnswer } from '../protocol/panel';
import { recordingOf, type Undertaking } from './assembly';
import { type Surroundings, stages, undertake } from './evaluate';
import { type NumericLeaf, numericLeaves, withLeaves } from './numeric-leaves';
import { normalisedPath } from './outcome';
import type { Program } from './program';
import { RealmTimeout } from './realm';
import { fieldPath } from './report/names';
import { outputOf, ran } from './traced-run';

/** A tape that holds for the points which take the same branches. */
interface Piece {
  /** null where the program gives no number. */
  tape: Tape | null;
  leaf: number;
  /** The leaf itself where the output is a constant: the guards alone then say how far it holds. */
  output: number;
  constant: boolean;
  value: number;
}

const pointsKept = 20_000;
const highestOrder = 60;

/** Rejects with a `GradlensError`. */
export async function derivatives(
  request: PreparedRequest & CurveRange,
  signal: AbortSignal,
  around: Surroundings,
): Promise<DerivativesAnswer> {
  const xs = placesOf(request);
  const stage = stages(signal, around);
  // the others stand still, so they are plain numbers
  const own = request.input.replace(/[.[].*$/s, '');
  const { task, clock, program } = await undertake({ ...request, withRespectTo: [own] }, around, stage);
  await stage('running');
  clock.restart();
  const curve = new Curve(task, program, request.input, request.order);
  await curve.begin();
  for (let next = curve.firstOpen(xs); next >= 0; next = curve.firstOpen(xs)) {
    if (clock.remaining() <= 0)
      throw failure('timeout', { limit: request.limits.timeoutMs }, { fileName: request.fileName });
    await curve.piece(xs, next);
    await stage('running');
  }
  await stage('reporting');
  return { xs, orders: curve.orders(xs.length), breaks: curve.breaks(xs) };
}

/** Evenly spaced, with the extra places among them. */
function placesOf({ from, to, points, order, at }: CurveRange): number[] {
  const wrong = (detail: string) => failure('invalidRequest', { detail });
  if (!Number.isFinite(from) || !Number.isFinite(to) || from > to)
    throw wrong('from and to must be numbers, from ≤ to.');
  if (!Number.isInteger(points) || points < 1 || points > pointsKept)
    throw wrong(`points must be from 1 to ${pointsKept}.`);
  if (!Number.isInteger(order) || order < 0 || order > highestOrder)
    throw wrong(`order must be from 0 to ${highestOrder}.`);
  const spaced = Array.from({ length: points }, (_, k) =>
    points === 1 ? from : from + ((to - from) * k) / (points - 1),
  );
  if (points > 1) spaced[points - 1] = to;
  const extra = (at ?? []).filter((x) => Number.isFinite(x));
  return [...new Set([...spaced, ...extra])].sort((x, y) => x - y);
}

class Curve {
  private readonly pieces: Piece[] = [];
  /** Piece of each place, from 0; −1: not done. */
  private pieceOf = new Int32Array(0);
  private coefficients: Float64Array[] = [];
  private leaf!: NumericLeaf;

  constructor(
    private readonly task: Undertaking,
    private readonly program: Program,
    private readonly input: string,
    private readonly order: number,
  ) {}

  /** Runs once as the inputs stand, to learn which leaf is meant. @throws noSuchInput, and what running can throw */
  async begin(): Promise<void> {
    const { preparation } = this.task;
    const { result } = await ran(this.program, this.task);
    const ids = preparation.idsOf(result.inputIds ?? []);
    const names = preparation.records().map(({ name }) => name);
    const all = preparation.values().flatMap((value, k) => numericLeaves(k, value, ids[k]));
    const pathOf = ({ input, path }: NumericLeaf) =>
      path.reduce<string>(
        (text, key) => (typeof key === 'number' ? `${text}[${key}]` : fieldPath(text, key)),
        names[input],
      );
    const wanted = normalisedPath(this.input);
    const found = all.find((leaf) => normalisedPath(pathOf(leaf)) === wanted);
    if (!found)
      throw failure('noSuchInput', { name: this.input, known: all.map(pathOf).slice(0, 20).join(', ') || 'none' });
    this.leaf = found;
  }

  firstOpen(xs: number[]): number {
    if (this.pieceOf.length !== xs.length) {
      this.pieceOf = new Int32Array(xs.length).fill(-1);
      this.coefficients = Array.from({ length: this.order + 1 }, () => new Float64Array(xs.length).fill(Number.NaN));
    }
    return this.pieceOf.indexOf(-1);
  }

  /** Records at one place, and takes all open places at which the same branches are taken. */
  async piece(xs: number[], first: number): Promise<void> {
    const piece = await this.recordAt(xs[first]);
    const number = this.pieces.push(piece) - 1;
    const open = [...this.pieceOf.keys()].filter((k) => this.pieceOf[k] === -1);
    if (!piece.tape) {
      this.pieceOf[first] = number;
      return;
    }
    const places = open.map((k) => xs[k]);
    const { coefficients, held } = jets(piece.tape, piece.leaf, piece.output, places, this.order);
    if (piece.constant) for (const [order, row] of coefficients.entries()) row.fill(order === 0 ? piece.value : 0);
    for (const [n, k] of open.entries()) {
      if (held[n] === 0 && k !== first) continue;
      this.pieceOf[k] = number;
      for (const [order, row] of coefficients.entries()) this.coefficients[order][k] = row[n];
    }
  }

  /** A run that fails gives no number, and the curve a hole. */
  private async recordAt(x: number): Promise<Piece> {
    const { preparation } = this.task;
    const values = withLeaves(preparation.values(), [this.leaf], () => x);
    try {
      const { realm, result } = await ran(this.program, this.task, preparation.runPlan('traced', values));
      const recording = recordingOf(realm);
      const { id, value } = outputOf(this.task, recording, result);
      const ids = preparation.idsOf(result.inputIds ?? []);
      const path = this.leaf.path.join('\n');
      const leaves = numericLeaves(0, values[this.leaf.input], ids[this.leaf.input]);
      const leaf = leaves.find((one) => one.path.join('\n') === path)?.id ?? 0;
      return { tape: leaf > 0 ? recording.tape : null, leaf, output: id || leaf, constant: id === 0, value };
    } catch (error) {
      if (error instanceof RealmTimeout || (error instanceof GradlensError && fatal.has(error.code))) throw error;
      return { tape: null, leaf: 0, output: 0, constant: true, value: Number.NaN };
    }
  }

  /** Derivatives, not Taylor coefficients. */
  orders(places: number): number[][] {
    let factorial = 1;
    return this.coefficients.map((row, k) => {
      if (k > 1) factorial *= k;
      return Array.from({ length: places }, (_, n) => row[n] * factorial);
    });
  }

  /** Where the branches change between neighbouring places, by bisection. */
  breaks(xs: number[]): number[] {
    const found: number[] = [];
    for (let k = 0; k + 1 < xs.length; k++) {
      if (this.pieceOf[k] !== this.pieceOf[k + 1])
        found.push(this.breakBetween(xs[k], xs[k + 1], this.pieces[this.pieceOf[k]]));
    }
    return found;
  }

  private breakBetween(left: number, right: number, { tape, leaf, output }: Piece): number {
    if (!tape) return (left + right) / 2;
    let [low, high] = [left, right];
    for (let step = 0; step < 60; step++) {
      const middle = (low + high) / 2;
      if (middle <= low || middle >= high) break;
      if (jets(tape, leaf, output, [middle], 0).held[0] === 1) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  }
}

const fatal: ReadonlySet<string> = new Set(['timeout', 'operationLimit', 'cancelled', 'internal', 'sandboxCrashed']);
