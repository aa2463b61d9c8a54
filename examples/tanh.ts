// The hyperbolic tangent, written out with exponentials as a textbook
// has it.
//
// Look at: up and down share e^x and e^-x, so that both fan out. The
// gradient is 1 - y², which the second function computes from the built-
// in: both must agree to the last digits.

export function tanhByHand(x = 1) {
  const up = Math.exp(x);
  const down = Math.exp(-x);
  const y = (up - down) / (up + down);
  return y;
}

export function tanh(x = 1) {
  return Math.tanh(x);
}
