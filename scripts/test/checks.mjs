/** @file Checks that are not mocha tests: types, lint, unused code, and what a VSIX would hold. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../process.mjs';
import { root } from '../root.mjs';

/** @param {[string, () => Promise<string>][]} checks each gives its complaint, or '' */
async function counts(checks) {
  let failed = 0;
  for (const [title, check] of checks) {
    const complaint = await check().catch((error) => `    ${error.message}`);
    if (complaint !== '') failed++;
    console.log(complaint === '' ? `  ${title}: passed` : `  ${title}: FAILED\n${complaint}`);
  }
  return { passed: checks.length - failed, failed, skipped: 0 };
}

async function tool(script, args) {
  const { code, output } = await run(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return code === 0 ? '' : output || `${script} ended with code ${code}`;
}

export function checkTypes() {
  return counts([
    ['types of src, test and scripts', () => tool('typescript/bin/tsc', ['-p', '.'])],
    ['types of examples', () => tool('typescript/bin/tsc', ['-p', 'examples'])],
  ]);
}

export function checkLint() {
  return counts([
    ['biome', () => tool('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.'])],
    ['knip', () => tool('knip/bin/knip.js', [])],
  ]);
}

/** Every file of the package, or a pattern for it; a file that nothing here expects fails the check. */
const expected = [
  /^package\.json$/,
  /^package\.nls(\.\w+)?\.json$/,
  /^(readme|changelog)\.md$/i,
  /^license(\.txt)?$/i,
  /^third_party_notices\.md$/i,
  /^dist\/(extension|sandbox|headless)\.cjs$/,
  /^dist\/webview\/[\w.-]+\.(js|css)$/,
  /^media\/[\w./-]+\.(png|svg|css|md|ttf)$/,
  /^media\/typings\/gradlens\/(package\.json|index\.d\.ts)$/,
  /^examples\/[\w./-]+\.[jt]s$/,
  /^l10n\/[\w.-]+\.json$/,
];
const required = [
  'package.json',
  'package.nls.json',
  'dist/extension.cjs',
  'dist/sandbox.cjs',
  'dist/webview/panel.js',
  'media/typings/gradlens/index.d.ts',
  'examples/diamond.ts',
];

export function checkPackage() {
  let files = [];
  return counts([
    [
      'package contents',
      async () => {
        const { listFiles } = await import('@vscode/vsce');
        files = (await listFiles({ cwd: root, packageManager: 0, dependencies: false })).map((file) =>
          file.replaceAll('\\', '/'),
        );
        const unexpected = files.filter((file) => !expected.some((pattern) => pattern.test(file)));
        const missing = required.filter((file) => !files.includes(file));
        return [
          ...unexpected.map((file) => `    unexpected: ${file}`),
          ...missing.map((file) => `    missing: ${file}`),
        ].join('\n');
      },
    ],
    [
      'package size under 4 MB unpacked, before it is minified',
      async () => {
        const bytes = files.reduce((sum, file) => sum + statSync(join(root, file)).size, 0);
        return bytes < 4_000_000 ? '' : `    ${bytes} bytes`;
      },
    ],
    ['a VSIX is made and installs into a VS Code', installs],
    [
      'licences of what is bundled',
      async () => {
        const { checkNotices } = await import('../notices.mjs');
        return checkNotices();
      },
    ],
    [
      'icon is a PNG of at least 128 × 128',
      async () => {
        const { icon } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
        if (!icon) return '    package.json names no icon';
        const png = readFileSync(join(root, icon));
        if (png.toString('latin1', 1, 4) !== 'PNG') return `    ${icon} is no PNG`;
        const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
        return width >= 128 && height >= 128 ? '' : `    ${icon} is ${width} × ${height}`;
      },
    ],
  ]);
}

async function installs() {
  const vsix = join(root, 'out', 'gradlens.vsix');
  mkdirSync(join(root, 'out'), { recursive: true });
  const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', vsix];
  const complaint = await tool('@vscode/vsce/vsce', ['package', ...options]);
  if (complaint !== '') return complaint;
  const { ensureServer } = await import('../vscode-host/install.mjs');
  const { node, main } = await ensureServer();
  const folder = mkdtempSync(join(tmpdir(), 'gradlens-vsix-'));
  try {
    const server = [main, '--server-data-dir', folder, '--accept-server-license-terms'];
    const quiet = { stdio: ['ignore', 'pipe', 'pipe'] };
    const installed = await run(node, [...server, '--install-extension', vsix], quiet);
    const listed = await run(node, [...server, '--list-extensions'], quiet);
    return /^gradlens\.gradlens$/m.test(listed.output) ? '' : installed.output + listed.output;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
