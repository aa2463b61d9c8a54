/** @file Second derivatives of the output, as a matrix or along one direction. */
import { hessian, hessianVectorProduct } from '../../engine';
import type { AnalysisChoice, HessianAnswer, HessianVectorAnswer } from '../../protocol/analysis';
import { failure } from '../../protocol/codes';
import type { Diagnostic } from '../../protocol/evaluation';
import { pathOf } from '../leaf-paths';
import { type Reading, sized } from './reading';

export async function hessianOf(reading: Reading): Promise<HessianAnswer> {
  const { tape, rows, inputs, output } = reading;
  sized(rows.length ** 2);
  const matrix = output.id > 0 ? hessian(tape, rows, output.id) : rows.map(() => rows.map(() => 0));
  return { kind: 'hessian', inputs, ...reading.slope, matrix, diagnostics: await findings(reading) };
}

type ProductChoice = Extract<AnalysisChoice, { kind: 'hessianVectorProduct' }>;

/** @throws invalidRequest, noSuchInput */
export async function hessianVectorProductOf(reading: Reading, choice: ProductChoice): Promise<HessianVectorAnswer> {
  const { tape, rows, inputs, output } = reading;
  const direction = directionOf(choice.direction, reading);
  const product = output.id > 0 ? [...hessianVectorProduct(tape, rows, output.id, direction)] : rows.map(() => 0);
  const diagnostics = await findings(reading);
  return { kind: 'hessianVectorProduct', inputs, ...reading.slope, direction, product, diagnostics };
}

/** Second derivatives are no better than the first that they come from. */
async function findings(reading: Reading): Promise<Diagnostic[]> {
  return [...reading.findingsFor(reading.output.id), ...(await reading.objections())];
}

function directionOf(given: ProductChoice['direction'], { leaves, names }: Reading): number[] {
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
