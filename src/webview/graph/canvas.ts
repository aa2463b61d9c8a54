/** @file Draws large graphs on a canvas: only what is in sight, and no finer than can be seen. */
import { element } from '../dom';
import { shortened } from '../format';
import { variableName } from '../names';
import type { State } from '../state';
import { cardLook, functionLabel, itemClasses, type Look, type Tone, toneOf } from './appearance';
import type { Geometry } from './geometry';
import { type Heading, headingRoom, laneHeadings } from './lanes';
import type { Graph, Item, ItemKey } from './model';
import { onThemeChange, type Palette, readPalette } from './palette';
import type { Picture, Transform } from './picture';
import { type Placed, SpatialIndex } from './spatial';
import { characterWidth } from './svg';

/** Scales at which words and cards give way to bars and dots. */
const readable = 0.42;
const distant = 0.12;
/** More edges than this in sight are thinned out while the picture moves. */
const edgesAtOnce = 6_000;

export class CanvasGraph implements Picture {
  private readonly canvas = element('canvas', { class: 'picture', tabindex: 0, role: 'img' });
  /** Speaks for the canvas, which says nothing itself. */
  private readonly spoken = element('div', { class: 'spoken', role: 'status', 'aria-live': 'polite' });
  private readonly context: CanvasRenderingContext2D;
  private readonly stopWatching: () => void;
  private palette: Palette;
  private index: SpatialIndex | null = null;
  private geometry: Geometry | null = null;
  private paths = new Map<string, Path2D>();
  private state: State | null = null;
  private look: Look | null = null;
  private transform: Transform = { x: 0, y: 0, k: 1 };
  private size = { width: 0, height: 0 };
  private frame = 0;

  constructor(
    private readonly host: HTMLElement,
    private readonly graph: Graph,
    label: string,
  ) {
    this.canvas.setAttribute('aria-label', label);
    this.context = this.canvas.getContext('2d', { alpha: false })!;
    host.append(this.canvas, this.spoken);
    this.palette = readPalette(host);
    this.stopWatching = onThemeChange(() => {
      this.palette = readPalette(this.host);
      this.draw();
    });
  }

  place(geometry: Geometry): void {
    this.geometry = geometry;
    this.index = new SpatialIndex(this.graph, geometry);
    this.paths = new Map();
    this.draw();
  }

  update(state: State, look: Look): void {
    const selected = state.selection;
    if (selected && selected !== this.state?.selection) {
      const item = state.graph?.items.get(selected);
      if (item)
        this.spoken.textContent = item.variable
          ? cardLook(state, look, item, 40).label
          : functionLabel(state, item).label;
    }
    this.state = state;
    this.look = look;
    this.draw();
  }

  view(transform: Transform, size: { width: number; height: number }): void {
    this.transform = transform;
    const scale = devicePixelRatio || 1;
    if (size.width !== this.size.width || size.height !== this.size.height) {
      this.size = size;
      this.canvas.width = Math.max(1, Math.round(size.width * scale));
      this.canvas.height = Math.max(1, Math.round(size.height * scale));
    }
    this.draw();
  }

  focus(): void {
    this.canvas.focus({ preventScroll: true });
  }

  hit(x: number, y: number): ItemKey | null {
    const { k } = this.transform;
    return this.index?.at((x - this.transform.x) / k, (y - this.transform.y) / k) ?? null;
  }

  remove(): void {
    cancelAnimationFrame(this.frame);
    this.stopWatching();
    this.canvas.remove();
    this.spoken.remove();
  }

  /** Once per frame, however often it is asked for. */
  private draw(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.paint());
  }

  private paint(): void {
    const { context, palette, transform, size, index, geometry, state, look } = this;
    if (!index || !geometry || !state || !look || size.width === 0) return;
    const scale = devicePixelRatio || 1;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.fillStyle = palette.ground;
    context.fillRect(0, 0, size.width, size.height);
    const headings = laneHeadings(this.graph, geometry, transform, size);
    this.paintLanes(headings);
    const { k } = transform;
    const sight = {
      left: -transform.x / k,
      top: -transform.y / k,
      right: (size.width - transform.x) / k,
      bottom: (size.height - transform.y) / k,
    };
    context.setTransform(scale * k, 0, 0, scale * k, scale * transform.x, scale * transform.y);
    this.paintEdges(sight);
    const placed = index.within(sight);
    if (k < distant) this.paintDots(placed);
    else for (const one of placed) this.paintItem(one, k >= readable);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    this.paintHeadings(headings);
  }

  private paintLanes(headings: Heading[]): void {
    const { context, palette, size } = this;
    const down = this.geometry!.direction === 'down';
    context.fillStyle = palette.lane;
    for (const { start, extent } of headings) {
      if (down) context.fillRect(0, start, size.width, extent);
      else context.fillRect(start, 0, extent, size.height);
    }
  }

  private paintHeadings(headings: Heading[]): void {
    const { context, palette, size } = this;
    const down = this.geometry!.direction === 'down';
    if (!down) {
      context.fillStyle = palette.ground;
      context.fillRect(0, 0, size.width, headingRoom.across);
      context.fillStyle = palette.lane;
      for (const { start, extent } of headings) context.fillRect(start, 0, extent, headingRoom.across);
    }
    context.font = `12px ${palette.interface}`;
    context.textBaseline = 'alphabetic';
    context.textAlign = down ? 'left' : 'center';
    context.fillStyle = palette.muted;
    for (const { start, extent, words } of headings) {
      if (words === null) continue;
      if (down) context.fillText(words, 12, start + 18);
      else context.fillText(words, start + extent / 2, 22);
    }
  }

  private paintEdges(sight: { left: number; top: number; right: number; bottom: number }): void {
    const { context, palette, look, transform } = this;
    const seen = this.index!.edges.filter(
      ({ box }) =>
        box.right >= sight.left && box.left <= sight.right && box.bottom >= sight.top && box.top <= sight.bottom,
    );
    const every = Math.max(1, Math.ceil(seen.length / edgesAtOnce));
    context.lineWidth = Math.max(1.25, 0.8 / transform.k);
    context.strokeStyle = palette['line-strong'];
    context.setLineDash([]);
    if (transform.k < distant) {
      // From afar a straight line is the same picture.
      context.globalAlpha = 0.6;
      context.beginPath();
      for (let i = 0; i < seen.length; i += every) {
        const from = this.geometry!.boxes.get(seen[i].edge.from)!;
        const to = this.geometry!.boxes.get(seen[i].edge.to)!;
        context.moveTo(from.x, from.y);
        context.lineTo(to.x, to.y);
      }
      context.stroke();
      context.globalAlpha = 1;
    } else {
      for (const { edge, path } of seen) {
        const playing = look!.playedEdges.has(edge.key);
        const faded = look!.traced && !(look!.traced.has(edge.from) && look!.traced.has(edge.to));
        context.globalAlpha = faded ? 0.22 : 1;
        context.setLineDash(edge.carried ? [6, 4] : edge.broken ? [2, 4] : []);
        context.strokeStyle = playing ? palette.text : palette['line-strong'];
        context.lineWidth = playing ? 2.25 : Math.max(1.25, 0.8 / transform.k);
        context.stroke(this.pathOf(edge.key, path));
      }
      context.globalAlpha = 1;
      context.setLineDash([]);
    }
  }

  private pathOf(key: string, path: string): Path2D {
    let made = this.paths.get(key);
    if (!made) this.paths.set(key, (made = new Path2D(path)));
    return made;
  }

  private colour(tone: Tone): string {
    return tone === 'zero' ? this.palette.muted : this.palette[tone];
  }

  private toneFor(item: Item): Tone {
    const { variable } = item;
    if (!variable) return 'zero';
    if (!Number.isFinite(variable.value)) return 'bad';
    return toneOf(this.state!.preferences.colour === 'value' ? variable.value : this.look!.reading(variable).grad);
  }

  private paintDots(placed: Placed[]): void {
    const { context, palette } = this;
    const least = 2.2 / this.transform.k;
    const groups = new Map<string, Placed[]>();
    for (const one of placed) {
      const item = this.state!.graph!.items.get(one.key)!;
      const special =
        this.state!.selection === one.key || this.look!.marked.has(one.key) || this.look!.playing === one.key;
      const colour = special
        ? palette.text
        : item.variable && item.variable.role !== 'intermediate'
          ? palette.accent
          : this.colour(this.toneFor(item));
      const group = groups.get(colour);
      if (group) group.push(one);
      else groups.set(colour, [one]);
    }
    for (const [colour, group] of groups) {
      context.fillStyle = colour;
      for (const { box } of group) {
        const [width, height] = [Math.max(least, box.width), Math.max(least, box.height * 0.7)];
        context.fillRect(box.x - width / 2, box.y - height / 2, width, height);
      }
    }
  }

  private paintItem({ key, box }: Placed, words: boolean): void {
    const { context, palette, state, look } = this;
    const item = state!.graph!.items.get(key)!;
    const classes = itemClasses(state!, look!, item);
    const has = (name: string) => classes.includes(name);
    const [left, top] = [box.x - box.width / 2, box.y - box.height / 2];
    context.globalAlpha = has('faded') ? 0.22 : 1;
    context.beginPath();
    context.roundRect(left, top, box.width, box.height, item.function && box.width === box.height ? box.height / 2 : 8);
    const playing = has(' playing');
    context.fillStyle = playing ? palette.text : palette.ground;
    context.fill();
    const special = item.variable !== null && item.variable.role !== 'intermediate';
    context.strokeStyle = has(' bad')
      ? palette.bad
      : has('selected') || has('marked')
        ? palette.text
        : special
          ? palette.accent
          : palette['line-strong'];
    context.lineWidth = has('selected') ? 2.5 : special || has(' bad') || has('marked') ? 2 : 1.25;
    if (!words) context.lineWidth = Math.max(context.lineWidth, 1 / this.transform.k);
    context.setLineDash(has('unreached') ? [2, 3] : has('stepwise') || has(' bad') ? [5, 3] : []);
    context.stroke();
    context.setLineDash([]);
    context.textBaseline = 'alphabetic';
    if (item.function) {
      context.fillStyle = playing ? palette.ground : palette.text;
      context.font = `${words ? 14 : 22}px ${palette.number}`;
      context.textAlign = 'center';
      context.fillText(shortened(item.function.label, 12), box.x, box.y + (words ? 5 : 8));
    } else this.paintCard(item, left, top, box.width, box.height, words);
    context.globalAlpha = 1;
  }

  private paintCard(item: Item, left: number, top: number, width: number, height: number, words: boolean): void {
    const { context, palette, state, look } = this;
    const seen = cardLook(state!, look!, item, Math.floor((width - 28) / characterWidth));
    context.fillStyle = this.colour(seen.gradientTone);
    context.fillRect(left + 1, top + height - (words ? 3.5 : 9), seen.bar * (width - 2), words ? 2.5 : 8);
    if (!words) {
      const name = shortened(item.variable!.name ?? variableName(state!, item.variable!), 7);
      context.font = `24px ${palette.number}`;
      context.textAlign = 'left';
      context.fillStyle = palette.text;
      context.fillText(name, left + 12, top + 38);
      return;
    }
    context.fillStyle = palette.line;
    context.fillRect(left + 14, top + 34, width - 28, 1);
    const write = (content: string, x: number, y: number, colour: string, align: CanvasTextAlign, size = 12) => {
      context.font = `${size}px ${palette.number}`;
      context.fillStyle = colour;
      context.textAlign = align;
      context.fillText(content, x, y);
    };
    write(seen.name, left + 14, top + 25, item.variable!.name === null ? palette.muted : palette.text, 'left', 13);
    write(seen.value, left + width - 14, top + 25, seen.valueTone === 'bad' ? palette.bad : palette.text, 'right', 13);
    write(seen.partialOf, left + 14, top + 51, palette.muted, 'left');
    write(seen.gradient, left + width - 14, top + 51, this.colour(seen.gradientTone), 'right');
    if (seen.times) write(seen.times, left + width, top - 6, palette.muted, 'right');
  }
}
