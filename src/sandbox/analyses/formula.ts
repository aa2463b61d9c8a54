/** @file The output and its derivatives as formulas, beside the automatic and the numerical derivatives. */
import { formulas } from '../../engine';
import type { AnalysisChoice, FormulaAnswer, FormulaEntry, FormulaText } from '../../protocol/analysis';
import { byRidders } from '../differences';
import { leafAt } from '../leaf-paths';
import type { NumericLeaf } from '../numeric-leaves';
import type { Reading } from './reading';

type FormulaChoice = Extract<AnalysisChoice, { kind: 'formula' }>;

/** @throws noSuchInput */
export async function formulaOf(reading: Reading, choice: FormulaChoice): Promise<FormulaAnswer> {
  const { leaves, inputs, names, output, differences } = reading;
  const only = choice.input === undefined ? null : leafAt(choice.input, leaves, names);
  const numbers = leaves.filter((leaf) => only === null || leaf === only);
  const { value, gradient } = reading.slope;
  const found = formulasOf(reading, numbers, choice.limit);
  const entries: FormulaEntry[] = [];
  for (const [n, leaf] of numbers.entries()) {
    const k = leaves.indexOf(leaf);
    const automatic = gradient[k];
    const numerical = only ? null : await reading.inTime(() => byRidders(differences, leaf, automatic));
    entries.push({ ...inputs[k], formula: found.derivatives[n], automatic, numerical });
  }
  const { formula, branches } = found;
  const diagnostics = reading.findingsFor(output.id);
  return { kind: 'formula', inputs: entries, value, formula, branches, diagnostics };
}

/** Formulas where the output is recorded; a constant stands for itself. */
function formulasOf(
  { tape, inputs, leaves: all, output: { id, value } }: Reading,
  leaves: readonly NumericLeaf[],
  limit?: number,
): { formula: FormulaText | null; derivatives: (FormulaText | null)[]; branches: boolean } {
  const bare = (x: FormulaText | null): FormulaText | null =>
    x && { text: x.text, code: x.code, mathml: x.mathml, tex: x.tex };
  if (id === 0) {
    const of = (x: number) => ({
      text: String(x),
      code: String(x),
      mathml: `<math><mn>${x}</mn></math>`,
      tex: String(x),
    });
    return { formula: of(value), derivatives: leaves.map(() => of(0)), branches: tape.guards > 0 };
  }
  const named = all.map((leaf, k) => ({ id: leaf.id, name: inputs[k].path }));
  const { value: own, derivatives, branches } = formulas(tape, id, named, limit);
  const wanted = leaves.map((leaf) => derivatives[all.indexOf(leaf)]);
  return { formula: bare(own), derivatives: wanted.map(bare), branches };
}
