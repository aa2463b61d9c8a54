/** @file What the window tests read from the panel's frame and do in it. */
import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';

export interface SeenVariable {
  value: string;
  gradient: string;
  generation: number;
}

/** Every variable of the graph as it is read out, by name. */
export async function variables(panel: Frame): Promise<Record<string, SeenVariable>> {
  const labels = await panel.locator('[data-item][aria-label^="Variable"]').evaluateAll((items) => {
    return items.map((item) => item.getAttribute('aria-label') ?? '');
  });
  const found: Record<string, SeenVariable> = {};
  for (const label of labels) {
    const parts = /^Variable (.+), value (\S+), gradient ([^\s,]+)(?:, which is wrong: [^,]+)?, generation (\d+)/.exec(
      label,
    );
    assert.ok(parts, `a label that cannot be read: ${label}`);
    const [, name, value, gradient, generation] = parts;
    found[name] = { value, gradient, generation: Number(generation) };
  }
  return found;
}

const near = (seen: string, expected: number) => {
  const number = Number(seen.replace('−', '-').replaceAll('\u202f', ''));
  return Math.abs(number - expected) <= 1e-9 * Math.max(1, Math.abs(expected));
};

/**
 * Waits until the graph shows each of these names with value and gradient, and fails with what it shows instead.
 * A gradient is left open by giving the value alone.
 */
export async function graphShows(
  panel: Frame,
  expected: Record<string, [value: number, gradient?: number]>,
  timeout = 20_000,
): Promise<void> {
  const deadline = Date.now() + timeout;
  let seen: Record<string, SeenVariable> = {};
  do {
    seen = await variables(panel);
    const all = Object.entries(expected).every(([name, [value, gradient]]) => {
      const variable = seen[name];
      return variable && near(variable.value, value) && (gradient === undefined || near(variable.gradient, gradient));
    });
    if (all) return;
    await panel.waitForTimeout(100);
  } while (Date.now() < deadline);
  const text = await panel.locator('body').innerText();
  assert.fail(
    `expected ${JSON.stringify(expected)}\nthe graph shows ${JSON.stringify(seen)}\nthe panel says ${text.slice(0, 1_500)}`,
  );
}

/** The text of the panel, once it matches. */
export async function panelSays(panel: Frame, expected: RegExp, timeout = 20_000): Promise<string> {
  const deadline = Date.now() + timeout;
  let seen = '';
  do {
    seen = await panel.locator('body').innerText();
    if (expected.test(seen)) return seen;
    await panel.waitForTimeout(100);
  } while (Date.now() < deadline);
  return assert.fail(`the panel does not say ${expected}, but:\n${seen}`);
}

/** The field of a number, by the name it is read out with: `x`, `x[0]`, `to.y`. */
export const field = (panel: Frame, name: string) =>
  panel.locator('.inputs').getByRole('textbox', { name, exact: true });

export async function setInput(panel: Frame, name: string, value: string): Promise<void> {
  await field(panel, name).fill(value);
  await field(panel, name).press('Enter');
}

/** The values that the input fields hold. */
export async function inputs(panel: Frame): Promise<Record<string, string>> {
  const entries = await panel.locator('.inputs input[type="text"]').evaluateAll((fields) => {
    return fields.map((one) => [one.getAttribute('aria-label') ?? '', (one as HTMLInputElement).value]);
  });
  return Object.fromEntries(entries) as Record<string, string>;
}
