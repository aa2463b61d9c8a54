/** @file DataView: floats that are written and read keep their rows, and whole numbers may be parts of floats. */

import { Op } from '../../engine/opcodes';
import { decided } from './decided';
import { madeOfWords, wordRead, wordsWereRead } from './float-words';
import { apply, replaceMethod, uncurry } from './intrinsics';
import { runtime } from './runtime';
import { floatAt, rowsFor, rowsOf } from './shadow';
import { detach, idOf, quietly, state } from './traced';

const views = DataView.prototype;
const of = <Result>(key: string): ((view: unknown) => Result) =>
  uncurry<Result>(Object.getOwnPropertyDescriptor(views, key)?.get);
const bufferOf = of<ArrayBuffer>('buffer');
const offsetOf = of<number>('byteOffset');
const { trunc } = Math;

function byteAt(view: unknown, offset: unknown): number {
  return offsetOf(view) + trunc(Number(decided(offset)) || 0);
}

function setFloat(name: 'setFloat64' | 'setFloat32'): void {
  replaceMethod(
    views,
    name,
    (native) =>
      ({
        method(this: unknown, offset: unknown, value: unknown): unknown {
          const id = state.tracing ? idOf(value) : 0;
          if (id === 0 && !runtime.live) return apply(native, this, arguments);
          quietly(() => apply(native, this, arguments));
          const at = byteAt(this, offset);
          const ids = id === 0 ? rowsOf(bufferOf(this)) : rowsFor(bufferOf(this));
          if (ids === undefined) return undefined;
          if (at % 4 !== 0) {
            if (id !== 0) detach(id, -1, 'it was stored at an odd offset of a buffer');
            return undefined;
          }
          const { tape } = state;
          ids[at >> 2] =
            id === 0 || name === 'setFloat64'
              ? id
              : tape.push(Op.fround, id, 0, 0, Math.fround(tape.value[id]), tape.site[id]);
          return undefined;
        },
      }).method,
  );
}

function getFloat(name: 'getFloat64' | 'getFloat32'): void {
  replaceMethod(
    views,
    name,
    (native) =>
      ({
        method(this: unknown, offset: unknown): unknown {
          const value = apply(native, this, arguments) as number;
          const ids = runtime.live ? rowsOf(bufferOf(this)) : undefined;
          const at = ids ? byteAt(this, offset) : 1;
          return ids && at % 4 === 0 ? floatAt(ids, at >> 2, value) : value;
        },
      }).method,
  );
}

function getWord(name: string): void {
  replaceMethod(
    views,
    name,
    (native) =>
      ({
        method(this: unknown, offset: unknown): unknown {
          const value = apply(native, this, arguments);
          const ids = runtime.live ? rowsOf(bufferOf(this)) : undefined;
          if (ids) wordRead(ids, byteAt(this, offset) >> 2);
          return value;
        },
      }).method,
  );
}

function setWord(name: string): void {
  replaceMethod(
    views,
    name,
    (native) =>
      ({
        method(this: unknown, offset: unknown): unknown {
          const result = apply(native, this, arguments);
          if (runtime.live && wordsWereRead()) madeOfWords(rowsFor(bufferOf(this)), byteAt(this, offset) >> 2);
          return result;
        },
      }).method,
  );
}

export function installDataView(): void {
  setFloat('setFloat64');
  setFloat('setFloat32');
  getFloat('getFloat64');
  getFloat('getFloat32');
  for (const kind of ['Int8', 'Uint8', 'Int16', 'Uint16', 'Int32', 'Uint32', 'BigInt64', 'BigUint64']) {
    getWord(`get${kind}`);
    setWord(`set${kind}`);
  }
}
