/** @file The switches of the backward pass, each with a line that says what it changes, in memory too. */
import { bytesText } from './bytes';
import { choicesOf } from './curve-inputs';
import { element } from './dom';
import { formatCount } from './format';
import { optionsOf, type Pass, rightPass } from './pass';
import { choices, Popover, toggle } from './popover';
import type { State } from './state';
import type { Store } from './store';
import { text } from './strings';
import { type SweepOrder, sweepOrders } from './sweep';

/** A gradient is one number of eight bytes. */
const gradientBytes = 8;
const examples = ['repeated', 'diamond'] as const;

export class PassControl {
  readonly root: HTMLElement;
  private readonly popover: Popover;

  constructor(private readonly store: Store) {
    this.popover = new Popover(text('pass.title'), 'pass', 'above', () => this.draw(this.store.state), 'pass-settings');
    this.root = this.popover.root;
    store.attach((state, before) => {
      if (
        state.pass !== before.pass ||
        state.scene !== before.scene ||
        state.gradient !== before.gradient ||
        state.graph !== before.graph
      )
        this.draw(state);
    });
  }

  /** The panel plays the pass by itself at once; the host is asked so that every number says the same. */
  private change(change: Partial<Pass>): void {
    const before = JSON.stringify(optionsOf(this.store.state.pass));
    this.store.dispatch({ type: 'pass', pass: change });
    const options = optionsOf(this.store.state.pass);
    if (JSON.stringify(options) !== before) this.store.post({ type: 'setOptions', options });
  }

  private draw(state: State): void {
    const { pass } = state;
    const parts = [
      text(`pass.order.${pass.order}`),
      pass.accumulate === 'assign' && text('pass.accumulate.assign'),
      !pass.retainGrad && `− ${text('pass.retainGrad')}`,
      !pass.recording && text('pass.noGrad'),
    ].filter((part) => part !== false);
    const changed = pass.order !== rightPass.order || parts.length > 1;
    this.popover.label(changed, element('span', { class: 'button-words' }, text('pass.name', parts.join(' · '))));
    if (!this.popover.isOpen) return;
    this.popover.fill(
      choices(
        text('pass.order'),
        'pass-order',
        sweepOrders.map((order) => ({
          value: order,
          label: text(`pass.order.${order}`),
          detail: text(`pass.order.${order}.detail`),
        })),
        pass.order,
        (order: SweepOrder) => this.change({ order }),
      ),
      choices(
        text('pass.accumulate'),
        'pass-accumulate',
        (['add', 'assign'] as const).map((way) => ({
          value: way,
          label: text(`pass.accumulate.${way}`),
          detail: text(`pass.accumulate.${way}.detail`),
        })),
        pass.accumulate,
        (accumulate) => this.change({ accumulate }),
      ),
      this.switches(state),
      element(
        'div',
        { class: 'sheet-row pass-examples' },
        element('span', { class: 'muted' }, text('pass.examples')),
        ...examples.map((id) =>
          element(
            'button',
            {
              type: 'button',
              class: 'link number',
              'data-key': `example-${id}`,
              onclick: () => this.store.post({ type: 'openExample', id }),
            },
            text(`pass.example.${id}`),
          ),
        ),
        changed &&
          element(
            'button',
            { type: 'button', class: 'button boxed', 'data-key': 'pass-reset', onclick: () => this.change(rightPass) },
            text('pass.reset'),
          ),
      ),
    );
  }

  private switches(state: State): HTMLElement {
    const { pass, graph, evaluation, scene, gradient } = state;
    const intermediates = graph?.variables.filter((variable) => variable.creator !== null).length ?? 0;
    const count = formatCount(intermediates);
    const freed = bytesText(intermediates * gradientBytes);
    const tape = bytesText(evaluation?.statistics.tapeBytes ?? 0);
    const created = scene.order > 0;
    return element(
      'fieldset',
      { class: 'choices-of' },
      element('legend', {}, text('pass.switches')),
      toggle(
        'pass-retain',
        text('pass.retainGrad'),
        text(pass.retainGrad ? 'pass.retainGrad.on' : 'pass.retainGrad.off', count, freed),
        pass.retainGrad,
        (retainGrad) => this.change({ retainGrad }),
      ),
      toggle(
        'pass-no-grad',
        text('pass.noGrad'),
        text(pass.recording ? 'pass.noGrad.off' : 'pass.noGrad.on', tape),
        !pass.recording,
        (off) => this.change({ recording: !off }),
      ),
      toggle(
        'pass-create-graph',
        text('pass.createGraph'),
        created && gradient
          ? text('pass.createGraph.on', bytesText(gradient.bytes.withGradients - gradient.bytes.forward))
          : text('pass.createGraph.off'),
        created,
        (on) =>
          this.store.dispatch({
            type: 'scene',
            scene: { order: on ? 1 : 0, input: scene.input || (choicesOf(state)[0]?.label ?? '') },
          }),
      ),
    );
  }
}
