// A loop that never ends, to see that nothing else does: the editor
// stays alive.
//
// Look at: the panel counts the seconds, offers to cancel, and stops by
// itself at the limit that the setting gradlens.limits.timeoutMs gives.
// Then write `k++` where the comment stands and save: the gradient of x
// is 1 + 2 + 3.

export function weigh(x = 7) {
  const weights = [1, 2, 3];
  let total = 0;
  let k = 0;
  while (k < weights.length) {
    total += weights[k];
    // k is never increased
  }
  return total * x;
}
