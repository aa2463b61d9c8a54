/** @file Integration, transforms and filters of ode-rk4, odex, integrate-adaptive-simpson, fft.js and kalmanjs. */
import FFT from 'fft.js';
import simpson from 'integrate-adaptive-simpson';
import KalmanFilter from 'kalmanjs';
import rk4 from 'ode-rk4';
import { Solver } from 'odex';

export function oscillator(stiffness, start) {
  const integrator = rk4(
    [start, 0.3],
    (slope, [x, v]) => {
      slope[0] = v;
      slope[1] = -stiffness * x;
    },
    0,
    0.1,
  );
  integrator.steps(10);
  return integrator.y[0];
}
export function extrapolated(stiffness, start) {
  const solver = new Solver(2);
  solver.absoluteTolerance = solver.relativeTolerance = 1e-10;
  return solver.solve((_, [x, v]) => [v, -stiffness * x], 0, [start, 0.3], 1.5).y[0];
}
export const quadrature = (rate) => simpson((x) => Math.exp(-rate * x * x), 0, 2, 1e-12, 20);
export function spectrum(signal) {
  const fft = new FFT(8);
  const out = fft.createComplexArray();
  fft.realTransform(out, signal);
  return out[2] * out[2] + out[3] * out[3];
}
export function roundTrip(signal) {
  const fft = new FFT(8);
  const spectrum_ = fft.createComplexArray();
  const back = fft.createComplexArray();
  fft.transform(spectrum_, fft.toComplexArray(signal));
  for (let k = 0; k < spectrum_.length; k += 2) spectrum_[k] *= k;
  fft.inverseTransform(back, spectrum_);
  return back[6];
}
export function filtered(noise, reading) {
  const filter = new KalmanFilter({ R: noise, Q: 3, A: 1.02 });
  let last = 0;
  for (const value of [1, reading, 2, reading * reading]) last = filter.filter(value);
  return last;
}
