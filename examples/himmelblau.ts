// Himmelblau's function: four minima of the same depth, with a hill and
// four passes between them.
//
// Look at: the Surface tab. Click somewhere to start from there: four
// methods of descent show how many steps they take, and into which of
// the minima each one runs. On the hill the Hessian says dome, on a
// pass it says saddle.

export function himmelblau(x = 0, y = 0) {
  const a = x ** 2 + y - 11;
  const b = x + y ** 2 - 7;
  const z = a ** 2 + b ** 2;
  return z;
}
