/** @file Whether a text is an ECMAScript module or CommonJS. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from '@babel/parser';
import fc from 'fast-check';
import { hasModuleSyntax, moduleKind } from '../../../src/supervisor/modules/module-kind';

describe('the kind of a module', () => {
  it('is told by the extension, the package and the syntax', () => {
    assert.equal(moduleKind('/a.mjs', '', null), 'esm');
    assert.equal(moduleKind('/a.cjs', 'export {}', 'module'), 'commonjs');
    assert.equal(moduleKind('/a.json', '{}', 'module'), 'json');
    assert.equal(moduleKind('/a.js', 'module.exports = 1', 'module'), 'esm');
    assert.equal(moduleKind('/a.js', 'export const a = 1', 'commonjs'), 'esm');
    assert.equal(moduleKind('/a.js', 'module.exports = 1', null), 'commonjs');
    assert.equal(moduleKind('/a.ts', 'module.exports = 1', null), 'commonjs');
    assert.equal(moduleKind('/a.ts', 'const a = 1', null), 'esm');
    assert.equal(moduleKind('/a.cts', 'import a from "a"', null), 'esm');
    assert.equal(moduleKind('/a.cts', 'import a = require("a"); export = a;', null), 'esm');
  });

  const esm = [
    'import "a"',
    "import a from 'a'",
    'import{a}from"a"',
    'import*as a from"a"',
    'export default 1',
    'export{a}',
    'export*from"a"',
    'var a;export const b=1',
    '/* x */ export function f() {}',
    'const r = /[/"]/; export { r }',
    'const t = `${ `}` } import`; export { t }',
    'x = import.meta.url',
    'a = () => { return /}/ }\nexport { a }',
    '"use strict";\nimport a from "a"',
    'export async function f() {}',
    'export @dec class A {}',
    'function f() { return import.meta }',
    '#!/usr/bin/env node\nimport a from "a"',
  ];
  const others = [
    '',
    'import("a")',
    'const a = await1 + import("a")',
    '// import a from "a"',
    '/* export default 1 */',
    '"export default 1"',
    '`export default ${1}`',
    'a.import; b.export',
    'exports.a = 1',
    'var a = { import: 1, export: 2 }',
    'const f = () => import("a")',
    'var s = "\\"; export {}"',
    'if (x) { importScripts("a") }',
    'var re = /export default/; f(re)',
  ];
  it('is seen in the text, not in comments, strings, templates and patterns', () => {
    for (const text of esm) assert.equal(hasModuleSyntax(text), true, text);
    for (const text of others) assert.equal(hasModuleSyntax(text), false, text);
  });

  it('agrees with the parser on sources put together at random', () => {
    const pieces = [
      'const a1 = 1;',
      'import a2 from "b";',
      'export const a3 = `x${ { y: 1 }.y }`;',
      'var a4 = /["`\\/]/g;',
      '/* import */',
      '// export default\n',
      'function a5(){ return `}` }',
      "'export'; ",
      'var a6 = 4 / 2 / 1;',
      'import("z");',
      'if (1) { var a7 = { export: 1 } }',
      'var a8 = (1) / 2; var a9 = "/";',
      'var b1 = [1][0] / 3;',
      'var b2 = function () { return /\\}"/ };',
      'export {};',
    ];
    fc.assert(
      fc.property(fc.subarray(pieces), (chosen) => {
        const text = chosen.join('\n');
        const tree = parse(text, { sourceType: 'module', allowUndeclaredExports: true });
        const expected = tree.program.body.some((one) => /^(Import|Export).*Declaration$/.test(one.type));
        assert.equal(hasModuleSyntax(text), expected, text);
      }),
    );
  });

  it('agrees with the parser on real packages', () => {
    for (const file of [
      '@babel/parser/lib/index.js',
      'd3/dist/d3.js',
      'd3-array/src/index.js',
      'valibot/dist/index.mjs',
      'mocha/mocha.js',
      'typescript/package.json',
    ]) {
      let text: string;
      try {
        text = readFileSync(`node_modules/${file}`, 'utf8');
      } catch {
        continue;
      }
      if (file.endsWith('.json')) continue;
      const tree = parse(text, { sourceType: 'unambiguous', errorRecovery: true });
      assert.equal(hasModuleSyntax(text), tree.program.sourceType === 'module', file);
    }
  });
});
