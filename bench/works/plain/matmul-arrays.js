/** @file Product of two matrices held as nested arrays. */
const n = 120;
function matrix(seed) {
  const rows = [];
  for (let i = 0; i < n; i++) {
    const row = [];
    for (let j = 0; j < n; j++) row.push(((i * 7 + j * 13 + seed) % 17) / 17);
    rows.push(row);
  }
  return rows;
}
function multiply(a, b) {
  const c = [];
  for (let i = 0; i < a.length; i++) {
    const row = [];
    for (let j = 0; j < b[0].length; j++) {
      let sum = 0;
      for (let k = 0; k < b.length; k++) sum += a[i][k] * b[k][j];
      row.push(sum);
    }
    c.push(row);
  }
  return c;
}
const a = matrix(1);
const b = matrix(2);
function work() {
  return multiply(a, b)[3][5];
}
