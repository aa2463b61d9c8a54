// Fan-out: a is used twice, so its gradient is the sum of what comes
// back along both edges.
//
// Look at: the two edges that leave a. Each brings back 2a = 8, and 8 +
// 8 = 16 is the gradient of a. A backward pass that moved on before both
// were in would tell x 32; the right answer is 16 * 2x = 64.

export function diamond(x = 2) {
  const a = x ** 2;
  const b = a ** 2;
  const c = a ** 2;
  const y = b + c;
  return y;
}
