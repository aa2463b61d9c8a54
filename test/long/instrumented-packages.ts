/** @file Loads CommonJS packages in a realm of their own, plain or with every file instrumented. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, resolve } from 'node:path';
import vm from 'node:vm';
import type * as Headless from '../../src/headless';

const bundle = resolve(process.env.GL_DIST ?? 'dist', 'headless.cjs');
const { instrument, runtimePrelude } = require(bundle) as typeof Headless;

type Wrapped = (exports: unknown, require: (name: string) => unknown, module: { exports: unknown }) => void;

export interface LoadedPackage {
  /** Loads a file as `require` does. */
  load(file: string): unknown;
  /** Files that were loaded, in order. */
  files: string[];
}

/** A realm whose files see `globals`, and Node's own modules as they are. */
export function packagesIn(globals: Record<string, unknown>, instrumented: boolean): LoadedPackage {
  const context = vm.createContext(globals);
  if (instrumented) vm.runInContext(runtimePrelude(), context, { filename: 'prelude.js' });
  const loaded = new Map<string, { exports: unknown }>();
  const load = (file: string): unknown => {
    const known = loaded.get(file);
    if (known) return known.exports;
    const module = { exports: {} as unknown };
    loaded.set(file, module);
    const source = readFileSync(file, 'utf8');
    if (file.endsWith('.json')) {
      module.exports = JSON.parse(source);
      return module.exports;
    }
    const wrapped = `(function (exports, require, module) {${source}\n})`;
    const code = instrumented ? instrument(wrapped, { fileName: file, sourceType: 'script' }).code : wrapped;
    if (instrumented && code === wrapped) throw new Error(`${file} was not instrumented`);
    const resolved = createRequire(file);
    const run = vm.runInContext(code, context, { filename: file }) as Wrapped;
    const requireHere = (name: string): unknown => (isBuiltin(name) ? resolved(name) : load(resolved.resolve(name)));
    run.call(module.exports, module.exports, requireHere, module);
    return module.exports;
  };
  return {
    load,
    get files() {
      return [...loaded.keys()];
    },
  };
}

/** The folder of an installed package. */
export function folderOf(name: string): string {
  for (let at = dirname(require.resolve(name, { paths: [process.cwd()] })); ; at = dirname(at)) {
    if (existsSync(resolve(at, 'package.json')) && at.endsWith(name)) return at;
    if (dirname(at) === at) throw new Error(`no folder of ${name}`);
  }
}
