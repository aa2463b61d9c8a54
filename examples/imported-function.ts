// A function that is imported from another file is followed into that
// file.
//
// Look at: the inputs are objects, with a gradient for each field. The
// gradient of a distance is the direction to walk in: (3, 4) / 5 for one
// end and its opposite for the other. Open geometry/vector.ts and hover
// there as well.

import { difference, length, type Vector } from './geometry/vector';

export function distance(from: Vector = { x: 1, y: 1 }, to: Vector = { x: 4, y: 5 }) {
  const way = difference(to, from);
  const d = length(way);
  return d;
}
