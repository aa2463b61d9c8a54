// The chain rule. Each step has a derivative of its own; the gradient of
// x is their product.
//
// Look at: the three functions in their lanes. Hover a, b and y: every
// gradient is the one after it times a local derivative, 2b at the
// square, e^a at exp, 2x at the first square.

export function chainRule(x = 0.5) {
  const a = x ** 2;
  const b = Math.exp(a);
  const y = b ** 2;
  return y;
}
