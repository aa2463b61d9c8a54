// One function, one derivative: the gradient of sin(x) is cos(x).
//
// Look at: the hover of Math.sin(x) with its local derivative. Change x
// in the panel to 0, then to 1.5707963267948966 (a quarter of a turn),
// and see the gradient go from 1 to almost nothing.

export function sine(x = 1) {
  const y = Math.sin(x);
  return y;
}

// An expression is enough, too: select only what stands after `wave =`.
const x = 0.5;
export const wave = Math.sin(x) * Math.exp(-x * x);
