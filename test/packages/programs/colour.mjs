/** @file Colour spaces and differences of d3-color, d3-interpolate and culori. */
import { converter, differenceCiede2000, filterDeficiencyProt, interpolate, wcagContrast } from 'culori';
import { cubehelix, hcl, hsl, lab, rgb } from 'd3-color';

export const labOfRgb = (r, g, b) => lab(rgb(r, g, b)).a;
export const chromaOfRgb = (r, g, b) => hcl(rgb(r, g, b)).c;
export const hueOfRgb = (r, g, b) => hsl(rgb(r, g, b)).h;
export const redOfHsl = (h, s, l) => rgb(hsl(h, s, l)).r;
export const saturationOfCubehelix = (r, g, b) => cubehelix(rgb(r, g, b)).s;

export const oklab = (r, g, b) => converter('oklab')({ mode: 'rgb', r, g, b }).b;
export const lch = (r, g, b) => converter('lch')({ mode: 'rgb', r, g, b }).c;
export const jab = (r, g, b) => converter('jab')({ mode: 'rgb', r, g, b }).a;
export const okhsl = (h, s, l) => converter('rgb')({ mode: 'okhsl', h, s, l }).g;

export function ciede2000(r, g, b) {
  return differenceCiede2000()({ mode: 'rgb', r, g, b }, { mode: 'rgb', r: 0.1, g: 0.6, b: 0.7 });
}

export function contrast(r, g, b) {
  return wcagContrast({ mode: 'rgb', r, g, b }, 'white');
}

export function mixedInLch(t, r) {
  return interpolate([{ mode: 'rgb', r, g: 0.2, b: 0.3 }, 'teal', 'gold'], 'lch')(t).c;
}

export function protanopia(r, g, b) {
  return filterDeficiencyProt(0.6)({ mode: 'rgb', r, g, b }).g;
}
