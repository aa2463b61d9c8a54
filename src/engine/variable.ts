/** @file Variable: a value that remembers how it came about. */
import type { BackwardSwitches } from './backward';
import type { FunctionNode } from './function';
import type { Segment } from './segment';
import { dtypeOf } from './tensor/dtype';
import { type ArrayLikeValue, array, described, NdArray } from './tensor/ndarray';
import { arrayText } from './tensor/print';
import type { Shape } from './tensor/shape';

/** What a Variable holds: a number where there is no axis. */
export type Data = number | NdArray;

/** What a Variable needs of the modules that are built on it. */
interface Machinery {
  creatorOf(segment: Segment, row: number): FunctionNode;
  backward(root: Variable, switches: BackwardSwitches): void;
}

let machinery: Machinery;

/** Called once, by the module that has both. */
export function setMachinery(made: Machinery): void {
  machinery = made;
}

function checked(data: unknown): Data | null {
  if (typeof data === 'number' || data === null) return data;
  if (data instanceof NdArray) return data.shape.length === 0 ? data.item() : data;
  if (Array.isArray(data) || dtypeOf(data) !== null) return array(data as ArrayLikeValue);
  throw new TypeError(`A Variable holds a number, an array of numbers or null; ${described(data)} was given.`);
}

/**
 * A thin handle: the operation that made it is a row of a tape segment. A leaf belongs to no segment, so that
 * a parameter that lives on keeps no old graph alive.
 */
export class Variable {
  name: string | null;
  /** The longest path from a leaf, in functions. */
  generation = 0;
  /** Where its creator is recorded; null for a leaf. Internal. */
  home: Segment | null = null;
  /** Its row there. Internal. */
  row = 0;
  /** The serial number of the segment that last took it as an operand from elsewhere, and its row there. Internal. */
  guestOf = -1;
  guestRow = 0;
  /** The Variable whose earlier value this one stands for. Internal. */
  standsFor: Variable | null = null;
  private held: Data | null;
  private gradient: Variable | null = null;

  constructor(data: ArrayLikeValue | null, name: string | null = null) {
    this.held = checked(data);
    this.name = name;
  }

  get data(): Data | null {
    return this.held;
  }

  /** Makes this Variable a fresh leaf; what was recorded with the old value stays as it was. */
  set data(value: ArrayLikeValue | null) {
    this.held = checked(value);
    this.home = null;
    this.generation = 0;
    this.guestOf = -1;
  }

  get grad(): Variable | null {
    return this.gradient;
  }

  set grad(value: Variable | null) {
    this.gradient = value;
    if (value !== null && this.home !== null) this.home.retained = true;
  }

  /** The function that made this Variable; null for a leaf. */
  get creator(): FunctionNode | null {
    return this.home === null ? null : machinery.creatorOf(this.home, this.row);
  }

  get shape(): Shape {
    return this.held instanceof NdArray ? this.held.shape : [];
  }

  get ndim(): number {
    return this.shape.length;
  }

  get size(): number {
    return this.held instanceof NdArray ? this.held.size : 1;
  }

  get dtype(): string {
    return this.held instanceof NdArray ? this.held.dtype : 'float64';
  }

  /** Number of entries along the first axis; a number has no axis. */
  get length(): number {
    if (this.held instanceof NdArray) return this.held.length;
    throw new TypeError('A 0-dimensional Variable has no length.');
  }

  clearGrad(): void {
    this.grad = null;
  }

  /**
   * Adds ∂this/∂x to `x.grad` of every leaf x that this was computed from (with `retainGrad` of every Variable),
   * from the highest generation down. A `grad` that is already there is the seed, else 1.
   */
  backward(switches: BackwardSwitches = {}): void {
    machinery.backward(this, switches);
  }

  valueOf(): number | null {
    return this.held instanceof NdArray ? this.held.valueOf() : this.held;
  }

  toString(): string {
    return `variable(${this.held instanceof NdArray ? arrayText(this.held, 9) : String(this.held)})`;
  }
}
