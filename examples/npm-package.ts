// A function from an npm package is followed into node_modules like any
// other code.
//
// Look at: the gradient of a sample's variance for each of its values, 2
// (x - mean) / n. It is positive above the mean, where moving out
// spreads the sample, negative below, and they add up to zero.

import { variance } from 'simple-statistics';

export function spread(sample: number[] = [2, 4, 4, 4, 5, 5, 7, 9]) {
  const v = variance(sample);
  return v;
}
