/** @file Escape times of the Mandelbrot set. */
function escape(cx, cy, limit) {
  let x = 0;
  let y = 0;
  let k = 0;
  while (x * x + y * y <= 4 && k < limit) {
    const next = x * x - y * y + cx;
    y = 2 * x * y + cy;
    x = next;
    k++;
  }
  return k;
}
function work() {
  let total = 0;
  for (let i = 0; i < 160; i++) for (let j = 0; j < 160; j++) total += escape(i / 80 - 1.5, j / 80 - 1, 200);
  return total;
}
