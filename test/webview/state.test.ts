/** @file What messages and actions do to the panel's state. */
import assert from 'node:assert/strict';
import { encode } from '../../src/protocol/codec';
import type { Evaluation } from '../../src/protocol/evaluation';
import type { HostToPanel } from '../../src/protocol/panel';
import { markedItems } from '../../src/webview/marks';
import { reduce, targetKey } from '../../src/webview/reducer';
import { initialState, type State } from '../../src/webview/state';
import { diamond, doubling, rosenbrock, unwell } from './programs';

const host = (state: State, message: HostToPanel) => reduce(state, { type: 'host', message });
const evaluated = (state: State, evaluation: Evaluation, reason: 'new' | 'inputs' = 'new') =>
  host(state, { type: 'evaluation', evaluation: encode(evaluation), reason });

describe('the panel’s state', () => {
  it('keeps the picture’s structure while only numbers change', () => {
    const first = evaluated(initialState, diamond(2));
    const second = evaluated(first, diamond(3), 'inputs');
    assert.equal(second.structure, first.structure);
    assert.equal(second.evaluation!.output.value, 162);
    assert.equal(evaluated(second, doubling()).structure, first.structure + 1);
  });

  it('changes the structure when the inputs lead another way', () => {
    const first = evaluated(initialState, rosenbrock([0, 2]));
    assert.notEqual(evaluated(first, rosenbrock([0, 2, 3]), 'inputs').structure, first.structure);
  });

  it('keeps selection and step over new numbers, and drops them with a new target', () => {
    let state = evaluated(initialState, diamond());
    state = reduce(state, { type: 'select', item: 'v2' });
    state = reduce(state, { type: 'step', step: 2 });
    const live = evaluated(state, diamond(5), 'inputs');
    assert.deepEqual([live.selection, live.step], ['v2', 2]);
    const other = evaluated(live, doubling());
    assert.deepEqual([other.selection, other.step], [null, null]);
  });

  it('goes on where it was after being hidden, for the same target only', () => {
    const resumed = { target: targetKey(diamond()), selection: 'v3' as const, step: 1 };
    const same = evaluated({ ...initialState, resumed }, diamond());
    assert.deepEqual([same.selection, same.step, same.resumed], ['v3', 1, null]);
    const other = evaluated({ ...initialState, resumed }, doubling());
    assert.deepEqual([other.selection, other.step], [null, null]);
  });

  it('brings NaN and infinities over the border', () => {
    const state = evaluated(initialState, unwell());
    assert.ok(Number.isNaN(state.evaluation!.output.value));
  });

  it('shows a failure, and forgets it with the next result', () => {
    const failed = host(evaluated(initialState, diamond()), {
      type: 'failure',
      failure: { code: 'timeout', message: 'Stopped.' },
    });
    assert.deepEqual([failed.phase, failed.failure?.code, failed.busy], ['failed', 'timeout', null]);
    const again = evaluated(failed, diamond(), 'inputs');
    assert.deepEqual([again.phase, again.failure], ['ready', null]);
  });

  it('marks the items of the sites under the cursor', () => {
    const evaluation = diamond();
    const site = evaluation.variables[1].site!;
    const state = host(evaluated(initialState, evaluation), { type: 'highlight', sites: [site] });
    assert.deepEqual([...markedItems(state)], ['v2', 'f2']);
  });

  it('takes curves only for the newest request', () => {
    let state = evaluated(initialState, diamond());
    state = reduce(state, { type: 'curve', curve: { request: 2, input: 'x', from: -1, to: 1 } });
    const answer = encode({ xs: [0], orders: [[Number.NaN]], breaks: [] });
    assert.equal(host(state, { type: 'derivatives', request: 1, answer }).derivatives, null);
    assert.ok(Number.isNaN(host(state, { type: 'derivatives', request: 2, answer }).derivatives!.answer.orders[0][0]));
    assert.equal(
      host(state, { type: 'derivatives', request: 2, answer: null }).derivativesFailure?.code,
      'curvesUnavailable',
    );
  });
});
