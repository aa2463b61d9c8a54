/** @file Messages between the host and the panel's webview. */
import type { AnalysisChoice } from './analysis';
import type { BackwardChoice, Diagnostic, FunctionId, InputValue, SiteId, VariableId } from './evaluation';
import type { Failure } from './request';
import type { SeriesProgress } from './script';

/** A graph item: a variable or a function. */
export type GraphItem = { variable: VariableId } | { function: FunctionId };

export interface TargetChoice {
  /** The target's name, or the text of its first line while it is not known. */
  name: string;
  fileName: string;
  /** 0-based. */
  line: number;
}

export interface ExampleChoice {
  id: string;
  title: string;
  /** What to look at, one sentence. */
  detail: string;
}

/** Inputs that a person has given a name. */
export interface InputSet {
  name: string;
  inputs: Record<string, InputValue>;
}

/** f and its derivatives along one input, the others held. Encoded by protocol/codec.ts. */
export interface DerivativesAnswer {
  xs: number[];
  /** `orders[k][i]` is the k-th derivative (not the Taylor coefficient) at `xs[i]`. */
  orders: number[][];
  /** Where a branch changes between two neighbouring points, so that no line is drawn across. */
  breaks: number[];
}

export type HostToPanel =
  /**
   * `Evaluation` encoded by protocol/codec.ts (JSON has no NaN or infinities). `texts` holds the text of the
   * files that have sites, as they were evaluated, so that the panel can quote lines and expressions.
   */
  | { type: 'evaluation'; evaluation: string; reason: 'new' | 'inputs' | 'refresh'; texts?: Record<string, string> }
  | { type: 'busy'; since: number; cancellable: boolean; stage: string }
  | { type: 'idle' }
  | { type: 'failure'; failure: Failure; texts?: Record<string, string> }
  /** The source was edited since the evaluation. */
  | { type: 'stale'; stale: boolean }
  /** The cursor in the source stands on these sites; empty to clear. */
  | { type: 'highlight'; sites: SiteId[] }
  /** Restricted Mode: nothing runs. */
  | { type: 'untrusted' }
  /** The targets of the selections, and which of them is shown; a list of one needs no chooser. */
  | { type: 'targets'; targets: TargetChoice[]; current: number }
  /** No target yet: how to begin, with examples one click away. */
  | { type: 'welcome'; examples: ExampleChoice[] }
  | { type: 'strings'; strings: Record<string, string>; language: string }
  /** Answer to `derivatives`: `answer` is an encoded `DerivativesAnswer`, or null with the reason. */
  | { type: 'derivatives'; request: number; answer: string | null; failure?: Failure }
  /** Answer to `analyse`: an encoded `AnalysisAnswer`, or null with the reason. */
  | { type: 'analysis'; request: number; answer: string | null; failure?: Failure }
  /** Input sets saved for the target that is shown; sent with every evaluation and when they change. */
  | { type: 'inputSets'; sets: InputSet[] }
  /** Losses of a script that still runs; `series` begin anew with each `busy`. */
  | { type: 'series'; series: SeriesProgress[] };

export type PanelToHost =
  /** Sent once the panel listens, also after it was hidden and shown: answer with all there is to show. */
  | { type: 'ready' }
  | { type: 'select'; item: GraphItem | null }
  /** All inputs as they now stand. `live`: a slider is being dragged, so only the newest need be answered. */
  | { type: 'setInputs'; inputs: Record<string, InputValue>; withRespectTo?: string[]; live?: boolean }
  | { type: 'setOutput'; output: string }
  | { type: 'resetInputs' }
  | { type: 'run' }
  | { type: 'cancel' }
  | { type: 'reveal'; diagnostic: Diagnostic }
  /** Show a place of the source: the target's, or a failure's. */
  | { type: 'show'; fileName: string; start: number; end: number }
  | { type: 'setTarget'; index: number }
  | { type: 'openExample'; id: string }
  /** Only commands the host knows by name are run (`gradlens.…`, `workbench.trust.manage`). */
  | { type: 'command'; command: string; arguments?: unknown[] }
  /**
   * Derivatives of orders 0 … `order` along one input at `points` places of [from, to]. `input` is a path into
   * the inputs: `x`, `xs[0]`, `p.y`. `at`: places that must be among the answer's `xs` besides. `request` comes
   * back with the answer.
   */
  | {
      type: 'derivatives';
      request: number;
      input: string;
      from: number;
      to: number;
      points: number;
      order: number;
      at?: number[];
    }
  /** Save what the panel exports: text as it is, or bytes in base 64. The host asks where. */
  | { type: 'save'; suggestedName: string; content: string; encoding: 'text' | 'base64' }
  | { type: 'copy'; text: string }
  /** Anything of `protocol/analysis.ts` about what is shown; `request` comes back with the answer. */
  | { type: 'analyse'; request: number; analysis: AnalysisChoice }
  /** Another backward pass (null: the right one); a new evaluation follows. */
  | { type: 'setOptions'; options: BackwardChoice | null }
  /** Every execution of loops by itself, where that is at most 10,000 operations; a new evaluation follows. */
  | { type: 'setUnrolled'; unrolled: boolean }
  /** A script's `backward()` call whose graph to show; a new evaluation follows. */
  | { type: 'setBackward'; index: number }
  /** Keeps the inputs as they stand under a name, for this target, in the workspace. */
  | { type: 'saveInputSet'; name: string }
  | { type: 'useInputSet'; name: string }
  | { type: 'deleteInputSet'; name: string }
  /**
   * Saves a page that shows this by itself. `lesson` is JSON that the same bundle finds in the page when it starts
   * outside VS Code (see `webview/lesson.ts`).
   */
  | { type: 'saveHtml'; suggestedName: string; title: string; lesson: string };
