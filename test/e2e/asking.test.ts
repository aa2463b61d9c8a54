/** @file What the panel asks of VS Code beside values and gradients: other passes, named inputs, readings, lessons. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Frame } from 'playwright-core';
import { graphShows, inputs, panelSays, setInput } from './panel';
import { Session } from './session';

describe('what the panel asks for', () => {
  const session = Session.here();
  const diamond = 'export function diamond(x = 2) {';
  const right: Record<string, [number, number]> = { x: [2, 64], a: [4, 16], y: [32, 1] };
  const status = (text: RegExp) =>
    session.window.page.locator('.statusbar-item').filter({ hasText: text }).first().waitFor({ timeout: 20_000 });
  const choose = async (panel: Frame, menu: string, item: RegExp) => {
    await panel.getByRole('button', { name: menu }).first().click();
    await panel.getByRole('menuitem', { name: item }).first().click();
  };

  it('runs another backward pass, says so in the status bar, and finds back to the right one', async () => {
    const panel = await session.differentiate('examples/diamond.ts', diamond);
    await graphShows(panel, right);
    const order = panel.getByRole('button', { name: /^Order:/ });
    await order.click();
    await panel.getByRole('radio', { name: /^naive(?!.*once)/ }).check();
    await status(/diamond = 32 · naive order/);
    await graphShows(panel, { x: [2, 96] });
    await panel.getByRole('radio', { name: /^generations/ }).check();
    await status(/diamond = 32$/);
    await graphShows(panel, right);
  });

  it('keeps inputs under a name, also for another window', async () => {
    let panel = await session.differentiate('examples/diamond.ts', diamond);
    await setInput(panel, 'x', '3');
    await graphShows(panel, { x: [3, 216] });
    await choose(panel, 'Saved inputs 0', /^Save these/);
    await panel.locator('[data-key="set-name"]').fill('three');
    await panel.locator('[data-key="set-name"]').press('Enter');
    await panel.getByRole('button', { name: 'Saved inputs 1' }).waitFor();
    await setInput(panel, 'x', '1');
    await graphShows(panel, { x: [1, 8] });
    await session.window.page.waitForTimeout(1_500);
    await session.reload();
    panel = await session.window.panel();
    await graphShows(panel, { x: [1, 8] });
    await choose(panel, 'Saved inputs 1', /^three$/);
    await graphShows(panel, { x: [3, 216] });
    assert.equal((await inputs(panel)).x, '3');
    await choose(panel, 'Saved inputs 1', /Delete.*three/);
    await panel.getByRole('button', { name: 'Saved inputs 0' }).waitFor();
  });

  it('shows the formula of the program and of its derivative', async () => {
    const panel = await session.differentiate('examples/diamond.ts', diamond);
    await graphShows(panel, right);
    await panel.getByRole('tab', { name: 'Formula' }).click();
    const said = await panelSays(panel, /8/);
    assert.doesNotMatch(said, /could not|cannot/i);
    await panel.locator('math').first().waitFor();
  });

  it('draws a function of two inputs as contours', async () => {
    const panel = await session.differentiate('examples/matyas.ts', 'export function matyas');
    await graphShows(panel, {});
    await panel.getByRole('tab', { name: 'Surface' }).click();
    await panel.locator('.surface-view svg path.band').nth(5).waitFor({ timeout: 20_000 });
  });

  it('follows a slider while it is dragged, and checks once it rests', async () => {
    const panel = await session.differentiate('examples/diamond.ts', diamond);
    await graphShows(panel, right);
    const slider = panel.getByRole('slider', { name: /x/ }).first();
    await slider.focus();
    for (let k = 0; k < 5; k++) await slider.press('ArrowRight');
    const x = Number((await inputs(panel)).x);
    assert.ok(x > 2, `the slider has moved: ${x}`);
    await graphShows(panel, { y: [2 * x ** 4, 1] });
    await panelSays(panel, /by differences/);
  });

  it('saves a lesson that shows the graph without VS Code', async () => {
    const panel = await session.differentiate('examples/diamond.ts', diamond);
    await graphShows(panel, right);
    await choose(panel, 'Export', /^Lesson/);
    const { page } = session.window;
    const path = page.locator('.quick-input-widget input').first();
    await path.waitFor({ state: 'visible' });
    const file = session.path('examples/lesson.html');
    await path.fill(file);
    await path.press('Enter');
    for (let wait = 0; wait < 100 && !existsSync(file); wait++) await page.waitForTimeout(100);
    assert.ok(readFileSync(file, 'utf8').includes('Content-Security-Policy'));
    const lesson = await page.context().newPage();
    const errors: string[] = [];
    lesson.on('pageerror', (error) => errors.push(String(error)));
    lesson.on('console', (said) => said.type() === 'error' && errors.push(said.text()));
    await lesson.goto(pathToFileURL(file).href);
    await graphShows(lesson.mainFrame(), right);
    assert.deepEqual(errors, []);
  });
});
