/** @file From selection to picture in a real window: graph, hover, inputs, endless loops, errors, staleness. */
import assert from 'node:assert/strict';
import { field, graphShows, inputs, panelSays, setInput, variables } from './panel';
import { Session, title } from './session';

describe('the window', () => {
  const session = Session.here({ settings: { 'gradlens.limits.timeoutMs': 3_000 } });
  const diamond = 'export function diamond(x = 2) {';
  const diamondShown: Record<string, [number, number]> = { x: [2, 64], a: [4, 16], b: [16, 1], c: [16, 1], y: [32, 1] };

  it('shows the graph with values and gradients after select, right-click, choose', async () => {
    const whole = session.text('examples/diamond.ts');
    const panel = await session.differentiate(
      'examples/diamond.ts',
      whole.slice(whole.indexOf('export function')).trimEnd(),
    );
    await graphShows(panel, diamondShown);
    const seen = await variables(panel);
    assert.deepEqual(Object.keys(seen).sort(), ['a', 'b', 'c', 'x', 'y']);
    assert.deepEqual(
      [seen.x, seen.a, seen.b, seen.c, seen.y].map(({ generation }) => generation),
      [0, 1, 2, 2, 3],
    );
    assert.equal(await panel.locator('[data-item][aria-label^="Function"]').count(), 4);
    assert.deepEqual(session.window.errors, []);
  });

  it('needs no selection: standing in a function is enough, also from the Command Palette', async () => {
    const window = await session.open('examples/diamond.ts');
    await window.goTo(10, 3);
    await window.runCommand(`Gradlens: ${title}`);
    await graphShows(await window.panel(), diamondShown);
  });

  it('says value, gradient and generation when the mouse rests on an expression', async () => {
    const panel = await session.differentiate('examples/diamond.ts', diamond);
    await graphShows(panel, diamondShown);
    const name = await session.window.hover('a', { row: 'const b', expected: /∂a\b/ });
    assert.match(name, /\b4\b/);
    assert.match(name, /\b16\b/);
    assert.match(name, /generation 1/i);
    const operation = await session.window.hover('**', { row: 'const a', expected: /x \*\* 2|∂/ });
    assert.match(operation, /\b16\b/);
  });

  it('changes every number when an input is changed in the panel', async () => {
    const panel = await session.differentiate('examples/diamond.ts', diamond);
    await graphShows(panel, diamondShown);
    await setInput(panel, 'x', '3');
    await graphShows(panel, { x: [3, 216], a: [9, 36], y: [162, 1] });
    const hover = await session.window.hover('a', { row: 'const b', expected: /∂a\b/ });
    assert.match(hover, /\b9\b/);
    assert.match(hover, /\b36\b/);
  });

  it('refuses an invalid entry in place and keeps the numbers', async () => {
    const panel = await session.differentiate('examples/diamond.ts', diamond);
    await graphShows(panel, diamondShown);
    await field(panel, 'x').fill('two');
    await panel.locator('.inputs [aria-invalid="true"]').waitFor();
    await graphShows(panel, diamondShown);
  });

  it('stops an endless loop at the time limit, says so, and goes on working', async () => {
    const panel = await session.differentiate('examples/endless-loop.ts', 'export function weigh(x = 7) {');
    await panelSays(panel, /Stopped after 3[,. ]?000 ms/);
    await session.window.openFile('diamond.ts');
    await session.window.editorShows('export function diamond');
    await session.window.selectText(session.text('examples/diamond.ts'), diamond);
    await session.window.choose(title);
    await graphShows(await session.window.panel(), diamondShown);
  });

  it('stops an endless loop when the person cancels', async () => {
    const panel = await session.differentiate('examples/endless-loop.ts', 'export function weigh(x = 7) {');
    await panel
      .getByRole('button', { name: /^(Stop|Cancel)/ })
      .first()
      .click({ timeout: 2_500 });
    await panelSays(panel, /cancelled/i, 2_500);
  });

  it('lights up in the editor what is selected in the graph, and the other way round', async () => {
    const panel = await session.differentiate('examples/diamond.ts', diamond);
    await graphShows(panel, diamondShown);
    const decorated = () => session.window.page.evaluate(() => document.querySelectorAll('.view-overlays .cdr').length);
    const before = await decorated();
    await panel.locator('[data-item][aria-label^="Variable b,"]').click();
    await session.window.page.waitForFunction(
      (count) => document.querySelectorAll('.view-overlays .cdr').length !== count,
      before,
    );
    await panelSays(panel, /Generation/i);
    await session.window.page.locator('.tab').filter({ hasText: 'diamond.ts' }).click();
    await session.window.goTo(11, 9);
    await panel
      .locator('[data-item][aria-label^="Variable c,"].marked, [data-item][aria-label^="Variable c,"].highlighted')
      .waitFor();
  });

  it('marks its numbers as stale at the first edit and brings them back on save', async () => {
    const panel = await session.differentiate('examples/diamond.ts', diamond);
    await graphShows(panel, diamondShown);
    await session.window.select({ line: 12, column: 13 }, { line: 12, column: 18 });
    await session.window.page.keyboard.type('b * c');
    await panelSays(panel, /edited/i);
    await session.window.page.keyboard.press('Control+S');
    await graphShows(panel, { x: [2, 1024], y: [256, 1] });
    assert.ok(!/was edited/i.test(await panel.locator('body').innerText()));
  });

  it('says where the program threw, in the panel and in the editor', async () => {
    const panel = await session.differentiate('workspace/errors.ts', 'export function throws(x = 2) {');
    const said = await panelSays(panel, /too large for this test/);
    assert.match(said, /RangeError/);
    assert.match(said, /(line 5|:5)/);
    await session.window.page.locator('.monaco-editor .squiggly-error').first().waitFor();
  });

  it('says what to select where nothing can be differentiated', async () => {
    const panel = await session.differentiate('workspace/errors.ts', "'nothing numeric here'");
    await panelSays(panel, /nothing to differentiate|no number/i);
  });

  it('says on which line a syntax error is', async () => {
    const window = await session.open('workspace/errors.ts');
    await window.select({ line: 12, column: 13 }, { line: 12, column: 18 });
    await window.page.keyboard.type('x * * x');
    await window.choose(title);
    const said = await panelSays(await window.panel(), /cannot be parsed/i);
    assert.match(said, /12/);
  });

  it('follows an import into another file and into an npm package', async () => {
    const panel = await session.differentiate('examples/npm-package.ts', 'export function spread');
    await graphShows(panel, { v: [4, 1] });
    assert.equal((await inputs(panel))['sample[7]'], '9');
    await session.window.openFile('imported-function.ts');
    await session.window.editorShows('export function distance');
    await session.window.selectText(session.text('examples/imported-function.ts'), 'export function distance');
    await session.window.choose(title);
    await graphShows(await session.window.panel(), { d: [5, 1] });
  });
});
