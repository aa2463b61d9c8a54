/** @file Which VS Code `npm start` opens: the one on the PATH, a desktop one, or one from npm in the browser. */
// @ts-check
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { start } from '../process.mjs';
import { cache, root } from '../root.mjs';
import { onPath } from '../vscode-host/browser.mjs';

/** @typedef {'code' | 'desktop' | 'browser'} Choice */
/**
 * @typedef {object} OpenOptions
 * @property {Choice} [only]
 * @property {string} folder
 * @property {boolean} openBrowser
 * @property {number} [port]
 * @property {() => void} onEnd called when the person closes what was opened
 */
/** @typedef {() => Promise<void>} Stop */

const firstFile = (/** @type {string} */ folder) => {
  const file = join(folder, 'diamond.ts');
  return existsSync(file) ? file : undefined;
};

/** Its own profile, so that the person's settings, windows and other extensions have no part in it. */
function desktopArguments(/** @type {string} */ folder) {
  const file = firstFile(folder);
  const profile = join(cache, 'desktop-profile');
  const args = [
    '--new-window',
    `--extensionDevelopmentPath=${root}`,
    `--user-data-dir=${profile}`,
    '--disable-extensions',
  ];
  return [...args, '--skip-welcome', '--skip-release-notes', '--wait', folder, ...(file ? [file] : [])];
}

/** @param {string} command @param {OpenOptions} options @returns {Stop} */
function openDesktop(command, { folder, onEnd }) {
  const windows = process.platform === 'win32' && command.endsWith('.cmd');
  // cmd.exe splits at spaces that are not quoted.
  const quoted = (/** @type {string} */ text) => (windows ? `"${text}"` : text);
  const child = start(quoted(command), desktopArguments(folder).map(quoted), { shell: windows, stdio: 'ignore' });
  child.once('error', (error) => console.error(`${command} could not be started: ${error.message}`));
  child.once('exit', onEnd);
  return async () => {
    child.kill('SIGTERM');
  };
}

/** @param {OpenOptions} options @returns {Promise<Stop | string>} the reason where it cannot be */
async function tryCode(options) {
  const code = onPath(['code']);
  if (!code) return 'no "code" command on the PATH';
  if (process.platform === 'linux' && process.getuid?.() === 0) return '"code" does not start as root';
  console.log(`Opening VS Code with ${code}, because it is on the PATH.`);
  return openDesktop(code, options);
}

/** @param {OpenOptions} options @returns {Promise<Stop | string>} */
async function tryDesktop(options) {
  if (process.platform === 'linux') {
    if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display';
    if (process.getuid?.() === 0) return 'a desktop VS Code does not start as root';
  }
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
  console.log('Looking for a desktop VS Code (downloaded once, 150 MB) …');
  try {
    const executable = await downloadAndUnzipVSCode({ cachePath: join(cache, 'vscode-desktop') });
    console.log('Opening a desktop VS Code of its own, because there is no "code" command on the PATH.');
    return openDesktop(executable, options);
  } catch (error) {
    return `a desktop VS Code could not be downloaded (${error instanceof Error ? error.message : error})`;
  }
}

/** Opens an address in the default browser; gives false where there is none. @param {string} url */
function openAddress(url) {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', url]
        : ['xdg-open', url];
  const shown = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  if (!shown || (process.platform === 'linux' && !onPath(['xdg-open']))) return false;
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
  return true;
}

/** @param {OpenOptions} options @returns {Promise<Stop>} */
async function openInBrowser({ folder, openBrowser, port, onEnd }) {
  const [{ startServer }, { ensureTypeScript }] = await Promise.all([
    import('../vscode-host/server.mjs'),
    import('../vscode-host/install.mjs'),
  ]);
  // A dialog: a newcomer would overlook the banner that this build shows instead.
  const settings = {
    'security.workspace.trust.startupPrompt': 'always',
    'typescript.tsdk': await ensureTypeScript(),
  };
  const server = await startServer({ mode: 'person', dataFolder: join(cache, 'browser-profile'), settings, port });
  const url = server.url({ workspace: folder, file: firstFile(folder) });
  console.log(`VS Code runs here, for this address only; its token changes at each start:\n\n  ${url}\n`);
  if (openBrowser)
    console.log(
      openAddress(url) ? 'It opens in your browser.' : 'No browser could be opened: open the address yourself.',
    );
  void server.ended.then(onEnd);
  return server.stop;
}

/**
 * Opens the first that works, saying which and why.
 * @param {OpenOptions} options
 * @returns {Promise<Stop>}
 */
export async function open(options) {
  const ways = [
    { name: 'code', go: tryCode },
    { name: 'desktop', go: tryDesktop },
  ].filter(({ name }) => options.only === undefined || options.only === name);
  /** @type {string[]} */
  const reasons = [];
  for (const { go } of ways) {
    const opened = await go(options);
    if (typeof opened === 'function') return opened;
    reasons.push(opened);
  }
  if (options.only === 'code' || options.only === 'desktop')
    throw new Error(`--with ${options.only} is not possible: ${reasons.join('; ')}.`);
  const why = options.only ? 'as asked' : `because ${reasons.join(', and ')}`;
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  console.log(`Starting a VS Code from npm with Gradlens ${version}, shown in the browser, ${why}.`);
  return openInBrowser(options);
}
