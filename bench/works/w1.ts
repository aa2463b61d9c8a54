/** @file W1: Rosenbrock's function in 1,000 dimensions, a loop over an array. */
export function w1(x: number[]): number {
  let sum = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    sum += 100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2;
  }
  return sum;
}
