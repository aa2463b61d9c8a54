/** @file A large graph from afar: dots and straight lines out of plain arrays, no finer than can be seen. */
import type { State } from '../state';
import { type Look, toneOf } from './appearance';
import type { Geometry } from './geometry';
import type { Graph, Item } from './model';
import type { Palette } from './palette';
import type { Transform } from './picture';

/** What a dot is drawn in; later ones lie on top. */
const inks = ['line-strong', 'muted', 'negative', 'positive', 'bad', 'accent', 'text'] as const;
type Ink = (typeof inks)[number];
const inkOf = Object.fromEntries(inks.map((ink, place) => [ink, place])) as Record<Ink, number>;

/** No more lines than this at once: more would be a grey field, and take too long. */
const mostLines = 6_000;
/** Lines shorter than this many pixels are under the dots that they join. */
const shortest = 3;
/** Dots are drawn on a grid of this many pixels, each place once. */
const cell = 2;

export class FarPicture {
  private readonly items: Item[];
  /** Centre and half extent of each item: x, y, half width, half height. */
  private readonly boxes: Float32Array;
  private readonly lines: Float32Array;
  private readonly ink: Uint8Array;
  /** Order by ink, made anew with the inks. */
  private order: Uint32Array;

  constructor(graph: Graph, geometry: Geometry) {
    this.items = [...graph.items.values()];
    this.boxes = new Float32Array(4 * this.items.length);
    this.ink = new Uint8Array(this.items.length);
    this.order = Uint32Array.from(this.items.keys());
    this.items.forEach((item, i) => {
      const box = geometry.boxes.get(item.key)!;
      this.boxes.set([box.x, box.y, box.width / 2, (box.height * 0.7) / 2], 4 * i);
    });
    this.lines = new Float32Array(4 * graph.edges.length);
    graph.edges.forEach((edge, i) => {
      const from = geometry.boxes.get(edge.from)!;
      const to = geometry.boxes.get(edge.to)!;
      this.lines.set([from.x, from.y, to.x, to.y], 4 * i);
    });
  }

  /** The inks that a state asks for. */
  colour(state: State, look: Look): void {
    const items = state.graph?.items;
    this.items.forEach((known, i) => {
      // The item of the newest graph has the numbers.
      const item = items?.get(known.key) ?? known;
      this.ink[i] = inkOf[inkFor(state, look, item)];
    });
    const { ink } = this;
    this.order.sort((a, b) => ink[a] - ink[b] || a - b);
  }

  paint(
    context: CanvasRenderingContext2D,
    palette: Palette,
    { x, y, k }: Transform,
    { width, height }: { width: number; height: number },
  ): void {
    this.paintLines(context, palette, x, y, k, width, height);
    const { boxes, ink } = this;
    const columns = Math.ceil(width / cell) + 1;
    const taken = new Uint8Array(columns * (Math.ceil(height / cell) + 1));
    let current = -1;
    for (const i of this.order) {
      const halfWidth = Math.max(1.1, boxes[4 * i + 2] * k);
      const halfHeight = Math.max(1.1, boxes[4 * i + 3] * k);
      const left = boxes[4 * i] * k + x - halfWidth;
      const top = boxes[4 * i + 1] * k + y - halfHeight;
      if (left > width || top > height || left + 2 * halfWidth < 0 || top + 2 * halfHeight < 0) continue;
      if (halfWidth < cell && halfHeight < cell && left >= 0 && top >= 0) {
        const place = Math.floor(top / cell) * columns + Math.floor(left / cell);
        if (taken[place] === ink[i] + 1) continue;
        taken[place] = ink[i] + 1;
      }
      if (ink[i] !== current) {
        current = ink[i];
        context.fillStyle = palette[inks[current]];
      }
      context.fillRect(left, top, 2 * halfWidth, 2 * halfHeight);
    }
  }

  private paintLines(
    context: CanvasRenderingContext2D,
    palette: Palette,
    x: number,
    y: number,
    k: number,
    width: number,
    height: number,
  ): void {
    const { lines } = this;
    const seen: number[] = [];
    for (let i = 0; i < lines.length; i += 4) {
      const [x1, y1, x2, y2] = [lines[i] * k + x, lines[i + 1] * k + y, lines[i + 2] * k + x, lines[i + 3] * k + y];
      if (Math.abs(x2 - x1) + Math.abs(y2 - y1) < shortest) continue;
      if ((x1 < 0 && x2 < 0) || (y1 < 0 && y2 < 0) || (x1 > width && x2 > width) || (y1 > height && y2 > height))
        continue;
      seen.push(i);
    }
    const every = Math.max(1, Math.ceil(seen.length / mostLines));
    context.globalAlpha = 0.6;
    context.strokeStyle = palette['line-strong'];
    context.lineWidth = 1;
    context.setLineDash([]);
    context.beginPath();
    for (let j = 0; j < seen.length; j += every) {
      const i = seen[j];
      context.moveTo(lines[i] * k + x, lines[i + 1] * k + y);
      context.lineTo(lines[i + 2] * k + x, lines[i + 3] * k + y);
    }
    context.stroke();
    context.globalAlpha = 1;
  }
}

function inkFor(state: State, look: Look, item: Item): Ink {
  const { variable } = item;
  if (state.selection === item.key || look.marked.has(item.key) || look.playing === item.key) return 'text';
  if (look.traced && !look.traced.has(item.key)) return 'line-strong';
  if (!variable) return 'muted';
  if (variable.role !== 'intermediate') return 'accent';
  if (!Number.isFinite(variable.value)) return 'bad';
  const tone = toneOf(state.preferences.colour === 'value' ? variable.value : look.reading(variable).grad);
  return tone === 'zero' ? 'muted' : tone;
}
