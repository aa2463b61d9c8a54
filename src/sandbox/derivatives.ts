/** @file A curve: the output and its derivatives along one input, by jets over a tape per branch. */
import { jets } from '../engine';
import type { Tape } from '../engine/tape';
import type { CurveRange, PreparedRequest } from '../protocol/border';
import { failure } from '../protocol/codes';
import type { DerivativesAnswer } from '../protocol/panel';
import type { Recorded } from './kept-recordings';
import { inputOf, leafAt } from './leaf-paths';
import { numericLeaves } from './numeric-leaves';
import { type Piece, Pieces } from './pieces';
import type { Program } from './program';
import { recordedRun } from './recorded-run';
import { refuseArrays } from './traced-run';
import { type Surroundings, stages } from './undertaking';

/** What a recording gives for the points that take its branches; null where the program gives no number. */
type CurvePiece = { tape: Tape; leaf: number; output: number; constant: boolean; value: number } | null;

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
  const own = { ...request, withRespectTo: [inputOf(request.input)] };
  const { recorded, clock, program } = await recordedRun(own, around, stage, request.live ? 'replayed' : 'same');
  refuseArrays(recorded.result);
  await stage('running');
  clock.restart();
  const curve = new Curve(xs, recorded, program, request.input, request.order);
  for (let next = curve.firstOpen; next >= 0; next = curve.firstOpen) {
    if (clock.remaining() <= 0)
      throw failure('timeout', { limit: request.limits.timeoutMs }, { fileName: request.fileName });
    await curve.record(next);
    await stage('running');
  }
  await stage('reporting');
  return { xs, orders: curve.orders(), breaks: curve.breaks() };
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
  private readonly pieces: CurvePiece[] = [];
  /** Piece of each place, from 0; −1: not done. */
  private readonly pieceOf: Int32Array;
  private readonly coefficients: Float64Array[];
  private readonly recordings: Pieces;

  /** Begins with the run as the inputs stand. @throws noSuchInput, outputNotScalar, noSuchOutput */
  constructor(
    private readonly xs: number[],
    { task, recording, result, ids }: Recorded,
    program: Program,
    input: string,
    private readonly order: number,
  ) {
    this.pieceOf = new Int32Array(xs.length).fill(-1);
    this.coefficients = Array.from({ length: order + 1 }, () => new Float64Array(xs.length).fill(Number.NaN));
    const { preparation } = task;
    const values = preparation.values();
    const names = preparation.records().map(({ name }) => name);
    const all = values.flatMap((value, k) => numericLeaves(k, value, ids[k]));
    this.recordings = new Pieces(task, program, [leafAt(input, all, names)]);
    this.take(curvePiece(this.recordings.of(recording, result, ids, values)), -1);
  }

  get firstOpen(): number {
    return this.pieceOf.indexOf(-1);
  }

  /** Records at one place. A run that fails gives no number, and the curve a hole. */
  async record(place: number): Promise<void> {
    this.take(curvePiece(await this.recordings.at([this.xs[place]])), place);
  }

  /** Takes the place it was recorded at, and all open ones at which the same branches are taken. */
  private take(piece: CurvePiece, first: number): void {
    const number = this.pieces.push(piece) - 1;
    if (!piece) {
      if (first >= 0) this.pieceOf[first] = number;
      return;
    }
    const open = [...this.pieceOf.keys()].filter((k) => this.pieceOf[k] === -1);
    const places = open.map((k) => this.xs[k]);
    const { coefficients, held } = jets(piece.tape, piece.leaf, piece.output, places, this.order);
    if (piece.constant) for (const [order, row] of coefficients.entries()) row.fill(order === 0 ? piece.value : 0);
    for (const [n, k] of open.entries()) {
      if (held[n] === 0 && k !== first) continue;
      this.pieceOf[k] = number;
      for (const [order, row] of coefficients.entries()) this.coefficients[order][k] = row[n];
    }
  }

  /** Derivatives, not Taylor coefficients. */
  orders(): number[][] {
    let factorial = 1;
    return this.coefficients.map((row, k) => {
      if (k > 1) factorial *= k;
      return Array.from(row, (coefficient) => coefficient * factorial);
    });
  }

  /** Where the branches change between neighbouring places, by bisection. */
  breaks(): number[] {
    const { xs } = this;
    const found: number[] = [];
    for (let k = 0; k + 1 < xs.length; k++) {
      if (this.pieceOf[k] !== this.pieceOf[k + 1])
        found.push(this.breakBetween(xs[k], xs[k + 1], this.pieces[this.pieceOf[k]]));
    }
    return found;
  }

  private breakBetween(left: number, right: number, piece: CurvePiece): number {
    if (!piece) return (left + right) / 2;
    const { tape, leaf, output } = piece;
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

function curvePiece(piece: Piece | null): CurvePiece {
  if (!piece || piece.rows[0] === 0) return null;
  const { tape, rows, output, value } = piece;
  // the leaf itself stands for a constant output: the guards alone then say how far it holds
  return { tape, leaf: rows[0], output: output || rows[0], constant: output === 0, value };
}
