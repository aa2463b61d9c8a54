/** @file Other ways to make inputs up, tried in turn where the usual ones lead to an error or to no number. */
import type { Manner } from './guess';
import { type InputType, number } from './inputType';

const array: InputType = { kind: 'array', of: number };
const pairs: InputType = { kind: 'array', of: { kind: 'tuple', of: [number, number] } };
const coordinates = (names: string): InputType => ({
  kind: 'object',
  fields: names.split(' ').map((name) => ({ name, type: number, optional: false })),
});

/** Between 0 and 1, in the order of the usual numbers. */
const fraction = (usual: number): number => usual / (1 + usual);

/** The likeliest first. */
export const manners: readonly Manner[] = [
  { number: fraction },
  { unknown: array },
  { number: (usual) => 4 + 3 * usual },
  { number: (usual) => 20 + 8 * usual },
  { number: (usual) => Math.round(1 + 4 * usual), text: 'a' },
  { unknown: coordinates('x y z') },
  { unknown: pairs, length: 4 },
  { unknown: { kind: 'array', of: array } },
  { unknown: array, number: fraction, length: 4 },
  { length: 2 },
  { length: 4 },
  { length: 6, number: fraction },
  { length: 8 },
  { length: 16, unknown: array },
  { unknown: { kind: 'function' }, text: 'x' },
  { number: (usual) => usual / 100 },
  { number: (usual) => 1000 * (1 + usual) },
  { number: (usual) => (Math.round(usual * 4) % 2 === 0 ? -usual : usual) },
  { plain: true, number: fraction },
];
