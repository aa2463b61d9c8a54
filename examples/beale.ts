// Beale's function: flat in the middle, steep at the corners, with its
// minimum at (3, 0.5).
//
// Look at: the Surface tab. The contours run by magnitudes, since the
// corners are a thousand times higher than the middle. Newton's method
// takes fewest steps from near the minimum; from (0, 0) see where it
// goes, and what the Hessian says there.

export function beale(x = 1, y = 0.2) {
  const first = 1.5 - x + x * y;
  const second = 2.25 - x + x * y ** 2;
  const third = 2.625 - x + x * y ** 3;
  const z = first ** 2 + second ** 2 + third ** 2;
  return z;
}
