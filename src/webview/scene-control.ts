/** @file The control of what the graph is of: the program, gx1, gx2 …, with the functions that each takes. */
import { bytesText } from './bytes';
import { choicesOf } from './curve-inputs';
import { type Child, element } from './dom';
import { formatCount } from './format';
import { GradientAsker } from './gradient-asker';
import { choices, Popover, toggle } from './popover';
import { answers, gradientName, highestOrder, type Scene } from './scene';
import type { State } from './state';
import type { Store } from './store';
import { text } from './strings';

export class SceneControl {
  readonly root: HTMLElement;
  private readonly popover: Popover;
  private readonly asker: GradientAsker;

  constructor(private readonly store: Store) {
    this.asker = new GradientAsker(store);
    this.popover = new Popover(text('scene.title'), 'scene', 'below', () => {
      this.keepInput(this.store.state);
      this.asker.count();
      this.draw(this.store.state);
    });
    this.root = this.popover.root;
    this.root.classList.add('scene-control');
    store.attach((state, before) => {
      if (
        state.scene !== before.scene ||
        state.gradient !== before.gradient ||
        state.counts !== before.counts ||
        state.gradientFailure !== before.gradientFailure ||
        state.evaluation !== before.evaluation
      ) {
        this.keepInput(state);
        this.draw(state);
      }
    });
  }

  /** The input of the scene is one that the evaluation has. */
  private keepInput(state: State): void {
    const labels = choicesOf(state).map((one) => one.label);
    if (labels.length > 0 && !labels.includes(state.scene.input)) this.change({ input: labels[0] });
  }

  private change(scene: Partial<Scene>): void {
    this.store.dispatch({ type: 'scene', scene });
  }

  private draw(state: State): void {
    const { scene } = state;
    const name = scene.order === 0 ? 'f' : gradientName(scene.input, scene.order);
    this.popover.label(
      scene.order > 0,
      `${text('scene.graphOf')} `,
      element('span', { class: 'number scene-name' }, name),
      this.asker.isWaiting && element('span', { class: 'pulse', 'aria-hidden': 'true' }),
    );
    if (!this.popover.isOpen) return;
    const inputs = choicesOf(state).map((one) => one.label);
    if (inputs.length === 0) {
      this.popover.fill(element('p', { class: 'muted' }, text('scene.none')));
      return;
    }
    this.popover.fill(
      inputs.length > 1 && this.inputChooser(inputs, scene.input),
      this.orders(state),
      toggle('scene-together', text('scene.together'), text('scene.together.detail'), scene.together, (together) =>
        this.change({ together }),
      ),
      toggle('scene-simplify', text('scene.simplify'), text('scene.simplify.detail'), scene.simplify, (simplify) =>
        this.change({ simplify }),
      ),
      this.note(state),
    );
  }

  private inputChooser(inputs: string[], current: string): HTMLElement {
    const choose = element(
      'select',
      { class: 'chooser boxed', 'data-key': 'scene-input', onchange: () => this.change({ input: choose.value }) },
      ...inputs.map((input) => element('option', { value: input, selected: input === current }, input)),
    );
    return element('label', { class: 'sheet-row' }, element('span', { class: 'muted' }, text('scene.along')), choose);
  }

  private orders(state: State): HTMLElement {
    const { scene, counts, graph } = state;
    const forward = scene.order === 0 ? (graph?.functions.length ?? 0) : null;
    const most = Math.max(1, ...counts.map((row) => row.simplified ?? 0));
    const rows = Array.from({ length: highestOrder + 1 }, (_, order) => {
      const row = counts.find((one) => one.order === order);
      const said = (count: number | null | undefined): string =>
        count === undefined ? '…' : count === null ? '> 10⁴' : formatCount(count);
      const plain = said(row ? row.plain : order === 0 && forward !== null ? forward : undefined);
      const simplified = said(row ? row.simplified : undefined);
      const name = order === 0 ? 'f' : gradientName(scene.input, order);
      const length = row?.simplified ? Math.max(2, (56 * row.simplified) / most) : 0;
      const bar = element('span', { class: `count-bar of-order-${Math.min(order, 7)}`, 'aria-hidden': 'true' });
      bar.style.width = `${length}px`;
      return {
        value: String(order),
        aria: text('scene.row', order === 0 ? text('scene.forward') : name, plain, simplified),
        label: element('span', { class: 'number' }, name),
        detail: element(
          'span',
          { class: 'order-counts number', 'aria-hidden': 'true' },
          element('span', { class: 'end' }, plain),
          element('span', { class: 'muted' }, order === 0 ? '' : '→'),
          element('span', { class: 'end' }, order === 0 ? '' : simplified),
          bar,
        ),
      };
    });
    const list = choices(text('scene.order'), 'scene-order', rows, String(scene.order), (order) =>
      this.change({ order: Number(order) }),
    );
    list.classList.add('orders');
    list
      .querySelector('legend')!
      .append(
        element(
          'span',
          { class: 'order-counts', 'aria-hidden': 'true' },
          element('span', { class: 'end' }, text('scene.plain')),
          element('span'),
          element('span', { class: 'end' }, text('scene.simplified')),
        ),
      );
    return list;
  }

  private note(state: State): Child {
    const { scene, gradient, gradientFailure } = state;
    if (scene.order === 0) return null;
    if (gradientFailure)
      return element(
        'p',
        { class: 'sheet-note tone-bad', role: 'status' },
        gradientFailure.message || text('scene.failed'),
      );
    if (!answers(gradient, scene))
      return element('p', { class: 'sheet-note muted', role: 'status' }, text('scene.loading'));
    const { bytes, cutAfter } = gradient;
    return element(
      'p',
      { class: 'sheet-note muted' },
      text('scene.memory', bytesText(bytes.withGradients - bytes.forward), bytesText(bytes.forward)),
      cutAfter !== null && ` ${text('scene.cut', cutAfter)}`,
    );
  }
}
