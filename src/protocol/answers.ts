/**
 * @file What a sandbox may say, checked before anything is done with it: the program it runs is not trusted, and may
 * have taken its process over. Shapes by valibot; the long lists of records by plain loops, which are quicker.
 */
import * as v from 'valibot';
import type { SandboxMethods, SupervisorMethods } from './border';
import { failure, type GradlensError } from './codes';
import type { Failure, Stage } from './request';

/** Longest message that is read, in UTF-16 units; the largest honest answers have a tenth of it. */
export const messageLimit = 2 ** 26;

// NaN and the infinities are numbers here
const number = v.custom<number>((x) => typeof x === 'number');
const text = v.string();
const range = { fileName: text, start: number, end: number };
const place = v.looseObject(range);

const isNumber = (x: unknown) => typeof x === 'number';
const isText = (x: unknown) => typeof x === 'string';
const isBoolean = (x: unknown) => typeof x === 'boolean';
const orNull = (holds: (x: unknown) => boolean) => (x: unknown) => x === null || holds(x);

/** A list of objects whose fields are as `fields` says. */
function records(fields: Record<string, (x: unknown) => boolean>) {
  const keys = Object.entries(fields);
  const fits = (one: unknown) =>
    one !== null &&
    typeof one === 'object' &&
    keys.every(([key, holds]) => holds((one as Record<string, unknown>)[key]));
  return v.custom<object[]>((list) => Array.isArray(list) && list.every(fits));
}
const numbers = v.custom<number[]>((list) => Array.isArray(list) && list.every(isNumber));
const matrix = v.array(numbers);
const rangeFields = { fileName: isText, start: isNumber, end: isNumber };

const diagnostics = records({ ...rangeFields, code: isText, message: isText, severity: isText });
const target = v.looseObject({ ...range, name: text, kind: text, signature: text, line: number });
const choices = records({ path: isText, value: isNumber });
const inputs = v.array(
  v.looseObject({
    name: text,
    origin: text,
    closedOver: v.boolean(),
    differentiated: v.boolean(),
    range: v.nullable(place),
  }),
);

const variables = records({
  id: isNumber,
  name: orNull(isText),
  value: isNumber,
  grad: orNull(isNumber),
  generation: isNumber,
  creator: orNull(isNumber),
  role: isText,
  site: orNull(isNumber),
});
const functions = records({
  id: isNumber,
  op: isText,
  label: isText,
  operands: Array.isArray,
  outputs: Array.isArray,
  generation: isNumber,
  order: orNull(isNumber),
  site: orNull(isNumber),
});

const points = records({ step: isNumber, value: isNumber });
const script = v.looseObject({
  backwards: records({ index: isNumber, root: isText, value: isNumber, functions: isNumber }),
  backwardCount: number,
  shown: number,
  variables: records({ name: isText, text: isText, dropped: isBoolean, generation: isNumber, creator: orNull(isText) }),
  series: v.array(v.looseObject({ name: text, steps: number, points })),
  checks: records({ name: isText, passed: orNull(isBoolean), given: isNumber, expected: isNumber }),
});

const evaluation = v.looseObject({
  target,
  output: v.looseObject({ path: text, value: number, variable: v.nullable(number), choices }),
  inputs,
  variables,
  functions,
  sites: records({ ...rangeFields, id: isNumber, kind: isText, name: orNull(isText), operands: Array.isArray }),
  bindings: records({ fileName: isText, name: isText, references: Array.isArray, sites: Array.isArray }),
  loops: v.optional(
    records({ ...rangeFields, kind: isText, name: orNull(isText), count: orNull(isNumber), sites: Array.isArray }),
  ),
  script: v.optional(script),
  diagnostics,
  printed: records({ level: isText, text: isText }),
  statistics: v.looseObject({
    operations: number,
    tapeBytes: number,
    memory: v.optional(v.looseObject({ graph: number, retained: number, createGraph: number })),
    rolledUp: v.boolean(),
    milliseconds: v.record(text, number),
  }),
  sources: v.record(text, text),
});

const entries = records({ path: isText, value: isNumber });
const reading = { inputs: entries, diagnostics };
const answers = {
  evaluate: evaluation,
  derivatives: v.looseObject({ xs: numbers, orders: matrix, breaks: numbers }),
  analyse: v.variant('kind', [
    v.looseObject({ ...reading, kind: v.literal('jacobian'), outputs: choices, matrix }),
    v.looseObject({ ...reading, kind: v.literal('hessian'), value: number, gradient: numbers, matrix }),
    v.looseObject({
      ...reading,
      kind: v.literal('hessianVectorProduct'),
      value: number,
      gradient: numbers,
      product: numbers,
    }),
    v.looseObject({
      ...reading,
      kind: v.literal('gradientCheck'),
      value: number,
      passed: v.boolean(),
      undecided: v.array(text),
    }),
    v.looseObject({ ...reading, kind: v.literal('formula'), value: number, branches: v.boolean() }),
    v.looseObject({
      ...reading,
      kind: v.literal('gradientGraph'),
      input: text,
      order: number,
      simplify: v.boolean(),
      counts: records({ order: isNumber, plain: orNull(isNumber), simplified: orNull(isNumber) }),
      variables,
      functions,
      introduced: records({ variable: isNumber, order: isNumber }),
      bytes: v.looseObject({ forward: number, withGradients: number }),
      roots: numbers,
      cutAfter: v.nullable(number),
    }),
    v.looseObject({
      ...reading,
      kind: v.literal('surface'),
      xs: numbers,
      ys: numbers,
      values: matrix,
      arrows: records({ x: isNumber, y: isNumber, dx: isNumber, dy: isNumber }),
    }),
    v.looseObject({
      ...reading,
      kind: v.literal('descent'),
      start: v.looseObject({ x: number, y: number, value: number, gradient: numbers, hessian: matrix }),
      paths: v.array(
        v.looseObject({
          method: text,
          rate: number,
          points: records({ x: isNumber, y: isNumber, value: isNumber, step: isNumber }),
          steps: number,
          outcome: text,
        }),
      ),
    }),
    v.looseObject({ ...reading, kind: v.literal('executions'), index: number, count: number, variables, functions }),
  ]),
  targets: v.array(v.looseObject({ ...target.entries, exported: v.boolean(), numeric: v.boolean() })),
} satisfies Record<keyof SandboxMethods & string, v.GenericSchema>;

const failed = v.looseObject({
  code: text,
  message: text,
  parameters: v.optional(v.record(text, v.union([text, number]))),
  fileName: v.optional(text),
  start: v.optional(number),
  end: v.optional(number),
  frames: v.optional(v.array(v.looseObject({ fileName: text, line: number, column: number, name: text }))),
  target: v.optional(target),
  inputs: v.optional(inputs),
  choices: v.optional(choices),
  partial: v.optional(evaluation),
});

const stages = ['starting', 'loading', 'instrumenting', 'running', 'sweeping', 'checking', 'reporting'] as const;
const told = {
  progress: v.picklist(stages satisfies readonly Stage[]),
  series: v.array(v.looseObject({ name: text, steps: number, points: records({ step: isNumber, value: isNumber }) })),
  resolve: v.array(v.looseObject({ specifier: text, importer: text, kind: v.picklist(['import', 'require', 'type']) })),
  keep: v.looseObject({ key: text, instrumented: text, end: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
  dropped: text,
};

/** The failure of a sandbox that says what it may not. */
export function misbehaved(detail: string): GradlensError {
  return failure('sandboxAnswer', { detail });
}

function fitting<T>(schema: v.GenericSchema, what: string, value: unknown): T {
  const found = v.safeParse(schema, value, { abortEarly: true });
  if (found.success) return value as T;
  const [issue] = found.issues;
  throw misbehaved(`${what}: ${(issue && v.getDotPath(issue)) || 'the whole'} is not of its type`);
}

/** What the sandbox answered to `method`. @throws sandboxAnswer */
export function checkedAnswer<M extends keyof typeof answers>(
  method: M,
  value: unknown,
): Awaited<ReturnType<SandboxMethods[M]>> {
  return fitting(answers[method], method, value);
}

/** What the sandbox asked or told. @throws sandboxAnswer */
export function checkedMessage<M extends keyof typeof told>(
  method: M,
  value: unknown,
): Parameters<SupervisorMethods[M]>[0] {
  return fitting(told[method], method, value);
}

/** The failure that the sandbox answered with. @throws sandboxAnswer */
export function checkedFailure(value: unknown): Failure {
  return fitting(failed, 'failure', value);
}
