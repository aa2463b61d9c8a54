// Matyas' function: a flat plate that is hard to descend, though both
// gradients are simple.
//
// Look at: x and y are used twice each. The square pulls by 0.52, the
// product pushes back by 0.48, and the 0.04 that is left is all a
// minimiser has to go by.

export function matyas(x = 1, y = 1) {
  const bowl = 0.26 * (x ** 2 + y ** 2);
  const saddle = 0.48 * x * y;
  const z = bowl - saddle;
  return z;
}
