/** @file The types of module 'gradlens': programs pass the checker under strict settings, mistakes are refused. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Variable } from '../../src/engine';
import { NdArray } from '../../src/engine/tensor';
import { exported } from '../../src/sandbox/realm/script/exports';

const compiler = path.resolve('node_modules/typescript/bin/tsc');
const fixtures = path.resolve('test/typings/fixtures');

interface Complaint {
  file: string;
  line: number;
  code: string;
  text: string;
}

/** What the checker says of each file, taken by itself in a workspace that finds the types. */
function checked(files: Record<string, string>): Complaint[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'gradlens-typings-'));
  try {
    mkdirSync(path.join(folder, 'node_modules'));
    cpSync(path.resolve('media/typings/gradlens'), path.join(folder, 'node_modules/gradlens'), { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    const compilerOptions = {
      target: 'es2022',
      module: 'esnext',
      moduleResolution: 'bundler',
      lib: ['es2023', 'dom'],
      types: [],
      strict: true,
      noImplicitOverride: true,
      noEmit: true,
    };
    writeFileSync(
      path.join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: Object.keys(files).filter((name) => name.endsWith('.ts')) }),
    );
    let text = '';
    try {
      execFileSync(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], { encoding: 'utf8', cwd: folder });
    } catch (thrown) {
      text = (thrown as { stdout: string }).stdout;
    }
    return text.split('\n').flatMap((said) => {
      const found = /^(.+?)\((\d+),\d+\): error (TS\d+): (.*)$/.exec(said);
      return found ? [{ file: found[1], line: Number(found[2]), code: found[3], text: found[4] }] : [];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const fixture = (name: string) => readFileSync(path.join(fixtures, name), 'utf8');

/** Lines below a comment `// TS…`, with that code. */
function expected(text: string): { line: number; code: string }[] {
  return text.split('\n').flatMap((line, k) => {
    const found = /^\s*\/\/ (TS\d+)$/.exec(line);
    return found ? [{ line: k + 2, code: found[1] }] : [];
  });
}

describe('types of module gradlens', function () {
  this.timeout(60_000);

  it('accept what a program may write', () => {
    assert.deepEqual(checked({ 'accepted.ts': fixture('accepted.ts') }), []);
  });

  it('refuse what would fail', () => {
    const text = fixture('refused.ts');
    const found = checked({ 'refused.ts': text });
    assert.ok(expected(text).length > 5);
    assert.deepEqual(
      found.map(({ line, code }) => ({ line, code })),
      expected(text),
    );
  });

  it('leave numbers alone where the module is not imported', () => {
    const text = fixture('without.ts');
    const found = checked({ 'without.ts': text });
    assert.deepEqual(
      found.map(({ line, code }) => ({ line, code })),
      expected(text),
    );
  });

  it('declare what the module gives, all of it', () => {
    const text = readFileSync(path.resolve('media/typings/gradlens/index.d.ts'), 'utf8');
    const declared = [...text.matchAll(/^export (?:const|function|class) (\w+)/gm)].map(([, name]) => name);
    assert.deepEqual([...new Set(declared)].sort(), Object.keys(exported).sort());
    for (const [name, value] of Object.entries(exported)) assert.ok(value !== undefined, name);
  });

  it('declare members that Variables and arrays have', () => {
    const text = readFileSync(path.resolve('media/typings/gradlens/index.d.ts'), 'utf8');
    const membersOf = (name: string) => {
      const [, body] = new RegExp(`^interface ${name} [^{]*\\{\\n([\\s\\S]*?)^\\}`, 'm').exec(text) ?? [];
      assert.ok(body, name);
      return [...body.matchAll(/^ {2}(?:readonly |get |set )?(\w+)[(:]/gm)].map(([, member]) => member);
    };
    const x = new Variable([1]);
    const shared = membersOf('ArrayMembers');
    assert.ok(shared.includes('shape') && membersOf('VariableMembers').includes('backward'));
    for (const member of [...shared, ...membersOf('VariableMembers')]) assert.ok(member in x, `Variable.${member}`);
    for (const member of [...shared, ...membersOf('NdArrayMembers')])
      assert.ok(member in NdArray.prototype || member in (x.data as object), `NdArray.${member}`);
  });

  it('accept the examples', () => {
    const folder = path.resolve('examples/dezero');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    assert.ok(files.length > 0);
    const texts = Object.fromEntries(files.map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
    assert.deepEqual(checked(texts), []);
  });
});
