/** @file What goes wrong is told at its place, and VS Code stays alive. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  activated,
  closeAll,
  differentiateAt,
  eventualHover,
  eventually,
  ownDiagnostics,
  untitled,
  withSetting,
} from './workbench';

const fine = 'export function fine(x = 3) {\n  return x * x;\n}\n';

async function failing(
  content: string,
  at: string,
): Promise<{ editor: vscode.TextEditor; diagnostic: vscode.Diagnostic }> {
  const editor = await untitled(content);
  await differentiateAt(editor, at);
  const [diagnostic] = await eventually('a diagnostic', () => {
    const all = ownDiagnostics(editor.document.uri);
    return all.length > 0 ? all : null;
  });
  return { editor, diagnostic };
}

describe('failures', () => {
  before(activated);
  afterEach(closeAll);

  it('tells a syntax error at its line', async () => {
    const { diagnostic } = await failing('export function f(x = 1) {\n  return x *;\n}\n', 'return');
    assert.equal(diagnostic.code, 'syntaxError');
    assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(diagnostic.range.start.line, 1);
  });

  it('tells a thrown error at the line that threw', async () => {
    const { diagnostic } = await failing(
      'export function f(x = 1) {\n  const y = x * 2;\n  throw new Error("boom " + y);\n}\n',
      'const y',
    );
    assert.equal(diagnostic.code, 'userError');
    assert.match(diagnostic.message, /boom 2/);
    assert.equal(diagnostic.range.start.line, 2);
  });

  it('takes the diagnostic away at the first edit', async () => {
    const { editor } = await failing('export function f(x = 1) {\n  throw new Error("boom");\n}\n', 'throw');
    await editor.edit((edit) => edit.insert(new vscode.Position(1, 2), 'if (x > 9) '));
    await eventually('no diagnostic', () => ownDiagnostics(editor.document.uri).length === 0);
  });

  it('stops an endless loop at the limit, and differentiates the next function', async () => {
    await withSetting('gradlens.limits.timeoutMs', 700, async () => {
      const { diagnostic } = await failing('export function f(x = 1) {\n  while (true) {}\n  return x;\n}\n', 'while');
      assert.equal(diagnostic.code, 'timeout');
    });
    const editor = await untitled(fine);
    await differentiateAt(editor, 'return');
    await eventualHover(editor.document, '* x', /9/);
  });

  it('stops an endless loop by command', async () => {
    await withSetting('gradlens.limits.timeoutMs', 60_000, async () => {
      const editor = await untitled('export function f(x = 1) {\n  while (true) {}\n  return x;\n}\n');
      const done = differentiateAt(editor, 'while');
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await vscode.commands.executeCommand('gradlens.cancel');
      await done;
    });
    const editor = await untitled(fine);
    await differentiateAt(editor, 'return');
    await eventualHover(editor.document, '* x', /9/);
  });

  it('shows what an evaluation found as warnings', async () => {
    const { diagnostic } = await failing('export function f(x = 0) {\n  return Math.abs(x);\n}\n', 'return');
    assert.equal(diagnostic.code, 'kink');
    assert.notEqual(diagnostic.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(diagnostic.range.start.line, 1);
  });
});
