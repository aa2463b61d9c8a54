/** @file Floats taken apart into words in one buffer and put together in another: which traced float they are. */
import { Op } from '../../engine/opcodes';
import { detach, handle, state } from './traced';

/** In place of a row: the words of a float were written here, after words of traced floats were read. */
export const MADE_OF_WORDS = -1;

/**
 * Rows of the traced floats whose words were read last. Words travel as plain numbers through other arrays and
 * buffers; a float that is made of words and has the mantissa of one of these is that one, scaled.
 */
const read: number[] = [0, 0, 0, 0, 0, 0, 0, 0];
let newest = 0;

/** An integer view of a float's place was read. */
export function wordRead(ids: Int32Array, place: number): void {
  const low = ids[place & ~1];
  const id = low > 0 ? low : ids[place];
  if (!(id > 0) || read[newest] === id) return;
  newest = (newest + 1) & 7;
  read[newest] = id;
  // what its words say holds for this number only
  detach(id, -1, null);
}

/** The traced float that a float made of words is; null where it is none. Its row is kept at its place. */
export function recalled(ids: Int32Array, place: number, value: number): unknown {
  const mantissa = mantissaOf(value);
  const { tape } = state;
  // A power of two may come from anywhere, unless it is the very one that was taken apart just now.
  if (!(mantissa > 1)) {
    const id = read[newest];
    if (id === 0 || tape.value[id] !== value) return null;
    ids[place] = id;
    return handle(id);
  }
  for (let k = 0; k < 8; k++) {
    const id = read[(newest - k) & 7];
    const stored = tape.value[id];
    if (id === 0 || mantissaOf(stored) !== mantissa) continue;
    ids[place] = value === stored ? id : tape.push(Op.mul, id, 0, value / stored, value, tape.site[id]);
    return handle(ids[place]);
  }
  return null;
}

/** A word of a float was written at a place: what float it makes is seen when it is read. */
export function madeOfWords(ids: Int32Array, place: number): void {
  if (ids[place] === 0) ids[place] = MADE_OF_WORDS;
  if (ids[place & ~1] === 0) ids[place & ~1] = MADE_OF_WORDS;
}

export function wordsWereRead(): boolean {
  return read[newest] !== 0;
}

/** From 1 up to 2; NaN for what has none. */
function mantissaOf(value: number): number {
  const size = absolute(value);
  const scaled = size / 2 ** floor(log2(size));
  // The logarithm is rounded.
  return scaled < 1 ? scaled * 2 : scaled >= 2 ? scaled / 2 : scaled;
}

const { abs: absolute, floor, log2 } = Math;
