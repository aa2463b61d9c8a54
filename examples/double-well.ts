// A double well, x⁴ - 2x²: two valleys at -1 and 1 with a hill between
// them.
//
// Look at: the gradient 24 at 2. Walk downhill by hand: set x in the
// panel to 2 - 0.05 * 24 = 0.8, read the gradient again, and go on. Near
// 1 it vanishes.

export function doubleWell(x = 2) {
  const walls = x ** 4;
  const hill = 2 * x ** 2;
  const y = walls - hill;
  return y;
}
