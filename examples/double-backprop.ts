// A gradient inside an expression: y = x², z = (dy/dx)³ + y. Here dy/dx
// stands on paper; differentiating z goes through it once more.
//
// Look at: slope feeds z together with y, so that x collects from both
// paths: 24x² + 2x = 100 at 2.

export function doubleBackprop(x = 2) {
  const y = x ** 2;
  const slope = 2 * x;
  const z = slope ** 3 + y;
  return z;
}
