/** @file Draws a variable as a card and a function as a circle, in SVG, and keeps their words up to date. */
import { shape } from '../dom';
import { shortened } from '../format';
import type { State } from '../state';
import { cardLook, functionLabel, type Look, timesText } from './appearance';
import { itemClasses } from './classes';
import type { Box, Measures } from './geometry';
import { characterWidth, constantTexts, signLength, stackedRows } from './measures';
import type { Item } from './model';
import { type Level, WordsAfar, write } from './words-afar';

export interface Drawn {
  root: SVGGElement;
  update(state: State, look: Look): void;
  place(box: Box): void;
  /** Seen from another distance. */
  level?(level: Level, state: State, look: Look): void;
}

/** Name and value share a row. */
const usualRows = { name: 25, value: 25, hairline: 34, gradient: 51, inset: 14 };

export function drawCard(item: Item, measures: Measures): Drawn {
  const { cardWidth: width, cardHeight: height } = measures;
  const stacked = measures.style === 'stacked';
  const rows = stacked ? stackedRows : usualRows;
  const { inset } = rows;
  const radius = stacked ? 6 : 8;
  const root = shape('g', { class: 'item', role: 'button', tabindex: -1, 'data-item': item.key });
  const title = shape('title');
  const name = shape('text', { class: 'name', x: inset, y: rows.name });
  const value = shape('text', { class: 'value end', x: width - inset, y: rows.value });
  const partial = shape('text', { class: 'partial', x: inset, y: rows.gradient });
  const gradient = shape('text', { class: 'gradient end', x: width - inset, y: rows.gradient });
  const bar = shape('rect', { class: 'bar', x: 1, y: height - 3.5, height: 2.5, rx: 1.25 });
  const tint = shape('rect', { class: 'tint', width, height, rx: radius });
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
    shape('rect', { class: 'box', width, height, rx: radius }),
    tint,
    shape('rect', { class: 'stripe', x: 0, y: 10, width: 3, height: height - 20, rx: 1.5 }),
    shape('line', { class: 'hairline', x1: inset, x2: width - inset, y1: rows.hairline, y2: rows.hairline }),
    name,
    value,
    partial,
    gradient,
    bar,
    caption,
    times,
  );
  const characters = stacked ? stackedRows.characters : Math.floor((width - 28) / characterWidth);
  const afar = new WordsAfar(root, width, characterWidth);
  return {
    root,
    level: (level, state, look) => afar.show(level, state, look, state.graph?.items.get(item.key) ?? item),
    update(state, look) {
      // Records are replaced by a live update; the item of the newest graph has the numbers.
      const current = state.graph?.items.get(item.key) ?? item;
      const seen = cardLook(state, look, current, characters, stacked);
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
      const share = state.preferences.colour === 'value' ? barLikeShare(current.variable!.value, look.largestValue) : 0;
      tint.setAttribute('class', `tint tone-${seen.valueTone}`);
      tint.setAttribute('fill-opacity', String(share));
    },
    place(box) {
      root.setAttribute('transform', `translate(${box.x - width / 2},${box.y - height / 2})`);
    },
  };
}

export function drawCircle(item: Item, measures: Measures): Drawn {
  const made = item.function!;
  const width = measures.functionWidth(item.key);
  const height = measures.functionHeight;
  const stacked = measures.style === 'stacked';
  const root = shape('g', { class: 'item', role: 'button', tabindex: -1, 'data-item': item.key });
  const title = shape('title');
  const label = shape(
    'text',
    { class: made.label.length > 2 ? 'sign long middle' : 'sign middle', y: stacked ? 4.5 : 5 },
    shortened(made.label, signLength(stacked)),
  );
  root.append(title);
  if (made.rolled)
    root.append(
      shape('rect', {
        class: 'sheet',
        x: -width / 2 + 4,
        y: -height / 2 - 4,
        width: width - 8,
        height: height / 2,
        rx: height / 4,
      }),
    );
  root.append(
    shape('rect', {
      class: 'box',
      x: -width / 2,
      y: -height / 2,
      width,
      height,
      rx: width === height ? height / 2 : 12,
    }),
    label,
  );
  const constants = shape('g', { class: 'constants' });
  root.append(constants);
  const times = shape('text', { class: 'times middle', y: -height / 2 - 9 });
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
        constants.append(
          shape(
            'text',
            { class: 'constant middle', y: constant.above ? -height / 2 - 6 : height / 2 + 15 },
            constant.text,
          ),
        );
      });
    },
    place(box) {
      root.setAttribute('transform', `translate(${box.x},${box.y})`);
    },
  };
}

function barLikeShare(value: number, largest: number): number {
  if (!Number.isFinite(value) || largest === 0 || value === 0) return 0;
  return 0.05 + 0.25 * Math.min(1, Math.max(0, 1 + Math.log10(Math.abs(value) / largest) / 4));
}
