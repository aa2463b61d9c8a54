/** @file Draws the graph as SVG: lanes, edges, cards and circles, each item reachable by the keyboard. */
import { shape } from '../dom';
import { formatWithin, shortened } from '../format';
import { operandNames } from '../names';
import { ruleText } from '../rules';
import type { State } from '../state';
import { cardLook, functionLabel, type Look, timesText } from './appearance';
import { edgeClasses, itemClasses } from './classes';
import { type Box, functionHeight, type Geometry } from './geometry';
import { headingRoom, laneHeadings } from './lanes';
import { drawLoopBoxes } from './loop-boxes';
import type { Graph, Item, ItemKey } from './model';
import type { Picture, Transform } from './picture';
import { type Level, levelAt, WordsAfar, write } from './words-afar';

interface Drawn {
  root: SVGGElement;
  update(state: State, look: Look): void;
  place(box: Box): void;
  /** Seen from another distance. */
  level?(level: Level, state: State, look: Look): void;
}

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
    cardWidth: number,
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
      const made = item.variable ? this.card(item, cardWidth) : this.circle(item);
      this.drawn.set(item.key, made);
      this.items.append(made.root);
    }
  }

  place(geometry: Geometry): void {
    this.geometry = geometry;
    this.drawLanes();
    for (const [key, drawn] of this.drawn) drawn.place(geometry.boxes.get(key)!);
    for (const [key, line] of this.lines) line.setAttribute('d', geometry.paths.get(key) ?? '');
  }

  /** Lanes fill the window and keep their headings in sight, whatever part of the graph is looked at. */
  view(transform: Transform, size: { width: number; height: number }): void {
    this.transform = transform;
    this.size = size;
    this.world.setAttribute('transform', `translate(${transform.x},${transform.y}) scale(${transform.k})`);
    this.drawLanes();
    const level = levelAt(transform.k);
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
    this.svg.setAttribute('class', `picture colour-${state.preferences.colour}`);
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

  private card(item: Item, width: number): Drawn {
    const height = cardHeight;
    const root = shape('g', { class: 'item', role: 'button', tabindex: -1, 'data-item': item.key });
    const title = shape('title');
    const name = shape('text', { class: 'name', x: 14, y: 25 });
    const value = shape('text', { class: 'value end', x: width - 14, y: 25 });
    const partial = shape('text', { class: 'partial', x: 14, y: 51 });
    const gradient = shape('text', { class: 'gradient end', x: width - 14, y: 51 });
    const bar = shape('rect', { class: 'bar', x: 1, y: height - 3.5, height: 2.5, rx: 1.25 });
    const tint = shape('rect', { class: 'tint', width, height, rx: 8 });
    const caption = shape('text', { class: 'caption middle', x: width / 2, y: height + 19 });
    const times = shape('text', { class: 'times end', x: width, y: -6 });
    if (item.variable!.rolled) {
      root.append(
        shape('rect', { class: 'sheet', x: 8, y: -7, width: width - 16, height: 16, rx: 8 }),
        shape('rect', { class: 'sheet', x: 4, y: -3.5, width: width - 8, height: 16, rx: 8 }),
      );
    }
    root.append(
      title,
      shape('rect', { class: 'box', width, height, rx: 8 }),
      tint,
      shape('rect', { class: 'stripe', x: 0, y: 10, width: 3, height: height - 20, rx: 1.5 }),
      shape('line', { class: 'hairline', x1: 14, x2: width - 14, y1: 34, y2: 34 }),
      name,
      value,
      partial,
      gradient,
      bar,
      caption,
      times,
    );
    const afar = new WordsAfar(root, width, characterWidth);
    return {
      root,
      level: (level, state, look) => afar.show(level, state, look, state.graph?.items.get(item.key) ?? item),
      update(state, look) {
        // Records are replaced by a live update; the item of the newest graph has the numbers.
        const current = state.graph?.items.get(item.key) ?? item;
        const seen = cardLook(state, look, current, Math.floor((width - 28) / characterWidth));
        root.setAttribute('class', itemClasses(state, look, current));
        root.setAttribute('aria-label', seen.label);
        write(title, seen.title);
        write(name, seen.name);
        name.classList.toggle('unnamed', current.variable!.name === null);
        afar.update(state, look, current);
        write(value, seen.value);
        value.setAttribute('class', `value end tone-${Number.isFinite(current.variable!.value) ? 'plain' : 'bad'}`);
        write(partial, seen.partialOf);
        write(gradient, seen.gradient);
        gradient.setAttribute('class', `gradient end tone-${seen.gradientTone}`);
        bar.setAttribute('class', `bar tone-${seen.gradientTone}`);
        bar.setAttribute('width', String(Math.round(seen.bar * (width - 2))));
        write(caption, seen.caption ?? '');
        write(times, seen.times ?? '');
        const share =
          state.preferences.colour === 'value' ? barLikeShare(current.variable!.value, look.largestValue) : 0;
        tint.setAttribute('class', `tint tone-${seen.valueTone}`);
        tint.setAttribute('fill-opacity', String(share));
      },
      place(box) {
        root.setAttribute('transform', `translate(${box.x - width / 2},${box.y - height / 2})`);
      },
    };
  }

  private circle(item: Item): Drawn {
    const made = item.function!;
    const width = functionWidth(made.label);
    const root = shape('g', { class: 'item', role: 'button', tabindex: -1, 'data-item': item.key });
    const title = shape('title');
    const label = shape(
      'text',
      { class: made.label.length > 2 ? 'sign long middle' : 'sign middle', y: 5 },
      shortened(made.label, 12),
    );
    root.append(title);
    if (made.rolled)
      root.append(shape('rect', { class: 'sheet', x: -width / 2 + 4, y: -25, width: width - 8, height: 20, rx: 10 }));
    root.append(
      shape('rect', {
        class: 'box',
        x: -width / 2,
        y: -functionHeight / 2,
        width,
        height: functionHeight,
        rx: width === functionHeight ? functionHeight / 2 : 12,
      }),
      label,
    );
    const constants = shape('g', { class: 'constants' });
    root.append(constants);
    const times = shape('text', { class: 'times middle', y: -30 });
    if (made.rolled) root.append(times);
    return {
      root,
      update(state, look) {
        const current = state.graph?.items.get(item.key) ?? item;
        const words = functionLabel(state, current);
        root.setAttribute('class', itemClasses(state, look, current));
        root.setAttribute('aria-label', words.label);
        write(title, words.title);
        write(times, timesText(state, current) ?? '');
        constants.replaceChildren();
        if (!state.preferences.constants) return;
        constantTexts(current).forEach((constant) => {
          constants.append(shape('text', { class: 'constant middle', y: constant.above ? -27 : 36 }, constant.text));
        });
      },
      place(box) {
        root.setAttribute('transform', `translate(${box.x},${box.y})`);
      },
    };
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

  private note(words: string, kind: string, right: number, top: number): void {
    const width = words.length * characterWidth + 12;
    this.ledger.append(
      shape('rect', { class: 'ground', x: right - width, y: top, width, height: 18, rx: 3 }),
      shape('text', { class: `${kind} end`, x: right - 6, y: top + 13 }, words),
    );
  }
}

export const cardHeight = 62;
/** Advance of the monospace font at 12 px; measured once when the panel starts. */
export let characterWidth = 7.25;

export function useCharacterWidth(width: number): void {
  characterWidth = width;
}

export function functionWidth(label: string): number {
  return label.length <= 3 ? functionHeight : Math.max(functionHeight, Math.min(12, label.length) * 7.6 + 22);
}

export function constantTexts(item: Item): { text: string; above: boolean }[] {
  const made = item.function!;
  if (made.rolled) return [];
  // x² says its exponent itself.
  const said = made.op === 'pow' && /[⁰¹²³⁴⁵⁶⁷⁸⁹]/.test(made.label);
  const found = made.operands
    .map((operand, place) => ({ operand, place }))
    .filter(({ operand, place }) => operand.variable === null && !(said && place === 1));
  if (found.length > 2)
    return [{ text: found.map(({ operand }) => formatWithin(operand.value, 6)).join(', '), above: false }];
  return found.map(({ operand, place }) => ({ text: formatWithin(operand.value, 8), above: place === 0 }));
}

function barLikeShare(value: number, largest: number): number {
  if (!Number.isFinite(value) || largest === 0 || value === 0) return 0;
  return 0.05 + 0.25 * Math.min(1, Math.max(0, 1 + Math.log10(Math.abs(value) / largest) / 4));
}
