/** @file Other ways to the elements of a typed array: iteration, methods of Array, buffers, DataView. */
import { Op } from '../../engine/opcodes';
import { apply, createObject, defineProperty, getPrototypeOf, iteratorSymbol, replaceMethod } from './intrinsics';
import { runtime } from './runtime';
import { elementOf, elementsOf, hasShadow, rd, rowsFor, rowsOf } from './shadow';
import { detach, handle, idOf, plain, state } from './traced';
import { isBuffer, method, NativeBuffer, type Numbers, prototype, quietly, relative, shadowed } from './typed-method';

const arrayIterator = getPrototypeOf(apply(Array.prototype.values, [], [])) as object;

function iterator(array: Numbers, kind: 'values' | 'entries'): object {
  let index = 0;
  const made = createObject(arrayIterator) as object;
  defineProperty(made, 'next', {
    value(): unknown {
      if (index >= array.length) return { value: undefined, done: true };
      const at = index++;
      return { value: kind === 'values' ? elementOf(array, at) : [at, elementOf(array, at)], done: false };
    },
    writable: true,
    enumerable: false,
    configurable: true,
  });
  return made;
}

/** Only once an element is traced: these replacements would slow every loop over any array down. */
export function installWhenLive(): void {
  for (const name of ['values', 'entries'] as const)
    method(prototype, name, shadowed, (_native, self) => iterator(self, name));
  const values = Object.getOwnPropertyDescriptor(prototype, 'values')?.value as unknown;
  defineProperty(prototype, iteratorSymbol, { value: values, writable: true, enumerable: false, configurable: true });
  // methods of Array applied to a typed array
  for (const name of [
    'forEach',
    'map',
    'filter',
    'some',
    'every',
    'find',
    'findIndex',
    'reduce',
    'reduceRight',
    'slice',
    'concat',
    'flatMap',
    'values',
    'entries',
    'at',
  ] as const) {
    method(Array.prototype, name, shadowed, (native, self, given) => apply(native, elementsOf(self), given));
  }
  for (const name of ['values', 'entries'] as const) {
    method(
      Object,
      name,
      (_self, given) => hasShadow(given[0]),
      (native, self, given) => apply(native, self, [elementsOf(given[0] as Numbers)]),
    );
  }
  method(
    Object,
    'assign',
    (_self, given) => {
      for (let i = 1; i < given.length; i++) if (hasShadow(given[i])) return true;
      return false;
    },
    (native, self, given) => {
      const list: unknown[] = [];
      for (let i = 0; i < given.length; i++)
        list[i] = i > 0 && hasShadow(given[i]) ? elementsOf(given[i] as Numbers) : given[i];
      return apply(native, self, list);
    },
  );
  method(
    Function.prototype,
    'apply',
    (_self, given) => hasShadow(given[1]),
    (native, self, given) => apply(native, self, [given[0], elementsOf(given[1] as Numbers)]),
  );
  method(
    Reflect,
    'apply',
    (_self, given) => hasShadow(given[2]),
    (native, self, given) => apply(native, self, [given[0], given[1], elementsOf(given[2] as Numbers)]),
  );
  method(
    Reflect,
    'get',
    (_self, given) => hasShadow(given[0]),
    (native, self, given) => rd(apply(native, self, given), given[0], given[1]),
  );
  replaceMethod(
    NativeBuffer.prototype,
    'slice',
    (native) =>
      ({
        method(this: unknown): unknown {
          const made = apply(native, this, arguments) as ArrayBuffer;
          const ids = state.tracing && isBuffer(this) ? rowsOf(this as ArrayBuffer) : undefined;
          if (ids) {
            const start = relative(arguments[0], (this as ArrayBuffer).byteLength, 0);
            if (start % 4 === 0) {
              const copy = rowsFor(made);
              for (let i = 0; i < made.byteLength >> 2; i++) copy[i] = ids[(start >> 2) + i];
            }
          }
          return made;
        },
      }).method,
  );
}

export function installDataView(): void {
  const views = DataView.prototype;
  const byteOffset = Object.getOwnPropertyDescriptor(views, 'byteOffset')?.get as () => number;
  const bufferOf = Object.getOwnPropertyDescriptor(views, 'buffer')?.get as () => ArrayBuffer;
  const place = (view: unknown, offset: unknown): number => {
    const at = (apply(byteOffset, view, []) as number) + Math.trunc(Number(plain(offset)) || 0);
    return at % 4 === 0 ? at >> 2 : -1;
  };
  for (const name of ['setFloat64', 'setFloat32'] as const) {
    replaceMethod(
      views,
      name,
      (native) =>
        ({
          method(this: unknown, offset: unknown, value: unknown): unknown {
            const id = idOf(value);
            if (id === 0 || !state.tracing) return apply(native, this, arguments);
            quietly(() => apply(native, this, arguments));
            const at = place(this, offset);
            if (at < 0) detach(id, -1, 'it was stored at an odd offset of a buffer');
            else
              rowsFor(apply(bufferOf, this, []) as ArrayBuffer)[at] =
                name === 'setFloat64'
                  ? id
                  : state.tape.push(Op.fround, id, 0, 0, Math.fround(state.tape.value[id]), state.tape.site[id]);
            return undefined;
          },
        }).method,
    );
  }
  for (const name of ['getFloat64', 'getFloat32'] as const) {
    replaceMethod(
      views,
      name,
      (native) =>
        ({
          method(this: unknown, offset: unknown): unknown {
            const value = apply(native, this, arguments) as number;
            if (!runtime.live) return value;
            const ids = rowsOf(apply(bufferOf, this, []) as ArrayBuffer);
            const at = ids ? place(this, offset) : -1;
            const id = at < 0 ? 0 : (ids as Int32Array)[at];
            return id !== 0 && state.tape.value[id] === value ? handle(id) : value;
          },
        }).method,
    );
  }
}
