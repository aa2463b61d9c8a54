/** @file Five bodies under gravity, held as objects. */
const solarMass = 4 * Math.PI * Math.PI;
const year = 365.24;
function body(x, y, z, vx, vy, vz, mass) {
  return { x, y, z, vx: vx * year, vy: vy * year, vz: vz * year, mass: mass * solarMass };
}
function system() {
  return [
    body(0, 0, 0, 0, 0, 0, 1),
    body(4.84, -1.16, -0.1, 0.00166, 0.0077, -0.000069, 0.00095),
    body(8.34, 4.12, -0.4, -0.00277, 0.005, 0.000023, 0.000286),
    body(12.89, -15.11, -0.22, 0.00296, 0.00238, -0.00003, 0.0000437),
    body(15.38, -25.92, 0.18, 0.00268, 0.00163, -0.000095, 0.0000515),
  ];
}
function advance(bodies, dt) {
  const size = bodies.length;
  for (let i = 0; i < size; i++) {
    const p = bodies[i];
    for (let j = i + 1; j < size; j++) {
      const q = bodies[j];
      const dx = p.x - q.x;
      const dy = p.y - q.y;
      const dz = p.z - q.z;
      const d2 = dx * dx + dy * dy + dz * dz;
      const mag = dt / (d2 * Math.sqrt(d2));
      p.vx -= dx * q.mass * mag;
      p.vy -= dy * q.mass * mag;
      p.vz -= dz * q.mass * mag;
      q.vx += dx * p.mass * mag;
      q.vy += dy * p.mass * mag;
      q.vz += dz * p.mass * mag;
    }
  }
  for (const one of bodies) {
    one.x += dt * one.vx;
    one.y += dt * one.vy;
    one.z += dt * one.vz;
  }
}
function work() {
  const bodies = system();
  for (let i = 0; i < 20000; i++) advance(bodies, 0.01);
  return bodies[0].x;
}
