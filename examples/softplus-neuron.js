// Plain JavaScript works the same: one neuron with a smooth activation.
//
// Look at: without types the inputs come from the call in the last line.
// The gradient of each weight is its input times the slope of the
// activation, which lies between 0 and 1.

/** @param {number[]} weights @param {number[]} inputs */
export function neuron(weights, inputs) {
  const score = weights.reduce((sum, weight, i) => sum + weight * inputs[i], 0);
  const activation = Math.log(1 + Math.exp(score));
  return activation;
}

neuron([0.5, -0.25, 1], [1, 2, 0.5]);
