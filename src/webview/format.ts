/** @file What the panel adds to the numbers' one text: room, what people type, counts, durations. */
import { numberText, superscript } from '../protocol/number-text';

/** At most `width` characters, so that the number fits a card; digits are dropped before the number is. */
export function formatWithin(value: number, width: number): string {
  for (let digits = 6; digits > 1; digits--) {
    const text = numberText(value, digits);
    if (text.length <= width) return text;
  }
  return numberText(value, 1);
}

/** What a person may type: `2`, `-1.5e3`, `−2`, `pi`, `1/3`. Null where it is no number. */
export function parseNumber(text: string): number | null {
  const plain = text.trim().replace(/[−–]/g, '-').replace(/∞/g, 'Infinity');
  if (plain === '') return null;
  if (/^[+-]?(infinity|inf)$/i.test(plain))
    return plain.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^nan$/i.test(plain)) return Number.NaN;
  const constant = /^([+-]?)(pi|π|tau|τ|e)$/i.exec(plain);
  if (constant) return (constant[1] === '-' ? -1 : 1) * namedConstant(constant[2]);
  const fraction = /^([^/]+)\/([^/]+)$/.exec(plain);
  if (fraction) {
    const over = parseNumber(fraction[1]);
    const under = parseNumber(fraction[2]);
    return over === null || under === null ? null : over / under;
  }
  return /^[+-]?(\d[\d_]*\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain.replace(/_/g, '')) : null;
}

function namedConstant(name: string): number {
  if (/^(pi|π)$/i.test(name)) return Math.PI;
  return /^(tau|τ)$/i.test(name) ? 2 * Math.PI : Math.E;
}

/** f, f′, f″, f‴, f⁗, f⁽⁵⁾ … */
export function derivativeName(order: number, name = 'f'): string {
  return order < 5 ? name + ['', '′', '″', '‴', '⁗'][order] : `${name}⁽${superscript(order)}⁾`;
}

/** Made once: it takes a thousand times as long as its use. */
const grouping = new Intl.NumberFormat('en');

/** `1,234,567`, in every language: numbers beside it have a decimal point. */
export function formatCount(count: number): string {
  return grouping.format(Math.round(count));
}

/** `12 ms`, `1.4 s` */
export function formatDuration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.max(1, Math.round(milliseconds))} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Cut to `width` characters, with an ellipsis. */
export function shortened(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(1, width - 1))}…`;
}
