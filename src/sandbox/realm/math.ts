/** @file `Math`, whose functions record what they are given. Plain numbers go straight to the native functions. */
import { Op } from '../../engine/opcodes';
import { toNumber } from './convert';
import { apply, replaceMethod } from './intrinsics';
import { recorded } from './operators';
import { slowPaths, Traced } from './recorder';
import { takeSite } from './runtime';
import { detach, handle, idOf, note, state } from './traced';
import { isOperand, operate } from './variables';

type Unary = (x: number) => number;

function slowFunction(op: Op, native: Unary, x: unknown): unknown {
  const site = takeSite();
  let id = idOf(x);
  if (id === 0) {
    if (isOperand(x)) return operate(op, [x], site);
    const number = toNumber(x);
    id = idOf(number);
    if (id === 0) return native(number as number);
  }
  const { tape } = state;
  return handle(tape.push(op, id, 0, 0, native(tape.value[id]), site));
}

function unary(name: keyof Math, op: Op): void {
  replaceMethod(Math, name, (f) => {
    const native = f as Unary;
    return {
      method(x: unknown): unknown {
        return typeof x === 'number' ? native(x) : slowFunction(op, native, x);
      },
    }.method;
  });
}

/** Functions that give whole numbers made of bits: nothing passes through them. */
function detaching(name: keyof Math): void {
  replaceMethod(
    Math,
    name,
    (native) =>
      ({
        method(a: unknown, b: unknown): unknown {
          if ((typeof a === 'number' || a === undefined) && (typeof b === 'number' || b === undefined))
            return native(a, b);
          const site = takeSite();
          const x = toNumber(a);
          const y = b === undefined ? b : toNumber(b);
          note('noRule', site === -1 ? 0 : site, `Math.${String(name)}`);
          return native(idOf(x) ? detach(idOf(x), site, null) : x, idOf(y) ? detach(idOf(y), site, null) : y);
        },
      }).method,
  );
}

/** Functions of any number of operands, which may be traced or not. */
function several(name: 'max' | 'min' | 'hypot', op: Op): void {
  replaceMethod(Math, name, (native) => {
    const two = native as (a: number, b: number) => number;
    return {
      method(a: unknown, b: unknown): unknown {
        if (arguments.length === 2 && typeof a === 'number' && typeof b === 'number') return two(a, b);
        return tracedSeveral(op, native, arguments);
      },
    }.method;
  });
}

function tracedSeveral(op: Op, native: (...x: unknown[]) => unknown, given: IArguments): unknown {
  const { length } = given;
  let k = 0;
  while (k < length && typeof given[k] === 'number') k++;
  if (k === length) return apply(native, undefined, given);
  const site = takeSite();
  for (let i = k; i < length; i++) {
    if (!isOperand(given[i])) continue;
    const all: unknown[] = [];
    for (let j = 0; j < length; j++) all[j] = given[j];
    return operate(op, all, site);
  }
  const ids = new IntegerList(length);
  const constants = new NumberList(length);
  let traced = false;
  for (let i = 0; i < length; i++) {
    const x = toNumber(given[i]);
    const id = idOf(x);
    ids[i] = id;
    constants[i] = id === 0 ? (x as number) : state.tape.value[id];
    if (id !== 0) traced = true;
  }
  const value = apply(native, undefined, constants as unknown as unknown[]) as number;
  if (!traced) return value;
  return handle(state.tape.pushMany(op, ids, constants, value, site));
}
const IntegerList = Int32Array;
const NumberList = Float64Array;

export function installMath(): void {
  for (const [name, op] of [
    ['acos', Op.acos],
    ['acosh', Op.acosh],
    ['asin', Op.asin],
    ['asinh', Op.asinh],
    ['atan', Op.atan],
    ['atanh', Op.atanh],
    ['cbrt', Op.cbrt],
    ['ceil', Op.ceil],
    ['cosh', Op.cosh],
    ['expm1', Op.expm1],
    ['floor', Op.floor],
    ['fround', Op.fround],
    ['log10', Op.log10],
    ['log1p', Op.log1p],
    ['log2', Op.log2],
    ['round', Op.round],
    ['sign', Op.sign],
    ['sinh', Op.sinh],
    ['tan', Op.tan],
    ['trunc', Op.trunc],
  ] as const)
    unary(name, op);
  slowPaths.call = slowFunction;
  for (const name of ['abs', 'cos', 'exp', 'log', 'sin', 'sqrt', 'tanh'] as const)
    replaceMethod(Math, name, () => Traced[name]);
  several('max', Op.max);
  several('min', Op.min);
  several('hypot', Op.hypot);
  replaceMethod(
    Math,
    'pow',
    (native) =>
      ({
        method(a: unknown, b: unknown): unknown {
          if (typeof a === 'number' && typeof b === 'number') return native(a, b);
          const site = takeSite();
          if (isOperand(a) || isOperand(b)) return operate(Op.pow, [a, b], site);
          const x = toNumber(a);
          const y = toNumber(b);
          return recorded(Op.pow, x, idOf(x), y, idOf(y), site);
        },
      }).method,
  );
  replaceMethod(
    Math,
    'atan2',
    (native) =>
      ({
        method(a: unknown, b: unknown): unknown {
          if (typeof a === 'number' && typeof b === 'number') return native(a, b);
          const site = takeSite();
          if (isOperand(a) || isOperand(b)) return operate(Op.atan2, [a, b], site);
          const x = toNumber(a);
          const y = toNumber(b);
          const i = idOf(x);
          const j = idOf(y);
          if (i === 0 && j === 0) return native(x, y);
          const { tape } = state;
          const p = i !== 0 ? tape.value[i] : (x as number);
          const q = j !== 0 ? tape.value[j] : (y as number);
          return handle(tape.push(Op.atan2, i, j, i === 0 ? p : j === 0 ? q : 0, native(p, q) as number, site));
        },
      }).method,
  );
  detaching('imul');
  detaching('clz32');
}
