/** @file Many gradients at a glance: a bar for each input, and for array outputs the Jacobian as a heat map. */
import type { JacobianAnswer } from '../protocol/analysis';
import { fullNumberText, numberText } from '../protocol/number-text';
import { chooser } from './curve-controls';
import { type Child, element, replaceContent } from './dom';
import { formatCount } from './format';
import { toneOf } from './graph/appearance';
import { at, leavesOf, pathText } from './input-values';
import type { State } from './state';
import type { Store } from './store';
import { text } from './strings';
import { onShow } from './tab-choice';
import { matrixMap } from './tensor/matrix-map';

/** Bars that are drawn. */
const most = 300;

interface Bar {
  label: string;
  grad: number;
}

export class GradientsView {
  readonly root = element('div', { class: 'list gradients roomy', tabindex: 0 });
  readonly tools = element('div', { class: 'curve-controls' });
  private readonly bars = element('div', { class: 'gradient-bars' });
  private readonly jacobian = element('div', { class: 'jacobian' });
  private order: 'place' | 'size' = 'place';
  private forget: (() => void) | null = null;

  constructor(private readonly store: Store) {
    this.root.append(this.bars, this.jacobian);
    store.attach((state, before) => {
      if (!onShow(state, 'gradients')) return;
      if (onShow(before, 'gradients') && state.evaluation === before.evaluation) return;
      this.drawBars(state);
      this.ask(state);
    });
  }

  private drawBars(state: State): void {
    replaceContent(
      this.tools,
      element('span', { class: 'muted' }, text('gradients.bars.sort')),
      chooser(
        text('gradients.bars.sort'),
        (['place', 'size'] as const).map((value) => ({ value, label: text(`gradients.bars.sort.${value}`) })),
        this.order,
        (order) => {
          this.order = order;
          this.drawBars(this.store.state);
        },
        'gradient-order',
      ),
    );
    const all = barsOf(state);
    if (all.length === 0) {
      replaceContent(this.bars, element('p', { class: 'muted' }, text('gradients.none')));
      return;
    }
    const size = ({ grad }: Bar) => (Number.isFinite(grad) ? Math.abs(grad) : Number.POSITIVE_INFINITY);
    const largest = Math.max(0, ...all.map(size).filter(Number.isFinite));
    const shown = (this.order === 'size' ? [...all].sort((a, b) => size(b) - size(a)) : all).slice(0, most);
    const rest = all.length - shown.length;
    replaceContent(
      this.bars,
      element('h3', {}, text('gradients.bars')),
      element(
        'table',
        { class: 'bar-table', 'aria-label': text('gradients.bars.summary', all.length, numberText(largest)) },
        element('tbody', {}, ...shown.map((bar) => barRow(bar, largest))),
      ),
      rest > 0 &&
        element(
          'p',
          { class: 'muted' },
          text(this.order === 'size' ? 'gradients.bars.more' : 'gradients.bars.rest', formatCount(rest)),
        ),
    );
  }

  private ask(state: State): void {
    this.forget?.();
    this.jacobian.hidden = state.evaluation!.output.choices.length < 2;
    if (this.jacobian.hidden) return;
    const head = element('h3', {}, text('gradients.jacobian'));
    const say = (words: string) => replaceContent(this.jacobian, head, element('p', { class: 'muted' }, words));
    if (!this.jacobian.hasChildNodes()) say(text('gradients.jacobian.loading'));
    this.forget = this.store.questions.analyse<'jacobian'>(
      { kind: 'jacobian' },
      (answer) => replaceContent(this.jacobian, head, jacobianMap(answer)),
      (failure) => say(failure.message || text('gradients.jacobian.unavailable')),
    );
  }
}

function barsOf(state: State): Bar[] {
  return state.evaluation!.inputs.flatMap((record) =>
    leavesOf(record.value).flatMap(({ path }) => {
      const grad = at(record.grad, path);
      return typeof grad === 'number' ? [{ label: pathText(record.name, path), grad }] : [];
    }),
  );
}

/** Zero in the middle; negative to the left, positive to the right. */
function barRow({ label, grad }: Bar, largest: number): HTMLElement {
  const bar = element('span', { class: `bar-fill ${grad < 0 ? 'left' : 'right-hand'} tone-${toneOf(grad)}` });
  const share = Number.isFinite(grad) ? (largest === 0 ? 0 : Math.abs(grad) / largest) : 1;
  bar.style.setProperty('--share', `${(share * 50).toFixed(2)}%`);
  return element(
    'tr',
    {},
    element('th', { scope: 'row', class: 'number' }, label),
    element('td', { class: 'bar-cell', 'aria-hidden': 'true' }, bar),
    element('td', { class: `number end tone-${toneOf(grad)}`, title: fullNumberText(grad) }, numberText(grad)),
  );
}

function jacobianMap({ outputs, inputs, matrix }: JacobianAnswer): Child {
  const rows = outputs.map(({ path }, i) => ({ path, entries: matrix[i] })).filter(({ path }) => path !== 'sum');
  if (rows.length === 0 || inputs.length === 0) return null;
  return matrixMap({
    rows: rows.length,
    columns: inputs.length,
    value: (row, column) => rows[row].entries[column],
    say: (row, column) =>
      text(
        'tensor.entry',
        `∂${rows[row].path || 'f'}/∂${inputs[column].path}`,
        fullNumberText(rows[row].entries[column]),
      ),
    label: `${text('gradients.jacobian.summary', rows.length, inputs.length)}. ${text('tensor.hint')}`,
    width: 360,
    height: 240,
  });
}
