/** @file Boxes around the records of a loop: where they stand, and how they are drawn. */
import type { LoopRecord } from '../../protocol/evaluation';
import { shape } from '../dom';
import { formatCount } from '../format';
import { membersOf } from '../loops';
import { quote } from '../source';
import type { State } from '../state';
import { text } from '../strings';
import type { Box } from './geometry';
import type { Graph, ItemKey } from './model';

export interface LoopBox {
  key: ItemKey;
  loop: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Room over the items, for edges that are carried round. */
const over = 40;
export const boxHeading = 26;

/** Members of each loop that has a box, inner loops first; indices into `keys`. */
export function loopGroups(graph: Graph, loops: readonly LoopRecord[], keys: readonly string[]): number[][] {
  const place = new Map(keys.map((key, index) => [key, index]));
  return loops
    .map((_, loop) => membersOf(graph, loops, loop).flatMap((key) => place.get(key) ?? []))
    .reverse()
    .filter((group) => group.length > 1);
}

export function loopBoxes(
  graph: Graph,
  loops: readonly LoopRecord[],
  boxes: ReadonlyMap<ItemKey, Box>,
  padding: number,
): LoopBox[] {
  const found: LoopBox[] = [];
  // Inner ones first, so that outer ones can be wider.
  for (let loop = loops.length - 1; loop >= 0; loop--) {
    const members = membersOf(graph, loops, loop).flatMap((key) => boxes.get(key) ?? []);
    if (members.length < 2) continue;
    const box: LoopBox = {
      key: `l${loop}`,
      loop,
      left: Math.min(...members.map((one) => one.x - one.width / 2)) - padding,
      right: Math.max(...members.map((one) => one.x + one.width / 2)) + padding,
      top: Math.min(...members.map((one) => one.y - one.height / 2)) - over - boxHeading,
      bottom: Math.max(...members.map((one) => one.y + one.height / 2)) + padding,
    };
    for (const inner of found) {
      if (loops[inner.loop].parent !== loop) continue;
      box.left = Math.min(box.left, inner.left - 8);
      box.right = Math.max(box.right, inner.right + 8);
      box.top = Math.min(box.top, inner.top - boxHeading);
      box.bottom = Math.max(box.bottom, inner.bottom + 8);
    }
    found.push(box);
  }
  return found.reverse();
}

/** `loop, line 8`, or the function's name. */
export function loopName(state: State, record: LoopRecord): string {
  const line = quote(state, record)?.line ?? null;
  if (record.kind === 'function' && record.name !== null) return text('loop.function', record.name);
  return line === null ? text('loop.loop') : text('loop.line', line);
}

/** `×4,000`, or `execution 12 of 4,000`. */
export function loopCount(state: State, loop: number): string {
  const count = state.evaluation?.loops?.[loop]?.count ?? null;
  if (count === null) return '';
  const { iteration } = state;
  return iteration?.loop === loop
    ? text('loop.execution', formatCount(iteration.index + 1), formatCount(count))
    : `×${formatCount(count)}`;
}

/** Draws the boxes anew: there are few. */
export function drawLoopBoxes(host: SVGGElement, state: State, boxes: readonly LoopBox[]): void {
  const loops = state.evaluation?.loops ?? [];
  const focused = host.contains(document.activeElement) ? document.activeElement!.getAttribute('data-item') : null;
  host.replaceChildren(
    ...boxes.map((box) => {
      const record = loops[box.loop];
      if (!record) return shape('g');
      const name = loopName(state, record);
      const count = loopCount(state, box.loop);
      const selected = state.selection === box.key ? ' selected' : '';
      const opened = state.iteration?.loop === box.loop ? ' opened' : '';
      return shape(
        'g',
        { class: `loop-box${selected}${opened}`, transform: `translate(${box.left},${box.top})` },
        shape('rect', { class: 'loop-frame', width: box.right - box.left, height: box.bottom - box.top, rx: 12 }),
        shape(
          'g',
          {
            class: 'loop-heading',
            role: 'button',
            tabindex: 0,
            'data-item': box.key,
            'aria-label': text('loop.label', name, count),
          },
          shape('rect', { class: 'loop-hit', width: box.right - box.left, height: boxHeading + 4, rx: 12 }),
          shape('text', { class: 'loop-name', x: 14, y: 20 }, name),
          shape('text', { class: 'loop-count end', x: box.right - box.left - 14, y: 20 }, count),
        ),
      );
    }),
  );
  if (focused) host.querySelector<SVGGElement>(`[data-item="${focused}"]`)?.focus();
}
