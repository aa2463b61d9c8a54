/** @file Array methods with small callbacks. */
const xs = Array.from({ length: 20000 }, (_, i) => (i % 101) / 7);
function work() {
  let total = 0;
  for (let k = 0; k < 10; k++) {
    total += xs
      .map((x) => x * x + k)
      .filter((x) => x % 3 > 1)
      .reduce((sum, x) => sum + x, 0);
  }
  return total;
}
