/** @file Variable: a value that remembers how it came about. */
import { admission } from './admission';
import type { BackwardSwitches } from './backward';
import type { FunctionNode } from './function';
import type { Segment } from './segment';
import { type ArrayLikeValue, array, described } from './tensor/array';
import { dtypeOf } from './tensor/dtype';
import { NdArray } from './tensor/ndarray';
import { arrayText } from './tensor/print';
import type { Axes, Shape } from './tensor/shape';

/** What a Variable holds: a number where there is no axis. */
export type Data = number | NdArray;

/** What a Variable needs of the modules that are built on it. */
interface Machinery {
  creatorOf(variable: Variable): FunctionNode;
  backward(root: Variable, switches: BackwardSwitches): void;
}

let machinery: Machinery;

/** Methods of Variables that are functions of arrays. */
interface ArrayMethods {
  reshape(x: Variable, ...shape: number[] | [Shape]): Variable;
  transpose(x: Variable, ...axes: number[] | [Shape]): Variable;
  sum(x: Variable, axis?: Axes, keepdims?: boolean): Variable;
}

let arrayMethods: ArrayMethods;

/** Called once, by the module that has them. */
export function setArrayMethods(made: ArrayMethods): void {
  arrayMethods = made;
}

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

let count = 0;

/**
 * A handle: the operation that made it is a row of a tape segment, its operands are the Variables it refers to. A leaf
 * belongs to no segment, so that a parameter that lives on keeps no old graph alive.
 */
export class Variable {
  name: string | null;
  /** The longest path from a leaf, in functions. */
  generation = 0;
  /** Where its creator is recorded; null for a leaf. Internal. */
  home: Segment | null = null;
  /** Its row there. Internal. */
  row = 0;
  /** The Variables among its operands; all of them in `others` where there may be more than two. Internal. */
  first: Variable | null = null;
  second: Variable | null = null;
  others: readonly (Variable | null)[] | null = null;
  /** The object of its function, once asked for. Internal. */
  node: FunctionNode | null = null;
  /** A number of its own, a new one whenever its data is assigned. Internal. */
  serial = ++count;
  /** Of the last walk that met it. Internal. */
  mark = 0;
  /** What it was before its data was first assigned, if it had a creator. Internal. */
  past: Variable | null = null;
  /** The serial number of the segment that last took it as an operand from elsewhere, and its row there. Internal. */
  guestOf = -1;
  guestRow = 0;
  /** The Variable whose earlier value this one stands for. Internal. */
  standsFor: Variable | null = null;
  /** Places of a program where it was made or got a name. Internal. */
  places: number[] | null = null;
  /** Where the entries of a leaf come from outside of the engine, in row-major order; 0: from nowhere. Internal. */
  feeds: number[] | null = null;
  private held: Data | null;
  private gradient: Variable | null = null;

  constructor(data: ArrayLikeValue | null, name: string | null = null) {
    const { current } = admission;
    this.held = checked(
      current !== null && typeof data === 'object' && data !== null && !(data instanceof NdArray)
        ? current.data(this, data)
        : data,
    );
    this.name = name;
  }

  get data(): Data | null {
    return this.held;
  }

  /** Makes this Variable a fresh leaf; what was recorded with the old value stays as it was. */
  set data(value: ArrayLikeValue | null) {
    const given = checked(value);
    if (this.home !== null || this.feeds !== null) this.past = this.split();
    this.held = given;
    this.serial = ++count;
    this.generation = 0;
    this.guestOf = -1;
  }

  /** Hands over what it was to another Variable, which stands for it in the graphs that it took part in. */
  private split(): Variable {
    const past = new Variable(null, this.name);
    past.held = this.held;
    past.serial = this.serial;
    past.home = this.home;
    past.row = this.row;
    past.first = this.first;
    past.second = this.second;
    past.others = this.others;
    past.node = this.node;
    past.generation = this.generation;
    past.standsFor = this;
    past.places = this.places;
    past.feeds = this.feeds;
    this.home = null;
    this.first = null;
    this.second = null;
    this.others = null;
    this.node = null;
    this.feeds = null;
    return past;
  }

  get grad(): Variable | null {
    return this.gradient;
  }

  set grad(value: Variable | null) {
    this.gradient = value;
  }

  /** The function that made this Variable; null for a leaf. */
  get creator(): FunctionNode | null {
    return this.home === null ? null : machinery.creatorOf(this);
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

  /** The same entries in another shape; one extent may be −1. */
  reshape(...shape: number[] | [Shape]): Variable {
    return arrayMethods.reshape(this, ...shape);
  }

  /** Axes in reverse order, or in the order given. */
  transpose(...axes: number[] | [Shape]): Variable {
    return arrayMethods.transpose(this, ...axes);
  }

  get T(): Variable {
    return arrayMethods.transpose(this);
  }

  /** The sum along axes, all of them by default. */
  sum(axis?: Axes, keepdims = false): Variable {
    return arrayMethods.sum(this, axis, keepdims);
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
