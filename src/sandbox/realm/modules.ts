/** @file The module registry of one realm: ES modules with live bindings and cycles, CommonJS, JSON, and stand-ins that refuse on use. */
import { defineProperty, getOwnPropertyDescriptor, NativePromise } from './intrinsics';
import { variablesModule } from './variables';

export type ModuleKind = 'esm' | 'commonjs' | 'json' | 'variables' | 'stub' | 'missing';

interface Definition {
  id: string;
  kind: ModuleKind;
  factory: unknown;
  dependencies: Record<string, string>;
}

/** One module while a run lasts. */
interface Instance {
  definition: Definition;
  stage: 'new' | 'linking' | 'linked' | 'evaluating' | 'evaluated' | 'failed';
  error: unknown;
  /** What importers see. */
  namespace: Record<string, unknown>;
  body: Generator | AsyncGenerator | null;
  sources: string[];
  star: string[];
  exports: unknown;
  /** A CommonJS module (for `require`). */
  module: {
    exports: unknown;
    id: string;
    filename: string;
    loaded: boolean;
    children: unknown[];
    paths: unknown[];
    require?: unknown;
  } | null;
  pending: Promise<void> | null;
  target: unknown;
  /** Classes of the entry that inputs are instances of. */
  classes: (() => Record<string, unknown>) | null;
  require: ((specifier: unknown) => unknown) | null;
}

/** A specifier that nobody resolved; the run stops and is repeated with the module at hand. */
export class UnresolvedModule extends Error {
  constructor(
    readonly specifier: string,
    readonly importer: string,
  ) {
    super(`Cannot find module '${specifier}'`);
    this.name = 'Error';
    (this as unknown as { code: string }).code = 'MODULE_NOT_FOUND';
  }
}

export class Registry {
  private readonly definitions = new Map<string, Definition>();
  private instances = new Map<string, Instance>();
  readonly missing: { specifier: string; importer: string }[] = [];

  define(id: string, kind: ModuleKind, factory: unknown, dependencies: Record<string, string>): void {
    this.definitions.set(id, { id, kind, factory, dependencies });
  }

  /** Forgets what modules hold: the next run evaluates them anew. */
  reset(): void {
    this.instances = new Map();
    this.missing.length = 0;
  }

  /** Evaluates a module and what it imports; a promise where top-level await is involved. */
  load(id: string): Promise<void> | null {
    this.link(id);
    return this.evaluate(this.instance(id));
  }

  target(id: string): unknown {
    return this.instance(id).target;
  }

  /** A class by name: one that came with the target, or an export of the module that the specifiers lead to. */
  named(entry: string, from: readonly string[], name: string): unknown {
    let one = this.instance(entry);
    if (from.length === 0) return one.classes?.()[name];
    for (const specifier of from) one = this.resolve(specifier, one);
    if (name === '') return this.required(one, from[from.length - 1]);
    return this.load(one.definition.id) ? undefined : one.namespace[name];
  }

  private instance(id: string): Instance {
    let made = this.instances.get(id);
    if (!made) {
      const definition = this.definitions.get(id);
      if (!definition) throw new UnresolvedModule(id, '');
      made = {
        definition,
        stage: 'new',
        error: undefined,
        // whatever is imported from a stub refuses on use
        namespace: (definition.kind === 'stub'
          ? stub(String(definition.factory ?? definition.id))
          : Object.create(null)) as Record<string, unknown>,
        body: null,
        sources: [],
        star: [],
        exports: undefined,
        module: null,
        pending: null,
        target: undefined,
        classes: null,
        require: null,
      };
      this.instances.set(id, made);
    }
    return made;
  }

  private resolve(specifier: string, from: Instance): Instance {
    const { dependencies, id } = from.definition;
    const found = Object.prototype.hasOwnProperty.call(dependencies, specifier)
      ? dependencies[specifier]
      : this.definitions.has(specifier)
        ? specifier
        : null;
    if (found === null || !this.definitions.has(found)) {
      this.missing.push({ specifier, importer: id });
      throw new UnresolvedModule(specifier, id);
    }
    if (this.definitions.get(found)?.kind === 'missing') {
      throw Object.assign(new Error(`Cannot find module '${specifier}'`), { code: 'MODULE_NOT_FOUND' });
    }
    return this.instance(found);
  }

  // --- linking: functions are hoisted and exports readable before anything is evaluated ---

  private link(id: string): void {
    const one = this.instance(id);
    if (one.stage !== 'new') return;
    one.stage = 'linking';
    const { kind, factory } = one.definition;
    if (kind === 'esm') {
      one.body = (factory as (self: unknown) => Generator)(this.api(one));
      const first = one.body.next();
      // an asynchronous body runs up to its pause at once, too
      if (isPromise(first)) first.then(undefined, () => undefined);
      for (const specifier of one.sources) this.link(this.resolve(specifier, one).definition.id);
    }
    one.stage = 'linked';
    if (kind === 'esm') this.linkStars(one);
  }

  private linkStars(one: Instance): void {
    for (const specifier of one.star) {
      const from = this.resolve(specifier, one);
      if (from.definition.kind === 'esm') copyNames(from.namespace, one.namespace);
    }
  }

  /** What the text of a module calls. */
  private api(one: Instance): Record<string, unknown> {
    const registry = this;
    return {
      from(specifier: string): object {
        one.sources.push(specifier);
        return registry.resolve(specifier, one).namespace;
      },
      all(specifier: string): void {
        one.star.push(specifier);
      },
      exports(getters: Record<string, () => unknown>): void {
        for (const name of Object.keys(getters))
          defineProperty(one.namespace, name, { get: getters[name], enumerable: true, configurable: true });
      },
      exported: (name: string): unknown => one.namespace[name],
      named(f: object): void {
        defineProperty(f, 'name', { value: 'default', configurable: true });
      },
      target(f: unknown, classes: Instance['classes'] = null): void {
        one.target = f;
        one.classes = classes;
      },
      require: (specifier: unknown): unknown => registry.require(specifier, one),
      assign(value: unknown): void {
        one.exports = value;
        defineProperty(one.namespace, 'default', { value, enumerable: true, configurable: true, writable: true });
        if (value !== null && (typeof value === 'object' || typeof value === 'function'))
          copyNames(value as Record<string, unknown>, one.namespace);
      },
      import: (specifier: unknown): Promise<unknown> =>
        new NativePromise((done, failed) => {
          try {
            const found = registry.resolve(String(specifier), one);
            const pending = registry.load(found.definition.id);
            if (pending) pending.then(() => done(found.namespace), failed);
            else done(found.namespace);
          } catch (error) {
            failed(error);
          }
        }),
      meta: {
        url: `file://${one.definition.id}`,
        filename: one.definition.id,
        dirname: folderOf(one.definition.id),
        resolve: (specifier: string) => specifier,
        env: Object.create(null),
      },
    };
  }

  // --- evaluation ---

  private evaluate(one: Instance): Promise<void> | null {
    switch (one.stage) {
      case 'evaluated':
      case 'evaluating':
        return one.pending;
      case 'failed':
        throw one.error;
      case 'new':
        this.link(one.definition.id);
    }
    one.stage = 'evaluating';
    try {
      switch (one.definition.kind) {
        case 'esm':
          return this.evaluateModule(one);
        case 'json':
          one.exports =
            typeof one.definition.factory === 'string'
              ? JSON.parse(one.definition.factory)
              : typeof one.definition.factory === 'function'
                ? (one.definition.factory as () => unknown)()
                : one.definition.factory;
          break;
        case 'variables':
          one.exports = variablesModule(one.definition.factory);
          break;
        case 'stub':
          one.exports = one.namespace;
          one.stage = 'evaluated';
          return null;
        case 'missing':
          throw missing(String(one.definition.factory ?? one.definition.id));
        case 'commonjs':
          this.evaluateScript(one);
      }
      fillNamespace(one);
      one.stage = 'evaluated';
      return null;
    } catch (error) {
      one.stage = 'failed';
      one.error = error;
      throw error;
    }
  }

  private evaluateModule(one: Instance): Promise<void> | null {
    const waiting: Promise<void>[] = [];
    for (const specifier of one.sources) {
      const pending = this.evaluate(this.resolve(specifier, one));
      if (pending) waiting.push(pending);
    }
    for (const specifier of one.star) copyNames(this.resolve(specifier, one).namespace, one.namespace);
    const run = (): Promise<void> | null => {
      const result: unknown = (one.body as Generator).next();
      if (!isPromise(result)) {
        one.stage = 'evaluated';
        return null;
      }
      return result.then(
        () => {
          one.stage = 'evaluated';
          one.pending = null;
        },
        (error: unknown) => {
          one.stage = 'failed';
          one.error = error;
          throw error;
        },
      );
    };
    if (waiting.length === 0) one.pending = run();
    else one.pending = NativePromise.all(waiting).then(() => run() ?? undefined) as Promise<void>;
    return one.pending;
  }

  private evaluateScript(one: Instance): void {
    const { id } = one.definition;
    const module = { exports: {}, id, filename: id, loaded: false, children: [], paths: [] as unknown[] };
    one.module = module;
    one.exports = module.exports;
    const require = Object.assign((specifier: unknown): unknown => this.require(specifier, one), {
      resolve: (specifier: unknown): string => this.resolve(String(specifier), one).definition.id,
      cache: Object.create(null) as object,
      main: undefined,
      extensions: Object.create(null) as object,
    });
    (module as { require?: unknown }).require = require;
    (one.definition.factory as (...given: unknown[]) => void).call(
      module.exports,
      module.exports,
      require,
      module,
      id,
      folderOf(id),
      this.api(one),
    );
    module.loaded = true;
    one.exports = module.exports;
  }

  private require(specifier: unknown, from: Instance): unknown {
    return this.required(this.resolve(String(specifier), from), String(specifier));
  }

  private required(one: Instance, specifier: string): unknown {
    if (one.definition.kind === 'esm') {
      const pending = this.load(one.definition.id);
      if (pending)
        throw new Error(`require() of ${specifier} is not possible: it uses top-level await. Use import() instead.`);
      return requiredNamespace(one);
    }
    this.evaluate(one);
    return one.module ? one.module.exports : one.exports;
  }
}

/** `require` of an ES module gives a namespace that interop code recognises. */
function requiredNamespace(one: Instance): unknown {
  if (one.exports !== undefined) return one.exports;
  if (Object.prototype.hasOwnProperty.call(one.namespace, 'module.exports')) return one.namespace['module.exports'];
  if ('default' in one.namespace && !('__esModule' in one.namespace)) {
    defineProperty(one.namespace, '__esModule', { value: true, enumerable: false, configurable: true });
  }
  return one.namespace;
}

/** What `import` of a CommonJS module sees: its members, and its default by the `__esModule` convention. */
function fillNamespace(one: Instance): void {
  const exports = one.module ? one.module.exports : one.exports;
  one.exports = exports;
  const { namespace } = one;
  const holder = exports as Record<string, unknown>;
  const object = exports !== null && (typeof exports === 'object' || typeof exports === 'function');
  if (object) {
    for (const key in holder) if (key !== 'default') live(namespace, holder, key);
    if (typeof exports === 'function')
      for (const key of Object.getOwnPropertyNames(holder))
        if (!['length', 'name', 'prototype', 'arguments', 'caller'].includes(key)) live(namespace, holder, key);
  }
  if (object && holder.__esModule && 'default' in holder) live(namespace, holder, 'default');
  else
    defineProperty(namespace, 'default', {
      get: () => (one.module ? one.module.exports : one.exports),
      enumerable: true,
      configurable: true,
    });
}

function live(namespace: object, holder: Record<string, unknown>, key: string): void {
  defineProperty(namespace, key, { get: () => holder[key], enumerable: true, configurable: true });
}

function copyNames(from: Record<string, unknown>, to: Record<string, unknown>): void {
  for (const name of Object.keys(from)) {
    if (name === 'default' || getOwnPropertyDescriptor(to, name)) continue;
    defineProperty(to, name, { get: () => from[name], enumerable: true, configurable: true });
  }
}

/** As in Node, so that an optional dependency is caught by those who try it. */
function missing(text: string): Error {
  const error = new Error(text);
  (error as unknown as { code: string }).code = 'MODULE_NOT_FOUND';
  return error;
}

function folderOf(id: string): string {
  return id.slice(0, Math.max(0, id.lastIndexOf('/'))) || '/';
}

function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof NativePromise;
}

/** Something that can be imported, mentioned, read from and taken apart, and that refuses when it is called. */
function stub(message: string): unknown {
  const refuse = (): never => {
    const error = new Error(message);
    (error as unknown as { code: string }).code = 'moduleRefused';
    throw error;
  };
  const made: unknown = new Proxy(function () {}, {
    get(_target, key): unknown {
      if (key === '__esModule' || key === 'then' || typeof key === 'symbol') return undefined;
      if (key === 'prototype') return Object.prototype;
      return made;
    },
    has: () => true,
    apply: refuse,
    construct: refuse,
    set: () => true,
  });
  return made;
}
