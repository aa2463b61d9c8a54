/** @file Child processes of the scripts: run one to its end, and take down with us whatever still runs. */
// @ts-check
import { spawn } from 'node:child_process';

/** @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set();

/** The npm that started us, so that no shell is needed to find one (also on Windows). */
export function npmCommand() {
  const own = process.env.npm_execpath;
  if (own?.endsWith('.js')) return { command: process.execPath, prefix: [own], shell: false };
  return { command: 'npm', prefix: [], shell: process.platform === 'win32' };
}

/**
 * Starts a process that ends with us.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { stdio: 'inherit', ...options });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

/**
 * Runs a process to its end and gives its exit code and what it wrote where `stdio` is 'pipe'.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = start(command, args, options);
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code: code ?? (signal ? 1 : 0), output }));
  });
}

/**
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function npm(args, options = {}) {
  const { command, prefix, shell } = npmCommand();
  return run(command, [...prefix, ...args], { shell, ...options });
}

/** Ends every process that was started here and still runs. */
export function endChildren() {
  for (const child of children) child.kill('SIGTERM');
}

process.once('exit', endChildren);
