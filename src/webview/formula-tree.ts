/** @file MathML as data: read from text by an allow-list, and made into nodes or TeX. Nothing else gets through. */

export interface MathNode {
  name: string;
  /** Of names, numbers and signs. */
  text: string;
  children: MathNode[];
}

/** Elements that formulas are made of; those with `true` hold text. */
const known: Record<string, boolean> = {
  math: false,
  mrow: false,
  mfrac: false,
  msup: false,
  msub: false,
  msubsup: false,
  msqrt: false,
  mroot: false,
  mi: true,
  mn: true,
  mo: true,
  mtext: true,
};

const namespace = 'http://www.w3.org/1998/Math/MathML';
const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** null where the text is no well-formed `<math>` of known elements. Attributes are left out. */
export function readMathml(source: string): MathNode | null {
  const open: MathNode[] = [];
  let root: MathNode | null = null;
  for (const [whole, closing, name, selfClosing] of source.matchAll(/<(\/?)([a-z]+)[^<>]*?(\/?)>|[^<]+|</g)) {
    const top = open[open.length - 1];
    if (name === undefined) {
      if (whole === '<') return null;
      if (whole.trim() === '') continue;
      if (!top || !known[top.name]) return null;
      top.text += plain(whole);
      continue;
    }
    if (closing) {
      if (top?.name !== name) return null;
      open.pop();
      continue;
    }
    if (!Object.hasOwn(known, name) || (root !== null && !top) || (top && known[top.name])) return null;
    const made: MathNode = { name, text: '', children: [] };
    if (top) top.children.push(made);
    else root = made;
    if (!selfClosing) open.push(made);
  }
  return open.length === 0 && root?.name === 'math' ? root : null;
}

function plain(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    const code = hex ? Number.parseInt(hex, 16) : decimal ? Number(decimal) : null;
    if (code !== null) return code <= 0x10ffff ? String.fromCodePoint(code) : '';
    return named[name] ?? whole;
  });
}

/** The same as elements of the page. */
export function mathElement(node: MathNode): Element {
  const made = document.createElementNS(namespace, node.name);
  if (node.text !== '') made.textContent = node.text;
  made.append(...node.children.map(mathElement));
  return made;
}

const functions = new Set(
  'sin cos tan sinh cosh tanh exp log ln min max arcsin arccos arctan det gcd lim inf sup arg'.split(' '),
);
const renamed: Record<string, string> = { asin: 'arcsin', acos: 'arccos', atan: 'arctan' };
const greek = new Set(
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega'.split(
    ' ',
  ),
);
const signs: Record<string, string> = {
  '⋅': '\\cdot ',
  '·': '\\cdot ',
  '×': '\\times ',
  '−': '-',
  '\u2061': '',
  '(': '\\left(',
  ')': '\\right)',
  '≤': '\\le ',
  '≥': '\\ge ',
};

/** What a TeX document shows the same by, in mathematical mode. */
export function texText(node: MathNode): string {
  const [first, second, third] = node.children.map(texText);
  switch (node.name) {
    case 'mfrac':
      return `\\frac{${first}}{${second}}`;
    case 'msup':
      return `{${first}}^{${second}}`;
    case 'msub':
      return `{${first}}_{${second}}`;
    case 'msubsup':
      return `{${first}}_{${second}}^{${third}}`;
    case 'msqrt':
      return `\\sqrt{${node.children.map(texText).join('')}}`;
    case 'mroot':
      return `\\sqrt[${second}]{${first}}`;
    case 'mi':
      return nameText(node.text);
    case 'mn':
      return numberTex(node.text);
    case 'mo':
      return signs[node.text] ?? node.text;
    case 'mtext':
      return `\\text{${escaped(node.text)}}`;
    default:
      return rowText(node.children);
  }
}

/** Bars around a row are a pair. */
function rowText(children: MathNode[]): string {
  const last = children.length - 1;
  const barred = last > 1 && [children[0], children[last]].every((one) => one.name === 'mo' && one.text === '|');
  if (!barred) return children.map(texText).join('');
  return `\\left|${children.slice(1, last).map(texText).join('')}\\right|`;
}

function nameText(name: string): string {
  const known_ = renamed[name] ?? name;
  if (functions.has(known_) || greek.has(known_)) return `\\${known_} `;
  if (name === 'π') return '\\pi ';
  return [...name].length === 1 ? name : `\\mathrm{${escaped(name)}}`;
}

function numberTex(text: string): string {
  const [mantissa, exponent] = text.replace('−', '-').split('e');
  const tidy = mantissa.replace('∞', '\\infty ');
  return exponent === undefined ? tidy : `${tidy}\\cdot 10^{${exponent.replace('+', '')}}`;
}

function escaped(text: string): string {
  return text.replace(/[\\{}$&#%_^~]/g, (sign) => (sign === '\\' ? '\\backslash ' : `\\${sign}`));
}
