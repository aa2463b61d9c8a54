/** @file What is asked for a surface and for the descents over it. */
import type { DescentChoice, DescentMethod, SurfaceChoice } from '../../protocol/surface';
import { domainOf } from '../curve-data';
import type { Along } from '../curve-inputs';
import type { Range } from './space';

/** How far descents are followed at first. */
export const firstLimit = 1_000;

/** Narrower than a curve's range: two inputs are looked at together, where their valleys lie. */
export function reach(value: number): Range {
  const [from, to] = domainOf(value);
  const middle = (from + to) / 2;
  const tidy = (x: number) => Number(x.toPrecision(6));
  return [tidy(middle + ((from - middle) * 4) / 7), tidy(middle + ((to - middle) * 4) / 7)];
}

export function surfaceOver(x: Along, y: Along, across = reach(x.value), up = reach(y.value)): SurfaceChoice {
  return {
    kind: 'surface',
    across: x.label,
    up: y.label,
    from: [across[0], up[0]],
    to: [across[1], up[1]],
    points: [121, 91],
    arrows: [16, 10],
  };
}

export function descentFrom(
  x: Along,
  y: Along,
  start: [number, number],
  steps = firstLimit,
  rates: Partial<Record<DescentMethod, number>> = {},
): DescentChoice {
  return { kind: 'descent', across: x.label, up: y.label, start, rates, steps };
}
