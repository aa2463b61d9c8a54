/** @file Easing curves of d3-ease and bezier-easing. */
import bezier from 'bezier-easing';
import * as ease from 'd3-ease';

export const cubicInOut = (t) => ease.easeCubicInOut(t);
export const elasticOut = (t, amplitude, period) => ease.easeElasticOut.amplitude(amplitude).period(period)(t);
export const bounceIn = (t) => ease.easeBounceIn(t);
export const backInOut = (t, overshoot) => ease.easeBackInOut.overshoot(overshoot)(t);
export const polyIn = (t, exponent) => ease.easePolyIn.exponent(exponent)(t);
export const expOut = (t) => ease.easeExpOut(t);
export const circleInOut = (t) => ease.easeCircleInOut(t);
export const sinIn = (t) => ease.easeSinIn(t);

export function cubicBezier(t, x1, y1, x2, y2) {
  return bezier(x1, y1, x2, y2)(t);
}
