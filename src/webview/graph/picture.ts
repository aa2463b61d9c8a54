/** @file What the graph's view needs from a picture: SVG for graphs that can be read at once, canvas for large ones. */
import type { State } from '../state';
import type { Look } from './appearance';
import type { Geometry } from './geometry';
import type { ItemKey } from './model';

export interface Transform {
  x: number;
  y: number;
  k: number;
}

export interface Picture {
  place(geometry: Geometry): void;
  update(state: State, look: Look): void;
  /** What is looked at has moved, or the window has another size. */
  view(transform: Transform, size: { width: number; height: number }): void;
  /** The keyboard's place. */
  focus(key: ItemKey): void;
  /** The item at a place of the surface. */
  hit(x: number, y: number, target: Element): ItemKey | null;
  remove(): void;
}

/** Above this many items a canvas is drawn. */
export const svgLimit = 500;
