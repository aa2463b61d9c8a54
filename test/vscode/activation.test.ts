/** @file The extension activates, offers what package.json promises, and lends its pipeline to other extensions. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../../src/host/contributions';
import { activated, closeAll } from './workbench';

const source = 'export function f(x: number) {\n  return x ** 4 - 2 * x ** 2;\n}\n';

describe('activation', () => {
  after(closeAll);

  it('registers every command', async () => {
    await activated();
    const all = new Set(await vscode.commands.getCommands(true));
    for (const command of Object.values(commands)) assert.ok(all.has(command), command);
  });

  it('gives other extensions differentiate', async () => {
    const { differentiate } = await activated();
    const evaluation = await differentiate({ fileName: '/nowhere/f.ts', source, target: 'f', inputs: [2] });
    assert.equal(evaluation.output.value, 8);
    assert.equal(evaluation.inputs[0].grad, 24);
  });

  it('rejects with a code and a message', async () => {
    const { differentiate } = await activated();
    await assert.rejects(
      differentiate({ fileName: '/nowhere/f.ts', source: 'const = 1', target: 'f' }),
      (error: Error) => {
        assert.equal((error as Error & { code: string }).code, 'syntaxError');
        assert.ok(error.message.length > 10);
        return true;
      },
    );
  });
});
