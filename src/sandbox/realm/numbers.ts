/** @file `Number`, `Boolean` and their relatives: a traced value is a number to all of them. */
import { Op } from '../../engine/opcodes';
import { isObject, toNumber, toNumeric, truth } from './convert';
import { decided, finitenessDecided } from './decided';
import {
  construct,
  NativeBoolean,
  NativeNumber,
  NativeWeakMap,
  realm,
  replaceConstructor,
  replaceMethod,
  sameValue,
  uncurry,
  weakGet,
  weakSet,
} from './intrinsics';
import { takeSite } from './runtime';
import { detach, handle, idOf, plain, state } from './traced';
import { isOperand } from './variables';

/** Number objects made of traced values. */
const boxes = new NativeWeakMap<object, unknown>();

function numberOf(value: unknown): unknown {
  if (typeof value === 'number') return value;
  const numeric = toNumeric(value);
  return typeof numeric === 'bigint' ? NativeNumber(numeric) : numeric;
}

/** The Number object of a traced value; anything else as it is. */
export function box(value: unknown): unknown {
  const id = idOf(value);
  if (id === 0) return value;
  const made = new NativeNumber(state.tape.value[id]);
  weakSet(boxes, made, value);
  return made;
}

function installNumber(): void {
  function TracedNumber(this: unknown, value?: unknown): unknown {
    const number = arguments.length === 0 ? 0 : numberOf(value);
    if (new.target === undefined) return number;
    const target = (new.target as unknown as object) === TracedNumber ? TracedNumber : new.target;
    const box = construct(NativeNumber, [plain(number)], target) as object;
    if (idOf(number) !== 0) weakSet(boxes, box, number);
    return box;
  }
  replaceConstructor('Number', NativeNumber, TracedNumber);
  for (const name of ['toString', 'toFixed', 'toExponential', 'toPrecision', 'toLocaleString'] as const) {
    replaceMethod(NativeNumber.prototype, name, (native) => {
      const text = uncurry(native);
      return {
        method(this: unknown, a: unknown, b: unknown): unknown {
          const id = idOf(this);
          const self = id === 0 ? this : detach(id, -1, `it was turned into text by ${name}`);
          return arguments.length < 2 ? text(self, a) : text(self, a, b);
        },
      }.method;
    });
  }
  replaceMethod(NativeNumber.prototype, 'valueOf', (native) => {
    const read = uncurry(native);
    return {
      method(this: unknown): unknown {
        if (idOf(this) !== 0) return this;
        if (isObject(this)) {
          const boxed = weakGet(boxes, this);
          if (boxed !== undefined) return boxed;
        }
        return read(this);
      },
    }.method;
  });
  for (const name of ['isFinite', 'isNaN', 'isInteger', 'isSafeInteger'] as const) {
    replaceMethod(
      realm.Number,
      name,
      (native) =>
        ({
          method(value: unknown): unknown {
            const id = idOf(value);
            if (id === 0) return native(isOperand(value) ? (value as { data: unknown }).data : value);
            if (name === 'isInteger' || name === 'isSafeInteger') return native(detach(id, -1, null));
            finitenessDecided(id);
            return native(state.tape.value[id]);
          },
        }).method,
    );
  }
}

function installGlobals(): void {
  for (const name of ['isFinite', 'isNaN'] as const) {
    replaceMethod(
      realm,
      name,
      (native) =>
        ({
          method(value: unknown): unknown {
            if (typeof value === 'number') return native(value);
            if (isOperand(value)) return native((value as { data: unknown }).data);
            const number = toNumber(value);
            if (idOf(number) !== 0) finitenessDecided(idOf(number));
            return native(plain(number));
          },
        }).method,
    );
  }
  replaceMethod(
    realm,
    'parseFloat',
    (native) =>
      ({
        method(value: unknown): unknown {
          return idOf(value) !== 0 ? value : native(value);
        },
      }).method,
  );
  replaceMethod(
    realm,
    'parseInt',
    (native) =>
      ({
        method(value: unknown, radix: unknown): unknown {
          const id = idOf(value);
          if (id === 0) return arguments.length < 2 ? native(value) : native(value, radix);
          const number = state.tape.value[id];
          const whole = native(number, plain(radix)) as number;
          // in the decimal range of plain notation the text's integer is the number's
          return whole === Math.trunc(number)
            ? handle(state.tape.push(Op.trunc, id, 0, 0, whole, takeSite()))
            : (detach(id, -1, 'parseInt read its text'), whole);
        },
      }).method,
  );
  // Number.parseFloat is the same function object as parseFloat
  for (const name of ['parseFloat', 'parseInt'] as const) {
    Object.defineProperty(realm.Number, name, {
      value: realm[name],
      writable: true,
      enumerable: false,
      configurable: true,
    });
  }
}

function installBoolean(): void {
  function TracedBoolean(this: unknown, value?: unknown): unknown {
    const outcome = truth(value, -1);
    if (new.target === undefined) return outcome;
    return construct(NativeBoolean, [outcome], new.target as unknown as new () => unknown);
  }
  replaceConstructor('Boolean', NativeBoolean, TracedBoolean);
}

export function installNumbers(): void {
  installNumber();
  installGlobals();
  installBoolean();
  replaceMethod(
    Object,
    'is',
    (native) =>
      ({
        method(a: unknown, b: unknown): unknown {
          return idOf(a) !== 0 || idOf(b) !== 0 ? sameValue(decided(a), decided(b)) : native(a, b);
        },
      }).method,
  );
}
