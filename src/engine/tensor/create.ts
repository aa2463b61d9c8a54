/** @file Arrays from nothing: filled, ranges, chance. */
import { converted, type DType } from './dtype';
import { NdArray, type Value } from './ndarray';
import { checkedShape, type Shape, ShapeError, sizeOf } from './shape';
import { room, zeroRoom } from './storage';

export function full(shape: Shape | number, value: number, dtype: DType = 'float64'): NdArray {
  const checked = checkedShape('full', shape);
  const size = sizeOf(checked);
  const values = dtype === 'float64' ? room(size) : converted({ length: size }, dtype);
  return new NdArray(checked, values.fill(value), dtype);
}

export function ones(...shape: number[] | [Shape]): NdArray {
  return full(shape.flat() as number[], 1);
}

export function zeros(...shape: number[] | [Shape]): NdArray {
  const checked = checkedShape('zeros', shape.flat() as number[]);
  return new NdArray(checked, zeroRoom(sizeOf(checked)));
}

export function onesLike(x: NdArray): NdArray {
  return full(x.shape, 1, x.dtype);
}

export function zerosLike(x: NdArray): NdArray {
  return full(x.shape, 0, x.dtype);
}

/** `count` numbers from `start` to `stop`, both included, at equal distances. */
export function linspace(start: number, stop: number, count = 50): NdArray {
  const [size] = checkedShape('linspace', count);
  const values = room(size);
  const step = (stop - start) / (size - 1);
  for (let k = 0; k < size; k++) values[k] = start + k * step;
  if (size > 0) values[size === 1 ? 0 : size - 1] = size === 1 ? start : stop;
  return new NdArray([size], values);
}

/** From `start` (0 with one argument) up to but not including `stop`. */
export function arange(start: number, stop?: number, step = 1): NdArray {
  const from = stop === undefined ? 0 : start;
  const to = stop === undefined ? start : stop;
  const size = Math.max(0, Math.ceil((to - from) / step));
  if (!Number.isFinite(size)) throw new ShapeError(`arange: from ${from} to ${to} by ${step} has no end.`);
  const values = room(size);
  for (let k = 0; k < size; k++) values[k] = from + k * step;
  return new NdArray([size], values);
}

/** 1 on the diagonal, else 0. */
export function eye(rows: number, columns = rows): NdArray {
  const shape = checkedShape('eye', [rows, columns]);
  const values = zeroRoom(rows * columns);
  for (let k = 0; k < Math.min(rows, columns); k++) values[k * columns + k] = 1;
  return new NdArray(shape, values);
}

/** Numbers in [0, 1) from a seed: the mulberry32 generator, twice a number for 53 bits. */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
  return () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
}

/** Evenly spread in [0, 1), the same for the same seed. */
export function rand(shape: Shape | number, seed = 0): NdArray {
  const checked = checkedShape('rand', shape);
  const values = room(sizeOf(checked));
  const next = randomFrom(seed);
  for (let k = 0; k < values.length; k++) values[k] = next();
  return new NdArray(checked, values);
}

/** Normally distributed with mean 0 and deviation 1 (Box and Muller), the same for the same seed. */
export function randn(shape: Shape | number, seed = 0): NdArray {
  const checked = checkedShape('randn', shape);
  const values = room(sizeOf(checked));
  const next = randomFrom(seed);
  for (let k = 0; k < values.length; k += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    values[k] = radius * Math.cos(angle);
    if (k + 1 < values.length) values[k + 1] = radius * Math.sin(angle);
  }
  return new NdArray(checked, values);
}

/** Zeros in the shape of a value. */
export function zeroLike(value: Value): Value {
  return typeof value === 'number'
    ? 0
    : NdArray.uniform(value.shape, 0, value.dtype === 'float32' ? 'float32' : 'float64');
}

/** Ones in the shape of a value. */
export function oneLike(value: Value): Value {
  return typeof value === 'number'
    ? 1
    : NdArray.uniform(value.shape, 1, value.dtype === 'float32' ? 'float32' : 'float64');
}
