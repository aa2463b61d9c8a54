/** @file Notes every `backward()`: the list of them, the losses per place, and the graph that will be shown. */
import type { BackwardSwitches } from '../../../engine/backward';
import type { FunctionNode } from '../../../engine/function';
import type { Observer } from '../../../engine/observer';
import { Op } from '../../../engine/opcodes';
import { currentSegment, type Segment } from '../../../engine/segment';
import type { Value } from '../../../engine/tensor/ndarray';
import type { Variable } from '../../../engine/variable';
import { type Held, held } from './graph';
import type { ScriptLinks } from './links';
import { siteOf } from './places';
import type { ScriptBackward, ScriptSeries } from './run';
import { meanOf } from './tensors';

/** Calls listed from the start, and from the end. */
const listed = 500;
/** Points of one series; beyond twice as many every second one goes. */
const pointsKept = 2_000;
/** Points in one notice. */
const pointsTold = 200;
const noticeEveryMs = 80;

export interface Shown {
  root: Held;
  seed: Value | null;
  switches: BackwardSwitches;
  index: number;
}

interface Series extends ScriptSeries {
  /** One of how many steps is kept. */
  every: number;
  last: number;
  /** Those since the last notice. */
  fresh: { step: number; value: number }[];
}

export class Recorder implements Observer {
  private readonly first: ScriptBackward[] = [];
  private readonly latest: ScriptBackward[] = [];
  private readonly places = new Map<number, Series>();
  /** The first call of each class of a person's own functions. */
  readonly classes = new Map<unknown, FunctionNode>();
  count = 0;
  shown: Shown | null = null;
  private current: ScriptBackward | null = null;
  /** Where the gradients' own graph begins. */
  private start: { segment: Segment; row: number } | null = null;
  private told: number;

  constructor(
    private readonly links: ScriptLinks,
    private readonly wanted: number | undefined,
  ) {
    this.told = links.now();
  }

  begins(root: Variable, switches: BackwardSwitches): void {
    this.start = switches.createGraph ? { segment: currentSegment(), row: currentSegment().tape.length } : null;
    const index = this.count++;
    const value = meanOf(root.data as Value);
    const site = this.links.takeBackwardSite();
    this.current = { index, site, rootSite: siteOf(root), name: root.name, value, functions: 0 };
    if (index < listed) this.first[index] = this.current;
    else this.latest[index % listed] = this.current;
    if (this.wanted === undefined || this.wanted === index)
      this.shown = { root: held(root), seed: (root.grad?.data as Value | undefined) ?? null, switches, index };
    this.note(site, this.current);
  }

  ends(_root: Variable, functions: number): void {
    if (this.current !== null) this.current.functions = functions;
    this.placeGradients();
    this.current = null;
  }

  /** What computes gradients belongs to the call that asked for them. */
  private placeGradients(): void {
    const { start, current } = this;
    if (start === null || current === null || current.site === 0) return;
    const last = currentSegment();
    place(start.segment, start.row, current.site);
    if (last !== start.segment) place(last, 1, current.site);
  }

  called(node: FunctionNode): void {
    const kind = node.constructor;
    if (!this.classes.has(kind) && this.classes.size < 100) this.classes.set(kind, node);
  }

  private note(site: number, { rootSite, name, value }: ScriptBackward): void {
    let series = this.places.get(site);
    if (series === undefined) {
      if (this.places.size >= 50) return;
      series = { site, rootSite, name, steps: 0, points: [], every: 1, last: value, fresh: [] };
      this.places.set(site, series);
    }
    const step = series.steps++;
    series.last = value;
    if (step % series.every === 0) {
      const { points } = series;
      points[points.length] = { step, value };
      if (points.length >= 2 * pointsKept) {
        series.every *= 2;
        series.points = points.filter((point) => point.step % (series as Series).every === 0);
      }
    }
    const { fresh } = series;
    fresh[fresh.length] = { step, value };
    if (fresh.length > 4 * pointsTold) series.fresh = thinned(fresh, pointsTold);
    const now = this.links.now();
    if (now - this.told < noticeEveryMs) return;
    this.told = now;
    this.tell();
  }

  private tell(): void {
    const told: object[] = [];
    for (const series of this.places.values()) {
      const { rootSite, name, steps, fresh } = series;
      if (fresh.length === 0) continue;
      told[told.length] = { rootSite, name, steps, points: thinned(fresh, pointsTold) };
      series.fresh = [];
    }
    this.links.send(JSON.stringify(told, spoken));
  }

  backwards(): ScriptBackward[] {
    const { count } = this;
    if (count <= listed) return this.first.slice();
    const rest: ScriptBackward[] = [];
    for (let index = Math.max(listed, count - listed); index < count; index++)
      rest[rest.length] = this.latest[index % listed];
    return [...this.first, ...rest];
  }

  series(): ScriptSeries[] {
    const all: ScriptSeries[] = [];
    for (const { site, rootSite, name, steps, points, last } of this.places.values()) {
      const kept = thinned(points, pointsKept - 1);
      const end = steps - 1;
      if (kept[kept.length - 1]?.step !== end) kept[kept.length] = { step: end, value: last };
      all[all.length] = { site, rootSite, name, steps, points: kept };
    }
    return all;
  }
}

function place({ tape }: Segment, from: number, site: number): void {
  for (let row = from; row < tape.length; row++)
    if (tape.site[row] === 0 && tape.op[row] !== Op.leaf) tape.site[row] = -site;
}

/** At most so many, evenly taken, the first and the last among them. */
function thinned<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return list.slice();
  const kept: T[] = [];
  for (let k = 0; k < most; k++) kept[k] = list[Math.round((k * (list.length - 1)) / (most - 1))];
  return kept;
}

/** Numbers that JSON does not have. */
function spoken(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !(value - value === 0) ? String(value) : value;
}
