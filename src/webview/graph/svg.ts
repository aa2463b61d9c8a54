/** @file Draws the graph as SVG: lanes, edges, cards and circles, each item reachable by the keyboard. */
import { shape } from '../dom';
import { formatWithin, shortened } from '../format';
import { operandNames } from '../names';
import { ruleText } from '../rules';
import type { State } from '../state';
import type { Look } from './appearance';
import { edgeClasses } from './classes';
import type { Geometry, Measures } from './geometry';
import { headingRoom, laneHeadings } from './lanes';
import { drawLoopBoxes } from './loop-boxes';
import { characterWidth } from './measures';
import type { Graph, ItemKey } from './model';
import type { Picture, Transform } from './picture';
import { type Drawn, drawCard, drawCircle } from './svg-items';
import { type Level, levelAt } from './words-afar';

export class SvgGraph implements Picture {
  private readonly svg = shape('svg', { class: 'picture', role: 'group' });
  private readonly world = shape('g', { class: 'world' });
  private readonly lanes = shape('g', { class: 'lanes', 'aria-hidden': 'true' });
  private readonly headings = shape('g', { class: 'headings', 'aria-hidden': 'true' });
  private readonly loops = shape('g', { class: 'loops' });
  private readonly edges = shape('g', { class: 'edges', 'aria-hidden': 'true' });
  private readonly items = shape('g', { class: 'items' });
  private readonly ledger = shape('g', { class: 'ledger', 'aria-hidden': 'true' });
  private readonly drawn = new Map<ItemKey, Drawn>();
  private readonly lines = new Map<string, SVGPathElement>();
  private level: Level = 'full';
  private shown: { state: State; look: Look } | null = null;
  private geometry: Geometry | null = null;
  private transform = { x: 0, y: 0, k: 1 };
  private size = { width: 0, height: 0 };

  constructor(
    host: HTMLElement,
    private readonly graph: Graph,
    private readonly measures: Measures,
    label: string,
  ) {
    this.svg.setAttribute('aria-label', label);
    host.append(this.svg);
    this.svg.append(this.lanes, this.world, this.headings);
    this.world.append(this.loops, this.edges, this.items, this.ledger);
    for (const edge of graph.edges) {
      const line = shape('path', { class: 'edge' });
      this.lines.set(edge.key, line);
      this.edges.append(line);
    }
    // In reading order, so that Tab and screen readers follow the computation.
    const ordered = [...graph.items.values()].sort((a, b) => a.rank - b.rank);
    for (const item of ordered) {
      const made = item.variable ? drawCard(item, measures) : drawCircle(item, measures);
      this.drawn.set(item.key, made);
      this.items.append(made.root);
    }
  }

  place(geometry: Geometry): void {
    this.geometry = geometry;
    this.drawLanes();
    for (const [key, drawn] of this.drawn) drawn.place(geometry.boxes.get(key)!);
    for (const [key, line] of this.lines) line.setAttribute('d', geometry.paths.get(key) ?? '');
    if (this.shown) drawLoopBoxes(this.loops, this.shown.state, geometry.loops);
  }

  /** Lanes fill the window and keep their headings in sight, whatever part of the graph is looked at. */
  view(transform: Transform, size: { width: number; height: number }): void {
    this.transform = transform;
    this.size = size;
    this.world.setAttribute('transform', `translate(${transform.x},${transform.y}) scale(${transform.k})`);
    this.drawLanes();
    const level = levelAt(transform.k, this.measures.style === 'stacked');
    if (level === this.level) return;
    this.level = level;
    if (this.shown) for (const drawn of this.drawn.values()) drawn.level?.(level, this.shown.state, this.shown.look);
  }

  private drawLanes(): void {
    const { geometry, transform, size } = this;
    if (!geometry || size.width === 0) return;
    const headings = laneHeadings(this.graph, geometry, transform, size);
    const down = geometry.direction === 'down';
    const bar = (start: number, extent: number, whole: boolean) =>
      shape(
        'rect',
        down
          ? { class: 'lane', x: 0, y: start, width: whole ? size.width : headingRoom.down, height: extent }
          : { class: 'lane', x: start, y: 0, width: extent, height: whole ? size.height : headingRoom.across },
      );
    this.lanes.replaceChildren(...headings.map(({ start, extent }) => bar(start, extent, true)));
    // Headings lie over the cards that are moved beneath them.
    this.headings.replaceChildren(
      ...(down ? [] : [shape('rect', { class: 'strip', x: 0, y: 0, width: size.width, height: headingRoom.across })]),
      ...(down ? [] : headings.map(({ start, extent }) => bar(start, extent, false))),
      ...headings
        .filter(({ words }) => words !== null)
        .map(({ start, extent, words }) =>
          down
            ? shape('text', { class: 'lane-title', x: 12, y: start + 18 }, words)
            : shape('text', { class: 'lane-title middle', x: start + extent / 2, y: 22 }, words),
        ),
    );
  }

  /** For export. */
  get element(): SVGSVGElement {
    return this.svg;
  }

  remove(): void {
    this.svg.remove();
  }

  hit(_x: number, _y: number, target: Element): ItemKey | null {
    return (target.closest('[data-item]')?.getAttribute('data-item') as ItemKey | null) ?? null;
  }

  update(state: State, look: Look): void {
    this.svg.setAttribute('class', `picture colour-${state.preferences.colour} ${this.measures.style}`);
    this.setTabStop(state);
    for (const edge of this.graph.edges) {
      const line = this.lines.get(edge.key)!;
      line.setAttribute('class', edgeClasses(state, look, edge));
      // What is played lies on top.
      if (look.playedEdges.has(edge.key)) this.edges.append(line);
    }
    if (!this.shown) for (const drawn of this.drawn.values()) drawn.level?.(this.level, state, look);
    this.shown = { state, look };
    for (const drawn of this.drawn.values()) drawn.update(state, look);
    drawLoopBoxes(this.loops, state, this.geometry?.loops ?? []);
    this.writeLedger(state, look);
  }

  focus(key: ItemKey): void {
    this.drawn.get(key)?.root.focus({ preventScroll: true });
  }

  /** One item takes part in the Tab order: the selected one, else the output. */
  private setTabStop(state: State): void {
    const stop = state.selection ?? this.graph.output ?? this.graph.items.keys().next().value;
    for (const [key, { root }] of this.drawn) root.setAttribute('tabindex', key === stop ? '0' : '-1');
  }

  /** The rule above, the numbers below, where the contribution arrives: under the operand's card. */
  private writeLedger(state: State, look: Look): void {
    this.ledger.replaceChildren();
    const step = look.moment?.step;
    if (!step || !this.geometry || !state.graph) return;
    const names = operandNames(state, state.graph, step.function);
    const rows = new Map<ItemKey, number>();
    for (const entry of step.ledger) {
      const key: ItemKey = `v${entry.variable}`;
      const box = this.geometry.boxes.get(key);
      if (!box) continue;
      const item = state.graph.items.get(key)!;
      const row = rows.get(key) ?? 0;
      rows.set(key, row + 1);
      const rule = ruleText(step.function.op, entry.operand, names);
      const bar = '\u0304';
      const formula = shortened(`${names.y.length === 1 ? names.y + bar : 'ȳ'} · ${rule ?? '∂'}`, 26);
      const contribution = formatWithin(entry.contribution, 9);
      const sum =
        entry.partial === null
          ? contribution
          : `${formatWithin(step.upstream, 9)} · ${formatWithin(entry.partial, 9)} = ${contribution}`;
      const right = box.x + box.width / 2 + 2;
      const captioned = item.variable!.role === 'intermediate' ? 0 : 20;
      const top = box.y + box.height / 2 + 7 + captioned + row * 40;
      this.note(formula, 'rule', right, top);
      this.note(sum, 'sum', right, top + 20);
    }
  }

  private note(words: string, kind: string, end: number, top: number): void {
    const width = words.length * characterWidth + 12;
    // Under a narrow card at the edge it stays in sight.
    const right = Math.max(end, this.geometry!.bounds.left - 8 + width);
    this.ledger.append(
      shape('rect', { class: 'ground', x: right - width, y: top, width, height: 18, rx: 3 }),
      shape('text', { class: `${kind} end`, x: right - 6, y: top + 13 }, words),
    );
  }
}
