/** @file The line of steps under the graph: a stop for each function, the played part solid. */
import { element, shape } from './dom';
import type { Playback } from './playback';
import { text } from './strings';

/** Above this many functions the line has no stops to see. */
const visibleStops = 60;

export class Scrubber {
  readonly range: HTMLInputElement;
  readonly root: HTMLElement;
  private width = 0;
  private readonly stops = shape('svg', { class: 'stops', 'aria-hidden': 'true' });

  /** @param redraw is called when the line has another width. */
  constructor(go: (step: number) => void, redraw: () => void) {
    this.range = element('input', {
      type: 'range',
      class: 'scrubber',
      min: 0,
      step: 1,
      'aria-label': text('player.scrub'),
      oninput: () => go(Number(this.range.value)),
    });
    this.root = element('div', { class: 'scrub' }, this.stops, this.range);
    new ResizeObserver(([entry]) => {
      this.width = entry.contentRect.width;
      redraw();
    }).observe(this.range);
  }

  draw(playback: Playback, step: number, said: string): void {
    const count = playback.sweep.steps.length;
    this.range.max = String(count);
    this.range.value = String(step);
    this.range.setAttribute('aria-valuetext', said);
    const { width } = this;
    if (width === 0) return;
    const x = (at: number) => 8 + ((width - 16) * at) / count;
    const { mistake } = playback.sweep;
    const wrongFrom = mistake ? mistake.step + 1 : Number.POSITIVE_INFINITY;
    this.stops.setAttribute('viewBox', `0 0 ${width} 20`);
    this.stops.setAttribute('width', String(width));
    this.stops.replaceChildren(
      shape('line', { class: 'rail', x1: x(0), x2: x(count), y1: 10, y2: 10 }),
      shape('line', { class: 'played', x1: x(0), x2: x(step), y1: 10, y2: 10 }),
    );
    if (count <= visibleStops && count * 14 < width * 1.4) {
      for (let i = 0; i <= count; i++)
        this.stops.append(
          shape('circle', {
            class: `stop${i <= step ? ' done' : ''}${i >= wrongFrom ? ' wrong' : ''}`,
            cx: x(i),
            cy: 10,
            r: i === step ? 7.5 : count > 24 ? 2.5 : 4.5,
          }),
        );
    } else {
      if (mistake)
        this.stops.append(shape('line', { class: 'wrong-part', x1: x(wrongFrom), x2: x(count), y1: 10, y2: 10 }));
      this.stops.append(shape('circle', { class: 'stop done', cx: x(step), cy: 10, r: 7.5 }));
    }
    // Where it first went wrong is marked by a shape too.
    if (mistake) {
      const at = x(wrongFrom);
      this.stops.append(shape('path', { class: 'wrong-turn', d: `M${at - 4},-3h8l-4,6z` }));
    }
  }
}
