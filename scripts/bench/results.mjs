/** @file bench/RESULTS.md: a head with the machine, and sections that are replaced one by one. */
// @ts-check
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { root } from '../root.mjs';

const file = join(root, 'bench/RESULTS.md');
const head = `# Results

Made by \`npm run bench\`. Times vary by some 30 % on a shared machine; ratios within one row come from one process.
`;

function machine() {
  const processors = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${processors.length} × ${processors[0]?.model.trim()}, ${gigabytes} GB, ${process.platform} ${process.arch}, Node ${process.versions.node}`;
}

/** @param {string} name @param {string} title @param {string} text */
export function writeSection(name, title, text) {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : head;
  const [open, close] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const date = new Date().toISOString().slice(0, 10);
  const section = `${open}\n## ${title}\n\n${date}, ${machine()}\n\n${text.trim()}\n${close}`;
  const start = before.indexOf(open);
  const end = before.indexOf(close);
  const after =
    start >= 0 && end > start
      ? before.slice(0, start) + section + before.slice(end + close.length)
      : `${before.trimEnd()}\n\n${section}\n`;
  writeFileSync(file, after);
}
