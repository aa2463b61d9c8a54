/** @file W5: negative log-likelihood of a Gaussian mixture (d = 2, K = 5, N = 1,000) with a Wishart prior. */
const dimension = 2;
const components = 5;
const count = 1_000;
const wishartGamma = 1;
const wishartM = 0;

/** Points from a linear congruential generator, so that every run sees the same. */
function seededPoints(): number[] {
  const points: number[] = [];
  let state = 12_345;
  for (let i = 0; i < count * dimension; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    points.push((state / 0x7fffffff) * 4 - 2);
  }
  return points;
}
const points = seededPoints();

/** Parameters: K log-weights, K means of d, K factors of d log-diagonal entries and one below them. */
export function w5(parameters: number[]): number {
  const perFactor = dimension + (dimension * (dimension - 1)) / 2;
  const means = components;
  const factors = means + components * dimension;
  const main: number[] = new Array(components).fill(0);
  let likelihood = 0;
  for (let n = 0; n < count; n++) {
    for (let k = 0; k < components; k++) {
      const factor = factors + k * perFactor;
      const d0 = points[n * dimension] - parameters[means + k * dimension];
      const d1 = points[n * dimension + 1] - parameters[means + k * dimension + 1];
      const q0 = Math.exp(parameters[factor]) * d0;
      const q1 = Math.exp(parameters[factor + 1]) * d1 + parameters[factor + 2] * d0;
      main[k] = parameters[k] + parameters[factor] + parameters[factor + 1] - 0.5 * (q0 * q0 + q1 * q1);
    }
    likelihood += logSumExp(main);
  }
  const weights = parameters.slice(0, components);
  let prior = 0;
  for (let k = 0; k < components; k++) {
    const factor = factors + k * perFactor;
    const e0 = Math.exp(parameters[factor]);
    const e1 = Math.exp(parameters[factor + 1]);
    const lower = parameters[factor + 2];
    const squares = e0 * e0 + e1 * e1 + lower * lower;
    prior += 0.5 * wishartGamma * wishartGamma * squares - wishartM * (parameters[factor] + parameters[factor + 1]);
  }
  return -(likelihood - count * logSumExp(weights) - count * dimension * 0.5 * Math.log(2 * Math.PI)) + prior;
}

function logSumExp(values: number[]): number {
  let greatest = values[0];
  for (let k = 1; k < values.length; k++) if (values[k] > greatest) greatest = values[k];
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += Math.exp(values[k] - greatest);
  return greatest + Math.log(sum);
}
