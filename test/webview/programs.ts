/** @file Programs that the panel's tests draw and play. */
import type { Evaluation } from '../../src/protocol/evaluation';
import { type Handle, Recording } from './builder';

export const diamondText = `// x is squared, and the square is squared twice.

function f(x: number) {
  const a = x ** 2;
  const b = a ** 2;
  const c = a ** 2;
  const y = b + c;
  return y;
}
`;

/** x=2, a=x², b=a², c=a², y=b+c: 32, and gradients 64, 16, 1, 1, 1. */
export function diamond(x0 = 2): Evaluation {
  const t = new Recording('f', 'x', '/w/diamond.ts', diamondText);
  const x = t.input('x', x0);
  const a = t.op('square', [x], 'a');
  const b = t.op('square', [a], 'b');
  const c = t.op('square', [a], 'c');
  return t.evaluation(t.op('add', [b, c], 'y'));
}

/** a=1, b=a+a, c=b+b. */
export function doubling(): Evaluation {
  const t = new Recording('twice', 'a');
  const a = t.input('a', 1);
  const b = t.op('add', [a, a], 'b');
  return t.evaluation(t.op('add', [b, b], 'c'));
}

/** Goldstein–Price at (1, 1): 1876, (−5376, 8064). */
export function goldstein(x0 = 1, y0 = 1): Evaluation {
  const t = new Recording('goldstein', 'x, y', '/w/functions.ts');
  const x = t.input('x', x0);
  const y = t.input('y', y0);
  const n = (op: string, a: Handle | number, b: Handle | number, name: string | null = null) => t.op(op, [a, b], name);
  const sum = (...terms: (Handle | number)[]) =>
    terms.slice(1).reduce<Handle | number>((left, right) => n('add', left, right), terms[0]);
  const x2 = () => n('pow', x, 2);
  const y2 = () => n('pow', y, 2);
  const left = sum(
    n('sub', 19, n('mul', 14, x)),
    n('mul', 3, x2()),
    n('mul', -14, y),
    n('mul', n('mul', 6, x), y),
    n('mul', 3, y2()),
  );
  const s = n('add', n('add', x, y), 1, 's');
  const first = n('add', 1, n('mul', n('pow', s, 2), left), 'first');
  const right = sum(
    n('sub', 18, n('mul', 32, x)),
    n('mul', 12, x2()),
    n('mul', 48, y),
    n('mul', n('mul', -36, x), y),
    n('mul', 27, y2()),
  );
  const d = n('sub', n('mul', 2, x), n('mul', 3, y), 'd');
  const second = n('add', 30, n('mul', n('pow', d, 2), right), 'second');
  return t.evaluation(n('mul', first, second, 'z'));
}

/** Rosenbrock over an array. */
export function rosenbrock(values = [0, 2, 0.5]): Evaluation {
  const t = new Recording('rosenbrock', 'x', '/w/functions.ts');
  const x = t.input('x', values) as unknown as Handle[];
  let total: Handle | null = null;
  for (let i = 0; i + 1 < x.length; i++) {
    const steep = t.op('mul', [100, t.op('pow', [t.op('sub', [x[i + 1], t.op('pow', [x[i], 2])]), 2])]);
    const term = t.op('add', [steep, t.op('pow', [t.op('sub', [1, x[i]]), 2])], 'term');
    total = total ? t.op('add', [total, term], 'total') : term;
  }
  return t.evaluation(total!);
}

/** A layer of a network: many inputs in arrays, an object, a sigmoid; what a wide graph looks like. */
export function network(): Evaluation {
  const t = new Recording('loss', 'weights, point, target', '/w/network.ts');
  const weights = t.input('weights', [
    [0.5, -1.25],
    [2, 0.125],
  ]) as unknown as Handle[][];
  const point = t.input('point', { x: 1.5, y: -0.75 }) as unknown as Record<string, Handle>;
  const target = t.input('target', 0.3, true);
  const hidden = weights.map((row, i) =>
    t.op('tanh', [t.op('add', [t.op('mul', [row[0], point.x]), t.op('mul', [row[1], point.y])])], `h${i}`),
  );
  const out = t.op('sigmoid', [t.op('add', [hidden[0], hidden[1]])], 'out');
  return t.evaluation(t.op('square', [t.op('sub', [out, target])], 'loss'));
}

/** log of a negative number, a step, and a value that nothing uses: all that can go wrong in numbers. */
export function unwell(): Evaluation {
  const t = new Recording('unwell', 'x', '/w/unwell.ts');
  const x = t.input('x', -1);
  const l = t.op('log', [x], 'l');
  const s = t.op('floor', [t.op('mul', [x, 2.5])], 's');
  t.op('exp', [x], 'unused');
  const y = t.op('add', [t.op('mul', [l, 2]), s], 'y');
  const made = t.evaluation(y);
  made.inputs[0].numerical = 0.5;
  made.diagnostics = [
    {
      code: 'nonFinite',
      message: 'log(−1) is NaN. Keep its argument positive.',
      severity: 'warning',
      fileName: '/w/unwell.ts',
      start: 0,
      end: 1,
    },
    {
      code: 'stepwise',
      message: 'floor is piecewise constant: its derivative is 0.',
      severity: 'information',
      fileName: '/w/unwell.ts',
      start: 0,
      end: 1,
    },
  ];
  return made;
}

/** v = sin(v)·0.999 + 0.001, again and again. */
export function chain(steps: number): Evaluation {
  const t = new Recording('chain', 'v', '/w/chain.ts');
  let v: Handle = t.input('v', 0.6);
  for (let i = 0; i < steps; i++) v = t.op('add', [t.op('mul', [t.op('sin', [v]), 0.999]), 0.001], 'v');
  return t.evaluation(v);
}

/** A seeded program of `count` operations on values made not long before: as tangled as real code gets. */
export function tangle(count: number, inputs = 4, seed = 7): Evaluation {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  const t = new Recording('tangle', 'a, b, c, d', '/w/tangle.ts');
  const pool: Handle[] = Array.from(
    { length: inputs },
    (_, i) => t.input(String.fromCharCode(97 + i), 0.5 + i) as Handle,
  );
  const pick = () => pool[Math.max(0, pool.length - 1 - Math.floor(random() * random() * 12))];
  for (let i = 0; i < count; i++) {
    const kind = ['add', 'mul', 'sub', 'tanh', 'sin'][Math.floor(random() * 5)];
    pool.push(
      t.op(kind, kind === 'tanh' || kind === 'sin' ? [pick()] : [pick(), pick()], random() < 0.4 ? `t${i}` : null),
    );
  }
  let last = pool[pool.length - 1];
  const used = new Set(t.functions.flatMap((made) => made.operands.map((operand) => operand.variable)));
  for (const loose of pool.filter((handle) => !used.has(handle.id) && handle !== last))
    last = t.op('add', [last, loose]);
  return t.evaluation(last);
}

/** The chain rolled up: three sites executed `count` times each, carried round. */
export function rolledChain(count = 33_333): Evaluation {
  const made = chain(1);
  made.statistics.rolledUp = true;
  made.statistics.operations = 3 * count;
  const [, sine, scaled, next] = made.variables;
  const roll = (generation: [number, number]) => ({
    count,
    value: { min: 0.01, mean: 0.0314, max: 0.6 },
    grad: { min: 1e-9, mean: 0.02, max: 1 },
    generation,
  });
  [sine, scaled, next].forEach((variable, i) => {
    variable.rolled = roll([i + 1, 3 * count - 2 + i]);
  });
  made.functions.forEach((one, i) => {
    one.rolled = roll([i, 3 * count - 3 + i]);
  });
  // The sine's operand is the last iteration's v.
  made.functions[0].operands[0].variable = next.id;
  made.functions.push({
    ...structuredClone(made.functions[0]),
    id: 99,
    operands: [{ variable: made.variables[0].id, value: 0.6, partial: 0.825, contribution: 1e-9 }],
    rolled: null,
  });
  return made;
}
