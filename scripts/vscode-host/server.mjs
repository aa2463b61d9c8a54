/** @file Starts the VS Code server for tests or for a person, and makes the addresses to open. */
// @ts-check
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start } from '../process.mjs';
import { root } from '../root.mjs';
import { ensureServer } from './install.mjs';

/**
 * @typedef {object} ServerOptions
 * @property {'test' | 'person'} mode test: no token and no trust dialog, which hands a terminal to any local process
 * @property {string} [dataFolder] kept afterwards; a temporary one is removed on stop
 * @property {Record<string, unknown>} [settings] user settings on top of the quiet defaults
 * @property {boolean} [trust] with 'test': leave Workspace Trust on, so that folders open in Restricted Mode
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string} [installed] folder of an extension that is there as if it had been installed
 * @property {number} [port]
 */

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'git.enabled': false,
  'npm.autoDetect': 'off',
  'typescript.disableAutomaticTypeAcquisition': true,
};

/** @param {ServerOptions} options */
export async function startServer({
  mode,
  dataFolder,
  settings = {},
  trust = false,
  env = process.env,
  port,
  installed,
}) {
  const { node, main } = await ensureServer();
  const folder = dataFolder ?? mkdtempSync(join(tmpdir(), 'gradlens-vscode-'));
  mkdirSync(join(folder, 'data', 'User'), { recursive: true });
  const settingsFile = join(folder, 'data', 'User', 'settings.json');
  // What a person changed in theirs stays.
  if (mode === 'test' || !existsSync(settingsFile)) {
    writeFileSync(settingsFile, JSON.stringify({ ...quietSettings, ...settings }, null, 2));
  }
  if (installed) {
    const { publisher, name, version } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    mkdirSync(join(folder, 'extensions'), { recursive: true });
    symlinkSync(installed, join(folder, 'extensions', `${publisher}.${name}-${version}`), 'junction');
  }
  const listening = port ?? (await freePort());
  const token = mode === 'test' ? null : randomBytes(20).toString('hex');
  const access = token ? ['--connection-token', token] : ['--without-connection-token'];
  // Only with the smoke-test driver does the server let an address name a development extension.
  const args = [main, '--host', '127.0.0.1', '--port', String(listening), '--accept-server-license-terms'];
  args.push('--server-data-dir', folder, '--telemetry-level', 'off', '--enable-smoke-test-driver', ...access);
  if (mode === 'test' && !trust) args.push('--disable-workspace-trust');
  // Tests ask nobody but this machine, so the gallery of extensions is named as absent.
  const offline = mode === 'test' ? { EXTENSIONS_GALLERY: '{"serviceUrl":""}' } : {};
  const child = start(node, args, { env: { ...env, ...offline }, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  const remember = (/** @type {Buffer} */ chunk) => {
    log = (log + chunk.toString()).slice(-20_000);
  };
  child.stdout?.on('data', remember);
  child.stderr?.on('data', remember);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(hard);
    if (!dataFolder) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };

  const origin = `http://127.0.0.1:${listening}`;
  const deadline = Date.now() + 60_000;
  for (;;) {
    const answer = await fetch(`${origin}/version`).catch(() => null);
    if (answer) break;
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`VS Code did not start:\n${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }

  const remote = (/** @type {string} */ file) =>
    `vscode-remote://127.0.0.1:${listening}${file.startsWith('/') ? '' : '/'}${file.replaceAll('\\', '/')}`;
  /**
   * The address of a window.
   * @param {{ workspace: string, file?: string, tests?: string, extension?: string | null }} window absolute paths
   */
  const url = ({ workspace, file, tests, extension = root }) => {
    const payload = [['skipWelcome', 'true']];
    if (extension) payload.push(['extensionDevelopmentPath', remote(extension)]);
    if (file) payload.push(['openFile', remote(file)]);
    if (tests) payload.push(['extensionTestsPath', remote(tests)]);
    const query = new URLSearchParams({ folder: workspace.replaceAll('\\', '/'), payload: JSON.stringify(payload) });
    if (token) query.set('tkn', token);
    return `${origin}/?${query}`;
  };
  return { origin, url, stop, ended, folder, log: () => log, pid: child.pid };
}
