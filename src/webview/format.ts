/** @file How numbers are written: six significant digits, a true minus, no noise. */

const superscripts: Record<string, string> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
};

/** `−1.23457×10⁻⁷`, `0.3`, `∞`, `NaN`: at most `digits` significant digits. */
export function formatNumber(value: number, digits = 6): string {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Number.POSITIVE_INFINITY) return '∞';
  if (value === Number.NEGATIVE_INFINITY) return '−∞';
  if (value === 0) return Object.is(value, -0) ? '−0' : '0';
  const size = Math.abs(value);
  if (size >= 10 ** digits || size < 1e-4) {
    const [mantissa, exponent] = value.toExponential(Math.max(0, digits - 1)).split('e');
    return trueMinus(`${withoutTrailingZeros(mantissa)}×10${superscript(Number(exponent))}`);
  }
  return trueMinus(withoutTrailingZeros(value.toPrecision(digits)));
}

/** At most `width` characters, so that the number fits a card; digits are dropped before the number is. */
export function formatWithin(value: number, width: number): string {
  for (let digits = 6; digits > 1; digits--) {
    const text = formatNumber(value, digits);
    if (text.length <= width) return text;
  }
  return formatNumber(value, 1);
}

/** Every digit there is, for hover and screen readers. */
export function fullNumber(value: number): string {
  if (!Number.isFinite(value)) return formatNumber(value);
  return Object.is(value, -0) ? '−0' : trueMinus(String(value));
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

/** `5` → `⁵`, `−7` → `⁻⁷`. */
export function superscript(value: number): string {
  return [...String(value)].map((sign) => superscripts[sign] ?? sign).join('');
}

/** f, f′, f″, f‴, f⁗, f⁽⁵⁾ … */
export function derivativeName(order: number, name = 'f'): string {
  return order < 5 ? name + ['', '′', '″', '‴', '⁗'][order] : `${name}⁽${superscript(order)}⁾`;
}

/** `1,234,567` */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `12 ms`, `1.4 s` */
export function formatDuration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.max(1, Math.round(milliseconds))} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Cut to `width` characters, with an ellipsis. */
export function shortened(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(1, width - 1))}…`;
}

function withoutTrailingZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function trueMinus(text: string): string {
  return text.replace('-', '−');
}
