/** @file CodeLens and inline values: each by setting and toggle, each gone when stale. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { settings } from '../../src/host/contributions';
import {
  activated,
  closeAll,
  differentiateAt,
  eventualHover,
  eventually,
  hoverAt,
  placeOf,
  untitled,
  withSetting,
} from './workbench';

const source = `export function f(x = 2) {
  const a = x ** 2;
  return a * a;
}

function hidden(x: number) {
  return x;
}

export function greet(name: string) {
  return 'hello ' + name;
}
`;

async function lenses(document: vscode.TextDocument): Promise<string[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    50,
  );
  return found
    .filter((lens) => lens.command?.command.startsWith('gradlens.'))
    .map((lens) => `${lens.range.start.line}: ${lens.command?.title}`);
}

async function hints(document: vscode.TextDocument): Promise<string[]> {
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    all,
  );
  return found
    .map((hint) => `${hint.position.line}: ${typeof hint.label === 'string' ? hint.label : ''}`)
    .filter((hint) => hint.includes('∂'));
}

describe('programs with Variables', () => {
  before(activated);
  afterEach(closeAll);

  it('run as a whole by the lens above them, and tell arrays in their hovers', async () => {
    const editor = await untitled(
      "import { sum, Variable } from 'gradlens';\n\nconst w = new Variable([1, 2]);\nconst loss = sum(w * w);\nloss.backward();\n",
    );
    const { document } = editor;
    const lens = await eventually('the lens of the program', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
      );
      return lenses.find((one) => one.command?.title === 'Run and differentiate');
    });
    await vscode.commands.executeCommand(lens.command?.command ?? '', ...(lens.command?.arguments ?? []));
    const said = await eventualHover(document, 'w = new', /∂loss\/∂w = \[2, 4\]/);
    assert.match(said, /`w = \[1, 2\]` · shape 2, float64/);
    await eventualHover(document, 'loss = sum', /loss = 5/);
  });
});

describe('CodeLens', () => {
  before(activated);
  afterEach(closeAll);

  it('stands above exported numeric functions only', async () => {
    const { document } = await untitled(source);
    const seen = await eventually('lenses', async () => {
      const all = await lenses(document);
      return all.length > 0 ? all : null;
    });
    assert.deepEqual(seen, ['0: Differentiate']);
  });

  it('differentiates its function, and then tells the result', async () => {
    const { document } = await untitled(source);
    const [lens] = await eventually('a lens', async () => {
      const all = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        50,
      );
      const own = all.filter((one) => one.command?.command === 'gradlens.differentiateSelection');
      return own.length > 0 ? own : null;
    });
    await vscode.commands.executeCommand(lens.command!.command, ...(lens.command!.arguments ?? []));
    await eventually('the result', async () => (await lenses(document)).includes('0: f = 16, ∂f/∂x = 32'));
  });

  it('goes away by its setting', async () => {
    const { document } = await untitled(source);
    await withSetting(settings.codeLens, false, async () => {
      assert.deepEqual(await lenses(document), []);
    });
  });
});

describe('inline values', () => {
  before(activated);
  afterEach(closeAll);

  it('are off until turned on, and vanish at the first edit', async () => {
    const editor = await untitled(source);
    const { document } = editor;
    await differentiateAt(editor, 'const a');
    await eventualHover(document, 'a = x', /∂f\/∂a = 8/);
    assert.deepEqual(await hints(document), []);
    await withSetting(settings.inlineValues, true, async () => {
      assert.deepEqual(await hints(document), ['0: x = 2, ∂f/∂x = 32', '1: a = 4, ∂f/∂a = 8']);
      await editor.edit((edit) => edit.insert(placeOf(document, 'return').start, ' '));
      assert.deepEqual(await hints(document), []);
    });
  });

  it('are turned over by a command', async () => {
    const isOn = () => vscode.workspace.getConfiguration().get<boolean>(settings.inlineValues);
    assert.equal(isOn(), false);
    await vscode.commands.executeCommand('gradlens.toggleInlineValues');
    assert.equal(isOn(), true);
    await vscode.commands.executeCommand('gradlens.toggleInlineValues');
    assert.equal(isOn(), false);
  });
});

describe('hover', () => {
  before(activated);
  afterEach(closeAll);

  it('links into the graph with the one command that it may run', async () => {
    const editor = await untitled(source);
    const { document } = editor;
    await differentiateAt(editor, 'const a');
    const said = await eventualHover(document, 'a = x', /∂f\/∂a = 8/);
    assert.match(said, /\[Show in graph\]\(command:gradlens\.showInGraph\?/);
    await vscode.commands.executeCommand('gradlens.showInGraph', [1]);
  });

  it('sets the automatic, the numerical and the symbolic derivative of an input side by side', async () => {
    const editor = await untitled('export function cube(x = 2) {\n  return x ** 3;\n}\n');
    await differentiateAt(editor, 'return');
    const said = await eventualHover(editor.document, 'x = 2', /3·x²/);
    assert.match(said, /∂cube\/∂x = 12` · `12` by differences/);
    assert.match(await hoverAt(editor.document, 'cube'), /`cube = 8` · `cube = x³`/);
  });

  it('goes away by its setting', async () => {
    const editor = await untitled(source);
    await differentiateAt(editor, 'const a');
    await eventualHover(editor.document, 'a = x', /∂f\/∂a = 8/);
    await withSetting(settings.hover, false, async () => {
      assert.equal(await hoverAt(editor.document, 'a = x'), '');
    });
  });

  it('tells executions of a loop with count and range', async () => {
    const editor = await untitled(
      'export function f(x = 2) {\n  let s = x;\n  for (let i = 0; i < 3; i++) s = s * x;\n  return s;\n}\n',
    );
    await differentiateAt(editor, 'return');
    const said = await eventualHover(editor.document, '* x', /3 executions/);
    assert.match(said, /value 4 … 16/);
    assert.match(said, /last of 3/);
  });
});
