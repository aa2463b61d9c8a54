/** @file Guards for what a program learns of a traced value without an operation: a replay must learn the same. */
import { Guard } from '../../engine/tape';
import { detach, idOf, plain, state } from './traced';

/** A value whose exact number decides something: a place in an array, a text, the words of a float. */
export function decided(value: unknown): unknown {
  const id = idOf(value);
  return id === 0 ? value : detach(id, -1, null);
}

/** Whether a value is finite, an infinity or NaN decides something. */
export function finitenessDecided(id: number): void {
  const { tape } = state;
  const value = tape.value[id];
  tape.guard(Guard.less, id, 0, Infinity, value < Infinity, -1);
  tape.guard(Guard.greater, id, 0, -Infinity, value > -Infinity, -1);
}

/** Which of two numbers is the greater one decides something. */
export function orderDecided(a: unknown, b: unknown): void {
  const [i, j] = [idOf(a), idOf(b)];
  if (i === 0 && j === 0) return;
  const [x, y] = [plain(a) as number, plain(b) as number];
  const constant = i === 0 ? x : j === 0 ? y : 0;
  state.tape.guard(Guard.less, i, j, constant, x < y, -1);
  state.tape.guard(Guard.greater, i, j, constant, x > y, -1);
}
