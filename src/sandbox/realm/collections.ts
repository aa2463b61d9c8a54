/** @file Map and Set: a traced value is the same key as its number, and comes back traced. */
import { NativeMap, NativeWeakMap, replaceMethod, uncurry, weakGet, weakSet } from './intrinsics';
import { detach, idOf, plain, state } from './traced';

/** For each collection: number → the traced value that stands for it as key. */
const keys = new NativeWeakMap<object, Map<unknown, unknown>>();
const mapGet = uncurry(Map.prototype.get);
const mapSet = uncurry(Map.prototype.set);
const mapDelete = uncurry(Map.prototype.delete);

/** The key that a collection really holds for `key`. */
function heldKey(
  collection: object,
  key: unknown,
  has: (self: unknown, key: unknown) => boolean,
  adding: boolean,
): unknown {
  const id = idOf(key);
  const known = weakGet(keys, collection);
  if (id === 0) {
    if (known === undefined || typeof key !== 'number') return key;
    return mapGet(known, key) ?? key;
  }
  const number = detach(id, -1, null);
  const held = known && mapGet(known, number);
  if (held !== undefined) return held;
  if (!adding || has(collection, number)) return number;
  const table = known ?? new NativeMap<unknown, unknown>();
  if (!known) weakSet(keys, collection, table);
  mapSet(table, number, key);
  return key;
}

export function installCollections(): void {
  for (const prototype of [Map.prototype, Set.prototype] as const) {
    const has = uncurry<boolean, [unknown]>(prototype.has);
    for (const name of ['get', 'has', 'set', 'add', 'delete'] as const) {
      replaceMethod(prototype, name, (f) => {
        const native = uncurry(f);
        return {
          method(this: unknown, key: unknown, value: unknown): unknown {
            if (!state.tracing || typeof this !== 'object' || this === null) return native(this, key, value);
            let held = key;
            if (idOf(key) !== 0 || typeof key === 'number') {
              held = heldKey(this, key, has, name === 'set' || name === 'add');
              const known = name === 'delete' ? weakGet(keys, this) : undefined;
              if (known) mapDelete(known, plain(held));
            }
            return native(this, held, value);
          },
        }.method;
      });
    }
    replaceMethod(prototype, 'clear', (f) => {
      const native = uncurry(f);
      return {
        method(this: unknown): unknown {
          if (typeof this === 'object' && this !== null && weakGet(keys, this)) weakSet(keys, this, new NativeMap());
          return native(this);
        },
      }.method;
    });
  }
}
