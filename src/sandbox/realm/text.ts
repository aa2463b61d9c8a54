/** @file The text of functions: what `toString` shows, and code made from text. */
import {
  apply,
  construct,
  defineProperty,
  functionText,
  mapGet,
  mapSet,
  NativeFunction,
  NativeMap,
  NativePromise,
  nativeEval,
  originals,
  replaceConstructor,
  replaceMethod,
  stringIndexOf,
  stringLastIndexOf,
  stringSlice,
  weakGet,
} from './intrinsics';
import { idOf } from './traced';

const sources = new NativeMap<string, string>();

/** Keeps the original text of an instrumented file. */
export function source(key: string, text: string): void {
  if (typeof key === 'string' && typeof text === 'string') mapSet(sources, key, text);
}

/** A marker at the end of an instrumented function, `$gl:key:start:end` in a comment, says where its own text is. */
function originalText(text: string): string {
  if (stringSlice(text, -3) !== '*/}') return text;
  const at = stringLastIndexOf(text, '/*$gl:');
  if (at < 0) return text;
  const key = stringIndexOf(text, ':', at + 6);
  const middle = stringIndexOf(text, ':', key + 1);
  const original = mapGet(sources, stringSlice(text, at + 6, key));
  if (original === undefined) return text;
  return stringSlice(original, +stringSlice(text, key + 1, middle), +stringSlice(text, middle + 1, -3));
}

/** Turns the text of a program or function into instrumented text; null where it cannot be parsed. */
export type InstrumentText = (
  text: string,
  kind: 'eval' | 'function',
  strict: boolean,
  refuseImports: boolean,
) => string | null;

let importsRefused = false;

/** From now on `import(…)` in such text rejects here: the native one would reject with an error of the realm outside. */
export function refuseImports(): void {
  importsRefused = true;
}

export function refuseImport(specifier: unknown): Promise<never> {
  return NativePromise.reject(
    new TypeError(
      `import(${typeof specifier === 'string' ? JSON.stringify(specifier) : '…'}) is not possible in code made from text.`,
    ),
  );
}

let instrumenter: InstrumentText | null = null;
let load: (() => InstrumentText) | null = null;

/** @param loader makes the instrumenter when the first text comes */
export function installText(loader: (() => InstrumentText) | null): void {
  load = loader;
  replaceMethod(
    NativeFunction.prototype,
    'toString',
    () =>
      ({
        method(this: unknown): unknown {
          if (typeof this !== 'function') return functionText(this as never);
          const native = weakGet(originals, this);
          return native ? functionText(native as never) : originalText(functionText(this as never));
        },
      }).method,
  );
  replaceFunction('Function', NativeFunction);
  for (const example of [async function () {}, function* () {}, async function* () {}]) {
    const { constructor } = Object.getPrototypeOf(example) as { constructor: typeof NativeFunction };
    replaceFunction('', constructor);
  }
}

function instrumented(text: string, kind: 'eval' | 'function', strict: boolean): string | null {
  if (!instrumenter) {
    if (!load) return null;
    instrumenter = load();
  }
  return instrumenter(text, kind, strict, importsRefused);
}

function replaceFunction(name: string, native: typeof NativeFunction): void {
  function TracedFunction(this: unknown, ...parameters: unknown[]): unknown {
    const target =
      (new.target as unknown) === undefined || (new.target as unknown) === TracedFunction
        ? native
        : (new.target as unknown as typeof native);
    // natively first, for its errors and its reading of the parameters
    const made = construct(native, parameters, target) as object;
    const text = functionText(made as never);
    const code = instrumented(text, 'function', false);
    if (code === null) return made;
    const again = apply(nativeEval, undefined, [code]) as object;
    const prototype = Object.getPrototypeOf(made) as object;
    if (Object.getPrototypeOf(again) !== prototype) Object.setPrototypeOf(again, prototype);
    if (Object.prototype.hasOwnProperty.call(made, 'prototype')) {
      const ours = (again as { prototype: object }).prototype;
      const theirs = (made as { prototype: object }).prototype;
      if (ours !== undefined && theirs !== undefined && Object.getPrototypeOf(ours) !== Object.getPrototypeOf(theirs))
        Object.setPrototypeOf(ours, Object.getPrototypeOf(theirs));
    }
    return again;
  }
  if (name) {
    replaceConstructor(name, native, TracedFunction);
    return;
  }
  // the constructors of other kinds of functions are no globals
  replaceConstructor('\u0000none', native, TracedFunction);
  defineProperty(native.prototype, 'constructor', {
    value: TracedFunction,
    writable: false,
    enumerable: false,
    configurable: true,
  });
}

/**
 * The argument of an eval: instrumented where it is text and the callee is the real one.
 * @param callee what the name `eval` means there; left out where it is known to be real
 * @param strict 1 for a direct eval in strict code
 */
export function evalText(given: unknown, callee?: unknown, strict?: number): unknown {
  if (typeof given !== 'string' || idOf(given) !== 0) return given;
  if (callee !== undefined && callee !== nativeEval) return given;
  return instrumented(given, 'eval', strict === 1) ?? given;
}
