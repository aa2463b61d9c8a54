/** @file What a lesson keeps, and how its page answers in place of VS Code. */
import assert from 'node:assert/strict';
import { decode, encode } from '../../src/protocol/codec';
import type { DerivativesAnswer, HostToPanel } from '../../src/protocol/panel';
import { type Lesson, withoutPaths } from '../../src/webview/lesson';
import { LessonHost } from '../../src/webview/lesson-host';
import { initialPreferences } from '../../src/webview/preferences';
import { diamond } from './programs';
import { descentAnswer, rosenbrock } from './surfaces';

const range = { input: 'x', from: -2, to: 2, points: 41, order: 2, at: [0] };
const xs = Array.from({ length: 41 }, (_, i) => -2 + i / 10);
const curve: DerivativesAnswer = {
  xs,
  orders: [xs.map((x) => x * x), xs.map((x) => 2 * x), xs.map(() => 2)],
  breaks: [1],
};
const descent = {
  kind: 'descent' as const,
  across: 'x',
  up: 'y',
  start: [0, 0] as [number, number],
  rates: {},
  steps: 50,
};

const lesson: Lesson = {
  version: 1,
  language: 'en',
  words: {},
  evaluation: encode(diamond()),
  texts: {},
  preferences: initialPreferences,
  resumed: { target: 'diamond.ts#f', selection: null, step: 2 },
  answers: [
    { type: 'derivatives', range, answer: encode(curve) },
    { type: 'analyse', analysis: descent, answer: encode(descentAnswer(rosenbrock, descent)) },
  ],
};

async function told(message: Parameters<LessonHost['postMessage']>[0]): Promise<HostToPanel[]> {
  const heard: HostToPanel[] = [];
  new LessonHost(lesson, (one) => heard.push(one)).postMessage(message);
  assert.deepEqual(heard, [], 'answers come later, as from VS Code');
  await Promise.resolve();
  return heard;
}

async function curveOver(from: number, to: number, more: object = {}): Promise<DerivativesAnswer | null> {
  const [said] = await told({ type: 'derivatives', request: 7, ...range, from, to, ...more });
  assert.ok(said.type === 'derivatives' && said.request === 7);
  return said.answer === null ? null : decode<DerivativesAnswer>(said.answer);
}

describe('the page of a lesson', () => {
  it('shows what was saved when it is ready', async () => {
    const heard = await told({ type: 'ready' });
    assert.deepEqual(
      heard.map((one) => one.type),
      ['strings', 'evaluation', 'idle'],
    );
  });

  it('answers with the points that lie in a range, the orders that were asked for, and the breaks there', async () => {
    const part = await curveOver(-1, 0.5, { order: 1 });
    assert.ok(part);
    assert.equal(part.orders.length, 2);
    assert.ok(part.xs[0] >= -1.2 && part.xs[part.xs.length - 1] <= 0.7 && part.xs.includes(0));
    for (const [i, x] of part.xs.entries()) assert.ok(Math.abs(part.orders[1][i] - 2 * x) < 1e-12);
    assert.deepEqual(part.breaks, []);
    assert.deepEqual((await curveOver(-2, 2))?.breaks, [1]);
  });

  it('refuses what it does not hold', async () => {
    assert.equal(await curveOver(50, 60), null);
    assert.equal(await curveOver(-1, 1, { input: 'y' }), null);
    assert.equal(await curveOver(0, 0, { points: 1, at: [0, 0.1] }), null);
    const [said] = await told({ type: 'analyse', request: 1, analysis: { kind: 'hessian' } });
    assert.ok(said.type === 'analysis' && said.answer === null && said.failure?.message);
  });

  it('has the descents from a start, whatever the rates', async () => {
    const rates = { Adam: 0.5 };
    const [same] = await told({ type: 'analyse', request: 1, analysis: { ...descent, rates } });
    assert.ok(same.type === 'analysis' && same.answer !== null);
    const [other] = await told({ type: 'analyse', request: 1, analysis: { ...descent, start: [1, 0] } });
    assert.ok(other.type === 'analysis' && other.answer === null);
  });
});

describe('an evaluation without paths', () => {
  it('names files alone, and two of one name apart', () => {
    const evaluation = diamond();
    evaluation.sites[0].fileName = '/home/someone/secret/diamond.ts';
    evaluation.sources = { '/w/diamond.ts': '1', '/home/someone/secret/diamond.ts': '2' };
    const [bare, texts] = withoutPaths(evaluation, { '/w/diamond.ts': 'a', '/home/someone/secret/diamond.ts': 'b' });
    assert.ok(!JSON.stringify([bare, texts]).includes('secret') && !JSON.stringify([bare, texts]).includes('/w/'));
    assert.equal(Object.keys(bare.sources).length, 2);
    assert.equal(texts[bare.sites[0].fileName], 'b');
    assert.equal(texts[bare.target.fileName], 'a');
    assert.deepEqual(bare.variables, evaluation.variables);
  });
});
