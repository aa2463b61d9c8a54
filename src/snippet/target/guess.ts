/** @file Values made up by type, where neither person nor file gives one: distinct numbers, away from ties and zeros. */
import type { InputValue } from '../../protocol/evaluation';
import { hintedNumber, hintOf, isNumberHint, type NumberHint } from './hints';
import { holdsNumbers, type InputType } from './inputType';

const usualLength = 3;
/** The year 2000. */
const usualTime = 946_684_800_000;

/** The i-th guessed number: 0.5, 0.75, 1.25, 1.5, 1.75, 2.25, …: quarters without the whole numbers. */
export function guessedNumber(i: number): number {
  const quarter = i + 1;
  return Math.floor(quarter / 3) + ((quarter % 3) + 1) / 4;
}

/** Another way to make values up, where the usual one leads to an error or to no number. */
export interface Manner {
  /** What the usual numbers become. */
  number?: (usual: number) => number;
  /** What is tried where nothing is known of a value. */
  unknown?: InputType;
  /** Names say nothing. */
  plain?: boolean;
  length?: number;
  text?: string;
}

/** Makes values in the order of the inputs, so that no two numbers are equal. */
export class Guesser {
  private next = 0;
  private nextWhole = 2;
  private readonly hinted = new Map<NumberHint, number>();
  private readonly length: number | null;

  /** `length`: of arrays whose length nothing says, tied to the arrays that are known. */
  constructor(
    length: number | null,
    private readonly manner: Manner = {},
  ) {
    this.length = length ?? manner.length ?? null;
  }

  /** `name`: of the parameter or field that the value is for. */
  value(type: InputType, name = '', depth = 0): InputValue {
    switch (type.kind) {
      case 'number':
        return type.integer ? this.nextWhole++ : this.number(name);
      case 'variable':
        return this.number(name);
      case 'unknown':
        return this.unknown(name, depth);
      case 'boolean':
        return false;
      case 'string':
        return this.manner.text ?? '';
      case 'bigint':
        return this.nextWhole++;
      case 'literal':
        return type.value;
      case 'null':
      case 'undefined':
      case 'function':
        return null;
      case 'array':
        return this.array(type, name, depth);
      case 'typedArray':
        return this.numbers(Math.max(type.length ?? 0, this.length ?? usualLength), type.name);
      case 'map':
        return Object.fromEntries(
          (type.numericKeys ? ['0', '1', '2'] : ['a', 'b', 'c']).map((key) => [
            key,
            this.value(type.of, '', depth + 1),
          ]),
        );
      case 'set':
        return Array.from({ length: usualLength }, () => this.value(type.of, '', depth + 1));
      case 'date':
        return usualTime;
      case 'tuple':
        return type.of.map((one) => this.value(one, name, depth + 1));
      case 'object':
        return this.object(type, depth);
      case 'union': {
        const first =
          type.members.find(holdsNumbers) === undefined
            ? type.members[0]
            : type.members.find((one) => one.kind !== 'null');
        return this.value(first ?? type.members[0], name, depth);
      }
    }
  }

  private usual(): number {
    const usual = guessedNumber(this.next++);
    return this.manner.number?.(usual) ?? usual;
  }

  private number(name: string): number {
    const hint = this.manner.plain ? null : hintOf(name);
    if (!isNumberHint(hint)) return this.usual();
    if (hint === 'whole') return this.nextWhole++;
    const i = this.hinted.get(hint) ?? 0;
    this.hinted.set(hint, i + 1);
    return hintedNumber(hint, i);
  }

  private unknown(name: string, depth: number): InputValue {
    const hint = this.manner.plain ? null : hintOf(name);
    if (depth < 3 && hint === 'list') return this.array({ kind: 'array', of: { kind: 'number' } }, '', depth);
    if (depth < 3 && hint === 'matrix') return this.matrix(this.length ?? usualLength, 0);
    const { unknown } = this.manner;
    if (depth < 3 && unknown && unknown.kind !== 'unknown') return this.value(unknown, name, depth + 1);
    return this.number(name);
  }

  private numbers(count: number, name: string): number[] {
    const whole = name.startsWith('Int') || name.startsWith('Uint');
    return Array.from({ length: count }, () => (whole ? this.nextWhole++ : this.usual()));
  }

  private array(type: InputType & { kind: 'array' }, name: string, depth: number): InputValue {
    if (depth > 4) return [];
    const { of } = type;
    if (of.kind === 'array' && (of.of.kind === 'number' || of.of.kind === 'unknown')) {
      return this.matrix(type.length ?? this.length ?? usualLength, of.length ?? 0);
    }
    const count = Math.max(type.length ?? 0, this.length ?? usualLength);
    return Array.from({ length: count }, () => this.value(of, isNumberHint(hintOf(name)) ? name : '', depth + 1));
  }

  /** Square, with a heavy diagonal, so that it can be inverted. */
  private matrix(rows: number, columns: number): InputValue {
    const size = Math.max(rows, columns);
    return Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_unused, j) => this.usual() + (i === j ? 2 * size : 0)),
    );
  }

  private object(type: InputType & { kind: 'object' }, depth: number): InputValue {
    const out: { [field: string]: InputValue } = {};
    if (depth > 4) return out;
    for (const field of type.fields) {
      if (field.initial !== undefined) {
        out[field.name] = field.initial;
        continue;
      }
      if (field.optional && !holdsNumbers(field.type)) continue;
      if (field.type.kind !== 'function') out[field.name] = this.value(field.type, field.name, depth + 1);
    }
    if (type.index && type.fields.length === 0) {
      for (const name of ['a', 'b', 'c']) out[name] = this.value(type.index, '', depth + 1);
    }
    return out;
  }
}
