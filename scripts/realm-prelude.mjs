/**
 * @file esbuild plugin: `virtual:realm-prelude`, the text of the script that prepares an inner realm, and
 * `virtual:gradlens-module`, the text of the module that programs with Variables import.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

async function bundledText(entry, globalName, minifyIdentifiers) {
  const made = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    format: 'iife',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    minifySyntax: true,
    minifyWhitespace: true,
    minifyIdentifiers,
    legalComments: 'none',
    globalName,
    logLevel: 'silent',
  });
  return { text: made.outputFiles[0].text, inputs: Object.keys(made.metafile.inputs).map((file) => join(root, file)) };
}

/**
 * The text declares one lexical global, `$gl`: code made by Function(text) sees it too, and reading it costs no
 * look-up in a context's global object. Its completion value is the RealmControl. The instrumenter for text that
 * becomes code inside the realm goes along as a string, which is evaluated when the first such text comes, so that
 * no function of the outer realm is ever handed in.
 */
async function preludeText() {
  const [prelude, instrumenter] = await Promise.all([
    bundledText('src/sandbox/realm/prelude.ts', '$glExports', false),
    bundledText('src/snippet/text-code.ts', '$glText', true),
  ]);
  const text = [
    'const $gl = (() => {"use strict";',
    prelude.text,
    'const $glEval = eval;',
    `const $glInstrumenter = ${JSON.stringify(`(() => {"use strict";${instrumenter.text};return $glText.instrumentText})()`)};`,
    'return $glExports.install(() => $glEval($glInstrumenter));',
    '})(); $gl.take();',
  ].join('\n');
  return { text, inputs: [...prelude.inputs, ...instrumenter.inputs] };
}

/** Globals that the prelude replaces; the module computes with them as they were. */
const nativeGlobals = [
  'Math',
  'Number',
  'Boolean',
  'String',
  'Map',
  'Set',
  'WeakMap',
  'Float64Array',
  'Float32Array',
  'Int32Array',
  'Int16Array',
  'Int8Array',
  'Uint32Array',
  'Uint16Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'ArrayBuffer',
];

/** A function of the inner realm: links to the prelude and native globals in, the module with what it records out. */
async function moduleText() {
  const { text, inputs } = await bundledText('src/sandbox/realm/script/module.ts', '$glModule', false);
  const head = `(function ($glLinks, $glNative) {"use strict";const { ${nativeGlobals.join(', ')} } = $glNative;`;
  return { text: `${head}${text};return $glModule.connect($glLinks);})`, inputs };
}

export const realmPrelude = {
  name: 'realm-prelude',
  setup(build_) {
    let made;
    let module;
    build_.onStart(() => {
      made = undefined;
      module = undefined;
    });
    build_.onResolve({ filter: /^virtual:gradlens-module$/ }, () => ({ path: 'gradlens-module', namespace: 'module' }));
    build_.onLoad({ filter: /.*/, namespace: 'module' }, async () => {
      module ??= moduleText();
      const { text, inputs } = await module;
      return { contents: text, loader: 'text', watchFiles: inputs };
    });
    build_.onResolve({ filter: /^virtual:realm-prelude$/ }, () => ({ path: 'realm-prelude', namespace: 'realm' }));
    build_.onLoad({ filter: /.*/, namespace: 'realm' }, async () => {
      made ??= preludeText();
      const { text, inputs } = await made;
      return { contents: text, loader: 'text', watchFiles: inputs };
    });
  },
};
