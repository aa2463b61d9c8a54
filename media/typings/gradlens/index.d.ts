/**
 * Variables, functions and arrays for programs that Gradlens differentiates. The module exists only while Gradlens
 * runs a program; these are its types.
 *
 * Operators work on Variables and arrays: `3 * x ** 2 + y`. For the checker a Variable is a number with members, and
 * what operators give is a number; so every number has these members wherever 'gradlens' is imported.
 */

/** Numbers in nested lists of equal lengths. */
export type Nested = number | readonly Nested[];
/** Typed arrays keep their kind: `new Variable(new Float32Array(3)).dtype` is `float32`. */
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
export type DType = 'float64' | 'float32' | 'int32' | 'int16' | 'int8' | 'uint32' | 'uint16' | 'uint8' | 'uint8clamped';
export type Shape = readonly number[];
/** One axis, several, or all of them. Negative ones count from the end. */
export type Axes = number | readonly number[] | null;
/** What every function takes: a Variable, or a number, nested list, typed array or NdArray that is not differentiated. */
export type Operand = Nested | TypedArray;
/** What a Variable holds: a number where there is no axis, else an NdArray. */
export type Data = NdArray;

export interface BackwardOptions {
  /** Keep the gradients of intermediates. */
  retainGrad?: boolean;
  /** Record the backward computation, so that gradients can be differentiated again. */
  createGraph?: boolean;
  /** add: contributions add up. assign: the last one replaces the others (wrong, to see why). */
  accumulate?: 'add' | 'assign';
  /** generations: highest generation first, each function once. The others are wrong, to see why. */
  order?: 'generations' | 'naive' | 'naiveSeen';
  /** How the order by generations is kept; both pop the same. */
  queue?: 'heap' | 'sort';
}

interface ArrayMembers {
  readonly shape: Shape;
  readonly ndim: number;
  /** Number of entries. */
  readonly size: number;
  readonly dtype: DType;
  /** Number of entries along the first axis. @throws TypeError where there is no axis */
  readonly length: number;
}

interface VariableMembers extends ArrayMembers {
  /** Assigning makes this Variable a fresh leaf; what was recorded with the old value stays as it was. */
  get data(): Data;
  set data(value: Operand | null);
  /** null until `backward()` has run, and again after `clearGrad()`. */
  get grad(): Variable;
  set grad(value: Variable | null);
  get name(): string;
  set name(value: string | null);
  /** The function that made this Variable; null for a leaf. */
  readonly creator: Function;
  /** The longest path from a leaf, in functions. */
  readonly generation: number;
  /** The transpose. */
  readonly T: Variable;
  /** The same entries in another shape; one extent may be −1. */
  reshape(...shape: number[] | [Shape]): Variable;
  /** Axes in reverse order, or in the order given. */
  transpose(...axes: number[] | [Shape]): Variable;
  /** The sum along axes, all of them by default. */
  sum(axis?: Axes, keepdims?: boolean): Variable;
  clearGrad(): void;
  /**
   * Adds ∂this/∂x to `x.grad` of every leaf x that this was computed from, from the highest generation down. A `grad`
   * that is already there is the seed, else 1.
   */
  backward(options?: BackwardOptions): void;
}

/** A value that remembers how it came about. */
export type Variable = number & VariableMembers;
interface VariableConstructor {
  /** @throws TypeError for anything but numbers, nested lists of equal lengths, typed arrays and null */
  new (data: Operand | null, name?: string | null): Variable;
  readonly prototype: Variable;
}
export const Variable: VariableConstructor;

interface NdArrayMembers extends ArrayMembers {
  /** The entries in row-major order, in place: for reading. */
  readonly values: TypedArray;
  /** The only entry. @throws TypeError where there are more */
  item(): number;
  /** One entry, or the part that the leading indices leave; negative indices count from the end. */
  at(...indices: number[]): NdArray;
  /** Changes one entry in place. */
  set(value: number, ...indices: number[]): void;
  copy(): NdArray;
  astype(dtype: DType): NdArray;
  toTypedArray(): TypedArray;
  /** Nested lists of the same shape; the number itself where there is no axis. */
  // biome-ignore lint/suspicious/noExplicitAny: how deep the lists are is not known to the checker
  toArray(): any;
  /** The parts along the first axis. */
  [Symbol.iterator](): IterableIterator<NdArray>;
}

/** Numbers in a box of any number of axes, with operators that work entry by entry. */
export type NdArray = number & NdArrayMembers;
interface NdArrayConstructor {
  readonly prototype: NdArray;
}
export const NdArray: NdArrayConstructor;

declare global {
  // what operators give is a number to the checker
  interface Number extends VariableMembers, NdArrayMembers {}
}

/** A shape that does not fit; its message names the operation and the shapes. */
export class ShapeError extends Error {}

/**
 * A function of your own: `forward` computes on data, `backward` on Variables, so that it can be differentiated again.
 * `class Square extends Function { forward(x: number) { return x ** 2; } backward(gy: Variable) { return 2 * this.inputs[0] * gy; } }`
 */
export class Function {
  readonly name: string;
  readonly label: string;
  readonly inputs: Variable[];
  readonly outputs: Variable[];
  readonly generation: number;
  /** The outputs' data from the inputs' data: numbers, or NdArrays where the inputs have axes. */
  forward(...data: Data[]): number | number[];
  /** Gradients of the inputs, in their order, from those of the outputs; null where there is none. */
  backward(...grads: Variable[]): number | null | (number | null)[];
  /** Computes: one output comes back bare, several as a list. An object serves for one call. */
  call(...inputs: Operand[]): ReturnType<this['forward']> extends readonly unknown[] ? Variable[] : Variable;
}

export interface Config {
  /** Whether operations on Variables are recorded. */
  enableBackprop: boolean;
  /** Whether `createGraph` shares equal operations and folds constants; off gives exactly DeZero's graphs. */
  simplify: boolean;
}
export const config: Config;
/** Runs `body` with one switch set, and restores it, also when the body throws. */
export function usingConfig<N extends keyof Config, R>(name: N, value: Config[N], body: () => R): R;
/** Runs `body` without recording. */
export function noGrad<R>(body: () => R): R;

/** A Variable as it is; anything else as a new leaf. */
export function asVariable(value: Operand): Variable;
/** Numbers, nested lists and typed arrays become arrays; an array passes through. */
export function asArray(value: Operand): NdArray;
/** An array of nested lists, a typed array (whose kind it keeps) or one number; copied. */
export function array(data: Operand, dtype?: DType): NdArray;
export function full(shape: Shape | number, value: number, dtype?: DType): NdArray;
export function ones(...shape: number[] | [Shape]): NdArray;
export function zeros(...shape: number[] | [Shape]): NdArray;
export function onesLike(x: NdArray): NdArray;
export function zerosLike(x: NdArray): NdArray;
/** `count` numbers from `start` to `stop`, both included, at equal distances. */
export function linspace(start: number, stop: number, count?: number): NdArray;
/** From `start` (0 with one argument) up to but not including `stop`. */
export function arange(start: number, stop?: number, step?: number): NdArray;
/** 1 on the diagonal, else 0. */
export function eye(rows: number, columns?: number): NdArray;
/** Evenly spread in [0, 1), the same for the same seed. */
export function rand(shape: Shape | number, seed?: number): NdArray;
/** Normally distributed with mean 0 and deviation 1, the same for the same seed. */
export function randn(shape: Shape | number, seed?: number): NdArray;
/** |a − b| ≤ atol + rtol·|b| everywhere. */
export function allclose(a: Operand, b: Operand, rtol?: number, atol?: number): boolean;

type Unary = (x: Operand) => Variable;
type Binary = (a: Operand, b: Operand) => Variable;
type Many = (...operands: Operand[]) => Variable;

export const add: Binary;
export const sub: Binary;
export const mul: Binary;
export const div: Binary;
export const rem: Binary;
export const pow: Binary;
export const neg: Unary;
export const abs: Unary;
export const acos: Unary;
export const acosh: Unary;
export const asin: Unary;
export const asinh: Unary;
export const atan: Unary;
export const atanh: Unary;
export const cbrt: Unary;
export const ceil: Unary;
export const cos: Unary;
export const cosh: Unary;
export const exp: Unary;
export const expm1: Unary;
export const floor: Unary;
export const fround: Unary;
export const log: Unary;
export const log10: Unary;
export const log1p: Unary;
export const log2: Unary;
export const round: Unary;
export const sign: Unary;
export const sin: Unary;
export const sinh: Unary;
export const sqrt: Unary;
export const tan: Unary;
export const tanh: Unary;
export const trunc: Unary;
export const atan2: Binary;
export const hypot: Many;
export const square: Unary;
export const relu: Unary;
export const sigmoid: Unary;
export const softplus: Unary;
export const identity: Unary;
export function clamp(x: Operand, low: Operand, high: Operand): Variable;

/** Which axes, and whether they stay with one entry. */
export interface Along {
  axis?: Axes;
  keepdims?: boolean;
}
/** The greatest of several operands, entry by entry; of one array its greatest entry, `max(x, { axis })` along axes. */
export function max(x: Operand, along?: Along): Variable;
export function max(...operands: Operand[]): Variable;
/** The least of several operands, entry by entry; of one array its least entry, `min(x, { axis })` along axes. */
export function min(x: Operand, along?: Along): Variable;
export function min(...operands: Operand[]): Variable;
/** The sum along axes, all of them by default. */
export function sum(x: Operand, axis?: Axes | Along, keepdims?: boolean): Variable;
/** The arithmetic mean along axes, all of them by default. */
export function mean(x: Operand, axis?: Axes | Along, keepdims?: boolean): Variable;
export function reshape(x: Operand, ...shape: number[] | [Shape]): Variable;
export function transpose(x: Operand, ...axes: number[] | [Shape]): Variable;
/** Repeats along axes of one entry, as operators do. */
export function broadcastTo(x: Operand, ...shape: number[] | [Shape]): Variable;
/** Adds up what `broadcastTo` would repeat. */
export function sumTo(x: Operand, ...shape: number[] | [Shape]): Variable;
/** Matrix product. A vector on the left is a row, on the right a column; leading axes are stacks of matrices. */
export function matmul(a: Operand, b: Operand): Variable;

/** One place of an axis, which then goes; or a part: from, up to but not including, step. `null` is the whole axis. */
export type Index = number | null | readonly [from?: number | null, to?: number | null, step?: number | null];
/** Parts of an array: `getItem(x, 1)` is row 1, `getItem(x, null, [0, 2])` the first two columns. */
export function getItem(x: Operand, ...indices: Index[]): Variable;
export function slice(x: Operand, ...indices: Index[]): Variable;
/** The parts at some places of an axis, in the order given. */
export function take(x: Operand, indices: Operand, axis?: number): Variable;
/** Operands one after another along an axis. */
export function concat(operands: readonly Operand[], axis?: number): Variable;
/** Operands of one shape beside each other along a new axis. */
export function stack(operands: readonly Operand[], axis?: number): Variable;
type Booleans = boolean | readonly Booleans[];
/** Entries of `a` where the mask is not 0, else of `b`. */
export function where(mask: Operand | Booleans, a: Operand, b: Operand): Variable;
/** 1 where it holds, else 0: masks for `where`. */
export function less(a: Operand, b: Operand): NdArray;
export function lessEqual(a: Operand, b: Operand): NdArray;
export function greater(a: Operand, b: Operand): NdArray;
export function greaterEqual(a: Operand, b: Operand): NdArray;
export function equal(a: Operand, b: Operand): NdArray;
export function notEqual(a: Operand, b: Operand): NdArray;
/** Where the greatest entry along an axis stands; without an axis its place among all. */
export function argmax(x: Operand, axis?: number): NdArray;

/** eˣ over its sum along an axis (the last by default). */
export function softmax(x: Operand, axis?: Axes): Variable;
export function logSoftmax(x: Operand, axis?: Axes): Variable;
/** x·W + b. */
export function linear(x: Operand, w: Operand, b?: Operand | null): Variable;
/** Σ (a − b)² over the number of rows, as DeZero counts. */
export function meanSquaredError(a: Operand, b: Operand): Variable;
/** Mean of −log softmax(logits) at each row's class; `labels` are classes, or probabilities in the logits' shape. */
export function crossEntropy(logits: Operand, labels: Operand): Variable;
/** Mean of −(t·log p + (1 − t)·log(1 − p)). */
export function binaryCrossEntropy(p: Operand, t: Operand): Variable;

declare abstract class Optimizer {
  /** One step; each parameter becomes a fresh leaf with new data. */
  update(): void;
  /** Forgets the gradients, as one does before the next `backward()`. */
  clearGrads(): void;
}
/** Gradient descent, x − lr·g; with momentum the step v ← momentum·v − lr·g. */
export class SGD extends Optimizer {
  constructor(parameters: readonly Variable[], lr?: number, momentum?: number);
  readonly lr: number;
  readonly momentum: number;
}
/** Kingma and Ba's Adam with its bias corrections. */
export class Adam extends Optimizer {
  constructor(parameters: readonly Variable[], lr?: number, beta1?: number, beta2?: number, epsilon?: number);
  readonly lr: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

export interface CheckOptions {
  /** Half the width of the difference. */
  eps?: number;
  rtol?: number;
  atol?: number;
}
export interface GradientCheck {
  passed: boolean;
  inputs: {
    name: string;
    given: Data;
    expected: Data;
    /** The greatest |given − expected|, and the entry where it is. */
    difference: number;
    entry: number;
    passed: boolean;
  }[];
  /** What is wrong, by how much and where; empty where all is well. */
  message: string;
}
/** The gradient of f at x by central differences; f's result is summed over its entries. */
export function numericalGrad(f: (x: Variable) => number, x: Operand, eps?: number): Data;
/** Compares `backward()` through f with central differences in every input. */
export function gradientCheck(
  f: (...inputs: Variable[]) => number | number[],
  inputs: Operand | readonly Operand[],
  options?: CheckOptions,
): GradientCheck;

/** The graph behind Variables as DOT text, for Graphviz. */
export function dotGraph(outputs: number | readonly number[], options?: { data?: boolean }): string;
/** The functions that some Variables were computed by, each once, in the order in which they were met. */
export function functionsBehind(...variables: number[]): Function[];
