/** @file What every request begins with: the target found, its inputs chosen, its modules loaded. */
import type { ImportQuery, PreparedRequest, ResolvedImport } from '../protocol/border';
import { failure } from '../protocol/codes';
import type { Stage } from '../protocol/request';
import type { SeriesProgress } from '../protocol/script';
import type { Undertaking } from './assembly';
import type { KeptRecordings } from './kept-recordings';
import type { ModuleCache } from './module-cache';
import { ModuleGraph, type Resolve } from './module-graph';
import { Preparation } from './preparation';
import { Program } from './program';
import { teller } from './series';
import { RunClock } from './traced-run';

export interface Surroundings {
  cache: ModuleCache;
  resolve: Resolve;
  progress: (stage: Stage) => void;
  /** New points of all series, while the program runs. */
  series: (series: SeriesProgress[]) => void;
  /** Lets messages in (a cancellation). */
  turn: () => Promise<void>;
  /** The last recordings, for requests that only change their inputs. */
  kept: KeptRecordings;
}

/** Announces a stage, lets messages in, and stops where a cancellation was among them. */
export type Stages = (name: Stage) => Promise<number>;

export function stages(signal: AbortSignal, { progress, turn }: Pick<Surroundings, 'progress' | 'turn'>): Stages {
  return async (name) => {
    progress(name);
    await turn();
    if (signal.aborted) throw failure('cancelled', {});
    return performance.now();
  };
}

/** What was asked about imports, and the answers as far as they decide what runs. */
export interface AskedImports {
  queries: ImportQuery[];
  imports: ResolvedImport[];
  hashes: Map<string, string>;
}

export interface Begun {
  task: Undertaking;
  asked: AskedImports;
  clock: RunClock;
  program: Program;
  began: number;
  instrumenting: number;
}

export async function undertake(request: PreparedRequest, around: Surroundings, stage: Stages): Promise<Begun> {
  const began = await stage('loading');
  const { cache } = around;
  const asked: AskedImports = { queries: [], imports: [], hashes: new Map() };
  const resolve: Resolve = async (queries) => {
    const layer = await around.resolve(queries);
    asked.queries.push(...queries);
    asked.imports.push(...layer.imports);
    for (const { id, hash } of layer.modules) asked.hashes.set(id, hash);
    return layer;
  };
  const preparation = new Preparation(request, cache, resolve);
  await preparation.choose();
  const instrumenting = await stage('instrumenting');
  const graph = new ModuleGraph(preparation.entry(), cache, resolve, request.limits, (form) =>
    preparation.entryAs(form),
  );
  await graph.collect();
  const task: Undertaking = { request, preparation, graph };
  return { task, asked, ...runner(task, around), began, instrumenting };
}

/** Runs the task's program, on a clock of its own. */
export function runner(
  { request, graph }: Undertaking,
  { turn, series }: Pick<Surroundings, 'turn' | 'series'>,
): { clock: RunClock; program: Program } {
  const clock = new RunClock(request.limits.timeoutMs);
  return { clock, program: new Program(graph, () => clock.remaining(), turn, teller(graph, series)) };
}
