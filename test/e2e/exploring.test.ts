/** @file The graph of a gradient, single executions of a loop, dropped gradients, and programs with Variables. */
import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { graphShows, panelSays, variables } from './panel';
import { Session } from './session';

describe('exploring', () => {
  const session = Session.here();
  const pick = (panel: Frame, name: RegExp) =>
    panel
      .getByRole('radio', { name })
      .first()
      .evaluate((one) => (one as HTMLElement).click());

  it('shows the graph of the first and the second gradient, and how many functions each has', async () => {
    const panel = await session.differentiate('examples/tanh.ts', 'export function tanh(');
    await graphShows(panel, { x: [1] });
    await panel.getByRole('button', { name: /^Graph of/ }).click();
    await panelSays(panel, /as recorded/);
    await panel.getByRole('radio', { name: /^gx2: 9 functions as recorded/ }).waitFor({ state: 'attached' });
    await pick(panel, /^gx1/);
    await panel.locator('[data-item][aria-label^="Variable gx1"]').waitFor();
    const { gx1 } = await variables(panel);
    assert.match(gx1.value, /^0\.41997/, '1 − tanh²(1)');
    await pick(panel, /^gx2/);
    await panel.locator('[data-item][aria-label^="Variable gx2"]').waitFor();
    await pick(panel, /^f\b|the program/);
    await panel.locator('[data-item][aria-label^="Variable gx2"]').waitFor({ state: 'detached' });
  });

  it('looks at one execution of a rolled-up loop, then at all of them', async () => {
    const panel = await session.differentiate('examples/pendulum.ts', 'export function pendulum');
    await panelSays(panel, /×1,000/);
    await panel.getByRole('button', { name: 'Last execution' }).click();
    await panelSays(panel, /execution 1,000 of 1,000/);
    await panel.getByRole('button', { name: 'First execution' }).click();
    await panelSays(panel, /execution 1 of 1,000/);
    await panel.getByRole('button', { name: 'All together' }).click();
    await panelSays(panel, /×1,000/);
    await panel.getByRole('button', { name: 'Show all 6,003 operations' }).click();
    await panel.getByRole('button', { name: 'Roll up loops' }).waitFor({ timeout: 30_000 });
    await panel.getByRole('button', { name: 'Roll up loops' }).click();
    await panelSays(panel, /×1,000/);
  });

  it('runs a program with Variables: losses, arrays, backward() calls, what was printed', async () => {
    const panel = await session.differentiate('examples/dezero/25-neural-network.ts', '//');
    const said = await panelSays(panel, /step 1,999/, 60_000);
    assert.match(said, /Variables/);
    await panelSays(panel, /10 × 1/);
    await panel.getByRole('button', { name: 'One step', exact: true }).click();
    await panelSays(panel, /step 1 of 9/);
  });
});
