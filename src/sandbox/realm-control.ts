/**
 * @file The border between the outer realm (ours) and the fresh inner realm (the person's code).
 * Only primitives and functions compiled inside the inner realm go in; only primitives and ArrayBuffers come out.
 * The completion value of the prelude script is a `RealmControl`.
 */
import type { TapeColumns } from '../engine/tape';
import type { ScriptRun } from './realm/script/run';

/** JSON text with NaN, ±Infinity, −0 and undefined preserved (protocol/codec.ts). */
export type Encoded = string;

export interface RunPlan {
  entry: string;
  /** Values of the lifted function's parameters (closed-over values), in order. */
  closedOver: RunInput[];
  /** Arguments of the target itself; empty for expression and statement targets. */
  args: RunInput[];
  /** Fields of the `this` that the lifted function is called with; absent: `this` is undefined. */
  receiver?: RunInput[];
  /** Name of the class (of `Lift.classes`) whose prototype that `this` has. */
  receiverClass?: string;
  invoke:
    | { kind: 'call' }
    /** new target(…args). */
    | { kind: 'construct' }
    /** The lifted function's own result is the result. */
    | { kind: 'value' }
    /**
     * new Class(…constructorArgs)[method](…args). A static method, or one of an object literal, has no constructor
     * call: target[method](…args). With `thisFields` the constructor is not run: an object with the class's prototype
     * gets these fields. An accessor is read instead of called.
     */
    | {
        kind: 'method';
        method: string;
        isStatic: boolean;
        accessor: boolean;
        /** Static function of the class by which a private member is reached. */
        reach?: string;
        constructorArgs: RunInput[];
        thisFields?: RunInput[];
      };
  seed: number;
  now: number;
  operationLimit: number;
  /** Characters printed in all; what comes later is cut and reported. */
  outputLimit?: number;
  /** How Variables are recorded, where the program imports 'gradlens'. */
  script?: {
    whole: boolean;
    fresh: boolean;
    backward?: number;
    named: number[];
    leaves?: [site: number, value: unknown][];
  };
  /** 'traced' records; 'plain' runs on numbers only, for numerical checks. */
  mode: 'traced' | 'plain';
  /** The modules stay as the last run left them, instead of being evaluated anew. */
  keepModules?: boolean;
}

export interface RunInput {
  name: string;
  value: unknown;
  /** A leaf per number in `value` where true. */
  traced: boolean;
  /** Site of the parameter, for its leaves. */
  site: number;
  /** 'identity' for a function-typed parameter; typed arrays by constructor name; 'undefined': left out. */
  as?: 'identity' | 'undefined' | 'bigint' | TypedArrayName;
  /** A rest parameter: the entries of `value` are passed as separate arguments. */
  spread?: boolean;
  /** What parts of `value` are more than plain data. */
  shape?: InputShape;
}

/** How a piece of plain data becomes an instance, a collection or a typed array; or a function that data cannot be. */
export interface InputShape {
  as?: 'identity' | 'Variable' | 'Map' | 'Set' | 'Date' | 'bigint' | TypedArrayName;
  /** What `require` gives for this specifier in the entry. */
  module?: string;
  /** Keys of the Map are numbers. */
  numericKeys?: boolean;
  instance?: ClassInstance;
  fields?: Record<string, InputShape>;
  /** For every entry of a list, Map or Set. */
  each?: InputShape;
}

export interface ClassInstance {
  /** Specifiers that lead from the file to the module of the class; none: it is one of `Lift.classes`. */
  from: string[];
  /** Its name there. */
  name: string;
  /**
   * Fields of the value that are the constructor's arguments, in order (`'...xs'`: its entries are); what else the
   * value has is assigned afterwards. null: no constructor runs, an object with the class's prototype gets the fields.
   */
  construct: string[] | null;
}

export type TypedArrayName =
  | 'Float64Array'
  | 'Float32Array'
  | 'Int8Array'
  | 'Uint8Array'
  | 'Uint8ClampedArray'
  | 'Int16Array'
  | 'Uint16Array'
  | 'Int32Array'
  | 'Uint32Array';

export interface RunResult {
  status: 'done' | 'failed' | 'unresolved';
  /** Numbers of the result, with their paths and tape ids (0: not traced). At most 1,000, plus the sum's parts. */
  leaves?: { path: string; value: number; id: number }[];
  truncated?: boolean;
  /** What the result was, for messages: 'number', 'array', 'object', 'string', 'undefined', 'function', … */
  resultType?: string;
  /** Tape ids of the inputs' leaves, shaped like the values, in the order closedOver, receiver, args, constructorArgs or thisFields. */
  inputIds?: unknown[];
  /** Where the program used Variables. */
  script?: ScriptRun;
  error?: { name: string; message: string; stack: string; code?: string; site?: number };
  /** status 'unresolved': specifiers met only while running. */
  missing?: { specifier: string; importer: string }[];
  printed: { level: 'log' | 'info' | 'warn' | 'error'; text: string }[];
  /** Values that left the tape, boundary hits and the like, as they happened. */
  events: RealmEvent[];
}

export interface RealmEvent {
  code: string;
  /** Negative where it has no site; then `stack` may tell the line. */
  site: number;
  detail: string;
  count: number;
  stack?: string;
}

/**
 * What stands behind a module's id; `factory` is a function compiled in the inner realm, for json the text.
 * variables: the module 'gradlens'. stub: may be mentioned, and refuses on use with the text `factory`. missing: fails where it is required.
 */
export type ModuleForm = 'esm' | 'commonjs' | 'json' | 'variables' | 'stub' | 'missing';

export interface RealmControl {
  /** Registers a module; `factory` was compiled in the inner realm. `dependencies` maps specifiers to module ids. */
  define(id: string, kind: ModuleForm, factory: unknown, dependencies: Encoded): void;
  /** A function of the outer realm that takes text, kept where no code of the person can reach it. Once, first of all. */
  connect(send: (text: string) => void): void;
  /** Loads the entry, calls the target. The result is ready when `status()` is not 'running' (async targets). */
  start(plan: Encoded): void;
  status(): 'idle' | 'running' | 'ready';
  /**
   * For measurements alone, which is why no plan can ask for it: the tape begins anew in the memory of the runs before,
   * whose columns are overwritten. A number that the program kept on a built-in object would stand for another row.
   */
  rewind(): void;
  result(): Encoded;
  /** What a program with Variables left when it failed or was stopped; without a result otherwise. */
  interrupted(): Encoded;
  /** The recorded tape. */
  columns(): TapeColumns;
  /** Pairs (site, id) of marked values, as Int32. */
  marks(): { length: number; buffer: ArrayBuffer };
}
