// What can go wrong.

export function throws(x = 2) {
  const y = x * x;
  if (y > 3) throw new RangeError('too large for this test');
  return y;
}

export const greeting = 'nothing numeric here';

export function broken(x = 2) {
  const y = x * x;
  return y;
}
