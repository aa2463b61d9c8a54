/** @file The plane of two inputs on the screen: ranges, margins, there and back. */

export type Range = [number, number];

export interface Space {
  width: number;
  height: number;
  across: Range;
  up: Range;
}

/** Around the picture, for the labels of its axes. */
export const margin = { left: 52, right: 28, top: 10, bottom: 24 };

export function toX({ width, across }: Space, x: number): number {
  return margin.left + ((x - across[0]) / (across[1] - across[0])) * (width - margin.left - margin.right);
}

export function toY({ height, up }: Space, y: number): number {
  return height - margin.bottom - ((y - up[0]) / (up[1] - up[0])) * (height - margin.top - margin.bottom);
}

export function fromPixels(space: Space, x: number, y: number): [number, number] {
  const { width, height, across, up } = space;
  const right = (x - margin.left) / Math.max(1, width - margin.left - margin.right);
  const above = (height - margin.bottom - y) / Math.max(1, height - margin.top - margin.bottom);
  return [across[0] + right * (across[1] - across[0]), up[0] + above * (up[1] - up[0])];
}

export function inside({ across, up }: Space, [x, y]: readonly [number, number]): boolean {
  return x >= across[0] && x <= across[1] && y >= up[0] && y <= up[1];
}

/** The range with its length times `factor` around a place that stays. */
export function zoomed([from, to]: Range, centre: number, factor: number): Range {
  return [centre + (from - centre) * factor, centre + (to - centre) * factor];
}

export function usable([from, to]: Range): boolean {
  return to - from > 1e-12 * Math.max(1, Math.abs(from), Math.abs(to)) && Number.isFinite(to - from);
}
