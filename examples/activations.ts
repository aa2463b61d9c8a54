// Kinks: places with a value but no derivative, where a convention
// decides, and says so.
//
// Look at: at 0 the warnings under each function, and the slopes they
// stand for: 0 of abs, ½ of max with a tie, 0 of the untaken branch.

export function size(x = 0) {
  return Math.abs(x);
}

export function ramp(x = 0) {
  return Math.max(0, x);
}

export function relu(x = 0) {
  return x > 0 ? x : 0 * x;
}
