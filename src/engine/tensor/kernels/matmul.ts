/** @file Matrix products in tiles of four by four: operands are packed, sums stay in registers. */

let packedA = new Float64Array(4 * 256);
let packedB = new Float64Array(4 * 256);

/** Reads four rows (or fewer, the rest 0) of a matrix side by side: `to[4p + r] = M[row + r][p]`. */
function pack(
  matrix: Float64Array,
  start: number,
  /** Distance between rows, and between the entries of a row. */
  down: number,
  along: number,
  rows: number,
  depth: number,
  to: Float64Array,
  place: number,
): void {
  if (rows === 4) {
    const r1 = start + down;
    const r2 = r1 + down;
    const r3 = r2 + down;
    for (let p = 0, i = 0, o = place; p < depth; p++, i += along, o += 4) {
      to[o] = matrix[start + i];
      to[o + 1] = matrix[r1 + i];
      to[o + 2] = matrix[r2 + i];
      to[o + 3] = matrix[r3 + i];
    }
    return;
  }
  for (let r = 0; r < 4; r++) {
    for (let p = 0; p < depth; p++) to[place + 4 * p + r] = r < rows ? matrix[start + r * down + p * along] : 0;
  }
}

/**
 * out (m × n) = A·B, with A read as m × k and B as k × n; a transposed operand is stored the other way round.
 * Every product of an entry is summed in the order of the inner index, as the plain loop does.
 */
export function matmulInto(
  a: Float64Array,
  startA: number,
  transposeA: boolean,
  b: Float64Array,
  startB: number,
  transposeB: boolean,
  out: Float64Array,
  startOut: number,
  m: number,
  n: number,
  k: number,
): void {
  const panels = Math.ceil(n / 4);
  if (packedA.length < 4 * k) packedA = new Float64Array(8 * k);
  if (packedB.length < panels * 4 * k) packedB = new Float64Array(panels * 8 * k);
  const downA = transposeA ? 1 : k;
  const alongA = transposeA ? m : 1;
  // columns of B are packed like rows
  const downB = transposeB ? k : 1;
  const alongB = transposeB ? 1 : n;
  for (let j = 0; j < n; j += 4) pack(b, startB + j * downB, downB, alongB, Math.min(4, n - j), k, packedB, j * k);
  for (let i = 0; i < m; i += 4) {
    pack(a, startA + i * downA, downA, alongA, Math.min(4, m - i), k, packedA, 0);
    for (let j = 0; j < n; j += 4)
      tile(packedA, packedB, j * k, k, out, startOut + i * n + j, n, Math.min(4, m - i), Math.min(4, n - j));
  }
}

const edge = new Float64Array(16);

function tile(
  a: Float64Array,
  b: Float64Array,
  startB: number,
  depth: number,
  out: Float64Array,
  place: number,
  stride: number,
  rows: number,
  columns: number,
): void {
  let c00 = 0;
  let c01 = 0;
  let c02 = 0;
  let c03 = 0;
  let c10 = 0;
  let c11 = 0;
  let c12 = 0;
  let c13 = 0;
  let c20 = 0;
  let c21 = 0;
  let c22 = 0;
  let c23 = 0;
  let c30 = 0;
  let c31 = 0;
  let c32 = 0;
  let c33 = 0;
  for (let p = 0, q = startB; p < 4 * depth; p += 4, q += 4) {
    const a0 = a[p];
    const a1 = a[p + 1];
    const a2 = a[p + 2];
    const a3 = a[p + 3];
    const b0 = b[q];
    const b1 = b[q + 1];
    const b2 = b[q + 2];
    const b3 = b[q + 3];
    c00 += a0 * b0;
    c01 += a0 * b1;
    c02 += a0 * b2;
    c03 += a0 * b3;
    c10 += a1 * b0;
    c11 += a1 * b1;
    c12 += a1 * b2;
    c13 += a1 * b3;
    c20 += a2 * b0;
    c21 += a2 * b1;
    c22 += a2 * b2;
    c23 += a2 * b3;
    c30 += a3 * b0;
    c31 += a3 * b1;
    c32 += a3 * b2;
    c33 += a3 * b3;
  }
  const whole = rows === 4 && columns === 4;
  const to = whole ? out : edge;
  const step = whole ? stride : 4;
  let o = whole ? place : 0;
  to[o] = c00;
  to[o + 1] = c01;
  to[o + 2] = c02;
  to[o + 3] = c03;
  o += step;
  to[o] = c10;
  to[o + 1] = c11;
  to[o + 2] = c12;
  to[o + 3] = c13;
  o += step;
  to[o] = c20;
  to[o + 1] = c21;
  to[o + 2] = c22;
  to[o + 3] = c23;
  o += step;
  to[o] = c30;
  to[o + 1] = c31;
  to[o + 2] = c32;
  to[o + 3] = c33;
  if (whole) return;
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) out[place + r * stride + c] = edge[4 * r + c];
}
