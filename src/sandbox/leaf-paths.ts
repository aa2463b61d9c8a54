/** @file Numbers of the inputs by the path that people write: `x`, `xs[0]`, `p.y`. */
import { failure } from '../protocol/codes';
import type { NumericLeaf } from './numeric-leaves';
import { normalisedPath } from './outcome';
import { fieldPath } from './report/names';

/** @param names of the inputs, by index */
export function pathOf({ input, path }: Pick<NumericLeaf, 'input' | 'path'>, names: readonly string[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : fieldPath(text, key)),
    names[input],
  );
}

/** Name of the input that a path begins with. */
export function inputOf(path: string): string {
  return path.replace(/[.[].*$/s, '');
}

/** @throws noSuchInput */
export function leafAt(path: string, leaves: readonly NumericLeaf[], names: readonly string[]): NumericLeaf {
  const wanted = normalisedPath(path);
  const found = leaves.find((leaf) => normalisedPath(pathOf(leaf, names)) === wanted);
  if (found) return found;
  const known = leaves.slice(0, 20).map((leaf) => pathOf(leaf, names));
  throw failure('noSuchInput', { name: path, known: known.join(', ') || 'none' });
}
