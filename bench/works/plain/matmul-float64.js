/** @file Product of two matrices held in Float64Arrays. */
const n = 120;
function matrix(seed) {
  const m = new Float64Array(n * n);
  for (let i = 0; i < m.length; i++) m[i] = ((i * 7 + seed) % 17) / 17;
  return m;
}
function multiply(a, b, c) {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += a[i * n + k] * b[k * n + j];
      c[i * n + j] = sum;
    }
  }
  return c;
}
const a = matrix(1);
const b = matrix(2);
const c = new Float64Array(n * n);
function work() {
  return multiply(a, b, c)[365];
}
