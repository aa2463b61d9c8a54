/** @file Where Variables come from: the sites of operators and calls, and the names that values got. */
import type { Segment } from '../../../engine/segment';
import { Variable } from '../../../engine/variable';

/** Places kept of one Variable: a parameter is named wherever it is used. */
const placesKept = 16;

/** The last Variable of each site, to say at the end what the names hold. */
export const lastAt = new Map<number, Variable>();

function addPlace(variable: Variable, site: number): void {
  variable.places ??= [];
  const { places } = variable;
  if (places.length < placesKept && !places.includes(site)) places[places.length] = site;
}

/** An operator gave this value. */
export function sited(value: unknown, site: number): unknown {
  if (value instanceof Variable && site > 0) {
    const { home, row } = value;
    if (home !== null && home.tape.site[row] === 0) home.tape.site[row] = site;
    lastAt.set(site, value);
  }
  return value;
}

/**
 * A call gave this value. If the engine made it, the call is where it comes from, and what was computed on the way
 * (a mean is a sum and a division) belongs to the call without being its value: those rows get the negative site.
 */
export function calledAt(value: unknown, site: number): void {
  if (!(value instanceof Variable)) {
    if (Array.isArray(value) && value.length <= 16) for (let k = 0; k < value.length; k++) ofCall(value[k], site);
    return;
  }
  ofCall(value, site);
}

function ofCall(value: unknown, site: number): void {
  if (!(value instanceof Variable)) return;
  const { home, row } = value;
  if (home === null) {
    if (value.places === null) addPlace(value, site);
    lastAt.set(site, value);
    return;
  }
  if (home.tape.site[row] !== 0) return;
  home.tape.site[row] = site;
  lastAt.set(site, value);
  const open: Variable[] = [value];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const below = one.others ?? [one.first, one.second];
    for (let k = 0; k < below.length; k++) {
      const x = below[k];
      if (x === null || x.home === null || x.home.tape.site[x.row] !== 0) continue;
      x.home.tape.site[x.row] = -site;
      open[open.length] = x;
    }
  }
}

/** A Variable passed a place under a name. */
export function namedAt(value: unknown, site: number): void {
  if (!(value instanceof Variable)) return;
  addPlace(value, site);
  lastAt.set(site, value);
}

/** The site that made a Variable, as it was recorded; a leaf's first place. */
export function siteOf(variable: Variable, home: Segment | null = variable.home, row: number = variable.row): number {
  if (home !== null) return home.tape.site[row];
  return (variable.places ?? variable.standsFor?.places)?.[0] ?? 0;
}
