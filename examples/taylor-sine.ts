// The sine as its Taylor series, summed until a term is too small to
// matter.
//
// Look at: the loop. How many terms there are depends on the value of x,
// and the graph grows with them. Lower the threshold in the panel: the
// value approaches sin(x), the gradient of x approaches cos(x).

export function taylorSine(x = Math.PI / 4, threshold = 1e-4) {
  let y = 0;
  for (let i = 0; i < 100_000; i++) {
    const coefficient = (-1) ** i / factorial(2 * i + 1);
    const term = coefficient * x ** (2 * i + 1);
    y += term;
    if (Math.abs(term) < threshold) break;
  }
  return y;
}

function factorial(n: number) {
  let product = 1;
  for (let k = 2; k <= n; k++) product *= k;
  return product;
}
