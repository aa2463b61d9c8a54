/** @file How a message or an action changes the state: pure. */
import { decode } from '../protocol/codec';
import type { Evaluation } from '../protocol/evaluation';
import type { DerivativesAnswer, HostToPanel } from '../protocol/panel';
import type { SeriesProgress } from '../protocol/script';
import { type Graph, graphOf, type ItemKey } from './graph/model';
import { type Iteration, withIteration } from './loops';
import { passOf } from './pass';
import { answers, forwardScene, gradientGraphOf } from './scene';
import type { Action, State } from './state';

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
    case 'prefer':
      return { ...state, preferences: { ...state.preferences, ...action.preferences } };
    case 'pass': {
      const pass = { ...state.pass, ...action.pass };
      return { ...state, pass, step: state.step === null || !pass.recording ? null : 0, playing: false };
    }
    case 'scene':
      return shown({ ...state, scene: { ...state.scene, ...action.scene }, gradientFailure: null });
    case 'iteration': {
      const { iteration } = action;
      if (iteration === null) return shown({ ...state, iteration: null });
      // Until the new numbers are here, the old ones stay.
      const known = state.iteration?.loop === iteration.loop ? state.iteration.executions : null;
      return shown({ ...state, iteration: { ...iteration, executions: known } });
    }
    case 'executions': {
      const { iteration } = state;
      if (iteration?.loop !== action.loop) return state;
      return shown({ ...state, iteration: { ...iteration, executions: action.executions } });
    }
    case 'gradient':
      return gradientArrived(state, action.answer);
    case 'gradientFailed':
      return { ...state, gradientFailure: action.failure };
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
  const resumed = state.graph === null && state.resumed?.target === targetKey(evaluation) ? state.resumed : null;
  const otherTarget = state.evaluation === null || targetKey(state.evaluation) !== targetKey(evaluation);
  const next = shown(
    {
      ...state,
      phase: 'ready',
      evaluation,
      texts: texts ?? (fresh ? {} : state.texts),
      version: state.version + 1,
      failure: null,
      busy: null,
      stale: false,
      resumed: null,
      // Another program begins with its own graph.
      scene: fresh && otherTarget ? { ...forwardScene, simplify: state.scene.simplify } : state.scene,
      pass: fresh || state.evaluation === null ? (passOf(evaluation) ?? state.pass) : state.pass,
      iteration: keptIteration(state, evaluation, fresh),
      gradient: fresh ? null : state.gradient,
      counts: fresh ? [] : state.counts,
      gradientFailure: null,
      curve: fresh ? null : state.curve,
      derivatives: fresh ? null : state.derivatives,
      stepErrors: fresh ? null : state.stepErrors,
      derivativesFailure: null,
    },
    fresh,
  );
  if (!resumed) return next;
  const selection = resumed.selection !== null && next.graph!.items.has(resumed.selection) ? resumed.selection : null;
  return { ...next, selection, step: resumed.step };
}

/** New inputs can lead to fewer executions, or to other loops. */
function keptIteration({ iteration }: State, { loops }: Evaluation, fresh: boolean): Iteration | null {
  const count = iteration ? (loops?.[iteration.loop]?.count ?? 0) : 0;
  return !fresh && iteration && iteration.index < count ? iteration : null;
}

/** The state with the graph that its scene asks for, as far as it is known. */
function shown(state: State, fresh = false): State {
  const { scene, evaluation, gradient } = state;
  if (!evaluation) return state;
  // Until a gradient's graph is known, the picture stays as it is.
  if (scene.order > 0 && !answers(gradient, scene) && state.graph !== null && !fresh) return state;
  const made =
    scene.order > 0 && answers(gradient, scene)
      ? gradientGraphOf(gradient, scene.together)
      : withIteration(graphOf(evaluation), state.iteration);
  return withGraph(state, made, fresh);
}

/** Selection and step are kept while the structure is the same, and so is the picture, so that it does not jump. */
function withGraph(state: State, made: Graph, fresh: boolean): State {
  const same = !fresh && state.graph !== null && sameShape(state.graph, made);
  const keeps = (key: ItemKey | null) =>
    key !== null && (made.items.has(key) || (same && key.startsWith('l'))) && (same || !fresh);
  return {
    ...state,
    graph: made,
    structure: same ? state.structure : state.structure + 1,
    selection: keeps(state.selection) ? state.selection : null,
    trace: keeps(state.selection) ? state.trace : null,
    step: same ? state.step : null,
    playing: same && state.playing,
  };
}

/** Counts are of use whatever is shown; the graph only where the scene asks for it. */
function gradientArrived(state: State, answer: NonNullable<State['gradient']>): State {
  const counts = answer.counts.length >= state.counts.length ? answer.counts : state.counts;
  if (!answers(answer, state.scene)) return { ...state, counts };
  return shown({ ...state, gradient: answer, counts, gradientFailure: null });
}

export function targetKey(evaluation: Evaluation): string {
  return `${evaluation.target.fileName}#${evaluation.target.name}`;
}

/** Whether two graphs would be drawn in the same places. */
function sameShape(a: Graph, b: Graph): boolean {
  if (a.items.size !== b.items.size || a.edges.length !== b.edges.length || a.output !== b.output) return false;
  if (a.of !== b.of) return false;
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
