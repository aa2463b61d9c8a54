/** @file W2: a chain of 100,000 operations. */
export function w2(x: number): number {
  let v = x;
  for (let i = 0; i < 33_333; i++) v = Math.sin(v) * 0.999 + 0.001;
  return v;
}
