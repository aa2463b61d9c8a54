/** @file The pipeline without VS Code: differentiate, instrument, the runtime prelude and the engine. */
import { isAbsolute, join } from 'node:path';
import prelude from 'virtual:realm-prelude';
import * as engine from './engine';
import type { AnalysisChoice, AnswerTo, HessianVectorAnswer } from './protocol/analysis';
import type { DerivativesRequest } from './protocol/border';
import { failure } from './protocol/codes';
import type { BackwardChoice, Evaluation, InputValue } from './protocol/evaluation';
import type { DerivativesAnswer } from './protocol/panel';
import type { DifferentiateRequest } from './protocol/request';
import type { DescentChoice, SurfaceChoice } from './protocol/surface';
import type { SiteInfo } from './snippet/contract';
import { instrument as instrumentModule } from './snippet/instrument';
import { DiskModules } from './supervisor/modules';
import { startNodeSandbox } from './supervisor/node-sandbox';
import { Supervisor } from './supervisor/supervisor';

export type * from './protocol/analysis';
export { GradlensError } from './protocol/codes';
export type * from './protocol/evaluation';
export type { DifferentiateRequest, Failure } from './protocol/request';
export { Supervisor } from './supervisor/supervisor';
export { engine };

let supervisor: Supervisor | null = null;

/** A supervisor with the sandbox that lies beside this bundle. Its caches live as long as it does. */
export function createSupervisor(): Supervisor {
  return new Supervisor({ start: startNodeSandbox(join(__dirname, 'sandbox.cjs')), modules: new DiskModules() });
}

/**
 * Runs a function of a file and gives value and gradient of everything in it. Rejects with an error that has a
 * `code` (protocol/codes.ts). The sandbox stays for the next call, and does not keep Node alive.
 */
export async function differentiate(request: DifferentiateRequest): Promise<Evaluation> {
  validate(request);
  supervisor ??= createSupervisor();
  return supervisor.evaluate(request);
}

/**
 * The output and its derivatives of orders 0 … `order` at `points` places of [from, to] of one input, all others
 * standing still. `breaks` are where another branch is taken.
 */
export async function derivatives(request: DerivativesRequest): Promise<DerivativesAnswer> {
  validate(request);
  supervisor ??= createSupervisor();
  return supervisor.derivatives(request);
}

/** ∂(every number of the result)/∂(every numeric input). */
export function jacobian(request: DifferentiateRequest): Promise<AnswerTo<'jacobian'>> {
  return analysed(request, { kind: 'jacobian' });
}

/** Second derivatives of the output in all numeric inputs. */
export function hessian(request: DifferentiateRequest): Promise<AnswerTo<'hessian'>> {
  return analysed(request, { kind: 'hessian' });
}

/** The Hessian times a direction, without the Hessian: a forward and a reverse pass. */
export function hessianVectorProduct(
  request: DifferentiateRequest & { direction: HessianVectorAnswer['direction'] | Record<string, InputValue> },
): Promise<AnswerTo<'hessianVectorProduct'>> {
  const { direction, ...rest } = request;
  return analysed(rest, { kind: 'hessianVectorProduct', direction });
}

/**
 * The gradient against central differences and Ridders' extrapolation of plain runs. Differences count only where
 * the branches at x ± h are those at x.
 */
export function gradientCheck(request: DifferentiateRequest): Promise<AnswerTo<'gradientCheck'>> {
  return analysed(request, { kind: 'gradientCheck' });
}

/** The output and its derivatives as formulas, beside the automatic and the numerical derivatives. */
export function formula(
  request: DifferentiateRequest & { limit?: number; input?: string },
): Promise<AnswerTo<'formula'>> {
  const { limit, input, ...rest } = request;
  return analysed(rest, {
    kind: 'formula',
    ...(limit === undefined ? {} : { limit }),
    ...(input === undefined ? {} : { input }),
  });
}

/** What computes the gradient of one input, and the gradient's gradient up to `order`, as a graph. */
export function gradientGraph(
  request: DifferentiateRequest & { input: string; order?: number; simplify?: boolean },
): Promise<AnswerTo<'gradientGraph'>> {
  const { input, order = 1, simplify = true, ...rest } = request;
  return analysed(rest, { kind: 'gradientGraph', input, order, simplify });
}

/** Values over a grid of two inputs, and gradients as arrows. */
export function surface(
  request: DifferentiateRequest & Omit<SurfaceChoice, 'kind' | 'arrows'> & Partial<Pick<SurfaceChoice, 'arrows'>>,
): Promise<AnswerTo<'surface'>> {
  const { across, up, from, to, points, arrows = [0, 0], ...rest } = request;
  return analysed(rest, { kind: 'surface', across, up, from, to, points, arrows });
}

/** The ways of gradient descent, momentum, Adam and Newton's method from a point of two inputs. */
export function descent(
  request: DifferentiateRequest & Omit<DescentChoice, 'kind' | 'steps'> & { steps?: number },
): Promise<AnswerTo<'descent'>> {
  const { across, up, start, rates, steps = 1_000, ...rest } = request;
  return analysed(rest, { kind: 'descent', across, up, start, steps, ...(rates ? { rates } : {}) });
}

async function analysed<K extends AnalysisChoice['kind']>(
  request: DifferentiateRequest,
  choice: AnalysisChoice & { kind: K },
): Promise<AnswerTo<K>> {
  validate(request);
  const analysis: AnalysisChoice = choice;
  const wrong = (detail: string) => failure('invalidRequest', { detail });
  if (analysis.kind === 'formula' && analysis.limit !== undefined && !(analysis.limit > 0))
    throw wrong('limit must be a positive number.');
  const direction = analysis.kind === 'hessianVectorProduct' ? analysis.direction : {};
  if (direction === null || typeof direction !== 'object')
    throw wrong('direction must be an array of numbers or a record by input name.');
  supervisor ??= createSupervisor();
  return supervisor.analyse({ ...request, analysis }) as Promise<AnswerTo<K>>;
}

/** The instrumented text of one module, to run in any realm where `runtimePrelude()` ran first. Runs nothing. */
export function instrument(
  source: string,
  options: { fileName?: string; sourceType?: 'script' | 'module' } = {},
): { code: string; sites: SiteInfo[] } {
  const { code, sites } = instrumentModule(source, options);
  return { code, sites };
}

/** Script text that gives a realm what instrumented code calls. Needs nothing but ECMAScript. */
export function runtimePrelude(): string {
  return prelude;
}

const backwardChoices: { [K in keyof BackwardChoice]-?: readonly BackwardChoice[K][] } = {
  order: ['generations', 'naive', 'naiveSeen'],
  accumulate: ['add', 'assign'],
  retainGrad: [true, false],
  queue: ['heap', 'sort'],
};

/** @throws invalidRequest */
function validateOptions(options: BackwardChoice): void {
  const wrong = (detail: string) => failure('invalidRequest', { detail });
  if (options === null || typeof options !== 'object') throw wrong('options must be an object.');
  for (const [key, value] of Object.entries(options)) {
    const known: readonly unknown[] | undefined = Object.hasOwn(backwardChoices, key)
      ? backwardChoices[key as keyof BackwardChoice]
      : undefined;
    if (!known) throw wrong(`options has no ${key}. It can have ${Object.keys(backwardChoices).join(', ')}.`);
    if (value !== undefined && !known.includes(value))
      throw wrong(`options.${key} must be one of ${known.join(', ')}.`);
  }
}

/** @throws invalidRequest */
function validate(request: DifferentiateRequest): void {
  const wrong = (detail: string) => failure('invalidRequest', { detail });
  if (request === null || typeof request !== 'object') throw wrong('it must be an object with a fileName.');
  const { fileName, source, selection, target, inputs, withRespectTo, output, timeoutMs, options } = request;
  if (typeof fileName !== 'string' || !(isAbsolute(fileName) || /^[a-z][\w+.-]+:/i.test(fileName))) {
    throw wrong('fileName must be an absolute path or a URI.');
  }
  if (source !== undefined && typeof source !== 'string') throw wrong('source must be a string.');
  if (selection !== undefined && !(Number.isInteger(selection?.start) && Number.isInteger(selection.end))) {
    throw wrong('selection must have the whole numbers start and end.');
  }
  if (target !== undefined && typeof target !== 'string') throw wrong('target must be the name of a function.');
  if (inputs !== undefined && (inputs === null || typeof inputs !== 'object')) {
    throw wrong('inputs must be a record by name or an array in parameter order.');
  }
  if (
    withRespectTo !== undefined &&
    !(Array.isArray(withRespectTo) && withRespectTo.every((name) => typeof name === 'string'))
  ) {
    throw wrong('withRespectTo must be an array of names.');
  }
  if (output !== undefined && typeof output !== 'string')
    throw wrong('output must be a path such as "x", "[0]" or "sum".');
  if (options !== undefined) validateOptions(options);
  if (timeoutMs !== undefined && !(timeoutMs > 0 && timeoutMs <= 2 ** 31 - 1))
    throw wrong('timeoutMs must be a positive number.');
}
