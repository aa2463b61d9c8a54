// One variable twice in the same sum, twice over: b = a + a, c = b + b,
// so c = 4a.
//
// Look at: the double edges. The gradient of b is 1 + 1 = 2 and that of
// a is 2 + 2 = 4. A pass that assigns gradients where it should add them
// gives 1 for both.

export function repeatedUse(a = 1) {
  const b = a + a;
  const c = b + b;
  return c;
}

// The same as statements: select these three lines. The initialiser of p
// is the input's value.
let p = 1;
const q = p + p;
const r = q + q;

export { p, q, r };
