/** @file Cards and circles on a canvas, with words where they can be read. */
import { formatCount, shortened } from '../format';
import { variableName } from '../names';
import { introducedBy } from '../scene';
import type { State } from '../state';
import { cardLook, type Look, type Tone } from './appearance';
import { itemClasses } from './classes';
import type { Box } from './geometry';
import { type LoopBox, loopCount, loopName } from './loop-boxes';
import { characterWidth } from './measures';
import type { Item } from './model';
import type { Palette } from './palette';

export interface Drawing {
  context: CanvasRenderingContext2D;
  palette: Palette;
  state: State;
  look: Look;
  /** The scale. */
  k: number;
  /** Whether numbers can be read. */
  words: boolean;
}

/** The hue of what computes a gradient of some order. */
export function partColour(palette: Palette, order: number): string {
  return palette[`order-${Math.min(order, 7) as 1 | 2 | 3 | 4 | 5 | 6 | 7}`];
}

export function paintItem(drawing: Drawing, item: Item, box: Box): void {
  const { context, palette, state, look, words } = drawing;
  const classes = new Set(itemClasses(state, look, item).split(' '));
  const [left, top] = [box.x - box.width / 2, box.y - box.height / 2];
  const order = state.graph ? introducedBy(state.graph, item.key) : 0;
  context.globalAlpha = classes.has('faded') ? 0.22 : 1;
  context.beginPath();
  context.roundRect(left, top, box.width, box.height, item.function && box.width === box.height ? box.height / 2 : 8);
  const playing = classes.has('playing');
  context.fillStyle = playing ? palette.text : palette.ground;
  context.fill();
  const special = item.variable !== null && item.variable.role !== 'intermediate';
  context.strokeStyle = classes.has('bad')
    ? palette.bad
    : classes.has('selected') || classes.has('marked')
      ? palette.text
      : order > 0 && (item.function || special)
        ? partColour(palette, order)
        : special
          ? palette.accent
          : palette['line-strong'];
  context.lineWidth = classes.has('selected') ? 2.5 : special || classes.has('bad') || classes.has('marked') ? 2 : 1.25;
  if (!words) context.lineWidth = Math.max(context.lineWidth, 1 / drawing.k);
  context.setLineDash(classes.has('unreached') ? [2, 3] : classes.has('stepwise') || classes.has('bad') ? [5, 3] : []);
  context.stroke();
  context.setLineDash([]);
  context.textBaseline = 'alphabetic';
  if (item.function) {
    context.fillStyle = playing ? palette.ground : palette.text;
    context.font = `${words ? 14 : 22}px ${palette.number}`;
    context.textAlign = 'center';
    context.fillText(shortened(item.function.label, 12), box.x, box.y + (words ? 5 : 8));
    if (item.function.rolled && words) {
      context.font = `12px ${palette.number}`;
      context.fillStyle = palette.muted;
      context.fillText(`×${formatCount(item.function.rolled.count)}`, box.x, box.y - 30);
    }
  } else {
    if (order > 0) {
      context.fillStyle = partColour(palette, order);
      context.fillRect(left, top + 10, 3, box.height - 20);
    }
    paintCard(drawing, item, left, top, box.width, box.height);
  }
  context.globalAlpha = 1;
}

function paintCard(drawing: Drawing, item: Item, left: number, top: number, width: number, height: number): void {
  const { context, palette, state, look, words } = drawing;
  const colour = (tone: Tone) => (tone === 'zero' ? palette.muted : palette[tone]);
  const seen = cardLook(state, look, item, Math.floor((width - 28) / characterWidth));
  context.fillStyle = colour(seen.gradientTone);
  context.fillRect(left + 1, top + height - (words ? 3.5 : 9), seen.bar * (width - 2), words ? 2.5 : 8);
  if (!words) {
    const name = shortened(item.variable!.name ?? variableName(state, item.variable!), 7);
    context.font = `24px ${palette.number}`;
    context.textAlign = 'left';
    context.fillStyle = palette.text;
    context.fillText(name, left + 12, top + 38);
    return;
  }
  context.fillStyle = palette.line;
  context.fillRect(left + 14, top + 34, width - 28, 1);
  const write = (content: string, x: number, y: number, ink: string, align: CanvasTextAlign, size = 12) => {
    context.font = `${size}px ${palette.number}`;
    context.fillStyle = ink;
    context.textAlign = align;
    context.fillText(content, x, y);
  };
  write(seen.name, left + 14, top + 25, item.variable!.name === null ? palette.muted : palette.text, 'left', 13);
  write(seen.value, left + width - 14, top + 25, seen.valueTone === 'bad' ? palette.bad : palette.text, 'right', 13);
  write(seen.partialOf, left + 14, top + 51, palette.muted, 'left');
  write(seen.gradient, left + width - 14, top + 51, colour(seen.gradientTone), 'right');
  if (seen.wrong || seen.dropped) {
    const long = seen.gradient.length * characterWidth;
    context.fillStyle = seen.wrong ? palette.bad : palette.muted;
    context.fillRect(left + width - 14 - long, seen.wrong ? top + 54 : top + 46.5, long, 1.25);
    if (seen.caption) write(seen.caption, left + width, top + height + 14, context.fillStyle, 'right', 11);
  }
  if (seen.times) write(seen.times, left + width, top - 6, palette.muted, 'right');
}

/** Frames around the records of loops. */
export function paintLoopBoxes(
  context: CanvasRenderingContext2D,
  palette: Palette,
  state: State,
  boxes: readonly LoopBox[],
  k: number,
): void {
  const loops = state.evaluation?.loops ?? [];
  for (const box of boxes) {
    const record = loops[box.loop];
    if (!record) continue;
    context.beginPath();
    context.roundRect(box.left, box.top, box.right - box.left, box.bottom - box.top, 12);
    context.lineWidth = Math.max(state.selection === box.key ? 2.5 : 1.25, 1 / k);
    context.strokeStyle =
      state.iteration?.loop === box.loop
        ? palette.accent
        : palette[state.selection === box.key ? 'text' : 'line-strong'];
    context.stroke();
    context.font = `${Math.min(60, Math.max(12, 11 / k))}px ${palette.interface}`;
    context.fillStyle = palette.muted;
    context.textAlign = 'left';
    context.fillText(`${loopName(state, record)}  ${loopCount(state, box.loop)}`, box.left + 14, box.top + 20);
  }
}
