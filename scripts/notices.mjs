/** @file `node scripts/notices.mjs`: writes THIRD_PARTY_NOTICES.md, the licences of what the bundles hold. */
// @ts-check
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundles } from '../esbuild.mjs';
import { root } from './root.mjs';

export const noticesFile = join(root, 'THIRD_PARTY_NOTICES.md');

/** What may be bundled into an MIT package; codicons are CC-BY-4.0, which asks for the attribution given here. */
const accepted = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'CC-BY-4.0',
  'CC0-1.0',
  'Unlicense',
]);

/** Folders of the packages that any bundle takes a file from. */
async function bundledFolders() {
  const folders = new Set();
  for (const options of Object.values(bundles({ minify: true }))) {
    const { metafile } = await build({ ...options, metafile: true, write: false, logLevel: 'silent' });
    for (const file of Object.keys(metafile?.inputs ?? {})) {
      const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
      if (folder) folders.add(folder);
    }
  }
  return [...folders].sort();
}

/** @param {string} folder */
function licenceOf(folder) {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const file = readdirSync(join(root, folder)).find((name) => /^(licen[cs]e|copying)/i.test(name));
  const author = typeof manifest.author === 'string' ? manifest.author : (manifest.author?.name ?? manifest.name);
  const text = file ? readFileSync(join(root, folder, file), 'utf8').trim() : `Copyright (c) ${author}`;
  return { name: manifest.name, version: manifest.version, licence: String(manifest.license), text };
}

/** The text of the notices as it should be. @returns {Promise<string>} */
export async function notices() {
  const packages = (await bundledFolders()).map(licenceOf);
  const unfit = packages.filter(({ licence }) => !accepted.has(licence));
  if (unfit.length > 0) {
    throw new Error(
      `Licences that were not weighed: ${unfit.map(({ name, licence }) => `${name} (${licence})`).join(', ')}`,
    );
  }
  const list = packages.map(({ name, licence }) => `- ${name} (${licence})`).join('\n');
  const texts = packages.map(
    ({ name, licence, text }) => `## ${name} (${licence})\n\n\`\`\`text\n${text.replaceAll('\r', '')}\n\`\`\``,
  );
  return `# Third-party notices\n\nGradlens bundles parts of these packages, under their own licences.\n\n${list}\n\n${texts.join('\n\n')}\n`;
}

/** '' when the file says what the bundles hold, else what to do. */
export async function checkNotices() {
  const written = existsSync(noticesFile) ? readFileSync(noticesFile, 'utf8') : '';
  return written === (await notices())
    ? ''
    : '    THIRD_PARTY_NOTICES.md is not what the bundles hold: run node scripts/notices.mjs';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(noticesFile, await notices());
