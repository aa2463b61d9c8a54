/** @file Every number of the result differentiated in every number of the inputs. */
import { jacobian } from '../../engine';
import type { JacobianAnswer } from '../../protocol/analysis';
import type { Diagnostic } from '../../protocol/evaluation';
import { type Reading, sized } from './reading';

/** Outputs whose findings are gathered. */
const looked = 20;

export function jacobianOf(reading: Reading): JacobianAnswer {
  const { tape, rows, inputs } = reading;
  const outputs = reading.run.recorded.result.leaves ?? [];
  // says what came instead of numbers
  if (outputs.length === 0) void reading.output;
  sized(outputs.length * rows.length);
  const ends = outputs.map(({ id }) => id);
  return {
    kind: 'jacobian',
    inputs,
    outputs: outputs.map(({ path, value }) => ({ path, value })),
    matrix: jacobian(tape, rows, ends),
    diagnostics: distinct([...new Set(ends)].slice(0, looked).flatMap((id) => reading.findingsFor(id))),
  };
}

function distinct(found: Diagnostic[]): Diagnostic[] {
  const known = new Map(found.map((one) => [`${one.code} ${one.fileName} ${one.start} ${one.end}`, one]));
  return [...known.values()];
}
