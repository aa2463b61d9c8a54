/** @file One analysis of a recorded program: Jacobian, Hessian, a check by differences, or formulas. */
import { formulas, hessian, hessianVectorProduct, jacobian, reverse } from '../engine';
import type {
  AnalysisAnswer,
  AnalysisChoice,
  CheckedEntry,
  FormulaEntry,
  FormulaText,
  InputEntry,
} from '../protocol/analysis';
import type { PreparedRequest } from '../protocol/border';
import { failure } from '../protocol/codes';
import type { Diagnostic } from '../protocol/evaluation';
import { type ChosenOutput, recordingOf, reported } from './assembly';
import { byCentralDifference, byRidders, type Differences } from './differences';
import { type Surroundings, stages, undertake } from './evaluate';
import { type NumericLeaf, numericLeaves } from './numeric-leaves';
import { valueAt } from './outcome';
import { fieldPath } from './report/names';
import { outputOf, ran } from './traced-run';

/** Numbers in a matrix: a message should not wait for more. */
const entriesKept = 1_000_000;

/** Rejects with a `GradlensError`. */
export async function analyse(
  request: PreparedRequest & { analysis: AnalysisChoice },
  signal: AbortSignal,
  around: Surroundings,
): Promise<AnalysisAnswer> {
  const { analysis } = request;
  const stage = stages(signal, around);
  const { task, clock, program } = await undertake(request, around, stage);
  const { preparation } = task;
  await stage('running');
  clock.restart();
  const { realm, result } = await ran(program, task);
  await stage('sweeping');
  const recording = recordingOf(realm);
  const { tape } = recording;
  const ids = preparation.idsOf(result.inputIds ?? []);
  const values = preparation.values();
  const leaves = values.flatMap((value, k) => numericLeaves(k, value, ids[k]));
  const names = preparation.records().map(({ name }) => name);
  const inputs = leaves.map((leaf): InputEntry => ({ path: pathOf(leaf, names), value: leaf.value }));
  const rows = leaves.map(({ id }) => id);
  const findingsFor = (output: number): Diagnostic[] =>
    reported(task, recording, result, output, ids).findings.diagnostics;

  if (analysis.kind === 'jacobian') {
    const outputs = result.leaves ?? [];
    if (outputs.length === 0) outputOf(task, recording, result);
    sized(outputs.length * rows.length);
    const ends = outputs.map(({ id }) => id);
    return {
      kind: 'jacobian',
      inputs,
      outputs: outputs.map(({ path, value }) => ({ path, value })),
      matrix: jacobian(tape, rows, ends),
      diagnostics: distinct([...new Set(ends)].slice(0, 20).flatMap(findingsFor)),
    };
  }

  const output = outputOf(task, recording, result);
  const { id, value } = output;
  const diagnostics = findingsFor(id);
  const adjoints = reverse(tape, id);
  const gradient = rows.map((row) => adjoints[row]);
  const flat = () => new Float64Array(rows.length);
  if (analysis.kind === 'hessian') {
    sized(rows.length ** 2);
    const matrix = id > 0 ? hessian(tape, rows, id) : rows.map(() => [...flat()]);
    return { kind: 'hessian', inputs, value, gradient, matrix, diagnostics };
  }
  if (analysis.kind === 'hessianVectorProduct') {
    const direction = directionOf(analysis.direction, leaves, names);
    const product = [...(id > 0 ? hessianVectorProduct(tape, rows, id, direction) : flat())];
    return { kind: 'hessianVectorProduct', inputs, value, gradient, direction, product, diagnostics };
  }

  await stage('checking');
  const plain = async (at: readonly unknown[]) => {
    const again = await program.again(preparation.runPlan('plain', at));
    return again.status === 'done' ? valueAt(again.leaves ?? [], output.path) : Number.NaN;
  };
  const from: Differences = { tape, values, plain };
  const half = request.limits.timeoutMs / 2;
  /** Of the time limit half is left for what still has to be done. */
  const inTime = async <T>(measure: () => Promise<T>): Promise<T | null> => {
    await stage('checking');
    return clock.remaining() > half ? measure() : null;
  };
  if (analysis.kind === 'gradientCheck') {
    const checked: CheckedEntry[] = [];
    for (const [k, leaf] of leaves.entries()) {
      const automatic = gradient[k];
      const central = await inTime(() => byCentralDifference(from, leaf, automatic));
      const ridders = await inTime(() => byRidders(from, leaf, automatic));
      checked.push({ ...inputs[k], automatic, central, ridders });
    }
    const verdict = ({ central, ridders }: CheckedEntry) => ridders?.agrees ?? central?.agrees ?? null;
    return {
      kind: 'gradientCheck',
      inputs: checked,
      value,
      passed: checked.every((entry) => verdict(entry) !== false),
      undecided: checked.filter((entry) => verdict(entry) === null).map(({ path }) => path),
      diagnostics,
    };
  }
  if (analysis.kind !== 'formula') throw failure('internal', { detail: `${analysis.kind} is not answered.` });
  const found = formulasOf(tape, output, leaves, inputs, analysis.limit);
  const entries: FormulaEntry[] = [];
  for (const [k, leaf] of leaves.entries()) {
    const automatic = gradient[k];
    const numerical = await inTime(() => byRidders(from, leaf, automatic));
    entries.push({ ...inputs[k], formula: found.derivatives[k], automatic, numerical });
  }
  const { formula, branches } = found;
  return { kind: 'formula', inputs: entries, value, formula, branches, diagnostics };
}

/** Formulas where the output is recorded; a constant stands for itself. */
function formulasOf(
  tape: Parameters<typeof formulas>[0],
  { id, value }: ChosenOutput,
  leaves: readonly NumericLeaf[],
  inputs: readonly InputEntry[],
  limit?: number,
): { formula: FormulaText | null; derivatives: (FormulaText | null)[]; branches: boolean } {
  const bare = (x: FormulaText | null): FormulaText | null => x && { text: x.text, code: x.code, mathml: x.mathml };
  if (id === 0) {
    const of = (x: number) => ({ text: String(x), code: String(x), mathml: `<math><mn>${x}</mn></math>` });
    return { formula: of(value), derivatives: leaves.map(() => of(0)), branches: tape.guards > 0 };
  }
  const named = leaves.map((leaf, k) => ({ id: leaf.id, name: inputs[k].path }));
  const { value: own, derivatives, branches } = formulas(tape, id, named, limit);
  return { formula: bare(own), derivatives: derivatives.map(bare), branches };
}

function pathOf({ input, path }: NumericLeaf, names: readonly string[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : fieldPath(text, key)),
    names[input],
  );
}

/** @throws invalidRequest */
function sized(entries: number): void {
  if (entries <= entriesKept) return;
  throw failure('invalidRequest', { detail: `the matrix would have ${entries} entries; ${entriesKept} are possible.` });
}

/** @throws invalidRequest, noSuchInput */
function directionOf(
  given: Extract<AnalysisChoice, { kind: 'hessianVectorProduct' }>['direction'],
  leaves: readonly NumericLeaf[],
  names: readonly string[],
): number[] {
  const wrong = (detail: string) => failure('invalidRequest', { detail });
  const finite = (x: unknown, where: string): number => {
    if (typeof x !== 'number') throw wrong(`direction has no number for ${where}.`);
    return x;
  };
  if (Array.isArray(given)) {
    if (given.length !== leaves.length)
      throw wrong(`direction must have ${leaves.length} numbers, one per numeric input; it has ${given.length}.`);
    return leaves.map((leaf, k) => finite(given[k], pathOf(leaf, names)));
  }
  for (const name of Object.keys(given))
    if (!names.includes(name)) throw failure('noSuchInput', { name, known: names.join(', ') || 'none' });
  return leaves.map((leaf) => {
    const name = names[leaf.input];
    // an input that is not named does not move
    if (!Object.hasOwn(given, name)) return 0;
    let at: unknown = given[name];
    for (const key of leaf.path)
      at = at !== null && typeof at === 'object' ? (at as Record<string, unknown>)[key] : undefined;
    return finite(at, pathOf(leaf, names));
  });
}

function distinct(found: Diagnostic[]): Diagnostic[] {
  const known = new Map(found.map((one) => [`${one.code} ${one.fileName} ${one.start} ${one.end}`, one]));
  return [...known.values()];
}
