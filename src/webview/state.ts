/** @file What the panel knows and shows. */
import type { Evaluation, SiteId } from '../protocol/evaluation';
import type { Executions } from '../protocol/executions';
import type { GradientGraph } from '../protocol/gradient-graph';
import type { DerivativesAnswer, ExampleChoice, HostToPanel, InputSet, TargetChoice } from '../protocol/panel';
import type { Failure } from '../protocol/request';
import type { SeriesProgress } from '../protocol/script';
import type { Graph, ItemKey } from './graph/model';
import type { Iteration } from './loops';
import { type Pass, rightPass } from './pass';
import { initialPreferences, type Preferences } from './preferences';
import { forwardScene, type Scene } from './scene';

export type { Preferences, Tab } from './preferences';

export interface CurveRequest {
  request: number;
  input: string;
  from: number;
  to: number;
}

/** Requests of the step errors are numbered from here on, those of the curves below. */
export const stepErrorRequests = 1_000_000;

/** What the panel goes on with after it was hidden or VS Code restarted. */
export interface Resumed {
  target: string;
  selection: ItemKey | null;
  step: number | null;
}

export interface State {
  /** Used once, by the first evaluation of the same target. */
  resumed: Resumed | null;
  phase: 'starting' | 'welcome' | 'untrusted' | 'ready' | 'failed';
  examples: ExampleChoice[];
  targets: TargetChoice[];
  currentTarget: number;
  evaluation: Evaluation | null;
  /** What is drawn: the program's own graph, or that of a gradient. */
  graph: Graph | null;
  scene: Scene;
  pass: Pass;
  /** The one execution of a loop that is looked at. */
  iteration: Iteration | null;
  /** The newest graph of a gradient, which the scene may or may not show. */
  gradient: GradientGraph | null;
  /** Functions of each order, as far as they were counted for the input of the scene. */
  counts: GradientGraph['counts'];
  gradientFailure: Failure | null;
  texts: Record<string, string>;
  /** Counts evaluations; `structure` counts those that changed the graph's shape. */
  version: number;
  structure: number;
  failure: Failure | null;
  busy: { since: number; cancellable: boolean; stage: string } | null;
  stale: boolean;
  selection: ItemKey | null;
  marked: ReadonlySet<SiteId>;
  trace: 'up' | 'down' | 'path' | null;
  /** The other end of a traced path. */
  anchor: ItemKey | null;
  /** Steps of the backward pass that have been played; null when the player is at rest. */
  step: number | null;
  playing: boolean;
  curve: CurveRequest | null;
  derivatives: { request: CurveRequest; answer: DerivativesAnswer } | null;
  derivativesFailure: Failure | null;
  /** Values around the first input, for the error of differences. */
  stepErrorsAsked: CurveRequest | null;
  stepErrors: { request: CurveRequest; answer: DerivativesAnswer } | null;
  /** Inputs that were saved under a name, for this target. */
  inputSets: InputSet[];
  /** Losses of a script that still runs, with all their points so far. */
  series: SeriesProgress[];
  preferences: Preferences;
}

export const initialState: State = {
  resumed: null,
  phase: 'starting',
  examples: [],
  targets: [],
  currentTarget: 0,
  evaluation: null,
  graph: null,
  scene: forwardScene,
  pass: rightPass,
  iteration: null,
  gradient: null,
  counts: [],
  gradientFailure: null,
  texts: {},
  version: 0,
  structure: 0,
  failure: null,
  busy: null,
  stale: false,
  selection: null,
  marked: new Set(),
  trace: null,
  anchor: null,
  step: null,
  playing: false,
  curve: null,
  derivatives: null,
  derivativesFailure: null,
  stepErrorsAsked: null,
  stepErrors: null,
  inputSets: [],
  series: [],
  preferences: initialPreferences,
};

export type Action =
  | { type: 'host'; message: HostToPanel }
  | { type: 'select'; item: ItemKey | null }
  | { type: 'trace'; direction: 'up' | 'down' | null }
  /** The paths between the item selected before and this one. */
  | { type: 'path'; item: ItemKey }
  | { type: 'prefer'; preferences: Partial<Preferences> }
  | { type: 'scene'; scene: Partial<Scene> }
  /** Another execution of a loop, or (null) all of them together. */
  | { type: 'iteration'; iteration: { loop: number; index: number } | null }
  | { type: 'executions'; loop: number; executions: Executions }
  | { type: 'pass'; pass: Partial<Pass> }
  /** An answer about the graph of a gradient, whether it is to be shown or only counted. */
  | { type: 'gradient'; answer: GradientGraph }
  | { type: 'gradientFailed'; failure: Failure }
  | { type: 'step'; step: number | null }
  | { type: 'play'; playing: boolean }
  | { type: 'curve'; curve: CurveRequest }
  | { type: 'stepErrors'; curve: CurveRequest };
