/** @file `npm run bench [-- NAME …]`: measures, and writes each section of bench/RESULTS.md anew. */
// @ts-check
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './root.mjs';
import { build, ensureDependencies, requireNode } from './setup.mjs';

requireNode();
await ensureDependencies();
/** A section is a module bench/NAME.section.mjs that exports `title` and `measure(): Promise<string>` (Markdown). */
const ending = '.section.mjs';
const known = readdirSync(join(root, 'bench'))
  .filter((file) => file.endsWith(ending))
  .map((file) => file.slice(0, -ending.length));
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'));
/** Works that are measured by another section than "recording". @type {Record<string, string>} */
const sections = { w3: 'arrays', w6: 'arrays' };
const sectionOf = (/** @type {string} */ word) => {
  const name = word.toLowerCase();
  // works that follow a section's name are that section's
  const named = known.includes(wanted[0]?.toLowerCase()) ? wanted[0].toLowerCase() : undefined;
  if (named && /^w\d$/.test(name)) return named;
  return known.find(
    (section) => section === name || (/^w\d$/.test(name) && section === (sections[name] ?? 'recording')),
  );
};
const unknown = wanted.filter((word) => !sectionOf(word));
if (unknown.length > 0 || process.argv.includes('--help')) {
  console.log(
    `npm run bench [-- NAME …]\nNames: ${known.join(', ')}; W1, W2, W5 for one work of "recording", W3, W6 of "arrays"; "peers W5" for other libraries.`,
  );
  process.exit(unknown.length > 0 ? 2 : 0);
}
await build();
const { writeSection } = await import('./bench/results.mjs');
for (const name of known) {
  const words = wanted.filter((word) => sectionOf(word) === name);
  if (wanted.length > 0 && words.length === 0) continue;
  console.log(`${name} …`);
  const section = await import(pathToFileURL(join(root, 'bench', name + ending)).href);
  const works = words.filter((word) => word.toLowerCase() !== name).map((word) => word.toLowerCase());
  const text = await section.measure(works);
  console.log(`\n${text}\n`);
  // One work alone is for looking at; the file holds whole sections.
  if (works.length === 0) writeSection(name, section.title, text);
}
process.exit(0);
