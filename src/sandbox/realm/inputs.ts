/** @file Arguments of a run: plain data → values of this realm, with a leaf of the tape per traced number. */
import type { ClassInstance, InputShape, RunInput } from '../realm-control';
import { shadowStore } from './shadow';
import { handle, state } from './traced';
import { variables } from './variables';

export interface BuiltInput {
  value: unknown;
  /** Shaped like the plain data: ids of the leaves, null elsewhere. */
  ids: unknown;
}

/** The class of that name, or null; without a name, all of a module. */
export type ClassNamed = (from: readonly string[], name: string) => unknown;

export function buildInput(input: RunInput, traced: boolean, classNamed: ClassNamed = () => null): BuiltInput {
  if (input.as === 'undefined') return { value: undefined, ids: null };
  const shape = input.as ? { ...input.shape, as: input.as } : input.shape;
  return new Builder(traced && input.traced, input.site, classNamed).build(input.value, shape, input.name);
}

class Builder {
  constructor(
    private readonly traced: boolean,
    private readonly site: number,
    private readonly classNamed: ClassNamed,
  ) {}

  build(value: unknown, shape: InputShape | undefined, name: string): BuiltInput {
    if (shape?.module !== undefined) return { value: this.classNamed([shape.module], ''), ids: null };
    if (shape?.as)
      switch (shape.as) {
        case 'identity':
          return { value: { [name]: (x: unknown): unknown => x }[name], ids: null };
        case 'Variable': {
          const plain = this.build(value, undefined, name);
          return { value: variables()?.input(plain.value, this.site) ?? plain.value, ids: plain.ids };
        }
        case 'bigint':
          return { value: BigInt(value as number | string), ids: null };
        case 'Date':
          return { value: new Date(value as number | string), ids: null };
        case 'Map':
        case 'Set':
          return this.collection(value, shape, shape.as);
        default:
          if (Array.isArray(value)) return this.typedArray(value as number[], shape.as);
      }
    if (typeof value === 'number') {
      if (!this.traced) return { value, ids: null };
      const id = state.tape.leaf(value, this.site);
      return { value: handle(id), ids: id };
    }
    if (Array.isArray(value)) {
      const values: unknown[] = [];
      const ids: unknown[] = [];
      for (let i = 0; i < value.length; i++) {
        const one = this.build(value[i], shape?.fields?.[i] ?? shape?.each, name);
        values[i] = one.value;
        ids[i] = one.ids;
      }
      return { value: values, ids };
    }
    if (typeof value !== 'object' || value === null) return { value, ids: null };
    const fields: Record<string, unknown> = {};
    const ids: Record<string, unknown> = {};
    for (const key of Object.keys(value)) {
      const one = this.build((value as Record<string, unknown>)[key], shape?.fields?.[key] ?? shape?.each, key);
      setField(fields, key, one.value);
      setField(ids, key, one.ids);
    }
    // functions that plain data cannot hold
    for (const key of Object.keys(shape?.fields ?? {})) {
      if (shape?.fields?.[key]?.as === 'identity' && !(key in fields))
        setField(fields, key, this.build(null, shape.fields[key], key).value);
    }
    return { value: shape?.instance ? this.instance(fields, shape.instance) : fields, ids };
  }

  private instance(fields: Record<string, unknown>, { from, name, construct }: ClassInstance): unknown {
    const found = this.classNamed(from, name) as (new (...given: unknown[]) => object) | null;
    if (typeof found !== 'function') return fields;
    if (construct === null) {
      const object = Object.create(found.prototype as object) as Record<string, unknown>;
      for (const key of Object.keys(fields)) setField(object, key, fields[key]);
      return object;
    }
    const given: unknown[] = [];
    const used: Record<string, true> = {};
    for (const argument of construct) {
      const spread = argument.startsWith('...');
      const key = spread ? argument.slice(3) : argument;
      used[key] = true;
      const value = fields[key];
      if (spread && Array.isArray(value)) for (let i = 0; i < value.length; i++) given[given.length] = value[i];
      else given[given.length] = value;
    }
    while (given.length > 0 && given[given.length - 1] === undefined) given.length--;
    const object = Reflect.construct(found, given) as Record<string, unknown>;
    for (const key of Object.keys(fields)) if (!used[key]) Reflect.set(object, key, fields[key]);
    return object;
  }

  /** A Map is given as an object by key, a Set as a list. */
  private collection(value: unknown, shape: InputShape, kind: 'Map' | 'Set'): BuiltInput {
    const plain = this.build(value, { each: shape.each }, '');
    let entries: unknown[] = Array.isArray(plain.value) ? plain.value : Object.entries(plain.value as object);
    if (shape.numericKeys) entries = (entries as [string, unknown][]).map(([key, one]) => [Number(key), one]);
    return { value: kind === 'Map' ? new Map(entries as [unknown, unknown][]) : new Set(entries), ids: plain.ids };
  }

  private typedArray(numbers: number[], name: string): BuiltInput {
    const Constructor = (globalThis as unknown as Record<string, new (length: number) => Float64Array>)[name];
    const values = new Constructor(numbers.length);
    const ids: unknown[] = [];
    for (let i = 0; i < numbers.length; i++) {
      values[i] = numbers[i];
      ids[i] = null;
      if (!this.traced) continue;
      const id = state.tape.leaf(values[i], this.site);
      ids[i] = id;
      shadowStore(values, i, handle(id));
    }
    return { value: values, ids };
  }
}

function setField(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}
