/** @file How a number reads to a person, the same in hover, panel and editor. */

/** A true minus, as wide as the plus. */
const minus = '−';

/**
 * The number with at most `digits` significant digits (six by default) and a true minus: `32`, `−0.767452`,
 * `1.23457×10⁶`, `1.5×10⁻⁷`, `NaN`, `∞`. −0 reads `0` here, as in the
 * language's own text; only the full text tells the two apart.
 */
export function numberText(value: number, digits = 6): string {
  if (Number.isNaN(value)) return 'NaN';
  const sign = value < 0 ? minus : '';
  const magnitude = Math.abs(value);
  if (magnitude === Number.POSITIVE_INFINITY) return `${sign}∞`;
  if (magnitude === 0) return '0';
  const [mantissa, exponent] = magnitude.toExponential(digits - 1).split('e');
  const power = Number(exponent);
  if (power >= digits || power < -4) {
    const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
    return `${sign}${short}×10${superscript(power)}`;
  }
  const plain = magnitude.toFixed(Math.max(0, digits - 1 - power));
  return sign + (plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain);
}

/** `5` → `⁵`, `−7` → `⁻⁷`. */
export function superscript(power: number): string {
  return [...String(power)].map((sign) => (sign === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(sign)])).join('');
}

/** Every digit that tells the number apart from its neighbours; −0 reads `−0`. For tooltips and copying. */
export function fullNumberText(value: number): string {
  if (Object.is(value, -0)) return `${minus}0`;
  return String(value).replaceAll('-', minus).replace('Infinity', '∞').replace('e+', 'e');
}

/** A count with its thousands apart: `3,000`. */
export function countText(count: number, language?: string): string {
  return count.toLocaleString(language);
}
