/** @file Gathers a lesson: what is on the screen, and the curves and readings that its readers may turn to. */
import type { AnalysisChoice } from '../protocol/analysis';
import { encode } from '../protocol/codec';
import { announce } from './announcement';
import { domainOf } from './curve-data';
import { choicesOf } from './curve-inputs';
import { curvePoints } from './curves';
import { type Lesson, withoutPaths } from './lesson';
import type { DerivativesRange } from './questions';
import { targetKey } from './reducer';
import type { State } from './state';
import { placesFor } from './step-errors';
import type { Store } from './store';
import { allWords, text } from './strings';
import { descentFrom, surfaceOver } from './surface/choices';

/** Orders of each curve that is stored, inputs that have one, and how long an answer is waited for. */
const stored = { order: 8, inputs: 6, milliseconds: 8_000 };

/** Asks the host for what is missing, and has it save the page. */
export async function saveLesson(store: Store): Promise<void> {
  const { state } = store;
  if (!state.evaluation) return;
  announce(text('lesson.collecting'));
  for (const range of rangesFor(state)) {
    if (store.state.evaluation !== state.evaluation) return;
    await new Promise<void>((done) => within(done, (settled) => store.questions.derivatives(range, settled, settled)));
  }
  for (const analysis of analysesFor(state)) {
    if (store.state.evaluation !== state.evaluation) return;
    await new Promise<void>((done) => within(done, (settled) => store.questions.analyse(analysis, settled, settled)));
  }
  const { name } = state.evaluation.target;
  const suggestedName = `${name.replace(/[^\p{L}\p{N}_-]+/gu, '_').slice(0, 40)}.html`;
  store.post({ type: 'saveHtml', suggestedName, title: name, lesson: JSON.stringify(lessonFrom(store)) });
}

/** A host that gives no answer, because something newer was asked, must not hold up the rest. */
function within(done: () => void, ask: (settled: () => void) => () => void): void {
  const timer = setTimeout(() => {
    forget();
    done();
  }, stored.milliseconds);
  const forget = ask(() => {
    clearTimeout(timer);
    done();
  });
}

/** Around each input as curves begin, a wider look, what is shown, and the steps of the first input's check. */
function rangesFor(state: State): DerivativesRange[] {
  const choices = choicesOf(state, stored.inputs);
  const { curve, preferences } = state;
  const order = Math.max(stored.order, preferences.curveOrder);
  const ranges = choices.flatMap(({ label, value }) => {
    const [from, to] = domainOf(value);
    const wider = to - from;
    const common = { input: label, order, at: [value] };
    return [
      { ...common, from, to, points: curvePoints },
      { ...common, from: from - wider, to: to + wider, points: curvePoints + 1 },
    ];
  });
  const shown = curve && choices.find((choice) => choice.label === curve.input);
  if (shown) {
    const { from, to } = curve;
    ranges.push({ input: shown.label, from, to, points: curvePoints, order, at: [shown.value] });
  }
  const [first] = choices;
  if (first) {
    const at = placesFor(first.value);
    ranges.push({ input: first.label, from: first.value, to: first.value, points: 1, order: 1, at });
  }
  return ranges;
}

function analysesFor(state: State): AnalysisChoice[] {
  const [x, y] = choicesOf(state, 2);
  const wanted: AnalysisChoice[] = [{ kind: 'formula' }];
  if (x && y) wanted.push(surfaceOver(x, y), descentFrom(x, y, [x.value, y.value]));
  if (state.evaluation!.output.choices.length > 1) wanted.push({ kind: 'jacobian' });
  return wanted;
}

function lessonFrom(store: Store): Lesson {
  const { state } = store;
  const [evaluation, texts] = withoutPaths(state.evaluation!, state.texts);
  return {
    version: 1,
    language: document.documentElement.lang,
    words: allWords(),
    evaluation: encode(evaluation),
    texts,
    preferences: state.preferences,
    resumed: { target: targetKey(evaluation), selection: state.selection, step: state.step },
    answers: [...store.questions.recent],
  };
}
