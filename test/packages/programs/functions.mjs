/** @file Special and complex functions of gamma, bessel and complex.js. */
import bessel from 'bessel';
import Complex from 'complex.js';
import gamma from 'gamma';

export const gammaFunction = (x) => gamma(x);
export const logGammaFunction = (x) => gamma.log(x);
export const besselJ = (x) => bessel.besselj(x, 1);
export const besselY = (x) => bessel.bessely(x, 0);
export const besselI = (x) => bessel.besseli(x, 2);
export const besselK = (x) => bessel.besselk(x, 1);
export const complexExponential = (re, im) => new Complex(re, im).exp().re;
export const complexPower = (re, im) => new Complex(re, im).pow(2.5).im;
export const complexTangent = (re, im) => new Complex(re, im).tan().re;
export const complexArcsine = (re, im) => new Complex(re, im).asin().im;
export const complexRoot = (re, im) => new Complex({ abs: re, arg: im }).sqrt().arg();
