// Logistic regression: the loss of two weights and a bias over four
// points.
//
// Look at: the gradients of weights and bias, which say how to improve
// the fit. The loop's box holds one point's way from score to loss;
// hover `probability` for its range over the four.

const points = [
  { x: [0.5, 1.5], label: 1 },
  { x: [1, -0.5], label: 0 },
  { x: [-1.5, 0.25], label: 0 },
  { x: [2, 1], label: 1 },
];

export function logisticLoss(weights: number[] = [0.2, -0.4], bias = 0.1) {
  let loss = 0;
  for (const { x, label } of points) {
    let score = bias;
    for (let j = 0; j < x.length; j++) score += weights[j] * x[j];
    const probability = 1 / (1 + Math.exp(-score));
    loss -= label === 1 ? Math.log(probability) : Math.log(1 - probability);
  }
  return loss / points.length;
}
