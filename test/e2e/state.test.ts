/** @file The panel's state survives being hidden, a reload of the window and a restart of VS Code; the first look. */
import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { graphShows, inputs, panelSays, setInput } from './panel';
import { Session } from './session';

describe('the panel', () => {
  const session = Session.here();
  const changed: Record<string, [number, number]> = { x: [3, 216], a: [9, 36], y: [162, 1] };

  async function changedDiamond(): Promise<Frame> {
    const panel = await session.differentiate('examples/diamond.ts', 'export function diamond(x = 2) {');
    await graphShows(panel, { x: [2, 64] });
    await setInput(panel, 'x', '3');
    await graphShows(panel, changed);
    await panel.locator('[data-item][aria-label^="Variable b,"]').click();
    await panelSays(panel, /Upstream gradient|Contributions|Generation/);
    return panel;
  }

  async function isAsBefore(): Promise<void> {
    const panel = await session.window.panel(60_000);
    await graphShows(panel, changed, 30_000);
    assert.equal((await inputs(panel)).x, '3');
    await panel.locator('[data-item][aria-label^="Variable b,"].selected').waitFor({ timeout: 5_000 });
  }

  it('is as it was after another editor has hidden it', async () => {
    await changedDiamond();
    const { page } = session.window;
    const tab = page.locator('.tab').filter({ hasText: 'Gradlens' });
    await tab.click();
    await session.window.openFile('matyas.ts');
    await page.waitForTimeout(500);
    await tab.click();
    await isAsBefore();
  });

  it('is as it was after a reload of the window, and after a restart of VS Code', async function () {
    this.timeout(300_000);
    await changedDiamond();
    await session.written();
    await session.reload();
    await isAsBefore();
    await session.restart();
    await isAsBefore();
  });

  it('shows how to begin while it has no target, with examples that open in untitled editors', async () => {
    const window = await session.open('examples/diamond.ts');
    await window.runCommand('Gradlens: Show Panel');
    const panel = await window.panel();
    await panelSays(panel, /Differentiate Selection/);
    const examples = panel.locator('[data-key^="example-"]');
    assert.ok((await examples.count()) >= 2);
    await examples.first().click();
    await graphShows(await window.panel(), { x: [2, 64], a: [4, 16], b: [16, 1], c: [16, 1] });
    await window.page
      .locator('.tab')
      .filter({ hasText: 'Untitled' })
      .or(window.page.locator('.tab.dirty'))
      .first()
      .waitFor();
  });
});
