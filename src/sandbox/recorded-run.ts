/** @file The traced run that a request is answered from: the one that is kept, where it serves, else a new one. */
import type { PreparedRequest } from '../protocol/border';
import { recordingOf } from './assembly';
import { ranWithGoodGuesses } from './better-guesses';
import type { Recorded, Reuse } from './kept-recordings';
import type { Program } from './program';
import type { RunClock } from './traced-run';
import { runner, type Stages, type Surroundings, undertake } from './undertaking';

export interface RecordedRun {
  recorded: Recorded;
  /** On what is left of the time limit for code of the person. Paused. */
  clock: RunClock;
  program: Program;
  began: number;
  milliseconds: { load: number; instrument: number; run: number };
}

/** @param reuse whether the kept recording may serve, and how; null: never. @throws what running can throw */
export async function recordedRun(
  request: PreparedRequest,
  around: Surroundings,
  stage: Stages,
  reuse: Reuse | null = request.live ? 'replayed' : null,
): Promise<RecordedRun> {
  const began = performance.now();
  const found = reuse && (await around.kept.find(request, around, reuse));
  if (found) {
    const milliseconds = { load: 0, instrument: 0, run: performance.now() - began };
    const { clock, program } = runner(found.task, around);
    clock.pause();
    return { recorded: found, clock, program, began, milliseconds };
  }
  const { task, asked, clock, program, instrumenting } = await undertake(request, around, stage);
  const { preparation } = task;
  const running = await stage('running');
  clock.restart();
  const { realm, result } = await ranWithGoodGuesses(program, task);
  clock.pause();
  const run = performance.now() - running;
  const recording = recordingOf(realm);
  const recorded: Recorded = {
    task,
    recording,
    result,
    ids: preparation.idsOf(result),
    asked,
  };
  around.kept.keep(recorded);
  const milliseconds = { load: instrumenting - began, instrument: running - instrumenting, run };
  return { recorded, clock, program, began, milliseconds };
}
