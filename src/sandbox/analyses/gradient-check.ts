/** @file The gradient against central differences and Ridders' extrapolation. */
import type { CheckedEntry, GradientCheckAnswer } from '../../protocol/analysis';
import { byCentralDifference, byRidders } from '../differences';
import type { Reading } from './reading';

export async function gradientCheckOf(reading: Reading): Promise<GradientCheckAnswer> {
  const { leaves, inputs, output, differences } = reading;
  const { value, gradient } = reading.slope;
  const checked: CheckedEntry[] = [];
  for (const [k, leaf] of leaves.entries()) {
    const automatic = gradient[k];
    const central = await reading.inTime(() => byCentralDifference(differences, leaf, automatic));
    const ridders = await reading.inTime(() => byRidders(differences, leaf, automatic));
    checked.push({ ...inputs[k], automatic, central, ridders });
  }
  const verdict = ({ central, ridders }: CheckedEntry) => ridders?.agrees ?? central?.agrees ?? null;
  return {
    kind: 'gradientCheck',
    inputs: checked,
    value,
    passed: checked.every((entry) => verdict(entry) !== false),
    undecided: checked.filter((entry) => verdict(entry) === null).map(({ path }) => path),
    diagnostics: reading.findingsFor(output.id),
  };
}
