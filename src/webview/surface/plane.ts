/** @file Which part of which two inputs is looked at, and where descents start. */
import type { Along } from '../curve-inputs';
import { reach } from './choices';
import { type Range, type Space, usable, zoomed } from './space';

export class Plane {
  axes: [Along, Along] | null = null;
  ranges: [Range, Range] = [
    [-1, 1],
    [-1, 1],
  ];
  start: [number, number] = [0, 0];
  /** A person has put the start somewhere; until then it is where the inputs are. */
  private placed = false;

  /** Keeps to the inputs chosen before, where they are still there. Whether the start has moved. */
  follow(choices: Along[]): boolean {
    const kept = this.axes?.map((axis) => choices.find((choice) => choice.label === axis.label));
    const same = kept?.[0] !== undefined && kept[1] !== undefined;
    const [x, y] = same ? (kept as [Along, Along]) : choices;
    if (!x || !y) {
      this.axes = null;
      return false;
    }
    this.axes = [x, y];
    if (!same) this.look();
    const [oldX, oldY] = this.start;
    if (!this.placed) this.start = [x.value, y.value];
    return this.start[0] !== oldX || this.start[1] !== oldY;
  }

  /** Another input for one axis; where it is the other's, the two change places. */
  choose(which: 0 | 1, next: Along): void {
    if (!this.axes) return;
    const [x, y] = this.axes;
    if (next.label === this.axes[1 - which].label) {
      this.axes = [y, x];
      this.ranges = [this.ranges[1], this.ranges[0]];
    } else {
      this.axes = which === 0 ? [next, y] : [x, next];
      this.ranges = which === 0 ? [reach(next.value), this.ranges[1]] : [this.ranges[0], reach(next.value)];
    }
    this.placed = false;
    this.start = [this.axes[0].value, this.axes[1].value];
  }

  place(start: [number, number]): void {
    this.start = start;
    this.placed = true;
  }

  /** Whether these are ranges that can be drawn; only then are they taken. */
  change(ranges: [Range, Range]): boolean {
    if (!ranges.every(usable)) return false;
    this.ranges = ranges;
    return true;
  }

  zoom([x, y]: [number, number], factor: number): boolean {
    return this.change([zoomed(this.ranges[0], x, factor), zoomed(this.ranges[1], y, factor)]);
  }

  /** By shares of the whole width and height, from where the drag began. */
  shift(right: number, above: number, { across, up }: Space): boolean {
    const moved = ([from, to]: Range, share: number): Range => [from + share * (to - from), to + share * (to - from)];
    return this.change([moved(across, right), moved(up, above)]);
  }

  /** Around the inputs as they stand, as at first. */
  reset(): boolean {
    return this.axes !== null && this.change([reach(this.axes[0].value), reach(this.axes[1].value)]);
  }

  space(width: number, height: number): Space {
    return { width, height, across: this.ranges[0], up: this.ranges[1] };
  }

  private look(): void {
    this.placed = false;
    this.reset();
  }
}
