/** @file Gradients of plain functions by Ridders' extrapolation of central differences, with an error estimate. */

/** A number, or arrays of numbers to any depth. */
export type Numbers = number | Numbers[];

export interface Estimate {
  slope: number;
  /** How far the slope may be off, judged by the extrapolation itself. */
  error: number;
}

const shrink = 1.6;
const rows = 12;

/** The derivative of `f` at `x`. */
export function derivative(f: (x: number) => number, x: number): Estimate {
  let step = Math.max(1e-3, Math.abs(x) * 1e-2);
  let best: Estimate = { slope: Number.NaN, error: Number.POSITIVE_INFINITY };
  let previous: number[] = [];
  for (let i = 0; i < rows; i++, step /= shrink) {
    const row = [(f(x + step) - f(x - step)) / (2 * step)];
    for (let j = 1, factor = shrink * shrink; j <= i; j++, factor *= shrink * shrink) {
      row[j] = (row[j - 1] * factor - previous[j - 1]) / (factor - 1);
      const error = Math.max(Math.abs(row[j] - row[j - 1]), Math.abs(row[j] - previous[j - 1]));
      if (error <= best.error) best = { slope: row[j], error };
    }
    previous = row;
  }
  return best;
}

/** The gradient of `f` at `inputs`: one estimate per number, in reading order. Each call gets inputs of its own. */
export function gradient(f: (...inputs: Numbers[]) => number, inputs: readonly Numbers[]): Estimate[] {
  return paths(inputs as Numbers[]).map((path) => {
    const along = (value: number): number => {
      const copy = structuredClone(inputs) as Numbers[];
      const holder = path.slice(0, -1).reduce<Numbers[]>((at, k) => at[k] as Numbers[], copy);
      holder[path[path.length - 1]] = value;
      return f(...copy);
    };
    const at = path.reduce<Numbers>((node, k) => (node as Numbers[])[k], inputs as Numbers[]);
    return derivative(along, at as number);
  });
}

function paths(node: Numbers[], prefix: number[] = []): number[][] {
  return node.flatMap((item, k) => (Array.isArray(item) ? paths(item, [...prefix, k]) : [[...prefix, k]]));
}
