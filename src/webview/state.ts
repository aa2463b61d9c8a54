/** @file What the panel knows and shows, and how a message or an action changes it: pure. */
import { decode } from '../protocol/codec';
import type { Evaluation, SiteId } from '../protocol/evaluation';
import type { DerivativesAnswer, ExampleChoice, HostToPanel, InputSet, TargetChoice } from '../protocol/panel';
import type { Failure } from '../protocol/request';
import type { SeriesProgress } from '../protocol/script';
import { functionKey, type Graph, graphOf, type ItemKey, variableKey } from './graph/model';
import type { SweepOrder } from './sweep';

export type Tab =
  | 'curves'
  | 'surface'
  | 'formula'
  | 'gradients'
  | 'script'
  | 'table'
  | 'checks'
  | 'problems'
  | 'printed';
/** Share of the height that the lower part has until a person changes it. */
export const defaultTabShare = 0.38;

export type ColourMode = 'gradient' | 'value' | 'kind';

/** What a person has set; survives a reload of the panel through setState. */
export interface Preferences {
  colour: ColourMode;
  direction: 'across' | 'down';
  constants: boolean;
  projector: boolean;
  tab: Tab | null;
  /** Share of the window's height that the lower part takes. */
  tabShare: number;
  order: SweepOrder;
  speed: number;
  curveOrder: number;
  curveScale: 'linear' | 'symlog';
  hiddenOrders: number[];
  /** Degree of the Taylor polynomial that is drawn; null for none. */
  taylor: number | null;
}

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
  /** The previous graph is kept while the structure is the same, so that the picture does not jump. */
  graph: Graph | null;
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
  preferences: {
    colour: 'gradient',
    direction: 'across',
    constants: true,
    projector: false,
    tab: 'curves',
    tabShare: defaultTabShare,
    order: 'generations',
    speed: 1,
    curveOrder: 4,
    curveScale: 'linear',
    hiddenOrders: [],
    taylor: null,
  },
};

export type Action =
  | { type: 'host'; message: HostToPanel }
  | { type: 'select'; item: ItemKey | null }
  | { type: 'trace'; direction: 'up' | 'down' | null }
  /** The paths between the item selected before and this one. */
  | { type: 'path'; item: ItemKey }
  | { type: 'prefer'; preferences: Partial<Preferences> }
  | { type: 'step'; step: number | null }
  | { type: 'play'; playing: boolean }
  | { type: 'curve'; curve: CurveRequest }
  | { type: 'stepErrors'; curve: CurveRequest };

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'host':
      return received(state, action.message);
    case 'select':
      return {
        ...state,
        selection: action.item,
        trace: action.item === null || state.trace === 'path' ? null : state.trace,
      };
    case 'path':
      if (state.selection === null) return { ...state, selection: action.item };
      return { ...state, anchor: state.selection, selection: action.item, trace: 'path' };
    case 'trace':
      return { ...state, trace: action.direction };
    case 'prefer': {
      const preferences = { ...state.preferences, ...action.preferences };
      const restarts = action.preferences.order !== undefined && state.step !== null;
      return { ...state, preferences, step: restarts ? 0 : state.step, playing: restarts ? false : state.playing };
    }
    case 'step':
      return { ...state, step: action.step };
    case 'play':
      return { ...state, playing: action.playing };
    case 'stepErrors':
      return { ...state, stepErrorsAsked: action.curve };
    case 'curve':
      return { ...state, curve: action.curve, derivativesFailure: null };
  }
}

function received(state: State, message: HostToPanel): State {
  switch (message.type) {
    case 'evaluation':
      return evaluated(state, decode<Evaluation>(message.evaluation), message.reason === 'new', message.texts);
    case 'busy':
      return {
        ...state,
        busy: { since: message.since, cancellable: message.cancellable, stage: message.stage },
        series: state.busy?.since === message.since ? state.series : [],
      };
    case 'idle':
      return { ...state, busy: null };
    case 'analysis':
      return state;
    case 'inputSets':
      return { ...state, inputSets: message.sets };
    case 'series':
      return { ...state, series: continued(state.series, message.series) };
    case 'failure':
      return {
        ...state,
        phase: 'failed',
        failure: message.failure,
        texts: message.texts ?? state.texts,
        busy: null,
        playing: false,
      };
    case 'stale':
      return { ...state, stale: message.stale };
    case 'highlight':
      return { ...state, marked: new Set(message.sites) };
    case 'untrusted':
      return { ...state, phase: 'untrusted', busy: null };
    case 'targets':
      return { ...state, targets: message.targets, currentTarget: message.current };
    case 'welcome':
      return { ...state, phase: 'welcome', examples: message.examples, busy: null };
    case 'derivatives':
      return answered(state, message);
    case 'strings':
      return state;
  }
}

/** Each series with its new points behind the old ones; every second one is left out where they are very many. */
function continued(known: SeriesProgress[], news: SeriesProgress[]): SeriesProgress[] {
  const byName = new Map(known.map((one) => [one.name, one]));
  for (const { name, steps, points } of news) {
    const all = [...(byName.get(name)?.points ?? []), ...points];
    byName.set(name, { name, steps, points: all.length > 4000 ? all.filter((_, i) => i % 2 === 0) : all });
  }
  return [...byName.values()];
}

function evaluated(state: State, evaluation: Evaluation, fresh: boolean, texts?: Record<string, string>): State {
  const made = graphOf(evaluation);
  const resumed = state.graph === null && state.resumed?.target === targetKey(evaluation) ? state.resumed : null;
  const same = !fresh && state.graph !== null && sameShape(state.graph, made);
  const keeps = (key: ItemKey | null) => key !== null && made.items.has(key) && (same || !fresh);
  return {
    ...state,
    phase: 'ready',
    evaluation,
    graph: made,
    texts: texts ?? (fresh ? {} : state.texts),
    version: state.version + 1,
    structure: same ? state.structure : state.structure + 1,
    failure: null,
    busy: null,
    stale: false,
    resumed: null,
    selection: resumed
      ? resumed.selection !== null && made.items.has(resumed.selection)
        ? resumed.selection
        : null
      : keeps(state.selection)
        ? state.selection
        : null,
    trace: keeps(state.selection) ? state.trace : null,
    step: resumed ? resumed.step : same ? state.step : null,
    playing: same && state.playing,
    curve: fresh ? null : state.curve,
    derivatives: fresh ? null : state.derivatives,
    stepErrors: fresh ? null : state.stepErrors,
    derivativesFailure: null,
  };
}

export function targetKey(evaluation: Evaluation): string {
  return `${evaluation.target.fileName}#${evaluation.target.name}`;
}

/** Whether two graphs would be drawn in the same places. */
function sameShape(a: Graph, b: Graph): boolean {
  if (a.items.size !== b.items.size || a.edges.length !== b.edges.length || a.output !== b.output) return false;
  for (let i = 0; i < a.edges.length; i++) if (a.edges[i].key !== b.edges[i].key) return false;
  for (const [key, item] of a.items) {
    const other = b.items.get(key);
    if (!other || other.rank !== item.rank || other.function?.label !== item.function?.label) return false;
  }
  return true;
}

function answered(state: State, message: Extract<HostToPanel, { type: 'derivatives' }>): State {
  if (message.request === state.stepErrorsAsked?.request) {
    const answer = message.answer === null ? null : decode<DerivativesAnswer>(message.answer);
    return { ...state, stepErrors: answer && { request: state.stepErrorsAsked, answer } };
  }
  if (state.curve === null || message.request !== state.curve.request) return state;
  if (message.answer === null)
    return { ...state, derivativesFailure: message.failure ?? { code: 'curvesUnavailable', message: '' } };
  return {
    ...state,
    derivatives: { request: state.curve, answer: decode<DerivativesAnswer>(message.answer) },
    derivativesFailure: null,
  };
}

/** Items that stand for the sites under the editor's cursor. */
export function markedItems(state: State): Set<ItemKey> {
  const found = new Set<ItemKey>();
  if (!state.evaluation || state.marked.size === 0) return found;
  for (const variable of state.evaluation.variables) {
    if (variable.site !== null && state.marked.has(variable.site)) found.add(variableKey(variable.id));
  }
  for (const made of state.evaluation.functions) {
    if (made.site !== null && state.marked.has(made.site)) found.add(functionKey(made.id));
  }
  return found;
}
