/**
 * @file Adapter between the ECMAScript conformance tests and the transform: exports `transform` and `prelude`.
 * GRADLENS_BUNDLE names the bundle (default: dist/headless.cjs), which exports `instrument` and `runtimePrelude`.
 */
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const bundle = resolve(root, process.env.GRADLENS_BUNDLE ?? 'dist/headless.cjs');
const { instrument, runtimePrelude } = createRequire(import.meta.url)(bundle);

export const prelude = runtimePrelude;

/** A test that cannot be parsed runs as it is, so that the native SyntaxError appears. */
export function transform(source, { file }) {
  try {
    return instrument(source, { fileName: file, sourceType: 'script' }).code;
  } catch (error) {
    if (error instanceof SyntaxError) return source;
    throw error;
  }
}
