/** @file Whatever can be selected can be differentiated: each kind of target, in the real window. */
import { graphShows, panelSays } from './panel';
import { Session, title } from './session';

describe('targets', () => {
  const session = Session.here();
  const file = 'workspace/targets.ts';
  const body: Record<string, [number, number]> = { x: [2, 7], square: [4, 1] };

  const kinds: [kind: string, start: string, shown: Record<string, [number, number]>][] = [
    ['a function declaration', 'export function declaration', body],
    ['an arrow function', 'export const arrow = (x = 2) => {', body],
    ['an arrow function with an expression as its body', '(x = 2) => x * x + 3 * x', { x: [2, 7] }],
    ['a function expression', 'function named(x = 2) {', body],
    ['a method', 'method(x = 2) {', body],
    ['a static method', 'static fixed(x = 2) {', body],
    ['a default export without a name', 'export default function (x = 2) {', body],
    ['an expression', 'x * x + 3 * x;\n\nlet', { x: [2, 7] }],
    ['statements', 'let t = 2;\nconst u = t * t;\nconst v = u + 3 * t;', { t: [2, 7], u: [4, 1], v: [10, 1] }],
  ];
  for (const [kind, start, shown] of kinds) {
    it(`${kind}`, async () => {
      const text = start.endsWith('\n\nlet') ? start.slice(0, -6) : start;
      const window = await session.open(file);
      const source = session.text(file);
      // The expression stands twice; the one that is meant is the last.
      const occurrence = text === start ? 1 : source.slice(0, source.indexOf(start)).split(text).length;
      await window.selectText(source, text, occurrence);
      await window.choose(title);
      await graphShows(await window.panel(), shown);
    });
  }

  it('a method of an object literal, by the cursor in it', async () => {
    const window = await session.open(file);
    const lines = session.text(file).split('\n');
    await window.goTo(lines.findIndex((line) => line.startsWith('export const literal')) + 3, 7);
    await window.choose(title);
    await graphShows(await window.panel(), body);
  });

  it('several selections: one target each, chosen in the panel', async () => {
    const window = await session.open('examples/tanh.ts');
    const lines = session.text('examples/tanh.ts').split('\n');
    const line = lines.findIndex((text) => text.startsWith('export function tanhByHand')) + 1;
    await window.goTo(line, 1);
    const second = await window.placeOf('tanh', { row: 'export function tanh(' });
    await window.page.keyboard.down('Alt');
    await window.page.mouse.click(second.x + 4, second.y + second.height / 2);
    await window.page.keyboard.up('Alt');
    await window.runCommand(title);
    const panel = await window.panel();
    const chooser = panel.getByRole('combobox').first();
    await chooser.waitFor();
    await graphShows(panel, { x: [1, 0.41997434161402614] });
    await chooser.selectOption({ index: 1 });
    await panelSays(panel, /tanh/);
    await graphShows(panel, { x: [1, 0.41997434161402614] });
  });

  for (const [name, start, shown] of [
    ['component.tsx', 'export function level', body],
    ['plain.js', 'export function area', { width: [3, 4], height: [4, 3] }],
    ['markup.jsx', 'export function double', { x: [2, 2] }],
  ] as const) {
    it(`a function in ${name}`, async () => {
      await graphShows(
        await session.differentiate(`workspace/${name}`, start),
        shown as Record<string, [number, number]>,
      );
    });
  }

  it('the CodeLens above an exported numeric function', async () => {
    const window = await session.open('examples/diamond.ts');
    await window.page.locator('.codelens-decoration a').first().click();
    await graphShows(await window.panel(), { x: [2, 64] });
  });

  it('offers the item only in TypeScript and JavaScript', async () => {
    const window = await session.open('examples/diamond.ts');
    await window.openFile('tsconfig.json');
    await window.editorShows('compilerOptions');
    await window.goTo(2, 5);
    await window.rightClick();
    const items = await window.menuItems();
    if (items.includes(title)) throw new Error(`the menu of a JSON file offers it: ${items.join(', ')}`);
  });
});
