// A branch: Huber's loss is a parabola near zero and a straight line
// further out.
//
// Look at: only the branch that was taken is in the graph. Change error
// in the panel from 3 to 0.4 and the other one appears; from 1 outwards
// the gradient stays at 1, however large the error is.

export function huber(error = 3, limit = 1) {
  const size = Math.abs(error);
  if (size <= limit) {
    return 0.5 * error ** 2;
  }
  return limit * (size - 0.5 * limit);
}
