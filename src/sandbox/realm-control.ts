/**
 * @file The border between the outer realm (ours) and the fresh inner realm (the person's code).
 * Only primitives and functions compiled inside the inner realm go in; only primitives and ArrayBuffers come out.
 * The completion value of the prelude script is a `RealmControl`.
 */
import type { TapeColumns } from '../engine/tape';

/** JSON text with NaN, ±Infinity, −0 and undefined preserved (protocol/codec.ts). */
export type Encoded = string;

export interface RunPlan {
  entry: string;
  /** Values of the lifted function's parameters (closed-over values), in order. */
  closedOver: RunInput[];
  /** Arguments of the target itself; empty for expression and statement targets. */
  args: RunInput[];
  invoke:
    | { kind: 'call' }
    /** The lifted function's own result is the result. */
    | { kind: 'value' }
    /** new Class(…constructorArgs)[method](…args); a static method has no constructor call. */
    | { kind: 'method'; method: string; isStatic: boolean; accessor: boolean; constructorArgs: RunInput[] };
  seed: number;
  now: number;
  operationLimit: number;
  /** 'traced' records; 'plain' runs on numbers only, for numerical checks. */
  mode: 'traced' | 'plain';
}

export interface RunInput {
  name: string;
  value: unknown;
  /** A leaf per number in `value` where true. */
  traced: boolean;
  /** Site of the parameter, for its leaves. */
  site: number;
  /** 'identity' for a function-typed parameter; typed arrays by constructor name. */
  as?: 'identity' | 'Float64Array' | 'Float32Array' | 'undefined';
}

export interface RunResult {
  status: 'done' | 'failed' | 'unresolved';
  /** Numbers of the result, with their paths and tape ids (0: not traced). At most 1,000, plus the sum's parts. */
  leaves?: { path: string; value: number; id: number }[];
  truncated?: boolean;
  /** What the result was, for messages: 'number', 'array', 'object', 'string', 'undefined', 'function', … */
  resultType?: string;
  /** Tape ids of the inputs' leaves, shaped like the values, in the order closedOver, args, constructorArgs. */
  inputIds?: unknown[];
  error?: { name: string; message: string; stack: string; code?: string; site?: number };
  /** status 'unresolved': specifiers met only while running. */
  missing?: { specifier: string; importer: string }[];
  printed: { level: 'log' | 'info' | 'warn' | 'error'; text: string }[];
  /** Values that left the tape, boundary hits and the like, as they happened. */
  events: { code: string; site: number; detail: string; count: number }[];
}

export interface RealmControl {
  /** Registers a module; `factory` was compiled in the inner realm. `dependencies` maps specifiers to module ids. */
  define(id: string, kind: 'esm' | 'commonjs' | 'json' | 'stub', factory: unknown, dependencies: Encoded): void;
  /** Loads the entry, calls the target. The result is ready when `status()` is not 'running' (async targets). */
  start(plan: Encoded): void;
  status(): 'idle' | 'running' | 'ready';
  result(): Encoded;
  /** The recorded tape. */
  columns(): TapeColumns;
  /** Pairs (site, id) of marked values, as Int32. */
  marks(): { length: number; buffer: ArrayBuffer };
}
