/** @file The texts as a run saw them, by which a result is known to be stale or fresh again. */
import * as vscode from 'vscode';
import type { Evaluation } from '../protocol/evaluation';
import type { Documents } from './documents';

/** Open documents that took part, by name. */
function participants(documents: Documents, evaluation: Evaluation): [string, vscode.TextDocument][] {
  return vscode.workspace.textDocuments
    .map((document): [string, vscode.TextDocument] => [documents.nameOf(document), document])
    .filter(([name]) => Object.hasOwn(evaluation.sources, name));
}

/** An evaluation with the texts it saw, by name. */
export interface Seen {
  evaluation: Evaluation;
  texts: Record<string, string>;
}

/** Taken when a run begins. */
export class Snapshot {
  private readonly versions = new Map(vscode.workspace.textDocuments.map((one) => [one, one.version]));

  constructor(private readonly documents: Documents) {}

  /** Whether the document was edited since. */
  isEdited(document: vscode.TextDocument): boolean {
    return this.versions.has(document) && this.versions.get(document) !== document.version;
  }

  /** Whether any document that took part was edited since. */
  isStale(evaluation: Evaluation): boolean {
    return participants(this.documents, evaluation).some(([, document]) => this.isEdited(document));
  }

  /** Texts of open participants and of all files with sites, by name; those of `before` where all sources are the same. */
  async texts(evaluation: Evaluation, before: Seen | null): Promise<Record<string, string>> {
    const opened = participants(this.documents, evaluation).map(([name]) => name);
    const files = [...new Set([...opened, ...evaluation.sites.map((site) => site.fileName)])];
    const known = before !== null && sameSources(before.evaluation, evaluation);
    if (known && files.every((file) => Object.hasOwn(before.texts, file))) return before.texts;
    const texts = files.map(async (file) => [file, (await this.documents.read(file)) ?? ''] as const);
    return Object.fromEntries(await Promise.all(texts));
  }
}

function sameSources({ sources: a }: Evaluation, { sources: b }: Evaluation): boolean {
  const names = Object.keys(b);
  return names.length === Object.keys(a).length && names.every((name) => a[name] === b[name]);
}

/** Whether every open document that took part reads as it did then. */
export function readsAsBefore(documents: Documents, evaluation: Evaluation, texts: Record<string, string>): boolean {
  return participants(documents, evaluation).every(([name, document]) => texts[name] === document.getText());
}
