/** @file What the replaced methods of typed arrays share: when they act, and quiet conversions meanwhile. */
import { decided } from './decided';
import { apply, getPrototypeOf, replaceMethod } from './intrinsics';
import { hasShadow } from './shadow';
import { state } from './traced';

export type Callback = (this: unknown, ...given: unknown[]) => unknown;
export type Numbers = Float64Array;

export const abstract = getPrototypeOf(Float64Array) as object;
export const prototype = getPrototypeOf(Float64Array.prototype) as object;
export const NativeBuffer = ArrayBuffer;
export const isBuffer = (value: unknown): boolean => value instanceof NativeBuffer;

/** A method that does something else only where rows are at stake. */
export function method(
  holder: object,
  name: PropertyKey,
  atStake: (self: unknown, given: IArguments) => boolean,
  traced: (native: Callback, self: Numbers, given: IArguments) => unknown,
): void {
  replaceMethod(
    holder,
    name,
    (native) =>
      ({
        method(this: unknown): unknown {
          return state.tracing && atStake(this, arguments)
            ? traced(native as Callback, this as Numbers, arguments)
            : apply(native, this, arguments);
        },
      }).method,
  );
}

export const shadowed = (self: unknown): boolean => hasShadow(self);
export function relative(index: unknown, length: number, otherwise: number): number {
  if (index === undefined) return otherwise;
  const whole = Math.trunc(Number(decided(index))) || 0;
  return whole < 0 ? Math.max(length + whole, 0) : Math.min(whole, length);
}
