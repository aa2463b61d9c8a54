/** @file NdArray: numbers in a box of any number of axes. */
import { converted, type DType, type TypedArray } from './dtype';
import { arrayText } from './print';
import { reshaped, type Shape, ShapeError, sameShape, shapeText, sizeOf, stridesOf } from './shape';
import { room } from './storage';

/** A value of an array expression: a number where there is no axis. */
export type Value = number | NdArray;

/** Numbers in nested lists of equal lengths. */
export type Nested = number | readonly Nested[];

/**
 * Entries stand in row-major order without gaps: every kernel is one run over memory, and what strides would save
 * (a transpose, a broadcast) is done by the kernels that need it.
 */
export class NdArray {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly size: number;
  /** Changes in place, counted for all arrays that share the memory; null while there is one of them and no change. */
  private changes: { count: number } | null = null;
  private stored: TypedArray | null;
  /** The value of every entry while nothing is stored. */
  private readonly fill: number;

  /** Takes over `stored`. Internal; people call `array`. */
  constructor(shape: Shape, stored: TypedArray | null, dtype: DType = 'float64', fill = 0) {
    this.shape = shape;
    this.dtype = dtype;
    this.size = sizeOf(shape);
    this.stored = stored;
    this.fill = fill;
  }

  /** The same number everywhere, in no memory until somebody reads the entries. Internal. */
  static uniform(shape: Shape, value: number, dtype: DType = 'float64'): NdArray {
    return new NdArray(shape, null, dtype, dtype === 'float32' ? Math.fround(value) : value);
  }

  /** Grows with each change in place, so that a gradient never rests on numbers other than the recorded ones. Internal. */
  get version(): number {
    return this.changes === null ? 0 : this.changes.count;
  }

  get isUniform(): boolean {
    return this.stored === null;
  }

  /** The number that every entry of a uniform array has. */
  get uniformValue(): number {
    return this.fill;
  }

  get ndim(): number {
    return this.shape.length;
  }

  /** Number of entries along the first axis. */
  get length(): number {
    if (this.shape.length === 0) throw new TypeError('An array without axes has no length.');
    return this.shape[0];
  }

  /** The entries in row-major order, in place: for reading. */
  get values(): TypedArray {
    if (this.stored !== null) return this.stored;
    const made =
      this.dtype === 'float64'
        ? room(this.size).fill(this.fill)
        : converted({ length: this.size }, this.dtype).fill(this.fill);
    this.stored = made;
    return made;
  }

  /** As kernels read them, whatever the kind. */
  get doubles(): Float64Array {
    const { values } = this;
    return values instanceof Float64Array ? values : (converted(values, 'float64') as Float64Array);
  }

  /** The only entry. @throws TypeError where there are more. */
  item(): number {
    if (this.size !== 1)
      throw new TypeError(`item(): shape ${shapeText(this.shape)} has ${this.size} entries; name one with at(…).`);
    return this.stored === null ? this.fill : this.stored[0];
  }

  /** One entry, or the part that the leading indices leave; negative indices count from the end. */
  at(...indices: number[]): Value {
    const offset = this.offset(indices);
    if (indices.length === this.shape.length) return this.stored === null ? this.fill : this.stored[offset];
    const shape = this.shape.slice(indices.length);
    if (this.stored === null) return NdArray.uniform(shape, this.fill, this.dtype);
    return new NdArray(shape, this.stored.slice(offset, offset + sizeOf(shape)), this.dtype);
  }

  /** Changes one entry in place. */
  set(value: number, ...indices: number[]): void {
    if (indices.length !== this.shape.length) {
      throw new ShapeError(
        `set(value, …): shape ${shapeText(this.shape)} takes ${this.shape.length} indices; ${indices.length} were given.`,
      );
    }
    this.values[this.offset(indices)] = value;
    (this.changes ??= { count: 0 }).count++;
  }

  private offset(indices: readonly number[]): number {
    if (indices.length > this.shape.length) {
      throw new ShapeError(
        `at(…): shape ${shapeText(this.shape)} takes at most ${this.shape.length} indices; ${indices.length} were given.`,
      );
    }
    const strides = stridesOf(this.shape);
    let offset = 0;
    indices.forEach((given, k) => {
      const extent = this.shape[k];
      const index = given < 0 ? given + extent : given;
      if (!Number.isInteger(index) || index < 0 || index >= extent) {
        throw new RangeError(
          `Index ${given} is outside axis ${k} of shape ${shapeText(this.shape)}: it has ${extent} entries.`,
        );
      }
      offset += index * strides[k];
    });
    return offset;
  }

  /** The same entries in another shape; one extent may be −1. Shares memory. */
  reshape(...shape: number[] | [Shape]): NdArray {
    const wanted = reshaped('reshape', this.shape, shape.flat() as number[]);
    if (this.stored === null) return NdArray.uniform(wanted, this.fill, this.dtype);
    const made = new NdArray(wanted, this.stored, this.dtype);
    made.changes = this.changes ??= { count: 0 };
    return made;
  }

  copy(): NdArray {
    return this.stored === null
      ? NdArray.uniform(this.shape, this.fill, this.dtype)
      : new NdArray(this.shape, this.stored.slice(), this.dtype);
  }

  /** The same numbers as another kind. */
  astype(dtype: DType): NdArray {
    return new NdArray(this.shape, converted(this.values, dtype), dtype);
  }

  toTypedArray(): TypedArray {
    return this.values.slice();
  }

  /** Nested lists of the same shape; the number itself where there is no axis. */
  toArray(): Nested {
    const { values, shape } = this;
    if (shape.length === 0) return values[0];
    let level: Nested[] = Array.from(values);
    for (let k = shape.length - 1; k > 0; k--) {
      const grouped: Nested[] = [];
      const count = sizeOf(shape.slice(0, k));
      for (let i = 0; i < count; i++) grouped.push(level.slice(i * shape[k], (i + 1) * shape[k]));
      level = grouped;
    }
    return level;
  }

  toJSON(): Nested {
    return this.toArray();
  }

  /** The parts along the first axis. */
  *[Symbol.iterator](): IterableIterator<Value> {
    for (let k = 0; k < this.length; k++) yield this.at(k);
  }

  /** Whether a change of one's entries would change the other's. Internal. */
  sharesMemory(other: NdArray): boolean {
    return this.stored !== null && this.stored === other.stored;
  }

  /** Adds the entries of `other` to memory that nobody else refers to; false where that cannot be done. Internal. */
  addInPlace(other: Value): boolean {
    const own = this.stored;
    if (!(own instanceof Float64Array) || typeof other === 'number' || !sameShape(this.shape, other.shape))
      return false;
    if (other.isUniform) {
      for (let i = 0, c = other.uniformValue; i < own.length; i++) own[i] += c;
    } else {
      if (other.dtype !== 'float64') return false;
      const x = other.doubles;
      for (let i = 0; i < own.length; i++) own[i] += x[i];
    }
    return true;
  }

  /** For the operators of plain code, which know no arrays. */
  valueOf(): number {
    if (this.size === 1) return this.item();
    throw new TypeError(
      `An array of shape ${shapeText(this.shape)} is not one number. Use add, sub, mul, div and the like, or compare entries with at(…).`,
    );
  }

  [Symbol.toPrimitive](hint: string): number | string {
    return hint === 'string' ? this.toString() : this.valueOf();
  }

  /** In numpy's manner: long arrays are shortened, columns stand below each other. */
  toString(): string {
    return arrayText(this);
  }

  get [Symbol.toStringTag](): string {
    return 'NdArray';
  }
}
