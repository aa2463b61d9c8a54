/** @file Where the inputs of a target come from, best first, and what a person does with them in the real window. */
import assert from 'node:assert/strict';
import { graphShows, inputs, panelSays, setInput } from './panel';
import { Session, title } from './session';

describe('inputs', () => {
  const session = Session.here();
  const file = 'workspace/inputs.ts';

  it('come from default values', async () => {
    const panel = await session.differentiate(file, 'export function fromDefault');
    await graphShows(panel, { x: [1.5, 3] });
  });

  it('come from a call in the same file', async () => {
    const panel = await session.differentiate(file, 'export function fromCall');
    await graphShows(panel, { x: [7, 2], y: [14, 1] });
    assert.deepEqual(await inputs(panel), { x: '7', 'scale.by': '2' });
  });

  it('come from initialisers', async () => {
    const panel = await session.differentiate(file, 'start * start');
    await graphShows(panel, { start: [2.5, 5] });
  });

  it('are guessed by type where nothing else says them, and marked as guesses', async () => {
    const panel = await session.differentiate(file, 'export function guessed');
    await panelSays(panel, /guess/i);
    const values = await inputs(panel);
    assert.deepEqual([values.x, values.y], ['0.5', '0.75']);
    await graphShows(panel, { x: [0.5, 0.75], y: [0.75, 0.5] });
  });

  it('are remembered for their target, and forgotten on reset', async () => {
    let panel = await session.differentiate(file, 'export function fromDefault');
    await graphShows(panel, { x: [1.5, 3] });
    await setInput(panel, 'x', '4');
    await graphShows(panel, { x: [4, 8] });
    const { window } = session;
    await window.page.locator('.tab').filter({ hasText: 'inputs.ts' }).click();
    await window.selectText(session.text(file), 'export function fromCall');
    await window.choose(title);
    await graphShows(await window.panel(), { x: [7, 2] });
    await window.selectText(session.text(file), 'export function fromDefault');
    await window.choose(title);
    panel = await window.panel();
    await graphShows(panel, { x: [4, 8] });
    await panel.locator('.inputs .reset').click();
    await graphShows(panel, { x: [1.5, 3] });
  });

  it('of arrays and objects have a field for each number', async () => {
    const panel = await session.differentiate('examples/imported-function.ts', 'export function distance');
    await graphShows(panel, { d: [5, 1] });
    assert.deepEqual(await inputs(panel), { 'from.x': '1', 'from.y': '1', 'to.x': '4', 'to.y': '5' });
    await setInput(panel, 'to.x', '1');
    await graphShows(panel, { d: [4, 1] });
  });

  it('let the panel ask which output is meant, and remember it', async () => {
    const panel = await session.differentiate(file, 'export function several');
    await panelSays(panel, /left/);
    const choice = panel
      .getByRole('button', { name: /right/ })
      .or(panel.locator('select:has(option[value="right"])'))
      .first();
    await choice.waitFor();
    if ((await choice.evaluate((element) => element.tagName)) === 'SELECT') await choice.selectOption('right');
    else await choice.click();
    await graphShows(panel, { x: [3, 1] });
  });
});
