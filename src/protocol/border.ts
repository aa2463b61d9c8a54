/** @file The border between supervisor and sandbox: what each may ask of the other. */
import type { AnalysisAnswer, AnalysisChoice } from './analysis';
import type { Evaluation } from './evaluation';
import type { DerivativesAnswer } from './panel';
import type { EvaluationRequest, Limits, ListedTarget, Stage } from './request';
import type { Methods } from './rpc';
import type { SeriesProgress } from './script';

/** A request with everything that only the supervisor can know filled in. */
export interface PreparedRequest extends EvaluationRequest {
  /** Text of `fileName`. */
  source: string;
  sourceHash: string;
  limits: Limits;
  /** Sites below this number belong to modules that earlier sandboxes left (see `keep`). */
  siteFloor: number;
}

/** Where a curve is asked for, beside what is differentiated. */
export interface CurveRange {
  /** A path into the inputs: `x`, `xs[0]`, `p.y`. */
  input: string;
  from: number;
  to: number;
  points: number;
  /** Highest order. */
  order: number;
  /** Places that must be among the answer's `xs` besides. */
  at?: number[];
}

export type DerivativesRequest = EvaluationRequest & CurveRange;
export type AnalysisRequest = EvaluationRequest & { analysis: AnalysisChoice };

/** An import as it stands in a module. */
export interface ImportQuery {
  specifier: string;
  /** Id of the importing module. */
  importer: string;
  /** type: only its text is of interest, for the types it declares. */
  kind: 'import' | 'require' | 'type';
}

export type ModuleKind = 'esm' | 'commonjs' | 'json' | 'script';

/** What an import leads to. */
export type ResolvedImport =
  /** Its text follows in `ModuleLayer.modules`, or came with an earlier layer. */
  | { to: 'module'; id: string }
  /** A built-in, DOM or network module: it may be mentioned, and refuses on use. */
  | { to: 'stub'; name: string }
  | { to: 'missing'; detail: string };

export interface ModuleText {
  /** Absolute file name or URI; the same for every importer. */
  id: string;
  kind: ModuleKind;
  /** Hash of the text, in hexadecimal. */
  hash: string;
  /** Left out when this sandbox was given the text under this key before, and has not dropped it. */
  text?: string;
  /** The instrumented module that an earlier sandbox left with the supervisor (see `keep`). */
  kept?: string;
}

/** Under what an instrumented module is kept: the same text is read differently as TypeScript and as a script. */
export function moduleKey({ id, kind, hash }: Pick<ModuleText, 'id' | 'kind' | 'hash'>): string {
  return `${kind}:${/\.[^./\\]*$/.exec(id)?.[0] ?? ''}:${hash}`;
}

/** Answer to one layer of imports: `imports[k]` answers `queries[k]`. */
export interface ModuleLayer {
  imports: ResolvedImport[];
  modules: ModuleText[];
}

/** What the sandbox offers. */
export interface SandboxMethods extends Methods {
  evaluate(request: PreparedRequest, signal: AbortSignal): Promise<Evaluation>;
  derivatives(request: PreparedRequest & CurveRange, signal: AbortSignal): Promise<DerivativesAnswer>;
  analyse(request: PreparedRequest & { analysis: AnalysisChoice }, signal: AbortSignal): Promise<AnalysisAnswer>;
  /** All targets of a text, in source order. */
  targets(file: { fileName: string; source: string }): ListedTarget[];
}

/** What the supervisor offers. */
export interface SupervisorMethods extends Methods {
  ready(argument: null): void;
  progress(stage: Stage): void;
  /** New points of all series, while the program that makes them still runs. */
  series(list: SeriesProgress[]): void;
  resolve(queries: ImportQuery[]): Promise<ModuleLayer>;
  /** Leaves an instrumented module for later sandboxes; `end`: the number after its last site. */
  keep(module: { key: string; instrumented: string; end: number }): void;
  /** The sandbox no longer has the module under this key. */
  dropped(key: string): void;
}
