/** @file The symbolic reading of a tape: what was computed, and its derivatives, as formulas. */
import { type Algebra, holds } from './algebra';
import { application, constant, type Expression, name, one, power, product, sum, zero } from './expression';
import { toCode, toMathML, toTeX, toText } from './expression-print';
import { operands, operandValues } from './numbers';
import { Op, type PrimitiveName } from './opcodes';
import { reachable } from './order';
import { nameOf, primitiveOf, primitives } from './primitives';
import type { Tape } from './tape';

export interface Formula {
  text: string;
  code: string;
  /** A `<math>` element. */
  mathml: string;
  /** For TeX's mathematics. */
  tex: string;
  size: number;
}

export interface Formulas {
  /** null where it would be larger than the limit, or holds a function without a formula. */
  value: Formula | null;
  /** ∂output/∂(input k), likewise. */
  derivatives: (Formula | null)[];
  /** Whether a branch was taken on the way: the formulas hold on this branch. */
  branches: boolean;
}

/** A formula with its value, which decides at kinks. `zero` of the algebra is null: nothing passes by rule. */
interface Reading {
  x: Expression;
  value: number;
}
type Term = Reading | null;

const given = (term: Term): Reading => term ?? { x: zero, value: 0 };

/** The formula of a primitive's value. */
export function formulaOf(op: PrimitiveName, terms: readonly Expression[]): Expression {
  const [a, b] = terms;
  switch (op) {
    case 'add':
      return sum([a, b]);
    case 'sub':
      return sum([a, b], [1, -1]);
    case 'mul':
      return product([a, b]);
    case 'div':
      return product([a, power(b, constant(-1))]);
    case 'neg':
      return product([a], -1);
    case 'pow':
      return power(a, b);
    case 'square':
      return power(a, constant(2));
    case 'identity':
    case 'fround':
      return a;
    default:
      return terms.every((x) => x.kind === 'constant')
        ? constant(primitives[op].forward(...terms.map((x) => (x.kind === 'constant' ? x.value : 0))))
        : application(op, terms);
  }
}

function call(op: PrimitiveName, ...terms: Term[]): Term {
  const parts = terms.map(given);
  return {
    x: formulaOf(
      op,
      parts.map((part) => part.x),
    ),
    value: primitives[op].forward(...parts.map((part) => part.value)),
  };
}

const algebra: Algebra<Term> = {
  zero: null,
  one: { x: one, value: 1 },
  constant: (value) => ({ x: constant(value), value }),
  isConstant: (term) => given(term).x.kind === 'constant',
  add: (a, b) => call('add', a, b),
  sub: (a, b) => call('sub', a, b),
  mul: (a, b) => call('mul', a, b),
  div: (a, b) => call('div', a, b),
  neg: (a) => call('neg', a),
  call,
  choose: (a, relation, b, then, otherwise) => (holds(given(a).value, relation, given(b).value) ? then() : otherwise()),
};

/** ∂y/∂(operand k) of a primitive; null where none passes. */
function partialFormula(op: PrimitiveName, terms: readonly Reading[], y: Reading, k: number): Expression | null {
  const rule = primitives[op];
  if (rule.kind === 'stepwise') return null;
  // −trunc(a/b), as people write it
  if (op === 'rem' && k === 1) {
    const [a, b] = terms.map((term) => term.x);
    return product([application('trunc', [product([a, power(b, constant(-1))])])], -1);
  }
  const partial = rule.partial<Term>(algebra, () => y, terms, k);
  return partial === null ? null : partial.x;
}

/**
 * Formulas of an output and of its derivatives in the named inputs. Leaves that are no input stand as numbers.
 * @param limit the greatest size of a formula (names, numbers and signs).
 */
export function formulas(
  tape: Tape,
  outputId: number,
  inputs: readonly { id: number; name: string }[],
  limit = 300,
): Formulas {
  const none: Formulas = { value: null, derivatives: inputs.map(() => null), branches: tape.guards > 0 };
  const needed = reachable(tape, outputId);
  if (needed.reduce((count, mark) => count + mark, 0) > 20 * limit) return none;
  // intermediate formulas may be larger than what is left of them
  const room = 8 * limit;
  const rows: (Reading | null)[] = [];
  const names = new Map(inputs.map((input) => [input.id, input.name]));
  for (let id = 1; id <= outputId; id++) {
    if (needed[id] === 0) continue;
    const value = tape.value[id];
    const known = names.get(id);
    const op = nameOf(tape.op[id]);
    if (known !== undefined) rows[id] = { x: name(known), value };
    else if (tape.op[id] === Op.leaf) rows[id] = { x: constant(value), value };
    else if (op === undefined) rows[id] = null;
    else {
      const terms = termsOf(tape, id, rows);
      const x =
        terms === null
          ? null
          : formulaOf(
              op,
              terms.map((term) => term.x),
            );
      rows[id] = x === null || x.size > room ? null : { x, value };
    }
  }
  const output = rows[outputId];
  if (output === null) return none;
  return {
    value: output.x.size > limit ? null : formula(output.x),
    derivatives: derivatives(
      tape,
      outputId,
      inputs.map((input) => input.id),
      needed,
      rows,
      room,
    ).map((x) => (x === null || x.size > limit ? null : formula(x))),
    branches: tape.guards > 0,
  };
}

function termsOf(tape: Tape, id: number, rows: readonly (Reading | null)[]): Reading[] | null {
  const found = operands(tape, id);
  const values = operandValues(tape, found);
  const terms: Reading[] = [];
  for (let k = 0; k < found.ids.length; k++) {
    const term = found.ids[k] === 0 ? { x: constant(values[k]), value: values[k] } : rows[found.ids[k]];
    if (term === null) return null;
    terms.push(term);
  }
  return terms;
}

/** The reverse sweep with formulas; null where one grew too large. */
function derivatives(
  tape: Tape,
  outputId: number,
  inputIds: readonly number[],
  needed: Uint8Array,
  rows: readonly (Reading | null)[],
  room: number,
): (Expression | null)[] {
  const adjoints = new Map<number, Expression | null>([[outputId, one]]);
  const isInput = new Set(inputIds);
  for (let id = outputId; id > 0; id--) {
    if (needed[id] === 0 || isInput.has(id) || !adjoints.has(id)) continue;
    const op = nameOf(tape.op[id]);
    const g = adjoints.get(id) as Expression | null;
    adjoints.delete(id);
    if (op === undefined || primitiveOf(tape.op[id])?.kind === 'stepwise') continue;
    const terms = termsOf(tape, id, rows);
    operands(tape, id).ids.forEach((operand, k) => {
      if (operand === 0) return;
      if (terms === null || g === null) {
        adjoints.set(operand, null);
        return;
      }
      const partial = partialFormula(op, terms, rows[id] as Reading, k);
      if (partial === null) return;
      const before = adjoints.get(operand);
      if (before === null) return;
      const part = product([g, partial]);
      const total = before === undefined ? part : sum([before, part]);
      adjoints.set(operand, total.size > room ? null : total);
    });
  }
  return inputIds.map((id) => (adjoints.has(id) ? (adjoints.get(id) as Expression | null) : zero));
}

function formula(x: Expression): Formula {
  return { text: toText(x), code: toCode(x), mathml: toMathML(x), tex: toTeX(x), size: x.size };
}

/** Operands at which every primitive is smooth, to read a rule off. */
const smooth: { [N in PrimitiveName]?: number[] } = { acosh: [2], clamp: [0.5, 0, 1], pow: [2, 3] };

/**
 * The rule of a primitive in an operand as a formula: `2·a` for the square of a, `−a/b²` … with `y` for its value.
 * An exponent given as a number is written as one.
 */
export function ruleOf(op: PrimitiveName, k: number, operandNames: readonly string[], exponent?: number): Formula {
  const values = smooth[op] ?? [0.5, 0.25, 0.125, 0.0625];
  const terms = operandNames.map((text, i) =>
    op === 'pow' && i === 1 && exponent !== undefined
      ? { x: constant(exponent), value: exponent }
      : { x: name(text), value: values[i % values.length] },
  );
  const y = { x: name('y'), value: primitives[op].forward(...terms.map((term) => term.value)) };
  return formula(partialFormula(op, terms, y, k) ?? zero);
}
