/** @file The directions of dependency between the folders of src, as docs/ARCHITECTURE.md states them. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { parse } from '@babel/parser';

interface Import {
  file: string;
  specifier: string;
}

/** A folder or top-level file of src, and what it may import: other such parts, and packages (`d3-*` is a prefix). */
const allowed: Record<string, { parts: string[]; packages: string[] }> = {
  engine: { parts: [], packages: [] },
  protocol: { parts: [], packages: ['valibot'] },
  snippet: { parts: ['engine', 'protocol'], packages: ['@babel/*'] },
  sandbox: {
    parts: ['engine', 'snippet', 'protocol'],
    packages: ['node:*', 'virtual:realm-prelude', 'virtual:gradlens-module'],
  },
  supervisor: { parts: ['protocol'], packages: ['node:*', 'resolve.exports'] },
  'headless.ts': {
    parts: ['supervisor', 'engine', 'snippet', 'protocol'],
    packages: ['node:*', 'virtual:realm-prelude'],
  },
  host: { parts: ['supervisor', 'protocol'], packages: ['vscode'] },
  webview: {
    parts: ['protocol'],
    packages: ['d3', 'd3-*', '@vscode-elements/elements', '@vscode/codicons', 'temml', 'virtual:layout-worker'],
  },
  'extension.ts': { parts: ['host', 'supervisor', 'protocol'], packages: ['vscode'] },
};
/** Code that runs in the fresh inner realm: no host, no Node. */
const innerRealm = { parts: ['engine', 'protocol'], packages: [] as string[] };

const root = process.cwd();
const files = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
  .sort();
const text = (file: string) => readFileSync(path.join(root, 'src', file), 'utf8');

/** Every specifier that a file imports, re-exports, requires or imports while running. */
function importsOf(file: string): Import[] {
  const found: Import[] = [];
  const seen = (node: unknown) => {
    if (Array.isArray(node)) node.forEach(seen);
    if (node === null || typeof node !== 'object' || !('type' in node)) return;
    const { type, source, callee, arguments: args, expression, argument } = node as Record<string, never>;
    const literal = (value: unknown) => {
      const specifier = (value as { value?: unknown } | null)?.value;
      if (typeof specifier === 'string') found.push({ file, specifier });
    };
    if (type === 'ImportDeclaration' || type === 'ExportNamedDeclaration' || type === 'ExportAllDeclaration')
      literal(source);
    if (type === 'ImportExpression') literal(source);
    if (type === 'TSExternalModuleReference') literal(expression);
    if (type === 'TSImportType') literal(argument);
    if (type === 'CallExpression') {
      const { type: kind, name } = callee as { type: string; name?: string };
      if (kind === 'Import' || (kind === 'Identifier' && name === 'require')) literal((args as unknown[])[0]);
    }
    for (const [key, child] of Object.entries(node)) if (key !== 'loc') seen(child);
  };
  const plugins: ('typescript' | 'jsx')[] = file.endsWith('x') ? ['typescript', 'jsx'] : ['typescript'];
  seen(parse(text(file), { sourceType: 'module', plugins }).program);
  return found;
}

const partOf = (file: string) => file.split('/')[0];
const fits = (name: string, pattern: string) =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern || name.startsWith(`${pattern}/`);

function complaint({ file, specifier }: Import): string | null {
  const part = partOf(file);
  const rule = file.startsWith('sandbox/realm/') ? innerRealm : allowed[part];
  if (!rule) return `src/${file}: the table has no row for ${part}`;
  if (specifier.startsWith('.')) {
    const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
    if (part === 'webview' && /^\.\.\/media\/[\w-]+\.css$/.test(target)) return null;
    if (target.startsWith('..')) return `src/${file} imports ${specifier}, which is outside src`;
    const other = partOf(target);
    if (other === part || `${other}.ts` === part || rule.parts.includes(other)) return null;
    // The contract with the inner realm stands beside it.
    return file.startsWith('sandbox/realm/') && target === 'sandbox/realm-control'
      ? null
      : `src/${file} imports ${other} (${specifier})`;
  }
  const name = builtinModules.includes(specifier) ? `node:${specifier}` : specifier;
  return rule.packages.some((pattern) => fits(name, pattern)) ? null : `src/${file} imports ${name}`;
}

describe('architecture', () => {
  const imports = files.flatMap(importsOf);

  it('reads the imports it is to judge', () => {
    assert.ok(files.length > 5);
    assert.ok(
      imports.some(({ file, specifier }) => file === 'sandbox/realm-control.ts' && specifier === '../engine/tape'),
    );
    assert.equal(complaint({ file: 'engine/tape.ts', specifier: 'node:fs' }), 'src/engine/tape.ts imports node:fs');
    assert.equal(complaint({ file: 'engine/tape.ts', specifier: 'fs' }), 'src/engine/tape.ts imports node:fs');
    assert.equal(
      complaint({ file: 'webview/main.ts', specifier: '../host/session' }),
      'src/webview/main.ts imports host (../host/session)',
    );
    assert.equal(
      complaint({ file: 'sandbox/realm/prelude.ts', specifier: 'node:vm' }),
      'src/sandbox/realm/prelude.ts imports node:vm',
    );
  });

  it('lets every folder import only what its row allows', () => {
    assert.deepEqual(
      imports.map(complaint).filter((found) => found !== null),
      [],
    );
  });

  it('keeps vm in the sandbox, and processes and workers in the supervisor', () => {
    const only = (modules: string[], home: string[]) =>
      imports.filter(
        ({ file, specifier }) =>
          modules.includes(specifier.replace(/^node:/, '')) && !home.some((folder) => file.startsWith(folder)),
      );
    assert.deepEqual(only(['vm'], ['sandbox/']), []);
    assert.deepEqual(only(['child_process', 'worker_threads', 'cluster'], ['supervisor/']), []);
    assert.deepEqual(only(['http', 'https', 'net', 'dgram', 'dns', 'tls'], []), []);
  });

  it('has each file say on its first line what it is for', () => {
    assert.deepEqual(
      files.filter((file) => !text(file).startsWith('/** @file ') && !text(file).startsWith('/**\n * @file ')),
      [],
    );
  });

  it('states in docs/ARCHITECTURE.md the table that is enforced here', () => {
    const document = readFileSync(path.join(root, 'docs/ARCHITECTURE.md'), 'utf8');
    for (const part of Object.keys(allowed)) assert.ok(document.includes(`\`src/${part}\``), `no row for src/${part}`);
  });
});
