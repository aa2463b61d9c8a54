/** @file What package.json promises is what the code has, and every string of it is there to be translated. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as L10nDev from '@vscode/l10n-dev';
import {
  commands,
  contextKeys,
  extensionOfLanguage,
  languages,
  panelType,
  settings,
} from '../../src/host/contributions';
import { messages } from '../../src/protocol/codes';
import { defaultLimits } from '../../src/protocol/request';
import { allWords } from '../../src/webview/strings';

const root = process.cwd();
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json'));
const strings = JSON.parse(read('package.nls.json')) as Record<string, string>;

describe('contributions', () => {
  it('declares exactly the commands that the code has', () => {
    const declared = manifest.contributes.commands.map((one: { command: string }) => one.command);
    assert.deepEqual([...declared].sort(), Object.values(commands).sort());
  });

  it('gives every command the shared category', () => {
    for (const { category } of manifest.contributes.commands) assert.equal(category, 'Gradlens');
  });

  it('titles the one item of the context menu “Differentiate Selection”', () => {
    const items = manifest.contributes.menus['editor/context'];
    assert.deepEqual(
      items.map((one: { command: string }) => one.command),
      [commands.differentiateSelection],
    );
    assert.equal(strings['command.differentiateSelection.title'], 'Differentiate Selection');
    const pattern = /=~ \/(.*)\/$/.exec(items[0].when)?.[1] ?? '';
    for (const language of languages) assert.match(language, new RegExp(pattern));
    assert.doesNotMatch('python', new RegExp(pattern));
    assert.doesNotMatch('json', new RegExp(pattern));
  });

  it('declares exactly the settings that the code reads, each with default and description', () => {
    const { properties } = manifest.contributes.configuration;
    assert.deepEqual(Object.keys(properties).sort(), Object.values(settings).sort());
    for (const [id, property] of Object.entries<Record<string, unknown>>(properties)) {
      assert.notEqual(property.default, undefined, id);
      assert.ok(property.markdownDescription, id);
    }
  });

  it('has the pipeline’s own limits as defaults', () => {
    const { properties } = manifest.contributes.configuration;
    for (const [name, value] of Object.entries(defaultLimits)) {
      assert.equal(properties[settings[name as keyof typeof defaultLimits]].default, value, name);
    }
  });

  it('leaves inline values off and hover and CodeLens on', () => {
    const { properties } = manifest.contributes.configuration;
    assert.equal(properties[settings.inlineValues].default, false);
    assert.equal(properties[settings.codeLens].default, true);
    assert.equal(properties[settings.hover].default, true);
  });

  it('starts by contribution only', () => {
    const events = [...languages.map((language) => `onLanguage:${language}`), `onWebviewPanel:${panelType}`];
    assert.deepEqual(manifest.activationEvents, events);
    assert.deepEqual(Object.keys(extensionOfLanguage), [...languages]);
  });

  it('uses only context keys that the code sets', () => {
    const keys = [...JSON.stringify(manifest.contributes.commands).matchAll(/"enablement":"([^"]+)"/g)].map(
      (one) => one[1],
    );
    for (const key of keys) assert.ok((Object.values(contextKeys) as string[]).includes(key), key);
  });

  it('has every picture that the walkthrough shows', () => {
    const pictures = [...JSON.stringify(manifest.contributes.walkthroughs).matchAll(/"(media\/[^"]+)"/g)].map(
      (one) => one[1],
    );
    assert.ok(pictures.length > 0);
    for (const picture of pictures) assert.ok(existsSync(join(root, picture)), picture);
  });

  it('has a string for every %key%, and no other', () => {
    const { description, contributes, capabilities } = manifest;
    const text = JSON.stringify({ description, contributes, capabilities });
    const used = [...text.matchAll(/"%([^%"]+)%"/g)].map((one) => one[1]);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(strings).sort());
  });
});

describe('strings of host and panel', () => {
  it('are all in the bundle that translators get', async function () {
    this.timeout(30_000);
    // Its grammars lie beside it as files, so it cannot be bundled.
    const { getL10nJson } = createRequire(join(root, 'package.json'))('@vscode/l10n-dev') as typeof L10nDev;
    const files = readdirSync(join(root, 'src/host')).map((file) => `src/host/${file}`);
    const contents = [...files, 'src/extension.ts'].map((file) => ({ extension: '.ts', contents: read(file) }));
    const used = Object.keys(await getL10nJson(contents as Parameters<typeof L10nDev.getL10nJson>[0]));
    const all = [...new Set([...used, ...Object.values(messages), ...Object.values(allWords())])].sort();
    // With this variable set, the test writes what it else demands.
    if (process.env.GRADLENS_UPDATE_STRINGS) {
      const bundle = Object.fromEntries(all.map((text) => [text, text]));
      writeFileSync(join(root, 'l10n/bundle.l10n.json'), `${JSON.stringify(bundle, null, 2)}\n`);
    }
    assert.deepEqual(Object.keys(JSON.parse(read('l10n/bundle.l10n.json'))), all);
  });

  for (const file of readdirSync(join(root, 'l10n')).filter((name) => /^bundle\.l10n\.\w+\.json$/.test(name))) {
    it(`are complete in ${file}, with the same placeholders`, () => agree('l10n/bundle.l10n.json', `l10n/${file}`));
  }
  for (const file of readdirSync(root).filter((name) => /^package\.nls\.\w+\.json$/.test(name))) {
    it(`are complete in ${file}, with the same placeholders`, () => agree('package.nls.json', file));
  }

  it('are there in Korean', () => {
    assert.equal(JSON.parse(read('package.nls.ko.json'))['command.differentiateSelection.title'], '선택 영역 미분');
    assert.match(JSON.parse(read('l10n/bundle.l10n.ko.json'))['Backward pass'], /역전파/);
  });
});

function agree(english: string, other: string): void {
  const one = JSON.parse(read(english)) as Record<string, string>;
  const two = JSON.parse(read(other)) as Record<string, string>;
  assert.deepEqual(
    Object.keys(one).filter((key) => !Object.hasOwn(two, key)),
    [],
    'missing',
  );
  assert.deepEqual(
    Object.keys(two).filter((key) => !Object.hasOwn(one, key)),
    [],
    'no longer used',
  );
  const placeholders = (text: string) => [...text.matchAll(/\{\w+\}|`[^`]+`/g)].map(([found]) => found).sort();
  for (const [key, text] of Object.entries(one)) {
    assert.deepEqual([...new Set(placeholders(two[key]))], [...new Set(placeholders(text))], key);
    assert.notEqual(two[key].trim(), '', key);
  }
}
