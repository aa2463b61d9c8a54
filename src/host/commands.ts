/** @file The commands, as a person calls them. */
import * as vscode from 'vscode';
import type { SiteId } from '../protocol/evaluation';
import { commands, isLanguage } from './contributions';
import { offsetsIn } from './documents';
import type { OffsetRange } from './edits';
import { exampleChoices, openExample } from './examples';
import type { Panel } from './panel';
import type { Session } from './session';
import { turnOver } from './settings';
import type { ShippedExamples } from './shipped-examples';
import type { TypesSetup } from './types-setup';

export function registerCommands(
  session: Session,
  panel: Panel,
  types: TypesSetup,
  shipped: ShippedExamples,
): vscode.Disposable {
  const differentiate = async (document: vscode.TextDocument, ranges: OffsetRange[]) => {
    panel.show();
    // In Restricted Mode nothing runs; the panel says why.
    if (vscode.workspace.isTrusted) await session.differentiate(document, ranges);
  };
  const handlers: Record<keyof typeof commands, (...given: unknown[]) => unknown> = {
    differentiateSelection: async (where, range) => {
      const asked = await whatIsAsked(where, range);
      if (asked) return differentiate(asked.document, asked.ranges);
      void vscode.window.showWarningMessage(
        vscode.l10n.t(
          'Open a TypeScript or JavaScript file, and select a function or an expression with numbers, or stand in a function.',
        ),
      );
    },
    refresh: () => session.refresh(true),
    showPanel: () => panel.show(false),
    cancel: () => session.cancel(),
    toggleInlineValues: () => turnOver('inlineValues'),
    toggleCodeLens: () => turnOver('codeLens'),
    openExample: async (id) => {
      const chosen = typeof id === 'string' ? id : await chooseExample(shipped);
      const opened = chosen === undefined ? null : await openExample(chosen, panel.otherColumn, shipped);
      if (opened) await differentiate(opened.document, [{ start: opened.start, end: opened.end }]);
    },
    setUpTypes: () => types.setUp(),
    removeTypes: () => types.remove(),
    showInGraph: (sites) => {
      panel.show();
      if (isSiteList(sites)) panel.highlight(sites);
    },
  };
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([name, handler]) =>
      vscode.commands.registerCommand(commands[name as keyof typeof commands], handler),
    ),
  );
}

interface Asked {
  document: vscode.TextDocument;
  ranges: OffsetRange[];
}

/** The document and ranges that a lens names, else the selections of the editor at hand. */
async function whatIsAsked(where: unknown, range: unknown): Promise<Asked | null> {
  if (typeof where === 'string' && isRange(range)) {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(where, true));
    return { document, ranges: [{ start: range.start, end: range.end }] };
  }
  const editors = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors];
  const editor = editors.find((one) => one !== undefined && isLanguage(one.document.languageId));
  if (!editor) return null;
  const { document } = editor;
  const ranges = editor.selections.map((selection) => offsetsIn(document, selection)).sort((a, b) => a.start - b.start);
  return { document, ranges };
}

async function chooseExample(shipped: ShippedExamples): Promise<string | undefined> {
  const items = [...exampleChoices(), ...(await shipped.choices())].map(({ id, title, detail }) => ({
    id,
    label: title,
    detail,
  }));
  const placeHolder = vscode.l10n.t('Open an example in an untitled editor');
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDetail: true }))?.id;
}

function isRange(value: unknown): value is OffsetRange {
  const range = value as OffsetRange | null;
  return typeof range === 'object' && range !== null && Number.isInteger(range.start) && Number.isInteger(range.end);
}

function isSiteList(value: unknown): value is SiteId[] {
  return Array.isArray(value) && value.every((one) => Number.isInteger(one));
}
