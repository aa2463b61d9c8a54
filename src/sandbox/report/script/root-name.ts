/** @file What a Variable is called: its own name, what the source calls it, else the text that made it. */
import type { SiteTable } from '../site-table';

const longest = 60;

export function rootName(table: SiteTable, site: number, own: string | null): string {
  if (own !== null) return own;
  const found = table.find(Math.abs(site));
  if (!found) return '';
  const { info, module } = found;
  if (info.name !== null) return info.name;
  const text = (module.text ?? '').slice(info.start, info.end).replace(/\s+/g, ' ');
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
