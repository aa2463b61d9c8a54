/** @file What a parameter's name says about a good first value: latitudes, probabilities, counts, years, lists, matrices. */

/** Kinds of numbers with a range of their own, and kinds of collections. */
export type Hint = NumberHint | 'list' | 'matrix';

export type NumberHint =
  | 'whole'
  | 'count'
  | 'fraction'
  | 'latitude'
  | 'longitude'
  | 'year'
  | 'month'
  | 'day'
  | 'hour'
  | 'zone'
  | 'julianDay';

/** First values of each kind; further ones follow by the step. */
const numbers: Record<Exclude<NumberHint, 'whole'>, { first: readonly number[]; step: number }> = {
  count: { first: [5, 4, 6], step: 1 },
  fraction: { first: [0.3, 0.6, 0.2, 0.8, 0.4, 0.7, 0.1], step: 0.001 },
  latitude: { first: [47.25, 41.5, 51.75], step: 0.25 },
  longitude: { first: [8.5, 12.25, 5.75], step: 0.25 },
  year: { first: [2000], step: 1 },
  month: { first: [3], step: 1 },
  day: { first: [14], step: 1 },
  hour: { first: [9], step: 1 },
  zone: { first: [32], step: 0 },
  julianDay: { first: [2_451_545.25], step: 1.5 },
};

const words: Record<Hint, string> = {
  whole:
    'rows cols columns order degree dim dims dimension dimensions iterations iter maxiter depth seed window windowsize period periods lag lags',
  count: 'n count counts size length len steps',
  fraction:
    'p prob probability probabilities t ratio fraction quantile percentile opacity rho corr correlation ecc eccentricity confidence',
  latitude: 'lat latitude lat1 lat2 latitude1 latitude2 phi1 phi2',
  longitude: 'lon lng long longitude lon1 lon2 lng1 lng2 longitude1 longitude2 lambda1 lambda2',
  year: 'year yr yyyy',
  month: 'month mon',
  day: 'day dd dayofmonth',
  hour: 'hour hours hh',
  zone: 'zone utmzone zonenumber',
  julianDay: 'jd jde jdut jdtt julian julianday juliandate',
  list: 'list arr array values vals value_list items data samples sample numbers nums xs ys vec vector vectors coords coefficients coeffs weights series signal observations prices cashflows flows population input1 input2',
  matrix: 'matrix mat mtx grid',
};

const byWord = new Map<string, Hint>(
  Object.entries(words).flatMap(([hint, list]) => list.split(' ').map((word) => [word, hint as Hint] as const)),
);

/** By the whole name, else by its last word: `startLat`, `sample_values`, `this.rows`. */
export function hintOf(name: string): Hint | null {
  const plain = name.replace(/^(this\.|\.\.\.|_+)/, '');
  const whole = byWord.get(plain.toLowerCase());
  // A single letter counts as it stands: `N` and `P` are often something else.
  if (whole) return plain.length === 1 && plain !== plain.toLowerCase() ? null : whole;
  const last = plain.split(/[_\s]|(?<=[a-z0-9])(?=[A-Z])/).at(-1) ?? '';
  return last.length > 1 ? (byWord.get(last.toLowerCase()) ?? null) : null;
}

export function isNumberHint(hint: Hint | null): hint is NumberHint {
  return hint !== null && hint !== 'list' && hint !== 'matrix';
}

/** The i-th number of a kind. */
export function hintedNumber(hint: Exclude<NumberHint, 'whole'>, i: number): number {
  const { first, step } = numbers[hint];
  return i < first.length ? first[i] : first[first.length - 1] + (i - first.length + 1) * step;
}
