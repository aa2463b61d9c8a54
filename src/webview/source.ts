/** @file Quoting the source: lines, line numbers and the text of expressions, where the host sent it. */
import type { SiteId, SourceRange } from '../protocol/evaluation';
import type { State } from './state';

export interface Quote {
  fileName: string;
  /** 1-based. */
  line: number;
  /** The line's text, without its indentation. */
  text: string;
  /** Place of the range in `text`. */
  start: number;
  end: number;
}

/** The line on which a range begins; null where its file's text is not known. */
export function quote(state: State, range: SourceRange): Quote | null {
  const text = state.texts[range.fileName];
  if (text === undefined || range.start > text.length) return null;
  const begin = text.lastIndexOf('\n', range.start - 1) + 1;
  let end = text.indexOf('\n', range.start);
  if (end < 0) end = text.length;
  const raw = text.slice(begin, end).replace(/\r$/, '');
  const line = raw.trimStart();
  const indent = raw.length - line.length;
  let number = 1;
  for (let i = text.indexOf('\n'); i >= 0 && i < range.start; i = text.indexOf('\n', i + 1)) number++;
  const start = Math.max(0, range.start - begin - indent);
  return {
    fileName: range.fileName,
    line: number,
    text: line,
    start,
    end: Math.min(line.length, range.end - begin - indent),
  };
}

/** The expression at a site, on one line; null where the text is not known. */
export function expressionAt(state: State, site: SiteId | null): string | null {
  const range = site === null ? undefined : sitesOf(state).get(site);
  if (!range) return null;
  const text = state.texts[range.fileName];
  return text === undefined ? null : text.slice(range.start, range.end).replace(/\s+/g, ' ').trim() || null;
}

const cache = new WeakMap<object, Map<SiteId, SourceRange>>();

export function sitesOf(state: State): Map<SiteId, SourceRange> {
  if (!state.evaluation) return new Map();
  let made = cache.get(state.evaluation.sites);
  if (!made) cache.set(state.evaluation.sites, (made = new Map(state.evaluation.sites.map((site) => [site.id, site]))));
  return made;
}

/** `diamond.ts` */
export function baseName(fileName: string): string {
  const plain = fileName.replace(/[/\\]+$/, '');
  return plain.slice(Math.max(plain.lastIndexOf('/'), plain.lastIndexOf('\\')) + 1);
}
