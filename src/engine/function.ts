/** @file FunctionNode: the object of one function call; a person's own functions extend it. */
import { config } from './config';
import { asVariable } from './conversion';
import { contributions, plainAlgebra } from './emission';
import type { Term } from './functions';
import { operands } from './numbers';
import { Op, type PrimitiveName } from './opcodes';
import { labelOf, nameOf } from './primitives';
import { currentSegment, handleFor, rowIn, type Segment } from './segment';
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
  private made: Variable[] = [];
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
    return segment === null ? this.given : this.passed.map((row) => segment.handleAt(row));
  }

  get outputs(): Variable[] {
    const { segment } = this;
    return segment === null ? this.made : this.made.map((_, k) => segment.handleAt(this.row + k));
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
  call(...inputs: Term[]): Variable | Variable[] {
    if (this.made.length > 0)
      throw new TypeError(`This ${this.name} was already called; make a new one for each call.`);
    const given = inputs.map((x) => asVariable(x));
    const found = this.forward(...given.map((x) => x.data as Data));
    const values = Array.isArray(found) ? found : [found];
    for (const value of values) {
      if (typeof value !== 'number') {
        throw new TypeError(`${this.name}.forward gives numbers; ${value === null ? 'null' : typeof value} was given.`);
      }
    }
    this.given = given;
    if (config.enableBackprop) this.record(values);
    else this.made = values.map((value) => new Variable(value));
    return this.made.length === 1 ? this.made[0] : this.made;
  }

  private record(values: Data[]): void {
    const segment = currentSegment();
    segment.hasCustom = true;
    const generation = this.generation + 1;
    this.passed = this.given.map((x) => rowIn(segment, x));
    const constants = this.passed.map(() => 0);
    this.made = values.map((value, k) => {
      const row = segment.tape.pushMany(Op.custom, this.passed, constants, value, 0);
      if (k === 0) this.row = row;
      segment.nodes.set(row, this);
      return handleFor(segment, row, value, generation);
    });
    this.segment = segment;
  }
}

/** The object of a primitive's call; its rule is the table's. */
export class PrimitiveNode extends FunctionNode {
  private readonly constants: (Variable | null)[];
  private readonly ids: number[];

  constructor(
    readonly primitive: PrimitiveName,
    override readonly segment: Segment,
    override readonly row: number,
  ) {
    super();
    const found = operands(segment.tape, row);
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
    return this.ids.map((id, k) => this.constants[k] ?? this.segment.handleAt(id));
  }

  override get outputs(): Variable[] {
    return [this.segment.handleAt(this.row)];
  }

  /** The operands as the rules take them: numbers where the program had numbers. */
  get terms(): Term[] {
    return this.ids.map((id, k) => (id === 0 ? (this.constants[k]?.data as number) : this.segment.handleAt(id)));
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

/** The object of the function that made a row; the same one each time. */
export function creatorOf(segment: Segment, row: number): FunctionNode {
  const known = segment.nodes.get(row);
  if (known !== undefined) return known as FunctionNode;
  const node = new PrimitiveNode(nameOf(segment.tape.op[row]) as PrimitiveName, segment, row);
  segment.nodes.set(row, node);
  return node;
}
