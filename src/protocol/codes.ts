/** @file Every code of a failure or diagnostic, once, with its message: what happened, where, and the way out. */
import type { Diagnostic, Severity, SourceRange } from './evaluation';
import type { Failure } from './request';

/**
 * English source strings; `{name}` is replaced by the parameter of that name. A host translates by looking the
 * template up (`messages[code]`) and filling it with `parameters`.
 */
export const messages = {
  // --- what was asked for ---
  invalidRequest: 'The request cannot be used: {detail}',
  syntaxError: 'The text cannot be parsed: {detail} (line {line}). Correct it and run again.',
  nothingToDifferentiate:
    'There is nothing to differentiate here: {detail} Select a function, an expression with numbers, or stand inside a function.',
  noSuchTarget: 'No function named {name} in {file}. It has: {known}.',
  noSuchInput: 'There is no input named {name}. The inputs are: {known}.',
  noSuchOutput: 'The result has no number at {path}. It has: {known}.',
  inputMismatch:
    'Input {name} cannot be used: {detail} Give a number, an array or an object of numbers, like the current value.',
  outputNotScalar: 'The result is {type}, and a gradient belongs to one number. {wayOut}',
  notOfNumbers:
    'Curves, higher derivatives and formulas are read from a program of plain numbers, and this one is not: {detail}. Choose a function of numbers.',
  fileNotFound: 'The file {file} cannot be read: {detail} Save it, or give its text as "source".',
  // --- the program ---
  userError: '{name}: {detail} (thrown at {place}). The error comes from the program itself, with the inputs {inputs}.',
  neverSettles:
    'The target returned a promise that never settles: nothing it waits for exists here (timers, network, events).',
  noRule:
    'There is no derivative rule for {operation}. Its result is taken as a constant; write it with operations that have one.',
  moduleNotFound: 'Cannot find the module {specifier} imported by {importer}. Install it, or correct the path.',
  moduleRefused:
    '{specifier} is not available to a differentiated program (used in {importer}). Move what uses it out of the function.',
  // --- limits ---
  timeout:
    'Stopped after {limit} ms. If the program needs longer, raise the time limit (timeoutMs, setting gradlens.limits.timeoutMs).',
  operationLimit:
    'Stopped at {limit} recorded operations. Use smaller inputs, or raise the limit (setting gradlens.limits.operations).',
  memoryLimit:
    'Stopped at {limit} MB of memory. Use smaller inputs, or raise the limit (setting gradlens.limits.memoryMb).',
  outputLimit:
    'The output is larger than {limit} bytes and was cut. Print less, or raise the limit (setting gradlens.limits.outputBytes).',
  moduleLimit:
    'More than {limit} modules are imported. Import less, or raise the limit (setting gradlens.limits.modules).',
  sourceLimit:
    'The imported text is larger than {limit} bytes. Import less, or raise the limit (setting gradlens.limits.sourceBytes).',
  // --- the sandbox ---
  untrusted:
    'In Restricted Mode nothing runs, because differentiating runs the selected code. Trust the workspace to use it.',
  cancelled: 'Cancelled.',
  sandboxCrashed: 'The process that runs the program ended unexpectedly ({detail}). Run again: a fresh one is ready.',
  sandboxAnswer:
    'The process that runs the program gave an answer that cannot be used ({detail}). Run again: a fresh one is ready.',
  internal: 'internal: {detail} This is a defect of Gradlens; please report it with the program.',
  // --- honest diagnostics ---
  derivativeDisagrees:
    'The gradient is not the derivative of this function here: along one direction it gives {gradient}, differences give {numerical}. {hint}',
  valueDisagrees:
    'The recorded run gave {traced}, a plain run of the same program {plain}: the gradient cannot be trusted. Please report it with the program.',
  notComparable:
    'The gradient could not be checked: a plain run of the same program {detail}. It stands as it was recorded.',
  zeroGradient: 'The gradient is zero: the output does not change smoothly with {names} ({detail}).',
  unreachedInput: 'No recorded operation leads from {name} to the output, so its gradient is zero.',
  detached: 'A traced value left the tape here: {detail}. Its gradient is lost from this point.',
  kink: 'Exactly on a kink: {detail}. The derivative here is a convention.',
  boundary: 'This branch was decided exactly on its boundary ({detail}); on the other side the derivative may differ.',
  stepwise: '{operation} is piecewise constant: no gradient passes through it.',
  wrongBackward:
    'This backward pass goes wrong here: {detail}. It gives {given} where {expected} is right. The order by generations with added contributions is the right one.',
  wrongFunction:
    '{name}.backward is not the derivative of {name}.forward: for {where} it gives {given}, differences of forward give {expected}. Correct the formula in backward.',
  nonFiniteValue: 'This operation gave {value} ({detail}); it is the first that is not finite.',
  nonFiniteGradient: 'The gradient becomes {value} here, on its way back from the output.',
  seededRandom: 'Math.random is seeded (the same numbers in every run), so that values and gradients belong together.',
  fixedClock: 'The clock stands still during a run, so that values and gradients belong together.',
} as const;

export type Code = keyof typeof messages;

type Placeholder<T extends string> = T extends `${string}{${infer P}}${infer Rest}` ? P | Placeholder<Rest> : never;
/** What the message of `C` must be filled with. */
export type MessageParameters<C extends Code> = Record<Placeholder<(typeof messages)[C]>, string | number>;

/** The message of `code` in English. */
export function message<C extends Code>(code: C, parameters: MessageParameters<C>): string {
  const values = parameters as Record<string, string | number>;
  return messages[code].replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

/** A failure as an `Error`: what every rejection of the pipeline is. Has all fields of a `Failure`. */
export class GradlensError extends Error {
  readonly code: string;

  constructor(readonly failure: Failure) {
    super(failure.message);
    this.name = 'GradlensError';
    this.code = failure.code;
    Object.assign(this, failure);
  }
}

/** An error with a code of the list above. */
export function failure<C extends Code>(
  code: C,
  parameters: MessageParameters<C>,
  place: Partial<Failure> = {},
): GradlensError {
  return new GradlensError({ ...place, code, message: message(code, parameters), parameters });
}

/** A diagnostic with a code of the list above. */
export function diagnostic<C extends Code>(
  code: C,
  parameters: MessageParameters<C>,
  severity: Severity,
  range: SourceRange,
): Diagnostic {
  const { fileName, start, end } = range;
  return { code, message: message(code, parameters), parameters, severity, fileName, start, end };
}

/** Whatever was thrown, as a failure: ours as it is, anything else as `internal`. */
export function asFailure(thrown: unknown): Failure {
  if (thrown instanceof GradlensError) return thrown.failure;
  const detail =
    thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : 'something that is not an error was thrown';
  return failure('internal', { detail: `${detail}.` }).failure;
}
