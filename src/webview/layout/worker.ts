/** @file Runs layout in a worker: one question, one answer. */
import type { LayoutInput } from './layers';
import { type LayoutOptions, layout } from './layout';

interface Question {
  request: number;
  input: LayoutInput;
  options: LayoutOptions;
}

const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<Question>) => void;
  postMessage(answer: unknown): void;
};

scope.onmessage = ({ data }) => {
  scope.postMessage({ request: data.request, placement: layout(data.input, data.options) });
};
