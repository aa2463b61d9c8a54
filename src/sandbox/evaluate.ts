/** @file One evaluation from request to record: plan, load, run, choose the output, sweep, check, report. */
import type { PreparedRequest } from '../protocol/border';
import type { Evaluation } from '../protocol/evaluation';
import { assembled, reported } from './assembly';
import { checkRun } from './check-run';
import type { Checked } from './honesty';
import type { ScriptRun } from './realm/script/run';
import { recordedRun } from './recorded-run';
import { outputOf } from './traced-run';
import { type Surroundings, stages } from './undertaking';

const unchecked: Checked = { diagnostics: [], slopes: new Map() };

/** Runs one request. Rejects with a `GradlensError`. */
export async function evaluate(
  request: PreparedRequest,
  signal: AbortSignal,
  around: Surroundings,
): Promise<Evaluation> {
  const stage = stages(signal, around);
  const { recorded, clock, program, milliseconds: before, began } = await recordedRun(request, around, stage);
  const { task, recording, result, ids } = recorded;
  await stage('sweeping');
  const output = outputOf(task, recording, result);
  const made = reported(task, recording, result, output.id, ids);
  const checking = await stage('checking');
  clock.resume();
  const checked =
    request.check === false || request.live || !comparable(result.script)
      ? unchecked
      : await checkRun(recorded, program, output, made.swept.adjoints, before.run);
  const reporting = await stage('reporting');
  const { sweep, report } = made.milliseconds;
  const milliseconds = {
    ...before,
    sweep,
    report,
    check: reporting - checking,
    total: reporting - began,
  };
  return assembled(task, recording, made, output, ids, result, checked, milliseconds);
}

/** Whether the gradient shown is that of the program's value: a script may have asked for another pass, or a seed. */
function comparable(script: ScriptRun | undefined): boolean {
  const { order = 'generations', accumulate = 'add' } = script?.switches ?? {};
  return order === 'generations' && accumulate === 'add' && (script?.seed ?? 1) === 1;
}
