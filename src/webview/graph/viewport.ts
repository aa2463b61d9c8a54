/** @file Zoom, pan and fit. */
import { select, type ZoomBehavior, type ZoomTransform, zoom, zoomIdentity } from 'd3';
import type { Box } from './geometry';

export interface Bounds {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Free room around a fitted graph; above there are the lanes' headings. */
const paddings = { side: 24, top: 34, bottom: 8 };

export class Viewport {
  transform: ZoomTransform = zoomIdentity;
  /** A person has moved the picture, so it is not fitted any more by itself. */
  touched = false;
  private measured = { width: 0, height: 0 };
  private readonly behaviour: ZoomBehavior<Element, unknown>;

  constructor(
    private readonly surface: HTMLElement,
    private readonly moved: (transform: ZoomTransform) => void,
  ) {
    this.behaviour = zoom<Element, unknown>()
      .scaleExtent([0.0005, 4])
      .extent(() => [
        [0, 0],
        [this.measured.width, this.measured.height],
      ])
      .filter((event: MouseEvent) => {
        // A narrow panel scrolls: there the wheel zooms only with Ctrl (or a pinch).
        if (event.type === 'wheel') return event.ctrlKey || event.metaKey || !matchMedia('(max-width: 520px)').matches;
        return event.button === 0 && !event.ctrlKey;
      })
      .wheelDelta(
        (event: WheelEvent) => -event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.002) * (event.ctrlKey ? 4 : 1),
      )
      .on('start', (event: { sourceEvent: Event | null }) => {
        if (event.sourceEvent) this.surface.classList.add('dragging');
      })
      .on('end', () => this.surface.classList.remove('dragging'))
      .on('zoom', (event: { transform: ZoomTransform; sourceEvent: Event | null }) => {
        if (event.sourceEvent) this.touched = true;
        this.transform = event.transform;
        this.moved(event.transform);
      });
    select(surface as Element)
      .call(this.behaviour)
      .on('dblclick.zoom', null);
  }

  scaleBy(factor: number): void {
    this.touched = true;
    select(this.surface as Element).call(this.behaviour.scaleBy, factor);
  }

  panBy(x: number, y: number): void {
    this.touched = true;
    select(this.surface as Element).call(this.behaviour.translateBy, x / this.transform.k, y / this.transform.k);
  }

  /** All of it, centred; small graphs are not blown up beyond `largest`. Long graphs start at their end's height. */
  fit(bounds: Bounds, largest = 1.15): void {
    const { width, height } = this.size();
    if (width === 0 || height === 0 || bounds.right <= bounds.left) return;
    const { top, bottom } = paddings;
    const k = this.scaleFor(bounds, largest);
    const x = width / 2 - (k * (bounds.left + bounds.right)) / 2;
    const y = top + (height - top - bottom) / 2 - (k * (bounds.top + bounds.bottom)) / 2;
    select(this.surface as Element).call(this.behaviour.transform, zoomIdentity.translate(x, y).scale(k));
    this.touched = false;
  }

  /** The scale at which all of it is seen. */
  scaleFor(bounds: Bounds, largest = 1.15): number {
    const { width, height } = this.size();
    const { side, top, bottom } = paddings;
    return Math.max(
      0.0005,
      Math.min(
        largest,
        (width - 2 * side) / (bounds.right - bounds.left),
        (height - top - bottom) / (bounds.bottom - bounds.top),
      ),
    );
  }

  /** Where the computation starts, at scale `k`; `centre` is where most of that start is, across the lanes. */
  begin(bounds: Bounds, direction: 'across' | 'down', k: number, centre: number): void {
    const { width, height } = this.size();
    const start =
      direction === 'across'
        ? { x: 24 - bounds.left * k, y: (height + 26) / 2 - k * centre }
        : { x: width / 2 - k * centre, y: 8 - bounds.top * k };
    select(this.surface as Element).call(this.behaviour.transform, zoomIdentity.translate(start.x, start.y).scale(k));
    this.touched = false;
  }

  /** Brings a place of the graph to the middle. */
  centre(x: number, y: number): void {
    const { width, height } = this.size();
    const { k } = this.transform;
    this.touched = true;
    select(this.surface as Element).call(
      this.behaviour.transform,
      zoomIdentity.translate(width / 2 - x * k, height / 2 - y * k).scale(k),
    );
  }

  /** Moves just enough that the box is seen, and zooms in where it could not be read. */
  show(box: Box, least = 0): void {
    const { width, height } = this.size();
    const { transform } = this;
    const k = Math.max(transform.k, least);
    const half = { x: (box.width / 2) * k + 40, y: (box.height / 2) * k + 40 };
    let [x, y] = [transform.x + box.x * transform.k, transform.y + box.y * transform.k];
    if (k === transform.k && x > half.x && x < width - half.x && y > half.y && y < height - half.y) return;
    x = k === transform.k ? Math.min(Math.max(x, half.x), Math.max(half.x, width - half.x)) : width / 2;
    y = k === transform.k ? Math.min(Math.max(y, half.y), Math.max(half.y, height - half.y)) : height / 2;
    select(this.surface as Element).call(
      this.behaviour.transform,
      zoomIdentity.translate(x - box.x * k, y - box.y * k).scale(k),
    );
  }

  /** As it was last measured: asking the page again would have it lay out everything at once. */
  size(): { width: number; height: number } {
    if (this.measured.width === 0) this.measure();
    return this.measured;
  }

  measure(): void {
    this.measured = { width: this.surface.clientWidth, height: this.surface.clientHeight };
  }
}
