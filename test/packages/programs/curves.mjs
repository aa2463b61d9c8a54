/** @file Curves and interpolation of bezier-js, cubic-spline, d3-interpolate and simplex-noise. */
import { Bezier } from 'bezier-js';
import Spline from 'cubic-spline';
import { interpolateBasis, interpolateNumber, interpolateObject, interpolateZoom } from 'd3-interpolate';
import { createNoise2D, createNoise4D } from 'simplex-noise';

const curve = (x) => new Bezier(100, x, 10, 110, 150, 180, 20, 30);

export const bezierPoint = (x, t) => curve(x).get(t).y;
export const bezierCurvature = (x, t) => curve(x).curvature(t).k;
export const bezierLength = (x) => curve(x).length();
export const bezierSplit = (x, t) => curve(x).split(t).left.points[2].y;
export const naturalSpline = (x, ys) => new Spline([1, 2, 3, 4], ys).at(x);
export const basisSpline = (t, ys) => interpolateBasis(ys)(t);
export const number = (t, a, b) => interpolateNumber(a, b)(t);
export const nested = (t, a) => interpolateObject({ p: { x: a, y: [1, a] } }, { p: { x: 3, y: [a * a, 2] } })(t).p.y[0];
export const zoom = (t, x, width) => interpolateZoom([x, 40, width], [80, 20, 25])(t)[2];

/** A generator that always gives the same permutation. */
const permuted = () => 0.4;
export const noise2 = (x, y) => createNoise2D(permuted)(x, y);
export const noise4 = (x, y, z, w) => createNoise4D(permuted)(x, y, z, w);
