/** @file Functions of packages that round, search or print on their way: their derivative is not that of their parts. */
import { rgb } from 'd3-color';
import { interpolateRgb, interpolateRound } from 'd3-interpolate';
import Fraction from 'fraction.js';
import { applyToPoint, fromString, fromTriangles, rotate, toString as written } from 'transformation-matrix';

export function triangleToTriangle(x) {
  const from = [
    { x: 0, y: 0 },
    { x, y: 0.2 },
    { x: 0.1, y: 1 },
  ];
  return fromTriangles(from, [
    { x: 1, y: 1 },
    { x: 3, y: x },
    { x: 1, y: 4 },
  ]).b;
}
export const throughText = (angle) => applyToPoint(fromString(written(rotate(angle))), { x: 1, y: 2 }).x;
export const continuedFraction = (x) => new Fraction(x).mul(3).valueOf();
export const pixels = (t) => interpolateRound(10, 2000)(t);
export const mixedColour = (t) => rgb(interpolateRgb('teal', 'gold')(t)).r;
