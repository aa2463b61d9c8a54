/** @file FunctionNode: the object of one function call; a person's own functions extend it. */
import { config } from './config';
import { asVariable } from './conversion';
import { contributions, plainAlgebra } from './emission';
import type { Operand, Term } from './functions';
import { operands } from './numbers';
import { observation } from './observer';
import { Op, type PrimitiveName } from './opcodes';
import { labelOf, nameOf } from './primitives';
import { currentSegment, handleFor, operandRow, recorded, rowIn, type Segment } from './segment';
import { described } from './tensor/array';
import { zeroLike } from './tensor/create';
import { arrayContributions } from './tensor/emission';
import { NdArray, type Value } from './tensor/ndarray';
import type { ArrayRule } from './tensor/rules';
import { type Data, Variable } from './variable';

/**
 * A function of any number of inputs and outputs. A subclass gives `forward` on data and `backward` on Variables,
 * so that the backward computation is recorded too and can be differentiated again.
 */
export class FunctionNode {
  /** Where it is recorded, with the row of its first output; null before the call. Internal. */
  segment: Segment | null = null;
  row = 0;
  private given: Variable[] = [];
  protected made: Variable[] = [];
  private passed: number[] = [];

  get name(): string {
    return this.constructor.name;
  }

  /** The sign drawn for it. */
  get label(): string {
    return this.name;
  }

  get inputs(): Variable[] {
    const { segment } = this;
    return segment === null ? this.given : this.given.map((x, k) => recorded(x, segment, this.passed[k]));
  }

  get outputs(): Variable[] {
    const { segment } = this;
    return segment === null ? this.made : this.made.map((y, k) => recorded(y, segment, this.row + k));
  }

  /** The highest generation among its inputs. */
  get generation(): number {
    return this.inputs.reduce((highest, x) => Math.max(highest, x.generation), 0);
  }

  forward(..._data: Data[]): Data | Data[] {
    throw new TypeError(`${this.name} has no forward(…): it says how to compute its outputs from its inputs' data.`);
  }

  /** Gradients of the inputs, in their order, from those of the outputs; null where there is none. */
  backward(..._grads: Variable[]): Variable | null | (Variable | null)[] {
    throw new TypeError(
      `${this.name} has no backward(…): it says how gradients of its outputs become those of its inputs.`,
    );
  }

  /** Computes the outputs: one comes back bare, several as an array. An object serves for one call. */
  call(...inputs: Operand[]): Variable | Variable[] {
    if (this.made.length > 0)
      throw new TypeError(`This ${this.name} was already called; make a new one for each call.`);
    const given = inputs.map((x) => asVariable(x));
    const found = this.forward(...given.map((x) => x.data as Data));
    const values = Array.isArray(found) ? found : [found];
    for (const value of values) {
      if (typeof value !== 'number' && !(value instanceof NdArray)) {
        throw new TypeError(
          `${this.name}.forward gives numbers or arrays made by array(…); ${described(value)} was given.`,
        );
      }
    }
    this.given = given;
    if (config.enableBackprop) {
      const segment = currentSegment();
      this.passed = given.map((x) => rowIn(segment, x));
      this.record(segment, this.passed, this.generation + 1, values, given);
    } else this.made = values.map((value) => new Variable(value));
    observation.observer?.called(this);
    return this.made.length === 1 ? this.made[0] : this.made;
  }

  /** @param passed the operands' rows, 0 for one that is no variable. */
  protected record(
    segment: Segment,
    passed: readonly number[],
    generation: number,
    values: readonly Data[],
    operands: readonly (Variable | null)[],
  ): void {
    const constants = passed.map(() => Number.NaN);
    this.made = values.map((value, k) => {
      const row = segment.tape.pushMany(
        Op.custom,
        passed,
        constants,
        typeof value === 'number' ? value : Number.NaN,
        0,
      );
      if (k === 0) this.row = row;
      const y = handleFor(segment, row, value, generation, operands);
      y.node = this;
      return y;
    });
    this.segment = segment;
  }
}

/** The object of a primitive's call; its rule is the table's. */
export class PrimitiveNode extends FunctionNode {
  private readonly constants: (Variable | null)[];
  private readonly ids: number[];

  readonly primitive: PrimitiveName;
  override readonly segment: Segment;
  override readonly row: number;

  /** @param output the Variable that the primitive made. */
  constructor(private readonly output: Variable) {
    super();
    this.segment = output.home as Segment;
    this.row = output.row;
    this.primitive = nameOf(this.segment.tape.op[this.row]) as PrimitiveName;
    const found = operands(this.segment.tape, this.row);
    this.ids = found.ids;
    this.constants = found.ids.map((id, k) => (id === 0 ? new Variable(found.constants[k]) : null));
  }

  override get name(): string {
    return this.primitive;
  }

  override get label(): string {
    const { tape } = this.segment;
    return labelOf(this.primitive, tape.b[this.row] === 0 ? tape.constant[this.row] : undefined);
  }

  override get inputs(): Variable[] {
    return this.ids.map((_, k) => this.constants[k] ?? this.operand(k));
  }

  override get outputs(): Variable[] {
    return [recorded(this.output, this.segment, this.row)];
  }

  private operand(k: number): Variable {
    const { first, second, others } = this.outputs[0];
    const handle = others !== null ? others[k] : k === 0 ? first : second;
    return recorded(handle as Variable, this.segment, operandRow(this.segment, this.row, k));
  }

  /** The operands as the rules take them: numbers where the program had numbers. */
  get terms(): Term[] {
    return this.ids.map((id, k) => (id === 0 ? (this.constants[k]?.data as number) : this.operand(k)));
  }

  override forward(...data: Data[]): Data {
    return data[0];
  }

  override backward(grad: Variable): Variable | null | (Variable | null)[] {
    const found = contributions(plainAlgebra, this, grad).map((term) =>
      term === null ? null : term === plainAlgebra.zero ? new Variable(0) : asVariable(term),
    );
    return found.length === 1 ? found[0] : found;
  }
}

/** The object of a function of arrays; its rule says what it computes and what it passes back. */
export class ArrayNode extends FunctionNode {
  /** The operands' values when it was called. */
  readonly values: readonly Value[];
  /** The operands' rows, 0 for one that is no variable. */
  rows: readonly number[] = [];
  private readonly handles: readonly (Variable | null)[];
  private readonly versions: readonly number[];
  private readonly constants: (Variable | null)[];

  constructor(
    readonly rule: ArrayRule,
    operands: readonly Term[],
    values: readonly Value[],
  ) {
    super();
    this.values = values;
    this.versions = values.map(versionOf);
    this.handles = operands.map((x) => (x instanceof Variable ? x : null));
    this.constants = operands.map((x) => (x instanceof Variable ? null : new Variable(x)));
  }

  /** Records the call; returns its output. */
  recorded(operands: readonly Term[], value: Value): Variable {
    const segment = currentSegment();
    let generation = 0;
    for (const x of operands) if (x instanceof Variable && x.generation > generation) generation = x.generation;
    this.rows = operands.map((x) => (x instanceof Variable ? rowIn(segment, x) : 0));
    this.record(segment, this.rows, generation + 1, [value], this.handles);
    return this.made[0];
  }

  override get name(): string {
    return this.rule.name;
  }

  override get label(): string {
    return this.rule.label;
  }

  override get inputs(): Variable[] {
    return this.rows.map((_, k) => this.constants[k] ?? this.operand(k));
  }

  /** The operands as rules take them: plain values where the program had no Variable. */
  get operands(): Term[] {
    return this.rows.map((row, k) => (row === 0 ? this.values[k] : this.operand(k)));
  }

  private operand(k: number): Variable {
    return recorded(this.handles[k] as Variable, this.segment as Segment, this.rows[k]);
  }

  /** @throws TypeError if an operand's array was changed since: the gradient would rest on other numbers. */
  checkUnchanged(): void {
    this.values.forEach((value, k) => {
      if (versionOf(value) === this.versions[k]) return;
      const name = this.inputs[k].name ?? `operand ${k + 1}`;
      throw new TypeError(
        `${name} of ${this.name} was changed in place after ${this.name} had used it, so its gradient cannot be computed. Change a copy, or assign new data.`,
      );
    });
  }

  override forward(...data: Data[]): Data {
    return this.rule.forward(data);
  }

  override backward(grad: Variable): Variable | null | (Variable | null)[] {
    const found = arrayContributions(plainAlgebra, this, grad).map((term, k) =>
      term === null ? null : asVariable(term === plainAlgebra.zero ? zeroLike(this.values[k]) : term),
    );
    return found.length === 1 ? found[0] : found;
  }
}

function versionOf(value: Value): number {
  return typeof value === 'number' ? 0 : value.version;
}

/** The object of the function that made a Variable; the same one each time. */
export function creatorOf(variable: Variable): FunctionNode {
  variable.node ??= new PrimitiveNode(variable);
  return variable.node;
}
