/**
 * @file Where the numbers of arrays live. A fresh typed array costs over a microsecond, many times the arithmetic
 * of a small one: small arrays are cut from slabs, and large temporaries of a sweep are used again.
 */

/** 32 KB: what one small array that is kept may hold in memory beside itself. */
const slabLength = 4096;
/** Larger ones get a buffer of their own. */
const largestCut = 256;
/** Up to this length V8 keeps a typed array's numbers inside the object, cheaper than a cut. */
const inline = 8;
/** 32 MB. */
const keptLimit = 4 * 1024 * 1024;

let slab = new ArrayBuffer(slabLength * 8);
let used = 0;
const kept = new Map<number, Float64Array[]>();
let keptLength = 0;

function taken(length: number): Float64Array | undefined {
  const values = kept.get(length)?.pop();
  if (values !== undefined) keptLength -= length;
  return values;
}

/** Room for `length` numbers, of any value. */
export function room(length: number): Float64Array {
  if (length > largestCut) return taken(length) ?? new Float64Array(length);
  if (length <= inline) return new Float64Array(length);
  if (used + length > slabLength) {
    slab = new ArrayBuffer(slabLength * 8);
    used = 0;
  }
  const cut = new Float64Array(slab, used * 8, length);
  used += length;
  return cut;
}

/** Room for `length` numbers, all 0. */
export function zeroRoom(length: number): Float64Array {
  return length > largestCut ? (taken(length)?.fill(0) ?? new Float64Array(length)) : room(length);
}

/** Gives back room that nobody refers to any more. Only large ones are worth keeping. */
export function release(values: Float64Array): void {
  const { length } = values;
  if (length <= largestCut || keptLength + length > keptLimit) return;
  const list = kept.get(length);
  if (list !== undefined) list.push(values);
  else if (kept.size < 64) kept.set(length, [values]);
  else return;
  keptLength += length;
}
