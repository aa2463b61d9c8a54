/** @file The first row: what is shown, its value, how it stands, and what can be done with it. */

import { fullNumberText, numberText } from '../protocol/number-text';
import { BusyClock } from './busy';
import { element, replaceContent } from './dom';
import { exportMenu } from './export';
import { formatDuration, shortened } from './format';
import type { GraphView } from './graph/view';
import { type MenuItem, menu } from './menu';
import type { ColourMode } from './preferences';
import { SceneControl } from './scene-control';
import { baseName } from './source';
import type { State } from './state';
import type { Store } from './store';
import { stageText, text } from './strings';

const colours: ColourMode[] = ['gradient', 'value', 'kind'];

export class Header {
  readonly root = element('header', { class: 'header' });
  private readonly busy = new BusyClock(() => this.draw(this.store.state));
  private readonly scene: SceneControl;
  private running = false;

  constructor(
    private readonly store: Store,
    private readonly graph: GraphView,
  ) {
    this.scene = new SceneControl(store);
    store.attach((state, before) => {
      const same =
        state.evaluation === before.evaluation &&
        state.busy === before.busy &&
        state.stale === before.stale &&
        state.phase === before.phase &&
        state.failure === before.failure &&
        state.preferences === before.preferences &&
        state.targets === before.targets &&
        state.currentTarget === before.currentTarget;
      if (!same || !this.root.hasChildNodes()) this.draw(state);
    });
  }

  private draw(state: State): void {
    this.running = this.busy.shows(state);
    const target = state.failure?.target ?? state.evaluation?.target ?? null;
    const known = state.phase === 'ready' || state.phase === 'failed';
    this.root.hidden = !known && !this.running;
    replaceContent(
      this.root,
      element(
        'div',
        { class: 'title' },
        this.heading(state),
        known && state.phase === 'ready' && state.evaluation ? this.value(state) : null,
        target
          ? element(
              'button',
              {
                type: 'button',
                class: 'link place',
                'data-key': 'place',
                title: text('header.show', `${target.fileName}:${target.line + 1}`),
                onclick: () =>
                  this.store.post({ type: 'show', fileName: target.fileName, start: target.start, end: target.end }),
              },
              `${baseName(target.fileName)}:${target.line + 1}`,
            )
          : null,
      ),
      element(
        'div',
        { class: 'actions' },
        this.status(state),
        state.evaluation && state.phase === 'ready' ? this.outputChooser(state) : null,
        state.evaluation && state.phase === 'ready' ? this.scene.root : null,
        state.evaluation && state.phase === 'ready' ? this.viewMenu(state) : null,
        state.evaluation && state.phase === 'ready' ? exportMenu(this.store, this.graph) : null,
      ),
      this.banner(state),
    );
  }

  /** Says that the numbers are of an older text, where it cannot be missed. */
  private banner(state: State): HTMLElement | null {
    if (!state.stale || this.running || state.phase !== 'ready') return null;
    return element(
      'p',
      { class: 'banner', role: 'status' },
      text('stale.banner'),
      element(
        'button',
        { type: 'button', class: 'link', 'data-key': 'run', onclick: () => this.store.post({ type: 'run' }) },
        text('header.run'),
      ),
    );
  }

  private heading(state: State): HTMLElement {
    const target = state.failure?.target ?? state.evaluation?.target;
    const heading = element(
      'h1',
      {},
      target
        ? shortened(
            target.kind === 'expression' || target.kind === 'statements' || target.kind === 'script'
              ? target.name
              : `${target.name}(${target.signature})`,
            40,
          )
        : text('app.name'),
    );
    if (target) heading.title = target.kind === 'script' ? target.fileName : `${target.name}(${target.signature})`;
    if (state.targets.length < 2) return heading;
    const choose = element(
      'select',
      {
        class: 'chooser',
        'aria-label': text('header.target'),
        'data-key': 'target',
        onchange: () => this.store.post({ type: 'setTarget', index: choose.selectedIndex }),
      },
      ...state.targets.map((choice, index) =>
        element(
          'option',
          { value: index, selected: index === state.currentTarget },
          `${choice.name}  ${baseName(choice.fileName)}:${choice.line + 1}`,
        ),
      ),
    );
    return element('div', { class: 'title-choice' }, heading, choose);
  }

  private value(state: State): HTMLElement {
    const { value } = state.evaluation!.output;
    return element(
      'span',
      { class: `number result ${Number.isFinite(value) ? '' : 'tone-bad'}`, title: fullNumberText(value) },
      `= ${numberText(value)}`,
    );
  }

  private status(state: State): HTMLElement {
    if (this.running && state.busy) {
      const cancel = state.busy.cancellable;
      return element(
        'span',
        { class: 'status-group' },
        element(
          'span',
          { class: 'status running', role: 'status' },
          element('span', { class: 'pulse', 'aria-hidden': 'true' }),
          stageText(state.busy.stage),
        ),
        cancel &&
          element(
            'button',
            {
              type: 'button',
              class: 'button',
              'data-key': 'cancel',
              onclick: () => this.store.post({ type: 'cancel' }),
            },
            text('header.cancel'),
          ),
      );
    }
    if (state.phase === 'failed')
      return element('span', { class: 'status failed', role: 'status' }, text('header.failed'));
    if (state.stale) return element('span', { class: 'status stale' }, text('header.stale'));
    const spent = state.evaluation?.statistics.milliseconds.total;
    return element(
      'span',
      { class: 'status live', role: 'status', title: spent === undefined ? '' : formatDuration(spent) },
      text('header.live'),
    );
  }

  private outputChooser(state: State): HTMLElement | null {
    const { choices, path } = state.evaluation!.output;
    if (choices.length < 2) return null;
    const choose = element(
      'select',
      {
        class: 'chooser boxed',
        'aria-label': text('header.output'),
        'data-key': 'output',
        onchange: () => this.store.post({ type: 'setOutput', output: choose.value }),
      },
      ...choices.map((choice) =>
        element(
          'option',
          { value: choice.path, selected: choice.path === path },
          `${choice.path || text('header.output')} = ${numberText(choice.value)}`,
        ),
      ),
    );
    return choose;
  }

  private viewMenu(state: State): HTMLElement {
    const { preferences } = state;
    const prefer = (change: Partial<State['preferences']>) =>
      this.store.dispatch({ type: 'prefer', preferences: change });
    const items: MenuItem[] = [
      ...colours.map(
        (colour): MenuItem => ({
          label: text('header.colour', text(`header.colour.${colour}`)),
          checked: preferences.colour === colour,
          group: 'colour',
          run: () => prefer({ colour }),
        }),
      ),
      {
        label: text('header.direction'),
        checked: preferences.direction === 'down',
        run: () => prefer({ direction: preferences.direction === 'down' ? 'across' : 'down' }),
        begins: true,
      },
      {
        label: text('header.constants'),
        checked: preferences.constants,
        run: () => prefer({ constants: !preferences.constants }),
      },
      {
        label: text('header.projector'),
        checked: preferences.projector,
        run: () => prefer({ projector: !preferences.projector }),
      },
    ];
    return menu(text('header.colour', text(`header.colour.${preferences.colour}`)), items, 'view-menu');
  }
}
