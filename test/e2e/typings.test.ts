/** @file TypeScript's own server finds the types of 'gradlens' once they are set up, and no longer once they are removed. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { ensureTypeScript } from '../../scripts/vscode-host/install.mjs';
import { Session } from './session';

describe("types of 'gradlens'", () => {
  let tsdk = '';
  before(async () => {
    tsdk = await ensureTypeScript();
  });
  const session = Session.here({
    get settings() {
      return { 'typescript.tsdk': tsdk };
    },
  });

  it('are set up and removed by a command, without npm', async () => {
    const window = await session.open('workspace/variables.ts');
    const wrong = window.page.locator('.monaco-editor .squiggly-error');
    await wrong.first().waitFor({ timeout: 60_000 });
    await window.runCommand("Gradlens: Set Up Types for 'gradlens'");
    await wrong.first().waitFor({ state: 'detached', timeout: 60_000 });
    // Not because the server fell silent: it knows what `y` is.
    await window.hover('y', { row: 'const y', expected: /const y: .*(number|Variable)/ });
    assert.equal(await wrong.count(), 0);
    await window.runCommand("Gradlens: Remove Types for 'gradlens'");
    await wrong.first().waitFor({ timeout: 60_000 });
    assert.ok(!existsSync(session.path('workspace/node_modules')));
  });
});
