/** @file The panel in a page of its own: a stand-in for the host, and the variables of VS Code's themes. */
import type { AnalysisAnswer, AnalysisChoice } from '../../src/protocol/analysis';
import { encode } from '../../src/protocol/codec';
import type { Evaluation, InputValue } from '../../src/protocol/evaluation';
import type { DerivativesAnswer, HostToPanel, PanelToHost } from '../../src/protocol/panel';
import * as programs from './programs';
import * as scripts from './scripts';
import * as surfaces from './surfaces';

/** In the page: everything the panel said, and a way to speak to it. */
export interface Harness {
  said: PanelToHost[];
  send(message: HostToPanel): void;
  show(name: string, reason?: 'new' | 'inputs'): void;
  /** From here on the pipeline behind the page answers; these are its first words. */
  live(messages: HostToPanel[]): void;
}

const made: Record<string, () => Evaluation> = {
  diamond: () => programs.diamond(),
  doubling: programs.doubling,
  goldstein: () => programs.goldstein(),
  rosenbrock: () => programs.rosenbrock(),
  network: programs.network,
  unwell: programs.unwell,
  chain: () => programs.chain(12),
  twelve: () => programs.chain(4),
  tangle100: () => programs.tangle(100),
  tangle1000: () => programs.tangle(1000),
  chain3000: () => programs.chain(3000),
  rolled: () => programs.rolledChain(),
  training: scripts.training,
  tensors: scripts.arrays,
  valley: () => surfaces.valley(),
  himmelblau: () => surfaces.himmelblauProgram(),
  saddle: () => surfaces.valley(0.5, 0.25, 'saddle'),
};

const texts = { '/w/diamond.ts': programs.diamondText };
let shown = 'diamond';
let saved: unknown;

const harness: Harness = {
  said: [],
  send: (message) => window.postMessage(message, '*'),
  show(name, reason = 'new') {
    shown = name;
    harness.send({ type: 'evaluation', evaluation: encode(made[name]()), reason, texts });
  },
  live(messages) {
    shown = 'live';
    for (const message of messages) harness.send(message);
  },
};

Object.assign(window, {
  harness,
  acquireVsCodeApi: () => ({
    postMessage(message: PanelToHost) {
      harness.said.push(structuredClone(message));
      answer(message);
    },
    getState: () => saved,
    setState: (state: unknown) => {
      saved = state;
    },
  }),
});

function answer(message: PanelToHost): void {
  if (shown === 'live') {
    void window.pipeline?.(message).then((messages) => {
      for (const one of messages) harness.send(one);
    });
    return;
  }
  if (message.type === 'setInputs' && shown === 'diamond') {
    harness.send({
      type: 'evaluation',
      evaluation: encode(programs.diamond(message.inputs.x as number)),
      reason: 'inputs',
      texts,
    });
  } else if (message.type === 'setInputs' && shown === 'goldstein') {
    const inputs = message.inputs as Record<string, InputValue & number>;
    harness.send({
      type: 'evaluation',
      evaluation: encode(programs.goldstein(inputs.x, inputs.y)),
      reason: 'inputs',
      texts,
    });
  } else if (message.type === 'analyse') {
    const answered = analysisAnswer(message.analysis);
    harness.send({ type: 'analysis', request: message.request, answer: answered && encode(answered) });
  } else if (message.type === 'derivatives') {
    const xs = Array.from(
      { length: message.points },
      (_, i) => message.from + ((message.to - message.from) * i) / (message.points - 1),
    );
    xs.push(...(message.at ?? []).filter((x) => !xs.includes(x)));
    xs.sort((a, b) => a - b);
    const orders = tanhOrders(message.order).map((order) => xs.map(order));
    const result: DerivativesAnswer = { xs, orders, breaks: [] };
    harness.send({ type: 'derivatives', request: message.request, answer: encode(result) });
  }
}

function analysisAnswer(choice: AnalysisChoice): AnalysisAnswer | null {
  const plane = surfaces.planes[shown];
  if (plane && choice.kind === 'surface') return surfaces.surfaceAnswer(plane, choice);
  if (plane && choice.kind === 'descent') return surfaces.descentAnswer(plane, choice);
  if (choice.kind === 'formula') return shown === 'rolled' ? surfaces.formulaless : surfaces.valleyFormula;
  return null;
}

/** tanh⁽ᵏ⁾ as polynomials in y: p₀ = y, pₖ₊₁ = pₖ′·(1 − y²). */
function tanhOrders(most: number): ((x: number) => number)[] {
  let p = [0, 1];
  const found: ((x: number) => number)[] = [];
  for (let k = 0; k <= most; k++) {
    const now = p;
    found.push((x) => now.reduceRight((sum, c) => sum * Math.tanh(x) + c, 0));
    const d = p.slice(1).map((c, i) => c * (i + 1));
    const next: number[] = [];
    d.forEach((c, i) => {
      next[i] = (next[i] ?? 0) + c;
      next[i + 2] = (next[i + 2] ?? 0) - c;
    });
    p = Array.from(next, (c) => c ?? 0);
  }
  return found;
}
