/** @file A program as a function of two of its numbers: its recordings are replayed, a new branch is recorded. */
import { hessian, Replay, type SurfacePoint } from '../../engine';
import { failure } from '../../protocol/codes';
import { leafAt } from '../leaf-paths';
import { type Piece, Pieces } from '../pieces';
import type { Reading } from './reading';

/** A recording, ready to be run again. */
interface Known {
  piece: Piece;
  replay: Replay;
}

/** Recordings that are kept, and their rows in all. */
const keptPieces = 64;
const keptRows = 4_000_000;
/** Recordings that are tried before the program runs. */
const tried = 12;
/** How long cancellations wait. */
const turnMs = 40;

export class Field {
  /** Last used first. */
  private known: Known[] = [];
  private readonly pieces: Pieces;
  private readonly until: number;
  private turned = performance.now();
  /** Runs of the program, and how long they took. */
  runs = 0;
  runMs = 0;

  /** @throws noSuchInput, invalidRequest, outputNotScalar */
  constructor(
    private readonly reading: Reading,
    across: string,
    up: string,
  ) {
    const { leaves, names, run, request } = reading;
    const both = [leafAt(across, leaves, names), leafAt(up, leaves, names)];
    if (both[0] === both[1]) throw failure('invalidRequest', { detail: 'across and up must be two inputs.' });
    const { task, recording, result, ids } = run.recorded;
    this.pieces = new Pieces(task, run.program, both);
    this.add(this.pieces.of(recording, result, ids, task.preparation.values()));
    this.until = performance.now() + request.limits.timeoutMs;
    run.clock.restart();
  }

  /** Milliseconds until the time limit. */
  get remaining(): number {
    return this.until - performance.now();
  }

  /** NaN where the program fails. @throws timeout, cancelled */
  async value(x: number, y: number): Promise<number> {
    await this.turn();
    const found = this.find(x, y);
    if (found) return valueOf(found);
    // a program that takes ever new branches is not worth recording
    if (this.isFull) return this.ran(() => this.pieces.plain([x, y], this.reading.output.path));
    const made = await this.record(x, y);
    return made?.piece.value ?? Number.NaN;
  }

  /** null where the program fails. @throws timeout, cancelled */
  async point(x: number, y: number): Promise<SurfacePoint | null> {
    await this.turn();
    const here = this.knownPoint(x, y);
    if (here) return here;
    await this.record(x, y);
    return this.knownPoint(x, y);
  }

  /** The same, at once; null where no recording holds. */
  knownPoint(x: number, y: number): SurfacePoint | null {
    const found = this.find(x, y);
    if (!found) return null;
    const { piece, replay } = found;
    const { rows, output } = piece;
    const value = valueOf(found);
    if (output === 0) return { value, gradient: [0, 0], hessian: zeros };
    replay.adjoints.fill(0);
    replay.gradient();
    const gradient = rows.map((row) => (row === 0 ? 0 : replay.adjoints[row])) as [number, number];
    let second: number[][] | null = null;
    return {
      value,
      gradient,
      // only some of those who ask for a point want it
      get hessian() {
        if (second === null) {
          set(found, x, y);
          replay.run();
          second = hessian(piece.tape, rows, output, replay.values);
        }
        return second;
      },
    };
  }

  private find(x: number, y: number): Known | null {
    const most = Math.min(this.known.length, tried);
    for (let k = 0; k < most; k++) {
      const one = this.known[k];
      set(one, x, y);
      if (one.replay.run() !== -1) continue;
      if (k > 0) {
        this.known.splice(k, 1);
        this.known.unshift(one);
      }
      return one;
    }
    return null;
  }

  private async record(x: number, y: number): Promise<Known | null> {
    const piece = await this.ran(() => this.pieces.at([x, y]));
    return piece && this.add(piece);
  }

  private add(piece: Piece): Known {
    const made = { piece, replay: new Replay(piece.tape, piece.output) };
    // those used longest ago go first
    while (this.isFull && this.known.length > 0) this.known.pop();
    this.known.unshift(made);
    return made;
  }

  private get isFull(): boolean {
    const rows = this.known.reduce((sum, { piece }) => sum + piece.tape.length, 0);
    return this.known.length >= keptPieces || rows >= keptRows;
  }

  private async ran<T>(run: () => Promise<T>): Promise<T> {
    const began = performance.now();
    this.reading.run.clock.resume();
    try {
      return await run();
    } finally {
      this.reading.run.clock.pause();
      this.runs++;
      this.runMs += performance.now() - began;
    }
  }

  private async turn(): Promise<void> {
    if (this.remaining <= 0) {
      const { limits, fileName } = this.reading.request;
      throw failure('timeout', { limit: limits.timeoutMs }, { fileName });
    }
    if (performance.now() - this.turned < turnMs) return;
    this.turned = await this.reading.stage('sweeping');
  }
}

const zeros = [
  [0, 0],
  [0, 0],
];

function set({ piece: { rows }, replay }: Known, x: number, y: number): void {
  if (rows[0] > 0) replay.values[rows[0]] = x;
  if (rows[1] > 0) replay.values[rows[1]] = y;
}

function valueOf({ piece, replay }: Known): number {
  return piece.output === 0 ? piece.value : replay.values[piece.output];
}
