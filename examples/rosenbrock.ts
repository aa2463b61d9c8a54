// Rosenbrock's valley in any number of dimensions: a loop over an array.
//
// Look at: the array as one input with a gradient for each entry. Add
// entries in the panel and the loop runs longer; hover 100 * ... to see
// how often it ran and in what range its values lay.

export function rosenbrock(x: number[] = [0, 2]) {
  let sum = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const valley = x[i + 1] - x[i] ** 2;
    const slope = 1 - x[i];
    sum += 100 * valley ** 2 + slope ** 2;
  }
  return sum;
}
