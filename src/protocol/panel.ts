/** @file Messages between the host and the panel's webview. */
import type { Diagnostic, FunctionId, InputValue, SiteId, VariableId } from './evaluation';
import type { Failure } from './request';

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

export type HostToPanel =
  /** `Evaluation` encoded by protocol/codec.ts (JSON has no NaN or infinities). */
  | { type: 'evaluation'; evaluation: string; reason: 'new' | 'inputs' | 'refresh' }
  | { type: 'busy'; since: number; cancellable: boolean; stage: string }
  | { type: 'idle' }
  | { type: 'failure'; failure: Failure }
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
  | { type: 'strings'; strings: Record<string, string>; language: string };

export type PanelToHost =
  | { type: 'ready' }
  | { type: 'select'; item: GraphItem | null }
  /** All inputs as they now stand. */
  | { type: 'setInputs'; inputs: Record<string, InputValue>; withRespectTo?: string[] }
  | { type: 'setOutput'; output: string }
  | { type: 'resetInputs' }
  | { type: 'run' }
  | { type: 'cancel' }
  | { type: 'reveal'; diagnostic: Diagnostic }
  | { type: 'setTarget'; index: number }
  | { type: 'openExample'; id: string }
  | { type: 'command'; command: string; arguments?: unknown[] };
