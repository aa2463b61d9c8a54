// Goldstein and Price's function of two variables: steep, with its
// lowest value 3 at (0, -1).
//
// Look at: how far a short formula spreads. x and y feed nine and nine
// operations; zoom out to see the two factors as two halves that meet in
// one product. At (1, 1) the gradient is (-5376, 8064).

export function goldsteinPrice(x = 1, y = 1) {
  const sum = x + y + 1;
  const left = 1 + sum ** 2 * (19 - 14 * x + 3 * x ** 2 - 14 * y + 6 * x * y + 3 * y ** 2);
  const difference = 2 * x - 3 * y;
  const right = 30 + difference ** 2 * (18 - 32 * x + 12 * x ** 2 + 48 * y - 36 * x * y + 27 * y ** 2);
  const z = left * right;
  return z;
}
