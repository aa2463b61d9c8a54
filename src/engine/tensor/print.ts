/** @file Arrays as text in numpy's manner: aligned columns, eight digits, long ones shortened. */
import type { NdArray } from './ndarray';
import type { Shape } from './shape';
import { sizeOf, stridesOf } from './shape';

const precision = 8;
const lineWidth = 75;
const summarizeAbove = 1000;
const edge = 3;

type Format = (x: number) => string;

/** `1.50000` → `1.5`, `2.000` → `2.`. */
function trimmed(digits: string): string {
  return digits.includes('.') ? digits.replace(/0+$/, '') : `${digits}.`;
}

/** The shortest text that gives the number back, cut to eight digits after the point. */
function positional(x: number): string {
  const shortest = String(x);
  const plain =
    /e/.test(shortest) || (shortest.split('.')[1]?.length ?? 0) > precision ? x.toFixed(precision) : shortest;
  return trimmed(plain);
}

function scientific(x: number): [mantissa: string, exponent: string] {
  const shortest = x.toExponential();
  const digits = shortest.split('e')[0].split('.')[1]?.length ?? 0;
  const [mantissa, exponent] = (digits > precision ? x.toExponential(precision) : shortest).split('e');
  const sign = exponent[0];
  return [trimmed(mantissa), `${sign}${exponent.slice(1).padStart(2, '0')}`];
}

function special(x: number): string {
  return Number.isNaN(x) ? 'nan' : x > 0 ? 'inf' : '-inf';
}

/** One format for all entries, so that they stand below each other. */
function formatOf(entries: readonly number[]): Format {
  const finite = entries.filter((x) => Number.isFinite(x));
  const odd = entries.filter((x) => !Number.isFinite(x)).map(special);
  const padded = (texts: Format): Format => {
    let width = 0;
    for (const text of odd) width = Math.max(width, text.length);
    for (const x of finite) width = Math.max(width, texts(x).length);
    return (x) => (Number.isFinite(x) ? texts(x) : special(x)).padStart(width);
  };
  // whole numbers need no point: in this language they are not a kind of their own
  if (finite.every((x) => Number.isInteger(x) && Math.abs(x) < 1e16))
    return padded((x) => (Object.is(x, -0) ? '-0' : String(x)));
  const sizes = finite.map(Math.abs).filter((x) => x > 0);
  const most = Math.max(...sizes);
  const least = Math.min(...sizes);
  if (most >= 1e8 || least < 1e-4 || most / least > 1000) {
    const parts = finite.map(scientific);
    const digits = Math.max(...parts.map(([mantissa]) => mantissa.length - mantissa.indexOf('.') - 1));
    const exponentWidth = Math.max(...parts.map(([, exponent]) => exponent.length));
    return padded((x) => {
      const [mantissa, exponent] = scientific(x);
      const point = mantissa.indexOf('.') + 1;
      const fraction = mantissa.slice(point).padEnd(digits, '0');
      return `${mantissa.slice(0, point)}${fraction}e${exponent[0]}${exponent.slice(1).padStart(exponentWidth - 1, '0')}`;
    });
  }
  const texts = finite.map(positional);
  const before = Math.max(...texts.map((text) => text.indexOf('.')));
  const after = Math.max(...texts.map((text) => text.length - text.indexOf('.') - 1));
  return padded((x) => {
    const text = positional(x);
    const point = text.indexOf('.');
    return text.slice(0, point).padStart(before) + text.slice(point).padEnd(after + 1);
  });
}

/** The indices of an axis that are shown; −1 is the gap. */
function shown(extent: number, shorten: boolean): number[] {
  if (!shorten || extent <= 2 * edge) return Array.from({ length: extent }, (_, k) => k);
  return [0, 1, 2, -1, extent - 3, extent - 2, extent - 1];
}

/** Entries in a line, broken where it gets too long. */
function row(texts: readonly string[], indent: number): string {
  const blank = ' '.repeat(indent);
  let line = '';
  let lines = '';
  texts.forEach((text, k) => {
    const piece = k === 0 ? text : ` ${text}`;
    if (line !== '' && indent + line.length + piece.length > lineWidth) {
      lines += `${line}\n${blank}`;
      line = text;
    } else {
      line += piece;
    }
  });
  return lines + line;
}

function body(
  values: ArrayLike<number>,
  shape: Shape,
  start: number,
  axis: number,
  indent: number,
  shorten: boolean,
  format: Format,
): string {
  const step = stridesOf(shape)[axis];
  const indices = shown(shape[axis], shorten);
  const inner = indent + 1;
  if (axis === shape.length - 1) {
    return `[${row(
      indices.map((k) => (k < 0 ? '...' : format(values[start + k]))),
      inner,
    )}]`;
  }
  const gap = '\n'.repeat(shape.length - 1 - axis) + ' '.repeat(inner);
  return `[${indices.map((k) => (k < 0 ? '...' : body(values, shape, start + k * step, axis + 1, inner, shorten, format))).join(gap)}]`;
}

/** @param indent columns that stand before the text, for lines after the first. */
export function arrayText(array: NdArray, indent = 0): string {
  const { values, shape, size } = array;
  if (shape.length === 0) return String(values[0]);
  if (size === 0) return '[]';
  const shorten = size > summarizeAbove;
  const entries: number[] = [];
  if (shorten) {
    let places = [0];
    const strides = stridesOf(shape);
    shape.forEach((extent, axis) => {
      const indices = shown(extent, true).filter((k) => k >= 0);
      places = places.flatMap((place) => indices.map((k) => place + k * strides[axis]));
    });
    for (const place of places) entries.push(values[place]);
  } else {
    for (let k = 0; k < sizeOf(shape); k++) entries.push(values[k]);
  }
  return body(values, shape, 0, 0, indent, shorten, formatOf(entries));
}
