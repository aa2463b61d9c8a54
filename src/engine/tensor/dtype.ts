/** @file Kinds of numbers an array can hold, and which one a result has. */

export type DType = 'float64' | 'float32' | 'int32' | 'int16' | 'int8' | 'uint32' | 'uint16' | 'uint8' | 'uint8clamped';

export type TypedArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint32Array
  | Uint16Array
  | Uint8Array
  | Uint8ClampedArray;

const constructors: {
  readonly [D in DType]: { new (length: number): TypedArray; from(values: ArrayLike<number>): TypedArray };
} = {
  float64: Float64Array,
  float32: Float32Array,
  int32: Int32Array,
  int16: Int16Array,
  int8: Int8Array,
  uint32: Uint32Array,
  uint16: Uint16Array,
  uint8: Uint8Array,
  uint8clamped: Uint8ClampedArray,
};

/** By the name of the array's kind, so that arrays of another realm count too; null for anything else. */
export function dtypeOf(values: unknown): DType | null {
  if (!ArrayBuffer.isView(values)) return null;
  const name = (Object.prototype.toString.call(values).slice(8, -6) as string).toLowerCase() as DType;
  return Object.hasOwn(constructors, name) ? name : null;
}

/** The values in storage of a kind, always copied. @throws TypeError for a kind that there is not. */
export function converted(values: ArrayLike<number>, dtype: DType): TypedArray {
  if (!Object.hasOwn(constructors, dtype)) {
    throw new TypeError(`There is no dtype ${dtype}; there are ${Object.keys(constructors).join(', ')}.`);
  }
  return constructors[dtype].from(values);
}

export function isInteger(dtype: DType): boolean {
  return dtype !== 'float64' && dtype !== 'float32';
}

/**
 * The kind of the result of arithmetic: float32 among its own and plain numbers (null), else float64. Arithmetic on
 * whole numbers is that of the language, so nothing wraps around.
 */
export function resultType(dtypes: readonly (DType | null)[]): DType {
  let found: DType | null = null;
  for (const dtype of dtypes) {
    if (dtype === null) continue;
    if (dtype !== 'float32') return 'float64';
    found = dtype;
  }
  return found ?? 'float64';
}
