/** @file ToPrimitive, ToNumeric and ToBoolean as the specification orders them, where the program's own code may return traced values. */
import { Guard } from '../../engine/tape';
import { apply, NativeTypeError, toPrimitiveSymbol } from './intrinsics';
import { detach, idOf, state } from './traced';
import { isOperand } from './variables';

export function isObject(value: unknown): value is object {
  return typeof value === 'object' ? value !== null : typeof value === 'function';
}

/** A primitive or a traced value. */
export function toPrimitive(value: unknown, hint: 'default' | 'number' | 'string'): unknown {
  if (!isObject(value) || idOf(value) !== 0) return value;
  const exotic: unknown = (value as Record<symbol, unknown>)[toPrimitiveSymbol];
  if (exotic !== undefined && exotic !== null) {
    if (typeof exotic !== 'function') throw new NativeTypeError('Symbol(Symbol.toPrimitive) is not a function');
    const result: unknown = apply(exotic, value, [hint]);
    if (!isObject(result) || idOf(result) !== 0) return result;
    throw new NativeTypeError('Cannot convert object to primitive value');
  }
  for (let k = 0; k < 2; k++) {
    const method: unknown = (value as Record<string, unknown>)[
      (k === 0) === (hint !== 'string') ? 'valueOf' : 'toString'
    ];
    if (typeof method !== 'function') continue;
    const result: unknown = apply(method, value, []);
    if (!isObject(result) || idOf(result) !== 0) return result;
  }
  throw new NativeTypeError('Cannot convert object to primitive value');
}

/** A number, a BigInt or a traced value. */
export function toNumeric(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'bigint' || isOperand(value)) return value;
  const primitive = toPrimitive(value, 'number');
  if (typeof primitive === 'bigint' || idOf(primitive) !== 0) return primitive;
  return +(primitive as number);
}

/** A number or a traced value; a BigInt is an error, as for native functions. */
export function toNumber(value: unknown): unknown {
  if (typeof value === 'number') return value;
  const primitive = toPrimitive(value, 'number');
  return idOf(primitive) !== 0 ? primitive : +(primitive as number);
}

/** ToBoolean; the truth of a traced value decides a branch and is noted. */
export function truth(value: unknown, site: number): boolean {
  const id = idOf(value);
  if (id === 0) return !!value;
  const number = state.tape.value[id];
  const outcome = number !== 0 && number === number;
  state.tape.guard(Guard.truth, id, 0, 0, outcome, site);
  return outcome;
}

/** A property key, converted once; traced values are numbers, which loses them. */
export function toKey(object: unknown, key: unknown): unknown {
  if (object === null || object === undefined) return key;
  const id = idOf(key);
  if (id !== 0) return detach(id, -1, 'it was used as a key');
  if (!isObject(key)) return key;
  const primitive = toPrimitive(key, 'string');
  const inner = idOf(primitive);
  if (inner !== 0) return detach(inner, -1, 'it was used as a key');
  return typeof primitive === 'symbol' ? primitive : `${primitive as string}`;
}
