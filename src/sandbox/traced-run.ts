/** @file The traced run of a task: under the clock, with every way it can fail, and the output that is chosen of it. */
import { asFailure, failure, GradlensError } from '../protocol/codes';
import type { InputRecord, SourceRange } from '../protocol/evaluation';
import type { Failure } from '../protocol/request';
import type { ChosenOutput, Recording, Undertaking } from './assembly';
import { chooseOutput } from './outcome';
import { partialEvaluation } from './partial';
import type { Program, Run } from './program';
import { RealmBroken, RealmTimeout } from './realm';
import type { RunResult } from './realm-control';
import { type ThrownError, userFailure } from './user-error';

/** How long code of the person has run. */
export class RunClock {
  private spent = 0;
  private since = performance.now();

  constructor(private readonly limitMs: number) {}

  remaining(): number {
    return this.limitMs - this.spent - (performance.now() - this.since);
  }

  /** From here on, as if nothing had run. */
  restart(): void {
    this.spent = 0;
    this.since = performance.now();
  }

  pause(): void {
    this.spent += performance.now() - this.since;
  }

  resume(): void {
    this.since = performance.now();
  }
}

export function placeOf({ preparation }: Undertaking): Partial<Failure> {
  const { fileName, start, end }: SourceRange = preparation.plan.target;
  return { fileName, start, end, target: preparation.plan.target, inputs: preparation.records() };
}

/** The traced run. @throws every failure that running can have, with what was recorded until then */
export async function ran(
  program: Program,
  task: Undertaking,
  plan = task.preparation.runPlan('traced'),
): Promise<Run> {
  const place = placeOf(task);
  const { limits } = task.request;
  let run: Run;
  try {
    run = await program.run(plan);
  } catch (error) {
    if (error instanceof RealmTimeout) {
      const partial = partialEvaluation(task, program.lastRealm);
      throw failure('timeout', { limit: limits.timeoutMs }, { ...place, partial });
    }
    if (error instanceof RealmBroken) throw failure('sandboxCrashed', { detail: error.message }, place);
    throw new GradlensError({ ...place, ...asFailure(error) });
  }
  const { result } = run;
  if (result.status === 'done') return run;
  const thrown = result.error ?? { name: 'Error', message: 'no reason was given', stack: '' };
  switch (thrown.code) {
    case 'neverSettles':
      throw failure('neverSettles', {}, place);
    case 'operationLimit': {
      const partial = partialEvaluation(task, run.realm);
      throw failure('operationLimit', { limit: limits.operations }, { ...place, partial });
    }
    default: {
      const partial = task.preparation.plan.script ? partialEvaluation(task, run.realm) : undefined;
      throw thrownBy(task, thrown, partial ? { ...place, partial } : place);
    }
  }
}

function thrownBy({ graph }: Undertaking, thrown: ThrownError & { code?: string }, place: Partial<Failure>): Error {
  const sources = [...graph.modules.values()].map(({ id, text }) => ({ fileName: id, text }));
  const failed = userFailure(thrown, sources, place, inputText(place.inputs ?? [])).failure;
  if (thrown.code !== 'moduleRefused') return new GradlensError({ ...place, ...failed });
  const { fileName, start, end, frames } = failed;
  return new GradlensError({ ...place, code: 'moduleRefused', message: thrown.message, fileName, start, end, frames });
}

/** `x = 2, p = {…}` for a message. */
function inputText(inputs: InputRecord[]): string {
  const shown = inputs.slice(0, 6);
  const parts = shown.map(({ name, value }) => `${name} = ${JSON.stringify(value)?.slice(0, 40) ?? 'undefined'}`);
  return parts.join(', ') + (inputs.length > 6 ? ', …' : '');
}

/** Calls of `backward()` up to which every branch of a script is noted. */
const callsFollowed = 8;

/**
 * Readings of a tape of numbers: what Variables did with arrays, with functions of a person's own or over a whole
 * training is not on it. @throws notOfNumbers
 */
export function refuseArrays({ script }: Pick<RunResult, 'script'>): void {
  const custom = script?.pass?.customs[0];
  if (custom) throw failure('notOfNumbers', { detail: `it uses ${custom.op} on arrays, or a function of its own` });
  if (script && script.backwardCount > callsFollowed)
    throw failure('notOfNumbers', { detail: `it calls backward() ${script.backwardCount} times` });
}

export function outputOf(task: Undertaking, { tape }: Recording, result: RunResult): ChosenOutput {
  const { request, preparation } = task;
  const leaves = result.leaves ?? [];
  if (preparation.plan.script && leaves.length === 0)
    throw failure('nothingToDifferentiate', { detail: 'the program made no Variable.' }, placeOf(task));
  const type = result.resultType ?? 'value';
  const remembered = request.remembered?.[preparation.plan.target.name]?.output;
  if (request.output === undefined && remembered !== undefined) {
    try {
      return chooseOutput(tape, leaves, type, remembered, {});
    } catch {
      // the result no longer has it
    }
  }
  return chooseOutput(tape, leaves, type, request.output, placeOf(task));
}
