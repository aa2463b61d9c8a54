/** @file The lower part: curves, surface, formula, table and so on; one at a time, or none. */
import { checks, checksBadge } from './checks';
import { Curves } from './curves';
import { type Child, element, icon, replaceContent } from './dom';
import { FormulaView } from './formula';
import { GradientsView } from './gradients';
import { ListView } from './list-view';
import { defaultTabShare, type Tab } from './preferences';
import { printed } from './printed';
import { problems, problemsBadge } from './problems';
import { ScriptView } from './script/script';
import type { State } from './state';
import { StepErrorPlot } from './step-error-plot';
import type { Store } from './store';
import { text } from './strings';
import { SurfaceView } from './surface/surface';
import { firstTab, present, shownTab, tabOrder } from './tab-choice';
import { Table } from './table';

interface View {
  root: HTMLElement;
  /** Stands in the bar, beside the tabs. */
  tools?: HTMLElement;
}

export class Tabs {
  readonly root = element('section', { class: 'tabs' });
  private readonly bar = element('div', { class: 'tab-bar' });
  private readonly panel = element('div', { class: 'tab-panel', role: 'tabpanel', id: 'tab-panel' });
  private readonly views: Partial<Record<Tab, View>> = {};

  constructor(private readonly store: Store) {
    this.root.append(this.splitter(), this.bar, this.panel);
    // Attached before the views inside, so that they are laid out when they draw.
    store.attach((state, before) => {
      this.root.hidden = state.phase !== 'ready';
      if (
        state.evaluation === before.evaluation &&
        state.preferences === before.preferences &&
        state.phase === before.phase &&
        this.bar.hasChildNodes()
      )
        return;
      this.draw(state);
    });
    this.views.curves = new Curves(store);
    this.views.surface = new SurfaceView(store);
    this.views.formula = new FormulaView(store);
    this.views.gradients = new GradientsView(store);
    this.views.script = new ScriptView(store);
    this.views.table = new Table(store);
    this.views.checks = new ListView(store, 'checks', checks, new StepErrorPlot(store).root);
    this.views.problems = new ListView(store, 'problems', (state) =>
      problems(state, (diagnostic) => store.post({ type: 'reveal', diagnostic })),
    );
    this.views.printed = new ListView(store, 'printed', printed);
    this.draw(store.state);
    this.bar.addEventListener('keydown', (event) => this.onKey(event));
  }

  /** Between graph and lower part: drag it, or use the arrow keys. */
  private splitter(): HTMLElement {
    const prefer = (share: number) =>
      this.store.dispatch({ type: 'prefer', preferences: { tabShare: Math.min(0.75, Math.max(0.15, share)) } });
    const handle = element('div', {
      class: 'splitter',
      role: 'separator',
      'aria-orientation': 'horizontal',
      'aria-label': text('tabs.resize'),
      tabindex: 0,
      onpointerdown: (event: PointerEvent) => handle.setPointerCapture(event.pointerId),
      onpointermove: (event: PointerEvent) => {
        if (!handle.hasPointerCapture(event.pointerId)) return;
        const bounds = this.root.parentElement!.getBoundingClientRect();
        prefer((bounds.bottom - event.clientY) / bounds.height);
      },
      onkeydown: (event: KeyboardEvent) => {
        const step = event.key === 'ArrowUp' ? 0.04 : event.key === 'ArrowDown' ? -0.04 : 0;
        if (step === 0) return;
        event.preventDefault();
        prefer(this.store.state.preferences.tabShare + step);
      },
    });
    return handle;
  }

  private draw(state: State): void {
    if (!state.evaluation) return;
    const { tabShare } = state.preferences;
    const tab = shownTab(state);
    const view = tab === null ? undefined : this.views[tab];
    this.root.style.flexBasis = tab === null ? '' : `${(tabShare * 100).toFixed(1)}%`;
    this.root.firstElementChild?.setAttribute('aria-valuenow', String(Math.round(tabShare * 100)));
    const list = element(
      'div',
      { class: 'tab-list', role: 'tablist' },
      ...tabOrder.filter((one) => present(state, one)).map((one) => this.tab(state, one, tab)),
    );
    const fold = element(
      'button',
      {
        type: 'button',
        class: `icon-button fold${tab === null ? ' folded' : ''}`,
        title: text('tabs.none'),
        'aria-label': text('tabs.none'),
        'aria-expanded': String(tab !== null),
        onclick: () => this.choose(tab === null ? firstTab(state) : null),
      },
      icon('chevron'),
    );
    replaceContent(this.bar, list, view?.tools, fold);
    this.root.classList.toggle('folded', tab === null);
    this.root.classList.toggle('enlarged', tab !== null && tabShare > defaultTabShare);
    this.panel.hidden = tab === null;
    if (tab === null) return;
    this.panel.setAttribute('aria-labelledby', `tab-${tab}`);
    if (view && this.panel.firstElementChild !== view.root) this.panel.replaceChildren(view.root);
  }

  private tab(state: State, one: Tab, shown: Tab | null): HTMLElement {
    return element(
      'button',
      {
        type: 'button',
        class: 'tab',
        role: 'tab',
        id: `tab-${one}`,
        'aria-selected': String(shown === one),
        'aria-controls': 'tab-panel',
        tabindex: shown === one || (shown === null && one === firstTab(state)) ? 0 : -1,
        'data-key': `tab-${one}`,
        onclick: () => this.choose(shown === one ? null : one),
      },
      text(`tabs.${one}`),
      badge(state, one),
    );
  }

  private choose(tab: Tab | null): void {
    this.store.dispatch({ type: 'prefer', preferences: { tab } });
  }

  private onKey(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0 || !(event.target as Element).matches('[role=tab]')) return;
    const shown = tabOrder.filter((one) => present(this.store.state, one));
    const now = shown.indexOf(shownTab(this.store.state) ?? firstTab(this.store.state));
    const next = shown[(now + step + shown.length) % shown.length];
    this.choose(next);
    this.bar.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
    event.preventDefault();
  }
}

function badge(state: State, tab: Tab): Child {
  if (tab === 'checks') return checksBadge(state);
  return tab === 'problems' ? problemsBadge(state) : null;
}
