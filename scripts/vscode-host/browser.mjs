/** @file Finds an installed Chromium, Chrome or Edge; on Debian as root it installs Chromium. */
// @ts-check
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from '../process.mjs';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'microsoft-edge-stable',
  'msedge',
];
const macos = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];
const windows = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/** @param {string} file */
function executable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The first file of one of these names on the PATH, or null. @param {string[]} wanted */
export function onPath(wanted) {
  const suffixes = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter(Boolean)) {
    for (const name of wanted) {
      for (const suffix of suffixes) {
        const file = join(folder, name + suffix);
        if (executable(file)) return file;
      }
    }
  }
  return null;
}

/** An installed browser that Playwright can drive, or null. */
function installedBrowser() {
  const named = process.env.GRADLENS_BROWSER ?? process.env.CHROME_PATH;
  if (named) {
    if (executable(named)) return named;
    throw new Error(`GRADLENS_BROWSER or CHROME_PATH names ${named}, which cannot be run.`);
  }
  if (process.platform === 'darwin') return macos.find(executable) ?? onPath(names);
  if (process.platform === 'win32') {
    const homes = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA];
    const files = homes.flatMap((home) => (home ? windows.map((file) => join(home, file)) : []));
    return files.find(executable) ?? onPath(names);
  }
  return onPath(names);
}

/**
 * The executable of a browser, installed first where that can be done without asking.
 * @throws with what to install, where there is none
 */
export async function findBrowser() {
  const found = installedBrowser();
  if (found) return found;
  const root = process.getuid?.() === 0;
  if (root && existsSync('/etc/debian_version') && onPath(['apt-get'])) {
    console.log('Installing Chromium from the Debian packages (once, about a minute) …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const quiet = /** @type {import('node:child_process').SpawnOptions} */ ({ env, stdio: ['ignore', 'pipe', 'pipe'] });
    await run('apt-get', ['update', '-qq'], quiet);
    const { output } = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], quiet);
    const installed = installedBrowser();
    if (installed) return installed;
    throw new Error(`apt-get could not install Chromium:\n${output}`);
  }
  throw new Error(
    'The window tests need Chrome, Edge or Chromium, and none was found. Install one ' +
      '(Debian or Ubuntu: sudo apt-get install chromium), or name its executable in the variable GRADLENS_BROWSER.',
  );
}

/** Arguments for a browser without a window, quiet on the network. */
export const headlessArguments = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
