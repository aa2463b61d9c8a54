/** @file Draws large graphs on a canvas: only what is in sight, and no finer than can be seen. */
import { element } from '../dom';
import { introducedBy } from '../scene';
import type { State } from '../state';
import { cardLook, functionLabel, type Look } from './appearance';
import { paintItem, paintLoopBoxes, partColour } from './cards';
import { FarPicture } from './far';
import type { Geometry } from './geometry';
import { type Heading, headingRoom, laneHeadings } from './lanes';
import { Layer } from './layer';
import { boxHeading } from './loop-boxes';
import type { Graph, ItemKey } from './model';
import { onThemeChange, type Palette, readPalette } from './palette';
import type { Picture, Transform } from './picture';
import { type PlacedEdge, SpatialIndex, type Window } from './spatial';

/** Scales at which words and cards give way to bars and dots. */
const readable = 0.42;
const distant = 0.12;

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
  private far: FarPicture | null = null;
  private state: State | null = null;
  private look: Look | null = null;
  private transform: Transform = { x: 0, y: 0, k: 1 };
  private size = { width: 0, height: 0 };
  private frame = 0;
  private readonly layer = new Layer(() => this.draw());

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
      this.repaint();
    });
  }

  place(geometry: Geometry): void {
    this.geometry = geometry;
    this.index = new SpatialIndex(this.graph, geometry);
    this.paths = new Map();
    this.far = null;
    this.repaint();
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
    this.far?.colour(state, look);
    this.repaint();
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
    const place = { x: (x - this.transform.x) / k, y: (y - this.transform.y) / k };
    const heading = this.geometry?.loops.findLast(
      (box) => place.x >= box.left && place.x <= box.right && place.y >= box.top && place.y <= box.top + boxHeading,
    );
    return heading?.key ?? this.index?.at((x - this.transform.x) / k, (y - this.transform.y) / k) ?? null;
  }

  remove(): void {
    cancelAnimationFrame(this.frame);
    this.stopWatching();
    this.layer.remove();
    this.canvas.remove();
    this.spoken.remove();
  }

  private repaint(): void {
    this.layer.spoil();
    this.draw();
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
    this.layer.show(context, transform, size, scale, (...place) => this.paintItems(geometry, state, look, ...place));
    this.paintHeadings(headings);
  }

  private paintItems(
    geometry: Geometry,
    state: State,
    look: Look,
    context: CanvasRenderingContext2D,
    transform: Transform,
    size: { width: number; height: number },
  ): void {
    const { palette } = this;
    const { k, x, y } = transform;
    if (k < distant) {
      this.far ??= this.farPicture(geometry, state, look);
      this.far.paint(context, palette, transform, size);
      return;
    }
    const sight = { left: -x / k, top: -y / k, right: (size.width - x) / k, bottom: (size.height - y) / k };
    context.translate(x, y);
    context.scale(k, k);
    paintLoopBoxes(context, palette, state, geometry.loops, k);
    this.paintEdges(context, k, sight);
    const drawing = { context, palette, state, look, k, words: k >= readable };
    for (const { key, box } of this.index!.within(sight)) paintItem(drawing, state.graph!.items.get(key)!, box);
  }

  private farPicture(geometry: Geometry, state: State, look: Look): FarPicture {
    const made = new FarPicture(this.graph, geometry);
    made.colour(state, look);
    return made;
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

  private paintEdges(context: CanvasRenderingContext2D, k: number, sight: Window): void {
    const { palette, look, state } = this;
    const width = Math.max(1.25, 0.8 / k);
    // Lines that look the same are drawn in one go.
    const plain = new Path2D();
    const others: PlacedEdge[] = [];
    const graph = state!.graph!;
    for (const placed of this.index!.edges) {
      const { box, edge } = placed;
      if (box.right < sight.left || box.left > sight.right || box.bottom < sight.top || box.top > sight.bottom)
        continue;
      if (look!.traced || edge.carried || edge.broken || graph.introduced || look!.playedEdges.has(edge.key))
        others.push(placed);
      else plain.addPath(this.pathOf(placed));
    }
    context.lineWidth = width;
    context.strokeStyle = palette['line-strong'];
    context.setLineDash(state!.pass.recording ? [] : [1, 5]);
    context.stroke(plain);
    for (const placed of others) {
      const { edge } = placed;
      const playing = look!.playedEdges.has(edge.key);
      const faded = look!.traced && !(look!.traced.has(edge.from) && look!.traced.has(edge.to));
      const order = graph.introduced ? Math.max(introducedBy(graph, edge.from), introducedBy(graph, edge.to)) : 0;
      const connects = look!.connections.has(edge.key);
      context.globalAlpha = faded ? 0.22 : order > 0 && !connects ? 0.6 : 1;
      context.setLineDash(edge.carried ? [6, 4] : edge.broken ? [2, 4] : []);
      context.strokeStyle = playing ? palette.text : order > 0 ? partColour(palette, order) : palette['line-strong'];
      context.lineWidth = playing || connects ? 2.25 : width;
      context.stroke(this.pathOf(placed));
    }
    context.globalAlpha = 1;
    context.setLineDash([]);
  }

  private pathOf({ edge, path }: PlacedEdge): Path2D {
    let made = this.paths.get(edge.key);
    if (!made) this.paths.set(edge.key, (made = new Path2D(path)));
    return made;
  }
}
