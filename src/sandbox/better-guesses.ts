/** @file Where made-up inputs lead to an error or to no finite number, others are tried. */
import { GradlensError } from '../protocol/codes';
import { manners } from '../snippet/target';
import type { Undertaking } from './assembly';
import type { Program, Run } from './program';
import type { RunResult } from './realm-control';
import { ran } from './traced-run';

/** Milliseconds that plain runs with other inputs may take in all. */
const searchMs = 400;

/** The traced run of a task, with the first of several manners of guessing that gives a finite number. @throws as `ran` */
export async function ranWithGoodGuesses(program: Program, task: Undertaking): Promise<Run> {
  const { preparation } = task;
  let failed: unknown = null;
  let first: Run | null = null;
  try {
    first = await ran(program, task);
  } catch (error) {
    failed = error;
  }
  if (first ? allFinite(first.result) || !preparation.guessed : !isForInputs(failed) || !preparation.guessed)
    return finished(first, failed);
  return (await searched(program, task)) ? ran(program, task) : finished(await again(program, task, first), failed);
}

/** An error of the program itself, which other inputs may avoid. */
function isForInputs(error: unknown): boolean {
  return error instanceof GradlensError && error.code === 'userError';
}

function finished(run: Run | null, failed: unknown): Run {
  if (run) return run;
  throw failed;
}

/** Chooses the inputs; false where no other manner does better, and then they are as before. */
async function searched(program: Program, { preparation }: Undertaking): Promise<boolean> {
  const seen = new Set([JSON.stringify(preparation.values())]);
  const until = performance.now() + searchMs;
  try {
    for (const manner of manners) {
      preparation.guess(manner);
      const values = JSON.stringify(preparation.values());
      if (seen.has(values)) continue;
      seen.add(values);
      const result = await program.again(preparation.runPlan('plain'));
      if (result.status === 'done' && allFinite(result)) return true;
      if (performance.now() > until) break;
    }
  } catch {
    // a run that takes too long is no better
  }
  preparation.guess({});
  return false;
}

/** A run whose realm was used since has to be had anew. */
async function again(program: Program, task: Undertaking, first: Run | null): Promise<Run | null> {
  return first && ran(program, task);
}

/** Some number came out, and each is finite. */
function allFinite({ leaves }: RunResult): boolean {
  return leaves !== undefined && leaves.length > 0 && leaves.every(({ value }) => Number.isFinite(value));
}
