/** @file Writing formulas: as text for people, as code, as MathML and as TeX. */
import { constant, type Expression, type Product, power, product, type Sum } from './expression';

const superscript = (n: number) =>
  `${n < 0 ? '⁻' : ''}${String(Math.abs(n)).replace(/\d/g, (d) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(d)])}`;
const minus = (text: string) => text.replace(/^-/, '−').replace('Infinity', '∞');
const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** What one way of writing has to say about each construct; strings are finished pieces. */
interface Style {
  number(value: number): string;
  name(text: string): string;
  /** Terms with their signs; the first one's + is not written. */
  sum(terms: { negative: boolean; text: string }[]): string;
  times(factors: string[]): string;
  quotient(numerator: string, denominator: string): string;
  power(base: string, exponent: string, whole: number | null): string;
  call(fn: string, operands: string[]): string;
  negative(text: string): string;
  parenthesised(text: string): string;
  /** A fraction needs no parentheses around its parts, nor does a root. */
  barred: boolean;
}

const text: Style = {
  number: (value) => minus(String(value)),
  name: (value) => value,
  sum: (terms) =>
    terms
      .map(({ negative, text: t }, k) => (k === 0 ? (negative ? `−${t}` : t) : negative ? ` − ${t}` : ` + ${t}`))
      .join(''),
  times: (factors) => factors.join('·'),
  quotient: (p, q) => `${p}/${q}`,
  power: (base, exponent, whole) => (whole === null ? `${base}^${exponent}` : base + superscript(whole)),
  call: (fn, operands) =>
    fn === 'abs'
      ? `|${operands[0]}|`
      : `${({ sqrt: '√', cbrt: '∛' } as Record<string, string>)[fn] ?? fn}(${operands.join(', ')})`,
  negative: (t) => `−${t}`,
  parenthesised: (t) => `(${t})`,
  barred: false,
};

/** A sign before a power is a syntax error in the language. */
const signed = (t: string) => (/^[\w.]+(\(.*\))? \*\* |^\(.*\) \*\* /.test(t) ? `-(${t})` : `-${t}`);
const engineOnly = new Set(['relu', 'sigmoid', 'softplus', 'clamp']);
const code: Style = {
  ...text,
  number: (value) => String(value),
  sum: (terms) =>
    terms
      .map(({ negative, text: t }, k) => (k === 0 ? (negative ? signed(t) : t) : negative ? ` - ${t}` : ` + ${t}`))
      .join(''),
  times: (factors) => factors.join(' * '),
  quotient: (p, q) => `${p} / ${q}`,
  power: (base, exponent) => `${base} ** ${exponent}`,
  call: (fn, operands) => `${engineOnly.has(fn) ? fn : `Math.${fn}`}(${operands.join(', ')})`,
  negative: signed,
};

const row = (...parts: string[]) => (parts.length === 1 ? parts[0] : `<mrow>${parts.join('')}</mrow>`);
const operator = (sign: string) => `<mo>${sign}</mo>`;
const fenced = (t: string) => row(operator('('), t, operator(')'));
const mathml: Style = {
  number: (value) =>
    value < 0 ? row(operator('−'), `<mn>${minus(String(-value))}</mn>`) : `<mn>${minus(String(value))}</mn>`,
  name: (value) => `<mi>${escaped(value)}</mi>`,
  sum: (terms) =>
    row(
      ...terms.flatMap(({ negative, text: t }, k) =>
        k === 0 && !negative ? [t] : [operator(negative ? '−' : '+'), t],
      ),
    ),
  times: (factors) => row(...factors.flatMap((t, k) => (k === 0 ? [t] : [operator('⋅'), t]))),
  quotient: (p, q) => `<mfrac>${p}${q}</mfrac>`,
  power: (base, exponent) => `<msup>${base}${exponent}</msup>`,
  call: (fn, operands) => {
    if (fn === 'sqrt') return `<msqrt>${operands[0]}</msqrt>`;
    if (fn === 'cbrt') return `<mroot>${operands[0]}<mn>3</mn></mroot>`;
    if (fn === 'exp') return `<msup><mi>e</mi>${operands[0]}</msup>`;
    if (fn === 'abs') return row(operator('|'), operands[0], operator('|'));
    const inside = operands.flatMap((t, k) => (k === 0 ? [t] : [operator(','), t]));
    return row(`<mi>${fn}</mi>`, operator('&#x2061;'), fenced(row(...inside)));
  },
  negative: (t) => row(operator('−'), t),
  parenthesised: fenced,
  barred: true,
};

const texNames: Record<string, string> = {
  acos: '\\arccos',
  asin: '\\arcsin',
  atan: '\\arctan',
  cos: '\\cos',
  cosh: '\\cosh',
  log: '\\ln',
  log10: '\\log_{10}',
  log2: '\\log_{2}',
  max: '\\max',
  min: '\\min',
  sin: '\\sin',
  sinh: '\\sinh',
  tan: '\\tan',
  tanh: '\\tanh',
};
const greek = new Set(
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau phi chi psi omega'.split(
    ' ',
  ),
);
const texSpecial = (value: string) =>
  value.replace(
    /[\\{}$&#%_^~]/g,
    (sign) => ({ '\\': '\\backslash ', '^': '\\hat{}', '~': '\\sim ' })[sign] ?? `\\${sign}`,
  );
/** `x`, `x_{1}`, `\theta`; longer names upright, so that they are not read as products. */
function texName(value: string): string {
  const indexed = /^([A-Za-z]+?)_?(\d+)$/.exec(value) ?? /^([\w.]+)\[(\d+)\]$/.exec(value);
  if (indexed) return `${texName(indexed[1])}_{${indexed[2]}}`;
  if (greek.has(value)) return `\\${value}`;
  return /^[A-Za-z]$/.test(value) ? value : `\\mathrm{${texSpecial(value)}}`;
}
const tex: Style = {
  ...text,
  number: (value) => {
    const [mantissa, exponent] = String(value).replace('Infinity', '\\infty').split('e');
    return exponent === undefined ? mantissa : `${mantissa} \\cdot 10^{${Number(exponent)}}`;
  },
  name: texName,
  sum: (terms) =>
    terms
      .map(({ negative, text: t }, k) => (k === 0 ? (negative ? `-${t}` : t) : negative ? ` - ${t}` : ` + ${t}`))
      .join(''),
  times: (factors) => factors.join(' \\cdot '),
  quotient: (p, q) => `\\frac{${p}}{${q}}`,
  power: (base, exponent) => `${base.includes('_') || base.includes('^') ? `{${base}}` : base}^{${exponent}}`,
  call: (fn, operands) => {
    if (fn === 'sqrt') return `\\sqrt{${operands[0]}}`;
    if (fn === 'cbrt') return `\\sqrt[3]{${operands[0]}}`;
    if (fn === 'exp') return `e^{${operands[0]}}`;
    if (fn === 'abs') return `\\left|${operands[0]}\\right|`;
    return `${texNames[fn] ?? `\\operatorname{${fn}}`}\\left(${operands.join(', ')}\\right)`;
  },
  negative: (t) => `-${t}`,
  parenthesised: (t) => `\\left(${t}\\right)`,
  barred: true,
};

/** How tightly a piece holds together: 1 a sum, 2 a product or a sign, 3 a power, 4 an atom. */
type Binding = 1 | 2 | 3 | 4;
interface Piece {
  text: string;
  binding: Binding;
}

/** Formulas are small (their size is limited), so that this may call itself. */
function written(x: Expression, style: Style): Piece {
  switch (x.kind) {
    case 'constant': {
      const whole = reciprocal(x.value);
      if (whole !== null)
        return quotient(
          { text: style.number(Math.sign(x.value)), binding: 4 },
          { text: style.number(whole), binding: 4 },
          style,
        );
      return { text: style.number(x.value), binding: x.value < 0 ? 2 : 4 };
    }
    case 'name':
      return { text: style.name(x.name), binding: 4 };
    case 'application': {
      if (style !== mathml && x.name === 'rem') {
        const [a, b] = x.operands.map((operand) => tight(written(operand, style), 3, style));
        return { text: `${a} ${style === tex ? '\\bmod' : '%'} ${b}`, binding: 1 };
      }
      return {
        text: style.call(
          x.name,
          x.operands.map((operand) => written(operand, style).text),
        ),
        binding: 4,
      };
    }
    case 'sum':
      return writtenSum(x, style);
    case 'product':
      return writtenProduct(x, style);
  }
}

function tight(piece: Piece, binding: Binding, style: Style): string {
  return piece.binding >= binding ? piece.text : style.parenthesised(piece.text);
}

/** n for 1/n with a small whole number n above 1, else null. */
function reciprocal(value: number): number | null {
  const n = Math.round(1 / Math.abs(value));
  return n > 1 && n <= 1000 && 1 / n === Math.abs(value) && String(Math.abs(value)).length > 4 ? n : null;
}

function quotient(p: Piece, q: Piece, style: Style): Piece {
  if (style.barred) return { text: style.quotient(p.text, q.text), binding: 3 };
  return { text: style.quotient(tight(p, 2, style), tight(q, 3, style)), binding: 2 };
}

function writtenSum(x: Sum, style: Style): Piece {
  const terms = x.terms.map(([factor, term]) => ({
    negative: factor < 0,
    text: tight(written(product([term], Math.abs(factor)), style), 2, style),
  }));
  // 1 − y² rather than −y² + 1
  const own = { negative: x.constant < 0, text: style.number(Math.abs(x.constant)) };
  if (x.constant !== 0) {
    if (terms[0].negative && x.constant > 0) terms.unshift(own);
    else terms.push(own);
  }
  const first = terms.findIndex((term) => !term.negative);
  if (first > 0) terms.unshift(...terms.splice(first, 1));
  return { text: style.sum(terms), binding: 1 };
}

function writtenProduct(x: Product, style: Style): Piece {
  const above: Expression[] = [];
  const below: Expression[] = [];
  for (const [base, exponent] of x.powers) {
    if (exponent.kind === 'constant' && exponent.value < 0) below.push(power(base, constant(-exponent.value)));
    else above.push(power(base, exponent));
  }
  const factor = Math.abs(x.factor);
  const whole = reciprocal(factor) ?? (factor === 0.5 || factor === 0.25 ? 1 / factor : null);
  if (whole !== null && (below.length > 0 || style.barred)) below.unshift(constant(whole));
  else if (factor !== 1) above.unshift(constant(factor));
  const numerator = factors(above, style);
  const piece = below.length === 0 ? numerator : quotient(numerator, factors(below, style), style);
  if (x.factor > 0 || Number.isNaN(x.factor)) return piece;
  return { text: style.negative(tight(piece, 2, style)), binding: 2 };
}

/** Numbers first, then names, then the rest. */
function factors(parts: Expression[], style: Style): Piece {
  if (parts.length === 0) return { text: style.number(1), binding: 4 };
  const rank = (x: Expression): number =>
    x.kind === 'constant'
      ? 0
      : x.kind === 'name'
        ? 1
        : x.kind === 'product' && x.powers[0][0].kind === 'name'
          ? 1
          : x.kind === 'sum'
            ? 3
            : 2;
  const sorted = parts.map((part, k) => ({ part, k })).sort((p, q) => rank(p.part) - rank(q.part) || p.k - q.k);
  const pieces = sorted.map(({ part }) => powerPiece(part, style));
  if (pieces.length === 1) return pieces[0];
  return { text: style.times(pieces.map((piece) => tight(piece, 3, style))), binding: 2 };
}

function powerPiece(x: Expression, style: Style): Piece {
  if (x.kind !== 'product' || x.powers.length !== 1 || x.factor !== 1) return written(x, style);
  const [base, exponent] = x.powers[0];
  const below = written(base, style);
  const whole = exponent.kind === 'constant' && Number.isInteger(exponent.value) ? exponent.value : null;
  const above = written(exponent, style);
  return {
    text: style.power(tight(below, 4, style), style.barred ? above.text : tight(above, 4, style), whole),
    binding: 3,
  };
}

/** `4·x³ − 4·x` */
export function toText(x: Expression): string {
  return written(x, text).text;
}

/** `4 * x ** 3 - 4 * x` */
export function toCode(x: Expression): string {
  return written(x, code).text;
}

/** A `<math>` element. */
export function toMathML(x: Expression): string {
  return `<math xmlns="http://www.w3.org/1998/Math/MathML">${row(written(x, mathml).text)}</math>`;
}

/** `4 \cdot x^{3} - 4 \cdot x`, for a formula in TeX's mathematics. */
export function toTeX(x: Expression): string {
  return written(x, tex).text;
}
