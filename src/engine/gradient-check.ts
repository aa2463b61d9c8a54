/** @file Holding backward against differences: of a function of Variables, and of a person's own Function. */
import { noGrad } from './config';
import { asVariable } from './conversion';
import { ArrayNode, type FunctionNode, PrimitiveNode } from './function';
import { add, mul, type Operand } from './functions';
import { functionsBehind } from './graph';
import { unobserved } from './observer';
import { array } from './tensor/array';
import { sum } from './tensor/functions';
import { NdArray } from './tensor/ndarray';
import { type Data, Variable } from './variable';

/** One input's gradient by backward and by differences. */
export interface GradientComparison {
  /** The input's name, else its place: `input 1`. */
  name: string;
  given: Data;
  expected: Data;
  /** The greatest |given − expected|, and the entry where it is (its place in row-major order). */
  difference: number;
  entry: number;
  passed: boolean;
}

export interface GradientCheck {
  passed: boolean;
  inputs: GradientComparison[];
  /** What is wrong, by how much and where; empty where all is well. */
  message: string;
}

export interface CheckOptions {
  /** Half the width of the difference. */
  eps?: number;
  rtol?: number;
  atol?: number;
}

const entriesOf = (data: Data): Float64Array => (typeof data === 'number' ? Float64Array.of(data) : data.doubles);

/** Data of the same shape as `like`. */
function shaped(entries: Float64Array, like: Data): Data {
  return typeof like === 'number' ? entries[0] : array(entries).reshape(like.shape);
}

/** `x` with one entry moved. */
function moved(x: Data, entry: number, step: number): Data {
  if (typeof x === 'number') return x + step;
  const entries = Float64Array.from(x.doubles);
  entries[entry] += step;
  return shaped(entries, x);
}

/** Weights that no symmetry of a function cancels. */
const weight = (k: number) => 1 + ((k * 0.618_033_988_749_895) % 1);

/** (f(x + eps) − f(x − eps))/2eps for each entry of x, f being summed over its entries. */
function differences(f: (x: Data) => number, x: Data, eps: number): Data {
  const entries = entriesOf(x);
  const found = entries.map((_, k) => (f(moved(x, k, eps)) - f(moved(x, k, -eps))) / (2 * eps));
  return shaped(found, x);
}

/**
 * The gradient of f at x by central differences; f's result is summed over its entries.
 * @param f of one Variable; what it records is not kept.
 */
export function numericalGrad(f: (x: Variable) => Variable, x: Operand, eps = 1e-4): Data {
  const at = asVariable(x).data as Data;
  return differences((data) => total(noGrad(() => f(new Variable(data))).data as Data), at, eps);
}

function total(data: Data): number {
  return entriesOf(data).reduce((p, q) => p + q, 0);
}

/**
 * Compares `backward()` through f with central differences in every input. Several outputs are weighted, so that
 * their gradients cannot stand in for each other. Grads of the inputs are left as they were.
 */
export function gradientCheck(
  f: (...inputs: Variable[]) => Variable | Variable[],
  inputs: Operand | Operand[],
  { eps = 1e-4, rtol = 1e-4, atol = 1e-5 }: CheckOptions = {},
): GradientCheck {
  const given = (Array.isArray(inputs) && inputs.some((x) => x instanceof Variable) ? inputs : [inputs]) as Operand[];
  const leaves = given.map((x) => {
    const { data, name } = asVariable(x);
    return new Variable(typeof data === 'number' || data === null ? data : data.copy(), name);
  });
  const scalar = (variables: Variable[]): Variable => {
    const made = f(...variables);
    const outputs = Array.isArray(made) ? made : [made];
    return outputs.map((y, k) => mul(y.data instanceof NdArray ? sum(y) : y, weight(k))).reduce((p, q) => add(p, q));
  };
  unobserved(() => scalar(leaves).backward());
  return compared(
    'backward',
    leaves.map((leaf, k) => {
      const at = leaf.data as Data;
      const expected = differences(
        (data) => noGrad(() => scalar(leaves.map((x, i) => new Variable(i === k ? data : x.data)))).data as number,
        at,
        eps,
      );
      return {
        name: nameOf(leaf, k),
        given:
          leaf.grad?.data ??
          shaped(
            entriesOf(at).map(() => 0),
            at,
          ),
        expected,
      };
    }),
    rtol,
    atol,
  );
}

const nameOf = (x: Variable, k: number) => x.name ?? `input ${k + 1}`;

function compared(
  title: string,
  pairs: { name: string; given: Data; expected: Data }[],
  rtol: number,
  atol: number,
): GradientCheck {
  const inputs = pairs.map(({ name, given, expected }): GradientComparison => {
    const p = entriesOf(given);
    const q = entriesOf(expected);
    let entry = 0;
    let difference = 0;
    let passed = p.length === q.length;
    for (let k = 0; k < q.length; k++) {
      const apart = p[k] === q[k] ? 0 : Math.abs(p[k] - q[k]);
      if (!(apart <= difference)) [difference, entry] = [apart, k];
      if (!(apart <= atol + rtol * Math.abs(q[k]))) passed = false;
    }
    return { name, given, expected, difference, entry, passed };
  });
  const wrong = inputs.filter((input) => !input.passed);
  const message = wrong
    .map(({ name, given, expected, entry }) => {
      const where = typeof expected === 'number' ? '' : ` at entry ${entry}`;
      return `${title} gives ${entriesOf(given)[entry]} for ${name}${where}; differences give ${entriesOf(expected)[entry]}.`;
    })
    .join(' ');
  return { passed: wrong.length === 0, inputs, message };
}

/** Whether a function's backward was written by a person. */
export function isPersonal(node: FunctionNode): boolean {
  return !(node instanceof PrimitiveNode || node instanceof ArrayNode);
}

/**
 * Checks the backward of a person's own Function at the inputs it was called with: forward is run again at moved
 * inputs, and backward with weights for the outputs' gradients.
 */
export function checkFunction(
  node: FunctionNode,
  { eps = 1e-4, rtol = 1e-3, atol = 1e-4 }: CheckOptions = {},
): GradientCheck {
  const inputs = node.inputs.map((x) => x.data as Data);
  const grads = node.outputs.map((y, k) => {
    const data = y.data as Data;
    return new Variable(
      typeof data === 'number'
        ? weight(k)
        : shaped(
            entriesOf(data).map((_, i) => weight(k + i)),
            data,
          ),
    );
  });
  const forward = (at: Data[]): number => {
    const made = node.forward(...at);
    const outputs = Array.isArray(made) ? made : [made];
    let found = 0;
    outputs.forEach((y, k) => {
      const weights = entriesOf(grads[k].data as Data);
      entriesOf(y).forEach((entry, i) => {
        found += entry * weights[i];
      });
    });
    return found;
  };
  const given = noGrad(() => node.backward(...grads));
  const found = Array.isArray(given) ? given : [given];
  const report = compared(
    `${node.name}.backward`,
    inputs.map((at, k) => ({
      name: nameOf(node.inputs[k], k),
      given:
        (found[k]?.data as Data | undefined) ??
        shaped(
          entriesOf(at).map(() => 0),
          at,
        ),
      expected: differences((data) => forward(inputs.map((x, i) => (i === k ? data : x))), at, eps),
    })),
    rtol,
    atol,
  );
  // forward may have kept something for backward
  node.forward(...inputs);
  return report;
}

/** Checks every person's own Function behind a Variable, one call of each class; only the failures are returned. */
export function checkFunctionsBehind(
  root: Variable,
  options: CheckOptions = {},
): { node: FunctionNode; check: GradientCheck }[] {
  const seen = new Set<unknown>();
  const failures: { node: FunctionNode; check: GradientCheck }[] = [];
  for (const node of functionsBehind(root)) {
    if (!isPersonal(node) || seen.has(node.constructor)) continue;
    seen.add(node.constructor);
    const check = checkFunction(node, options);
    if (!check.passed) failures.push({ node, check });
  }
  return failures;
}
