/** @file What stands in the graph's place when there is no graph: first look, failure, running, Restricted Mode. */

import { numberText } from '../protocol/number-text';
import type { Failure } from '../protocol/request';
import { BusyClock } from './busy';
import { type Child, element, replaceContent } from './dom';
import { shortened } from './format';
import { SeriesPlot } from './script/series-plot';
import { baseName, quote } from './source';
import type { State } from './state';
import type { Store } from './store';
import { stageText, text } from './strings';

export class Notices {
  readonly root = element('main', { class: 'notices' });
  private readonly busy = new BusyClock(() => this.draw(this.store.state));
  private clock: ReturnType<typeof setInterval> | null = null;
  private readonly losses = new SeriesPlot();

  constructor(private readonly store: Store) {
    store.attach((state, before) => {
      const same =
        state.phase === before.phase &&
        state.failure === before.failure &&
        state.busy === before.busy &&
        state.examples === before.examples &&
        state.texts === before.texts;
      if (!same || !this.root.hasChildNodes()) this.draw(state);
      if (state.series !== before.series) this.losses.show(state.series);
    });
  }

  private draw(state: State): void {
    if (this.clock !== null) clearInterval(this.clock);
    this.clock = null;
    const content = this.content(state);
    this.root.hidden = content.length === 0;
    replaceContent(this.root, ...content);
  }

  private content(state: State): Child[] {
    if (state.phase === 'untrusted') {
      return [
        page(
          element('h2', {}, text('untrusted.title')),
          element('p', {}, text('untrusted.detail')),
          element(
            'div',
            { class: 'choices' },
            this.button(
              text('untrusted.manage'),
              () => this.store.post({ type: 'command', command: 'workbench.trust.manage' }),
              true,
            ),
          ),
        ),
      ];
    }
    if (this.busy.shows(state) && state.phase !== 'ready') return [this.running(state)];
    if (state.phase === 'failed' && state.failure) return [this.failed(state, state.failure)];
    if (state.phase === 'welcome') return [this.welcome(state)];
    return [];
  }

  private running(state: State): HTMLElement {
    const since = state.busy!.since;
    const seconds = element('span', { class: 'number' });
    const tick = () => {
      seconds.textContent = `${Math.max(0, (Date.now() - since) / 1000).toFixed(1)} s`;
    };
    tick();
    this.clock = setInterval(tick, 100);
    return page(
      element('h2', {}, stageText(state.busy!.stage), ' ', seconds),
      this.losses.root,
      element('p', { class: 'muted' }, text('busy.hint')),
      state.busy!.cancellable &&
        element(
          'div',
          { class: 'choices' },
          this.button(text('busy.cancel'), () => this.store.post({ type: 'cancel' }), true, 'cancel-main'),
        ),
    );
  }

  /** What, where, and the way out: the message holds the first and the last, the place is a button. */
  private failed(state: State, failure: Failure): HTMLElement {
    const place =
      failure.fileName !== undefined && failure.start !== undefined
        ? { fileName: failure.fileName, start: failure.start, end: failure.end ?? failure.start }
        : null;
    const quoted = place ? quote(state, place) : null;
    const frame = failure.frames?.[0];
    const placeName = place
      ? `${baseName(place.fileName)}${quoted ? `:${quoted.line}` : frame ? `:${frame.line}` : ''}`
      : '';
    const sentences = failure.message.split(/(?<=[.!?])\s+(?=\p{Lu})/u);
    return page(
      element('p', { class: 'code number' }, failure.code),
      element('h2', {}, sentences[0]),
      sentences.length > 1 && element('p', {}, sentences.slice(1).join(' ')),
      quoted &&
        element(
          'pre',
          { class: 'quote number' },
          element('span', { class: 'muted' }, `${quoted.line}  `),
          quoted.text.slice(0, quoted.start),
          element('mark', { class: 'wrong' }, quoted.text.slice(quoted.start, Math.max(quoted.start + 1, quoted.end))),
          quoted.text.slice(Math.max(quoted.start + 1, quoted.end)),
        ),
      failure.frames &&
        failure.frames.length > 1 &&
        element(
          'div',
          { class: 'stack' },
          element('h3', {}, text('failure.stack')),
          element(
            'ol',
            { class: 'number' },
            ...failure.frames
              .slice(0, 8)
              .map((one) =>
                element(
                  'li',
                  {},
                  `${one.name || '·'}  `,
                  element('span', { class: 'muted' }, `${baseName(one.fileName)}:${one.line}:${one.column}`),
                ),
              ),
          ),
        ),
      failure.choices &&
        failure.choices.length > 0 &&
        element(
          'div',
          { class: 'choices wrap', role: 'group', 'aria-label': text('failure.choices') },
          ...failure.choices
            .slice(0, 24)
            .map((choice) =>
              this.button(`${shortened(choice.path, 24)} = ${numberText(choice.value)}`, () =>
                this.store.post({ type: 'setOutput', output: choice.path }),
              ),
            ),
        ),
      element(
        'div',
        { class: 'choices' },
        place &&
          this.button(
            text('failure.show', placeName),
            () => this.store.post({ type: 'show', ...place }),
            true,
            'failure-place',
          ),
        this.button(text('failure.again'), () => this.store.post({ type: 'run' }), !place, 'failure-again'),
      ),
    );
  }

  private welcome(state: State): HTMLElement {
    return page(
      element('h2', {}, text('welcome.title')),
      element(
        'ol',
        { class: 'steps' },
        ...(['welcome.step1', 'welcome.step2', 'welcome.step3'] as const).map((key) => element('li', {}, text(key))),
      ),
      state.examples.length > 0 && element('p', { class: 'muted' }, text('welcome.examples')),
      element(
        'div',
        { class: 'examples' },
        ...state.examples.slice(0, 4).map((example) =>
          element(
            'button',
            {
              type: 'button',
              class: 'example',
              'data-key': `example-${example.id}`,
              onclick: () => this.store.post({ type: 'openExample', id: example.id }),
            },
            element('strong', {}, example.title),
            element('span', {}, example.detail),
          ),
        ),
      ),
    );
  }

  private button(label: string, onclick: () => void, primary = false, key = label): HTMLElement {
    return element(
      'button',
      { type: 'button', class: primary ? 'button primary' : 'button boxed', onclick, 'data-key': key },
      label,
    );
  }
}

function page(...children: Child[]): HTMLElement {
  return element('div', { class: 'page' }, ...children);
}
