/** @file Applies decorators to a class that was made without them: the older kind and the standard one. */
import { apply, defineProperty, getOwnPropertyDescriptor } from './intrinsics';

type Decorator = (...given: unknown[]) => unknown;
type Kind = 'method' | 'getter' | 'setter' | 'field' | 'accessor' | 'constructor';
type Entry = [kind: Kind, isStatic: boolean, key: PropertyKey, decorators: Decorator[]];
type Class = (abstract new (...given: unknown[]) => object) & { prototype: object };

interface Decorated {
  value: unknown;
  /** What instances run first: functions given to `addInitializer`. */
  begin: ((this: unknown) => unknown)[];
  /** By entry: what the initial value of a field passes through. */
  initial: ((this: unknown, value: unknown) => unknown)[][];
}

/** A decorator of a parameter, as one of its method. */
export function parameter(index: number, decorator: Decorator): Decorator {
  return (target, key) => void decorator(target, key, index);
}

export function decorate(made: Class, entries: Entry[], own: Decorator[], standard: boolean): Decorated {
  return standard ? standardKind(made, entries, own) : { value: olderKind(made, entries, own), begin: [], initial: [] };
}

function olderKind(made: Class, entries: Entry[], own: Decorator[]): unknown {
  const ordered = [
    ...entries.filter((one) => !one[1] && one[0] !== 'constructor'),
    ...entries.filter((one) => one[1]),
    ...entries.filter((one) => one[0] === 'constructor'),
  ];
  let value: unknown = made;
  for (const [kind, isStatic, key, decorators] of ordered) {
    const target: object = kind === 'constructor' || isStatic ? made : made.prototype;
    let descriptor = kind === 'field' || kind === 'constructor' ? undefined : getOwnPropertyDescriptor(target, key);
    for (let i = decorators.length - 1; i >= 0; i--) {
      const result = kind === 'constructor' ? decorators[i](made, undefined) : decorators[i](target, key, descriptor);
      if (result !== undefined && result !== null) descriptor = result as PropertyDescriptor;
    }
    if (descriptor && kind !== 'constructor') defineProperty(target, key, descriptor);
  }
  for (let i = own.length - 1; i >= 0; i--) value = own[i](value) ?? value;
  return value;
}

function standardKind(made: Class, entries: Entry[], own: Decorator[]): Decorated {
  const result: Decorated = { value: made, begin: [], initial: [] };
  const metadata = Object.create(null) as object;
  entries.forEach(([kind, isStatic, key, decorators], index) => {
    const target: object = isStatic ? made : made.prototype;
    result.initial[index] = [];
    for (let i = decorators.length - 1; i >= 0; i--) {
      const later: ((this: unknown) => unknown)[] = [];
      const context = {
        kind,
        name: key,
        static: isStatic,
        private: typeof key === 'string' && key.startsWith('#'),
        metadata,
        access: {
          has: (object: object): boolean => key in object,
          get: (object: object): unknown => (object as Record<PropertyKey, unknown>)[key],
          set: (object: object, value: unknown): void => void ((object as Record<PropertyKey, unknown>)[key] = value),
        },
        addInitializer: (action: (this: unknown) => unknown): void => void later.push(action),
      };
      applyOne(decorators[i], kind, target, key, context, result.initial[index]);
      for (const action of later) {
        if (isStatic) apply(action, made, []);
        else result.begin.push(action);
      }
    }
    if (isStatic && kind === 'field') {
      const holder = made as unknown as Record<PropertyKey, unknown>;
      holder[key] = initial(result, index, made, holder[key]);
    }
  });
  const later: ((this: unknown) => unknown)[] = [];
  for (let i = own.length - 1; i >= 0; i--) {
    const context = {
      kind: 'class',
      name: (result.value as { name: string }).name,
      metadata,
      addInitializer: (action: () => unknown): void => void later.push(action),
    };
    result.value = own[i](result.value, context) ?? result.value;
  }
  for (const action of later) apply(action, result.value, []);
  return result;
}

function applyOne(
  decorator: Decorator,
  kind: Kind,
  target: object,
  key: PropertyKey,
  context: object,
  initials: Decorated['initial'][number],
): void {
  const property = getOwnPropertyDescriptor(target, key);
  if (kind === 'field') {
    const made = decorator(undefined, context);
    if (typeof made === 'function') initials.push(made as (value: unknown) => unknown);
    return;
  }
  if (!property) return;
  if (kind === 'accessor') {
    const made = decorator({ get: property.get, set: property.set }, context) as
      | { get?: () => unknown; set?: (v: unknown) => void; init?: (v: unknown) => unknown }
      | undefined;
    if (!made) return;
    defineProperty(target, key, { ...property, get: made.get ?? property.get, set: made.set ?? property.set });
    if (made.init) initials.push(made.init);
    return;
  }
  const place = kind === 'getter' ? 'get' : kind === 'setter' ? 'set' : 'value';
  const made = decorator(property[place], context);
  if (made !== undefined) defineProperty(target, key, { ...property, [place]: made });
}

/** First thing in each instance. */
export function begin(holder: Decorated | undefined, instance: unknown): undefined {
  if (holder) for (const action of holder.begin) apply(action, instance, []);
  return undefined;
}

export function initial(holder: Decorated | undefined, index: number, instance: unknown, value: unknown): unknown {
  let made = value;
  for (const pass of holder?.initial[index] ?? []) made = apply(pass, instance, [made]);
  return made;
}
