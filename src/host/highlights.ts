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
  private selected: { site: SiteRecord; withOperands: boolean } | null = null;
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
      session.onDidChange((change) => change.kind === 'state' && this.follow()),
    ];
  }

  /** Marks the source of a graph item and brings it into view. */
  async select(item: GraphItem | null): Promise<void> {
    const { index } = this.session;
    const site = item && index ? siteOfItem(index, item) : undefined;
    this.selected = item && site ? { site, withOperands: 'function' in item } : null;
    if (site) {
      const options = { select: false, column: this.column() };
      await this.session.documents.show(site.fileName, site, options).catch(() => undefined);
    }
    this.paint();
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions, this.chosen, this.operands).dispose();
  }

  /** Numbers of items belong to one evaluation; a place stays while its text does. */
  private follow(): void {
    const { index } = this.session;
    if (index === null) this.onCursor([]);
    if (this.selected === null) return;
    const { site, withOperands } = this.selected;
    const now = index?.site(site.id);
    const same = now?.fileName === site.fileName && now.start === site.start && now.end === site.end;
    this.selected = now && same ? { site: now, withOperands } : null;
    this.paint();
  }

  private paint(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      const here = this.selected?.site.fileName === this.session.documents.nameOf(document) ? this.selected : null;
      editor.setDecorations(this.chosen, here ? [rangeIn(document, here.site)] : []);
      const operands = here?.withOperands ? here.site.operands : [];
      editor.setDecorations(
        this.operands,
        operands.map((one) => rangeIn(document, one)),
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
