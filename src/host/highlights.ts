/** @file Highlights both ways: what is selected in the panel in the source, the cursor's place in the panel. */
import * as vscode from 'vscode';
import type { SiteId, SiteRecord } from '../protocol/evaluation';
import type { GraphItem } from '../protocol/panel';
import { offsetsIn, rangeIn } from './documents';
import type { PlaceIndex } from './lookup';
import type { Session } from './session';

export class Highlights implements vscode.Disposable {
  private readonly chosen = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('editor.wordHighlightStrongBackground'),
    border: '1px solid',
    borderColor: new vscode.ThemeColor('focusBorder'),
    borderRadius: '2px',
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.wordHighlightStrongForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
  });
  private readonly operands = vscode.window.createTextEditorDecorationType({
    border: '1px dotted',
    borderColor: new vscode.ThemeColor('focusBorder'),
    borderRadius: '2px',
  });
  private selected: GraphItem | null = null;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly session: Session,
    /** Told which sites the cursor stands on. */
    private readonly onCursor: (sites: SiteId[]) => void,
    private readonly column: () => vscode.ViewColumn,
  ) {
    this.subscriptions = [
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.followCursor(textEditor)),
      vscode.window.onDidChangeVisibleTextEditors(() => this.paint()),
      session.onDidChange((change) => {
        if (change.kind !== 'state') return;
        // Ids belong to one evaluation; the panel says anew what is selected in the next.
        if (session.index === null) this.clear();
      }),
    ];
  }

  /** Marks the source of a graph item and brings it into view. */
  async select(item: GraphItem | null): Promise<void> {
    this.selected = item;
    const site = this.selectedSite();
    if (site) {
      const options = { select: false, column: this.column() };
      await this.session.documents.show(site.fileName, site, options).catch(() => undefined);
    }
    this.paint();
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions, this.chosen, this.operands).dispose();
  }

  private clear(): void {
    this.selected = null;
    this.paint();
    this.onCursor([]);
  }

  private selectedSite(): SiteRecord | undefined {
    const { index } = this.session;
    return this.selected && index ? siteOfItem(index, this.selected) : undefined;
  }

  private paint(): void {
    const site = this.selectedSite();
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      const here = site !== undefined && this.session.documents.nameOf(document) === site.fileName;
      const isFunction = this.selected !== null && 'function' in this.selected;
      editor.setDecorations(this.chosen, here ? [rangeIn(document, site)] : []);
      editor.setDecorations(
        this.operands,
        here && isFunction ? site.operands.map((one) => rangeIn(document, one)) : [],
      );
    }
  }

  private followCursor(editor: vscode.TextEditor): void {
    const { index } = this.session;
    if (index === null || editor !== vscode.window.activeTextEditor) return;
    const fileName = this.session.documents.nameOf(editor.document);
    const { start, end } = offsetsIn(editor.document, editor.selection);
    const found = start === end ? index.at(fileName, start, true) : index.around(fileName, start, end);
    this.onCursor(found?.sites ?? []);
  }
}

function siteOfItem(index: PlaceIndex, item: GraphItem): SiteRecord | undefined {
  const { variables, functions } = index.evaluation;
  if ('function' in item) {
    const made = functions.find((one) => one.id === item.function);
    return made?.site == null ? undefined : index.site(made.site);
  }
  const variable = variables.find((one) => one.id === item.variable);
  const site = variable?.site ?? functions.find((one) => one.id === variable?.creator)?.site;
  return site == null ? undefined : index.site(site);
}
