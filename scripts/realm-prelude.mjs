/** @file esbuild plugin: `virtual:realm-prelude`, the text of the script that prepares an inner realm. */
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

export const realmPrelude = {
  name: 'realm-prelude',
  setup(build_) {
    let made;
    build_.onStart(() => {
      made = undefined;
    });
    build_.onResolve({ filter: /^virtual:realm-prelude$/ }, () => ({ path: 'realm-prelude', namespace: 'realm' }));
    build_.onLoad({ filter: /.*/, namespace: 'realm' }, async () => {
      made ??= preludeText();
      const { text, inputs } = await made;
      return { contents: text, loader: 'text', watchFiles: inputs };
    });
  },
};
