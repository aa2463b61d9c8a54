/** @file In Restricted Mode nothing runs, and the panel says why. */
import assert from 'node:assert/strict';
import { panelSays, variables } from './panel';
import { Session, title } from './session';

describe('a folder that is not trusted', () => {
  const session = Session.here({ trust: true, settings: { 'security.workspace.trust.startupPrompt': 'never' } });

  it('runs nothing, and says what to do', async () => {
    const window = await session.open('examples/diamond.ts');
    await window.page.getByText('Restricted Mode').first().waitFor();
    await window.goTo(10, 3);
    await window.runCommand(title);
    const panel = await window.panel();
    await panelSays(panel, /trust/i);
    assert.deepEqual(await variables(panel), {});
  });
});
