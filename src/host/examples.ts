/** @file First examples, one click away; they open in untitled editors, so that nothing is overwritten. */
import * as vscode from 'vscode';
import type { ExampleChoice } from '../protocol/panel';
import type { ShippedExamples } from './shipped-examples';

interface Example {
  id: string;
  text: string;
  /** The function to differentiate. */
  target: string;
}

const diamond = `// Fan-out: a is used twice, so two contributions meet in its gradient.
// Look at a: its gradient 16 is the sum of what comes back through b and through c.
export function diamond(x = 2): number {
  const a = x ** 2;
  const b = a ** 2;
  const c = a ** 2;
  return b + c;
}
`;

const repeated = `// The same variable twice in one sum, twice over: c = 4a.
// Look at the backward pass: where contributions are assigned instead of added, or the order is naive, it goes wrong.
export function repeatedUse(a = 1): number {
  const b = a + a;
  const c = b + b;
  return c;
}
`;

const sine = `// The Taylor series of sin, summed until a term no longer counts.
// Look at the loop: every term is on the tape, and the gradient comes out as cos(x).
export function mySin(x = Math.PI / 4): number {
  let term = x;
  let sum = x;
  for (let k = 1; Math.abs(term) > 1e-4; k++) {
    term *= -(x * x) / (2 * k * (2 * k + 1));
    sum += term;
  }
  return sum;
}
`;

const examples: Example[] = [
  { id: 'diamond', text: diamond, target: 'diamond' },
  { id: 'repeated', text: repeated, target: 'repeatedUse' },
  { id: 'sine', text: sine, target: 'mySin' },
];

/** The examples as the panel and the quick pick show them. */
export function exampleChoices(): ExampleChoice[] {
  const said: Record<string, Omit<ExampleChoice, 'id'>> = {
    diamond: {
      title: vscode.l10n.t('A value used twice'),
      detail: vscode.l10n.t('Two contributions meet in one gradient.'),
    },
    repeated: {
      title: vscode.l10n.t('The same value on both sides'),
      detail: vscode.l10n.t('Where other backward passes go wrong.'),
    },
    sine: {
      title: vscode.l10n.t('The sine as a loop'),
      detail: vscode.l10n.t('A Taylor series whose gradient is the cosine.'),
    },
  };
  return examples.map(({ id }) => ({ id, ...said[id] }));
}

/** Opens an example in a column, and gives its document with the place of its function. */
export async function openExample(
  id: string,
  viewColumn: vscode.ViewColumn,
  shipped: ShippedExamples,
): Promise<{ document: vscode.TextDocument; start: number; end: number } | null> {
  const example = examples.find((one) => one.id === id);
  const content = example?.text ?? (await shipped.text(id));
  if (content === null) return null;
  const language = id.endsWith('.js') ? 'javascript' : 'typescript';
  const document = await vscode.workspace.openTextDocument({ language, content });
  await vscode.window.showTextDocument(document, { viewColumn, preview: false });
  if (example) return { document, start: content.indexOf(`function ${example.target}`), end: content.trimEnd().length };
  // A program with Variables runs as a whole; else the first function is meant.
  const isProgram = /\bfrom\s+['"]gradlens['"]/.test(content);
  const start = isProgram
    ? 0
    : Math.max(0, content.search(/^export (?:default )?(?:async )?(?:function|const|class)/m));
  return { document, start, end: start };
}
