/** @file Where contour lines run: evenly, or by orders of magnitude above the floor where values climb steeply. */

export interface Levels {
  /** Ascending; a band of colour lies between two neighbours. */
  levels: number[];
  /** rising: close together at the floor, as in a valley of a steep function; falling: at the ceiling. */
  spacing: 'even' | 'rising' | 'falling';
}

/** Beyond this ratio of the highest to the lower part, even levels would show the rim only. */
const steep = 40;

/** At least one and about `count` levels for these values; those that are not finite are left aside. */
export function levelsOf(values: number[], count = 12): Levels {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0) return { levels: [], spacing: 'even' };
  const q = (share: number) => sorted[Math.round(share * (sorted.length - 1))];
  const [low, high] = [q(0), q(1)];
  if (low === high) return { levels: [low], spacing: 'even' };
  const near = { floor: q(0.005) - low, ceiling: high - q(0.995) };
  const body = q(0.9) - q(0.1);
  const rises = ratio(q(0.99) - low, Math.max(near.floor, (high - low) * 1e-7));
  const falls = ratio(high - q(0.01), Math.max(near.ceiling, (high - low) * 1e-7));
  const middle = ratio(q(0.5) - low, high - q(0.5));
  if (body > 0 && rises > steep && middle < 0.5 && rises >= falls) {
    const base = Math.abs(low) < near.floor ? 0 : low;
    return { levels: powers(near.floor, high - base, count).map((step) => base + step), spacing: 'rising' };
  }
  if (body > 0 && falls > steep && middle > 2) {
    const base = Math.abs(high) < near.ceiling ? 0 : high;
    const levels = powers(near.ceiling, base - low, count).map((step) => base - step);
    return { levels: levels.reverse(), spacing: 'falling' };
  }
  return { levels: evenly(low, high, count), spacing: 'even' };
}

function ratio(a: number, b: number): number {
  return b > 0 ? a / b : Number.POSITIVE_INFINITY;
}

/** 1, 2, 5, 10, … or 1, 10, 100, … between two positive sizes, about `count` of them. */
function powers(from: number, to: number, count: number): number[] {
  const bottom = Math.max(from, to * 1e-9);
  const decades = Math.log10(to / bottom);
  const digits = decades * 3 <= count * 1.25 ? [1, 2, 5] : decades * 2 <= count * 1.25 ? [1, 3] : [1];
  const found: number[] = [];
  for (let power = Math.floor(Math.log10(bottom)); power <= Math.log10(to); power++) {
    for (const digit of digits) {
      const step = Number(`${digit}e${power}`);
      if (step >= bottom && step < to) found.push(step);
    }
  }
  return found.length > 0 ? found : [(bottom + to) / 2];
}

/** Round numbers strictly inside. */
function evenly(low: number, high: number, count: number): number[] {
  const raw = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= raw) ?? 10 * power;
  const found: number[] = [];
  for (let k = Math.floor(low / step) + 1; k * step < high; k++) found.push(Number((k * step).toPrecision(12)));
  return found.length > 0 ? found : [(low + high) / 2];
}
