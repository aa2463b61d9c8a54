/** @file From a selection to values and gradients in the editor, through edits, saves and other targets. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import {
  activated,
  closeAll,
  differentiate,
  differentiateAt,
  eventualHover,
  eventually,
  hoverAt,
  panelTabs,
  placeOf,
  stored,
  untitled,
} from './workbench';

const diamond = `export function f(x = 2) {
  const a = x ** 2;
  const b = a ** 2;
  const c = a ** 2;
  const y = b + c;
  return y;
}
`;

describe('session', () => {
  before(activated);
  afterEach(closeAll);

  it('differentiates the function around the cursor', async () => {
    const editor = await untitled(diamond);
    const { document } = editor;
    await differentiateAt(editor, 'const b');
    const said = await eventualHover(document, 'a = x', /∂f\/∂a = 16/);
    assert.match(said, /a = 4/);
    assert.match(said, /generation 1/);
    assert.match(said, /4 of 4/);
    assert.match(await hoverAt(document, '+ c'), /∂f\/∂\(b \+ c\) = 1/);
    assert.match(await hoverAt(document, 'x = 2'), /∂f\/∂x = 64/);
    assert.equal(await hoverAt(document, 'const a'), '');
  });

  it('opens one panel beside the editor, and uses it again', async () => {
    const editor = await untitled(diamond);
    await differentiate(editor, diamond.trim());
    await differentiate(editor, diamond.trim());
    const tabs = await eventually('the panel', () => (panelTabs().length > 0 ? panelTabs() : null));
    assert.equal(tabs.length, 1);
    assert.notEqual(tabs[0].group.viewColumn, editor.viewColumn);
    assert.equal(vscode.window.activeTextEditor?.document, editor.document, 'the editor keeps the focus');
  });

  it('differentiates an expression and statements', async () => {
    const editor = await untitled('const x = 0.5;\nconst t = x ** 2;\nconst y = t * Math.sin(t);\nconsole.log(y);\n');
    await differentiate(editor, 't * Math.sin(t)');
    await eventualHover(editor.document, '* Math', /∂/);
    await differentiate(editor, 'const t = x ** 2;\nconst y = t * Math.sin(t);');
    const t = 0.25;
    const expected = (Math.sin(t) + t * Math.cos(t)) * 2 * 0.5;
    const said = await eventualHover(editor.document, 'x ** 2', new RegExp(`= ${expected.toFixed(6).slice(0, 6)}`));
    assert.match(said, /∂/);
  });

  it('is stale at the first edit, fresh after undo, and runs again on save', async () => {
    const { editor, folder } = await stored({ 'stale.ts': diamond });
    const { document } = editor;
    await differentiate(editor, diamond.trim());
    await eventualHover(document, 'a = x', /∂f\/∂a = 16/);
    const exponent = placeOf(document, '** 2');
    await editor.edit((edit) => edit.replace(exponent, '** 3'));
    assert.match(await hoverAt(document, 'a = x'), /^Gradlens: .*edited/);
    assert.doesNotMatch(await hoverAt(document, 'a = x'), /16/);
    await editor.edit((edit) => edit.replace(exponent, '** 2'));
    await eventualHover(document, 'a = x', /∂f\/∂a = 16/);
    await editor.edit((edit) => edit.replace(exponent, '** 3'));
    await document.save();
    const said = await eventualHover(document, 'a = x', /∂f\/∂a = 32/);
    assert.match(said, /a = 8/);
    assert.ok(folder);
  });

  it('runs again by command, with text that is not saved', async () => {
    const editor = await untitled(diamond);
    await differentiate(editor, diamond.trim());
    await eventualHover(editor.document, 'a = x', /∂f\/∂a = 16/);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// pushed down\n\n'));
    await editor.edit((edit) => edit.replace(placeOf(editor.document, '** 2'), '** 3'));
    await vscode.commands.executeCommand('gradlens.refresh');
    await eventualHover(editor.document, 'a = x', /∂f\/∂a = 32/);
  });

  it('follows imports, into editors that are not saved', async () => {
    const { editor, folder } = await stored({
      'main.ts': "import { square } from './square';\nexport function f(x = 3) {\n  return square(x) + 1;\n}\n",
      'square.ts': 'export const square = (v: number) => v * v;\n',
    });
    await differentiateAt(editor, 'return square');
    await eventualHover(editor.document, 'x = 3', /∂f\/∂x = 6/);
    const square = await vscode.workspace.openTextDocument(join(folder, 'square.ts'));
    assert.match(await hoverAt(square, '* v'), /9/);
    const other = await vscode.window.showTextDocument(square, vscode.ViewColumn.One);
    await other.edit((edit) => edit.replace(placeOf(square, 'v * v'), 'v * v * v'));
    await vscode.commands.executeCommand('gradlens.refresh');
    await eventualHover(editor.document, 'x = 3', /∂f\/∂x = 27/);
  });

  it('sees files that changed on the disk', async () => {
    const { editor, folder } = await stored({
      'main.ts': "import { k } from './k';\nexport function f(x = 3) {\n  return k * x;\n}\n",
      'k.ts': 'export const k = 5;\n',
    });
    await differentiateAt(editor, 'return k');
    await eventualHover(editor.document, 'x = 3', /∂f\/∂x = 5/);
    writeFileSync(join(folder, 'k.ts'), 'export const k = 70;\n');
    await vscode.commands.executeCommand('gradlens.refresh');
    await eventualHover(editor.document, 'x = 3', /∂f\/∂x = 70/);
  });

  it('takes several selections as several targets', async () => {
    const editor = await untitled('export const g = (x = 2) => x * 5;\nexport const h = (x = 2) => x * 7;\n');
    await differentiate(editor, 'x * 7', 'x * 5');
    await eventualHover(editor.document, '* 5', /∂/);
    assert.equal(await hoverAt(editor.document, '* 7'), '');
  });

  it('works in JavaScript, TSX and JSX', async () => {
    for (const [language, parameter] of [
      ['javascript', 'x = 2'],
      ['typescriptreact', 'x: number = 2'],
      ['javascriptreact', 'x = 2'],
    ]) {
      const editor = await untitled(`export function f(${parameter}) {\n  return x * x;\n}\n`, language);
      await differentiateAt(editor, 'return');
      await eventualHover(editor.document, '* x', /4/);
    }
  });

  it('opens an example in an untitled editor', async () => {
    await vscode.commands.executeCommand('gradlens.openExample', 'diamond');
    const { document } = await eventually('an editor', () => vscode.window.activeTextEditor);
    assert.equal(document.uri.scheme, 'untitled');
    await eventualHover(document, 'a = x', /∂diamond\/∂a = 16/);
  });
});
