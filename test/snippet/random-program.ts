/** @file Random programs: a function of two numbers made of loops, arrays, objects, classes and all kinds of assignment. */

import { expressionForm, formHelpers, type Parts, statementForm } from './random-forms';

/** Turns a list of choices into a program; the same list gives the same program, a shorter one a simpler program. */
export class ProgramText {
  private at = 0;
  private count = 0;
  private readonly numbers: string[] = ['x', 'y'];
  private readonly lists: string[] = [];
  private readonly objects: string[] = [];
  private readonly typed: string[] = [];
  private depth = 0;

  constructor(private readonly choices: readonly number[]) {}

  private pick(n: number): number {
    const choice = this.choices[this.at++];
    return choice === undefined ? 0 : choice % n;
  }

  private of<T>(list: readonly T[]): T {
    return list[this.pick(list.length)];
  }

  private fresh(prefix: string): string {
    return `${prefix}${this.count++}`;
  }

  text(): string {
    let body = '';
    for (let k = 0; k < 3 || (this.at < this.choices.length && k < 14); k++) body += `  ${this.statement()}\n`;
    const all = [
      ...this.numbers,
      ...this.lists.map((l) => `${l}[0] + ${l}[1]`),
      ...this.objects.map((o) => `${o}.p * ${o}.q`),
      ...this.typed.map((t) => `${t}[0] - ${t}[2]`),
    ];
    return `${helpers}${formHelpers}function f(x, y) {\n${body}  return tame(${all.join(' + ')});\n}\n`;
  }

  /** A place that can be assigned. */
  private place(): string {
    const places = [() => this.of(this.numbers)];
    if (this.lists.length)
      places.push(
        () => `${this.of(this.lists)}[${this.pick(2)}]`,
        () => `${this.of(this.lists)}[tick(${this.pick(2)})]`,
      );
    if (this.objects.length)
      places.push(
        () => `${this.of(this.objects)}.${this.of(['p', 'q'])}`,
        () => `${this.of(this.objects)}[${this.of(['"p"', 'key("q")'])}]`,
      );
    if (this.typed.length)
      places.push(
        () => `${this.of(this.typed)}[${this.pick(3)}]`,
        () => `${this.of(this.typed)}[tick(${this.pick(3)})]`,
      );
    return this.of(places)();
  }

  private expression(): string {
    if (this.depth > 4) return this.of([...this.numbers, '0.5', '2', '-1.25']);
    this.depth++;
    try {
      return this.compound();
    } finally {
      this.depth--;
    }
  }

  private compound(): string {
    const e = (): string => this.expression();
    switch (this.pick(56)) {
      case 0:
        return this.of(this.numbers);
      case 1:
        return this.of(['0.5', '2', '-1.25', '0', '3']);
      case 2:
        return `(${e()} + ${e()})`;
      case 3:
        return `(${e()} - ${e()})`;
      case 4:
        return `tame(${e()} * ${e()})`;
      case 5:
        return `(${e()} / (2 + tame(${e()}) ** 2))`;
      case 6:
        return `Math.sin(${e()})`;
      case 7:
        return `Math.tanh(${e()})`;
      case 8:
        return `-${this.of(this.numbers)}`;
      case 9:
        return `+(${e()})`;
      case 10:
        return `(${e()} > ${e()} ? ${e()} : ${e()})`;
      case 11:
        return this.place();
      case 12:
        return `(${this.place()} = ${e()})`;
      case 13:
        return `(${this.place()} ${this.of(['+=', '-='])} ${e()})`;
      case 14:
        return `tame(${this.place()} *= tame(${e()}))`;
      case 15:
        return `${this.of(this.numbers)}++`;
      case 16:
        return `--${this.of(this.numbers)}`;
      case 17: {
        const p = this.place();
        return this.pick(2) ? `${p}--` : `(++${p})`;
      }
      case 18:
        return `(${this.of(this.numbers)} && ${e()})`;
      case 19:
        return `(${e()} || ${e()})`;
      case 20:
        return `(${this.place()} ?? ${e()})`;
      case 21:
        return `(${this.place()} ${this.of(['||=', '&&=', '??='])} ${e()})`;
      case 22:
        return `(${e()}, ${e()})`;
      case 23:
        return `Math.hypot(...[${e()}, 1, ${e()}])`;
      case 24:
        return `Math.max(${e()}, ${e()})`;
      case 25:
        return `((a, b = a * 0.5) => a - b)(${e()})`;
      case 26:
        return `new Box(${e()}).grow(${e()}).value`;
      case 27:
        return `[...steps(${e()}, 3)].reduce((a, b) => tame(a + b))`;
      case 28:
        return 'product`a${' + e() + '}b${' + e() + '}`';
      case 29:
        return `(typeof ${this.of(this.numbers)} === 'number' ? ${e()} : ${e()})`;
      case 30:
        return `({ v: ${e()} })?.v`;
      case 31:
        return `new Map([[1, ${e()}], [2, ${e()}]]).get(${1 + this.pick(2)})`;
      case 32:
        return `[${e()}, ${e()}].map((a) => tame(a * ${this.of(this.numbers)}))[${this.pick(2)}]`;
      case 33:
        return `(([a, ...r]) => a - r[0])([${e()}, ${e()}])`;
      case 34:
        return `(({ a, b = 1 }) => a * 0.5 + b)({ a: ${e()} })`;
      case 35:
        return `(!${e()} ? 1 : ${e()})`;
      case 36:
        return `(${e()} === ${e()} ? 1 : ${e()})`;
      case 37:
        return `Math.pow(2 + tame(${e()}), 1.5)`;
      case 38:
        return `(tame(${e()}) % 0.7)`;
      case 39:
        return `((v) => { switch (true) { case v > 1: return v; case v < -1: return v * 2; default: return -v; } })(${e()})`;
      case 40:
        return `sum(${e()}, ...[${e()}, ${e()}])`;
      case 41:
        return `(${e()} <= ${e()} && ${e()} || ${e()})`;
      case 42:
        return `Object.values({ a: ${e()}, b: ${e()} })[${this.pick(2)}]`;
      case 43:
        return `Number(${e()})`;
      default:
        return expressionForm(this.parts());
    }
  }

  private parts(): Parts {
    return {
      e: () => this.expression(),
      pick: (n) => this.pick(n),
      of: (list) => this.of(list),
      fresh: (prefix) => this.fresh(prefix),
      block: () => (this.depth > 2 ? '' : this.block()),
      numbers: this.numbers,
      typed: this.typed,
    };
  }

  private block(): string {
    const { numbers, lists, objects, typed } = this;
    const sizes = [numbers.length, lists.length, objects.length, typed.length];
    this.depth++;
    let text = '';
    const n = 1 + this.pick(2);
    for (let k = 0; k < n; k++) text += ` ${this.statement()}`;
    this.depth--;
    [numbers, lists, objects, typed].forEach((list, k) => {
      list.length = sizes[k];
    });
    return `{${text} }`;
  }

  private statement(): string {
    const e = (): string => this.expression();
    const declared = (list: string[], prefix: string, text: (name: string) => string): string => {
      const name = this.fresh(prefix);
      const made = text(name);
      list.push(name);
      return made;
    };
    const choice = this.pick(this.depth > 2 ? 9 : 24);
    switch (choice) {
      case 0:
        return declared(this.numbers, 'n', (n) => `let ${n} = ${e()};`);
      case 1:
        return declared(this.lists, 'l', (n) => `const ${n} = [${e()}, ${e()}];`);
      case 2:
        return declared(
          this.objects,
          'o',
          (n) => `const ${n} = { p: ${e()}, get q() { return this.r * 2; }, set q(v) { this.r = v / 2; }, r: ${e()} };`,
        );
      case 3:
        return declared(this.typed, 't', (n) => `const ${n} = new Float64Array([${e()}, ${e()}, 1]);`);
      case 4:
        return `${this.place()} = ${e()};`;
      case 5:
        return `${this.place()} ${this.of(['+=', '-='])} ${e()};`;
      case 6:
        return `${this.place()}${this.of(['++', '--'])};`;
      case 7:
        return `[${this.place()}, ${this.place()} = ${e()}] = [${e()}, ${e()}];`;
      case 8:
        return `({ a: ${this.place()}, ...rest } = { a: ${e()}, b: 1 });`;
      case 9:
        return `if (${e()} ${this.of(['<', '>=', '!=='])} ${e()}) ${this.block()} else ${this.block()}`;
      case 10: {
        const i = this.fresh('i');
        return `for (let ${i} = 0; ${i} < ${1 + this.pick(3)}; ${i}++) ${this.block()}`;
      }
      case 11:
        return declared(this.numbers, 'm', (n) => `let ${n} = 0; for (const v of [${e()}, ${e()}]) ${n} += v;`);
      case 12: {
        const i = this.fresh('k');
        return `outer${i}: for (let ${i} = 0; ${i} < 3; ${i}++) { for (const v of [1, 2]) { if (v * ${i} > 2) continue outer${i}; ${this.block()} } }`;
      }
      case 13:
        return `try { if (${e()} > 0) throw { v: ${e()} }; ${this.block()} } catch ({ v }) { ${this.place()} = v; } finally { ${this.of(this.numbers)} += 0.25; }`;
      case 14:
        return declared(
          this.numbers,
          'c',
          (n) =>
            `let ${n} = ((u) => { const g = (v) => tame(v * u + ${this.of(this.numbers)}); return g(g(u)); })(${e()});`,
        );
      case 15: {
        const w = this.fresh('w');
        return `let ${w} = 0; while (${w}++ < 2) ${this.block()}`;
      }
      case 16:
        return declared(
          this.numbers,
          's',
          (n) =>
            `let ${n}; switch (${this.pick(4)}) { case 0: ${n} = ${e()}; break; case 1: case 2: ${n} = ${e()}; default: ${n} = tame(${n} ?? 1) * ${this.of(this.numbers)}; }`,
        );
      case 17:
        return declared(
          this.numbers,
          'g',
          (n) => `var ${n} = 0; for (const v of steps(${e()}, 2)) { ${n} = tame(${n} + v); }`,
        );
      case 18:
        return declared(
          this.numbers,
          'd',
          (n) => `let [${n}r, { ${n} = ${e()} }] = [${e()}, {}]; let ${n}m = ${n}r; ${n}m -= ${n};`,
        );
      default:
        return declared(this.numbers, 'z', (n) => statementForm(this.parts(), n));
    }
  }
}

const helpers = `
let rest;
const tame = (v) => Math.tanh(v / 4) * 4;
let ticks = 0;
const tick = (i) => { ticks++; return i; };
const key = (k) => ({ toString() { ticks += 10; return k; } });
const sum = (...vs) => { let s = 0; for (let i = 0; i < vs.length; i++) s += vs[i]; return s; };
function* steps(v, n) { for (let i = 1; i <= n; i++) yield v / i; }
function product(strings, ...vs) { return tame(vs.reduce((a, b) => a * b, strings.length)); }
class Base { #v; constructor(v) { this.#v = v; } grow(k) { this.#v += k; return this; } get value() { return tame(this.#v); } }
class Box extends Base { extra = 0.5; grow(k) { return super.grow(k * this.extra); } static make(v) { return new Box(v); } }
`;
