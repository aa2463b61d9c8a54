/** @file One job on one sandbox: under the clock, under the eye on its memory, and open to cancellation. */
import { checkedFailure } from '../protocol/answers';
import type { PreparedRequest } from '../protocol/border';
import { failure, GradlensError } from '../protocol/codes';
import type { Job } from './job';
import type { Running } from './running';

/** Beyond the limit that the sandbox itself keeps, before it is killed. */
const graceMs = 1_500;
/** For reading and instrumenting, which run no code of the person. */
const preparationMs = 60_000;
const cancelGraceMs = 60;
const memoryEveryMs = 250;
const spent: ReadonlySet<string> = new Set(['timeout', 'operationLimit', 'memoryLimit', 'sandboxAnswer']);

/** What a call rejected with, where the sandbox may have said so. */
function sound(thrown: unknown): unknown {
  try {
    if (thrown instanceof GradlensError) checkedFailure(thrown.failure);
    return thrown;
  } catch (misbehaviour) {
    return misbehaviour;
  }
}

export interface Attempt {
  /** Ends the sandbox for this reason. */
  condemn(verdict: GradlensError): void;
  /** Whether the sandbox is still on this job. */
  isCurrent(): boolean;
}

/** Rejects with what the sandbox answered, or with why it was ended. */
export async function attempt(
  job: Job,
  running: Running,
  prepared: PreparedRequest,
  { condemn, isCurrent }: Attempt,
): Promise<unknown> {
  if (job.settled) throw failure('cancelled', {});
  const { timeoutMs, memoryMb } = job.limits;
  const stop = new AbortController();
  const timeout = failure('timeout', { limit: timeoutMs }, { fileName: prepared.fileName });
  const killAfter = (ms: number) => setTimeout(() => condemn(timeout), ms);
  let deadline = killAfter(preparationMs + timeoutMs);
  let asking = false;
  const watchMemory = async () => {
    // some systems take longer to tell than the time between two questions
    if (asking) return;
    asking = true;
    const bytes = await running.sandbox.memory();
    asking = false;
    const over = bytes !== null && bytes > memoryMb * 2 ** 20;
    if (over && isCurrent()) condemn(failure('memoryLimit', { limit: memoryMb }));
  };
  const watch = setInterval(() => void watchMemory(), memoryEveryMs);
  job.onCancel = () => {
    stop.abort();
    setTimeout(() => isCurrent() && condemn(failure('cancelled', {})), cancelGraceMs);
  };
  running.onProgress = (stage) => {
    job.begun = true;
    if (stage === 'running' || stage === 'sweeping') {
      clearTimeout(deadline);
      deadline = killAfter(timeoutMs + (stage === 'running' ? graceMs : preparationMs));
    }
    job.progress(stage);
  };
  running.onSeries = (series) => job.series(series);
  try {
    return await job.work(running.peer, prepared, stop.signal);
  } catch (thrown) {
    const error = sound(thrown);
    // a program that met a limit leaves a sandbox that is not to be trusted with the next one
    if (error instanceof GradlensError && spent.has(error.code)) condemn(error);
    throw running.verdict ?? error;
  } finally {
    clearTimeout(deadline);
    clearInterval(watch);
    job.onCancel = null;
    running.onProgress = null;
    running.onSeries = null;
  }
}
