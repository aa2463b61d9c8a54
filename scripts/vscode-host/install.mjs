/** @file Fetches a VS Code server, its dependencies and the Node it needs from npm into .cache, once. */
// @ts-check
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, run } from '../process.mjs';
import { cache } from '../root.mjs';

const serverPackage = 'code-server@4.139.1';
/** What that server was built for; an older Node fails at its start. */
const nodeVersion = '24.21.0';
/** The one that this VS Code is delivered with elsewhere; the server from npm has none. */
const typescriptPackage = 'typescript@6.0.3';

/** @param {string} text */
const say = (text) => console.log(text);

/**
 * Downloads one npm package and unpacks a part of it.
 * @param {string} spec
 * @param {string} part folder inside the tarball
 * @param {string} target
 */
async function fetchPackage(spec, part, target) {
  const work = `${target}.part`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const packed = await npm(['pack', spec, '--silent', '--pack-destination', work], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const file = readdirSync(work).find((name) => name.endsWith('.tgz'));
  if (packed.code !== 0 || !file) throw new Error(`npm could not fetch ${spec}:\n${packed.output}`);
  // A relative name: tar on Windows takes the colon of a drive for a host.
  const untar = await run('tar', ['-xzf', file, part], { cwd: work, stdio: ['ignore', 'pipe', 'pipe'] });
  if (untar.code !== 0) throw new Error(`tar could not unpack ${spec}:\n${untar.output}`);
  rmSync(target, { recursive: true, force: true });
  renameSync(join(work, part), target);
  rmSync(work, { recursive: true, force: true });
}

/** A Node that can run the server: our own when it is new enough, else one from npm. */
async function ensureNode() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const folder = join(cache, `node-${nodeVersion}`);
  const binary = join(folder, platform === 'win' ? 'node.exe' : 'node');
  if (!existsSync(binary)) {
    say(`Fetching Node ${nodeVersion} for VS Code (once, 50 MB) …`);
    await fetchPackage(`node-${platform}-${process.arch}@${nodeVersion}`, 'package/bin', folder);
  }
  return binary;
}

async function ensureServerFiles() {
  const folder = join(cache, serverPackage.replace('@', '-'));
  const done = join(folder, '.complete');
  if (existsSync(done)) return folder;
  say('Fetching VS Code (once, 45 MB) …');
  await fetchPackage(serverPackage, 'package/lib/vscode', folder);
  say('Installing what it depends on (once, 400 MB on disk) …');
  // Its native add-ons are only wanted by features that are not used here; without them it logs so and runs on.
  const args = ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, output } = await npm(args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  if (code !== 0) throw new Error(`npm could not install the dependencies of VS Code:\n${output}`);
  writeFileSync(done, '');
  return folder;
}

/** @returns {Promise<string>} what the setting `typescript.tsdk` asks for: without it there is no language service */
export async function ensureTypeScript() {
  const folder = join(cache, typescriptPackage.replace('@', '-'));
  if (!existsSync(folder)) {
    say('Fetching TypeScript for VS Code (once, 5 MB) …');
    await fetchPackage(typescriptPackage, 'package', folder);
  }
  return join(folder, 'lib');
}

/**
 * @returns {Promise<{ node: string, main: string }>} the Node to run it with, and its entry
 * @throws with what npm said, where a download fails
 */
export async function ensureServer() {
  const [node, folder] = await Promise.all([ensureNode(), ensureServerFiles()]);
  return { node, main: join(folder, 'out', 'server-main.js') };
}
