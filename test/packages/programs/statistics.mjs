/** @file Moments, order statistics, fits and special functions of simple-statistics. */
import * as ss from 'simple-statistics';

export const variance = (xs) => ss.variance(xs);
export const skewness = (xs) => ss.sampleSkewness(xs);
export const kurtosis = (xs) => ss.sampleKurtosis(xs);
export const geometricMean = (xs) => ss.geometricMean(xs);
export const harmonicMean = (xs) => ss.harmonicMean(xs);
export const median = (xs) => ss.median(xs);
export const quantile = (xs) => ss.quantile(xs, 0.3);
export const interquartileRange = (xs) => ss.interquartileRange(xs);
export const absoluteDeviation = (xs) => ss.medianAbsoluteDeviation(xs);
export const correlation = (xs, ys) => ss.sampleCorrelation(xs, ys);
export const slope = (xs, ys) => ss.linearRegression(xs.map((x, i) => [x, ys[i]])).m;
export const density = (xs) => ss.kernelDensityEstimation(xs)(2.5);
export const tTest = (xs) => ss.tTest(xs, 2);
export const errorFunction = (x) => ss.errorFunction(x);
export const logGamma = (x) => ss.gammaln(x);
export const cumulative = (z) => ss.cumulativeStdLogisticProbability(z);
