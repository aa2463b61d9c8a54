/** @file The lower part: curves, table, checks, problems, printed lines; one at a time, or none. */
import type { Diagnostic } from '../protocol/evaluation';
import { fullNumberText, numberText } from '../protocol/number-text';
import { Curves } from './curves';
import { type Child, element, icon, replaceContent } from './dom';
import { agrees, at, leavesOf, pathText } from './input-values';
import { baseName, quote } from './source';
import { defaultTabShare, type State, type Tab } from './state';
import { StepErrorPlot } from './step-error-plot';
import type { Store } from './store';
import { text } from './strings';
import { Table } from './table';

const order: Tab[] = ['curves', 'table', 'checks', 'problems', 'printed'];

export class Tabs {
  readonly root = element('section', { class: 'tabs' });
  private readonly bar = element('div', { class: 'tab-bar' });
  private readonly panel = element('div', { class: 'tab-panel', role: 'tabpanel', id: 'tab-panel' });
  private readonly curves: Curves;
  private readonly table: Table;
  private readonly stepErrors: StepErrorPlot;
  private readonly list = element('div', { class: 'list', tabindex: 0 });
  private shown: Tab | null = null;

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
    this.curves = new Curves(store);
    this.table = new Table(store);
    this.stepErrors = new StepErrorPlot(store);
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
    const { tab } = state.preferences;
    this.root.style.flexBasis = tab === null ? '' : `${(state.preferences.tabShare * 100).toFixed(1)}%`;
    this.root.firstElementChild?.setAttribute('aria-valuenow', String(Math.round(state.preferences.tabShare * 100)));
    replaceContent(
      this.bar,
      element(
        'div',
        { class: 'tab-list', role: 'tablist' },
        ...order
          .filter((one) => this.present(state, one))
          .map((one) =>
            element(
              'button',
              {
                type: 'button',
                class: 'tab',
                role: 'tab',
                id: `tab-${one}`,
                'aria-selected': String(tab === one),
                'aria-controls': 'tab-panel',
                tabindex: tab === one || (tab === null && one === 'curves') ? 0 : -1,
                'data-key': `tab-${one}`,
                onclick: () => this.choose(tab === one ? null : one),
              },
              text(`tabs.${one}`),
              this.badge(state, one),
            ),
          ),
      ),
      element(
        'button',
        {
          type: 'button',
          class: `icon-button fold${tab === null ? ' folded' : ''}`,
          title: text('tabs.none'),
          'aria-label': text('tabs.none'),
          'aria-expanded': String(tab !== null),
          onclick: () => this.choose(tab === null ? 'curves' : null),
        },
        icon('chevron'),
      ),
    );
    this.root.classList.toggle('folded', tab === null);
    this.root.classList.toggle('enlarged', tab !== null && state.preferences.tabShare > defaultTabShare);
    this.panel.hidden = tab === null;
    if (tab === null) {
      this.shown = null;
      return;
    }
    this.panel.setAttribute('aria-labelledby', `tab-${tab}`);
    const view = tab === 'curves' ? this.curves?.root : tab === 'table' ? this.table?.root : this.list;
    if (!view) return;
    if (tab === 'checks') replaceContent(this.list, checks(state), this.stepErrors?.root);
    else if (tab === 'problems') replaceContent(this.list, this.problems(state));
    else if (tab === 'printed') replaceContent(this.list, printed(state));
    if (this.shown !== tab || !this.panel.contains(view)) this.panel.replaceChildren(view);
    this.shown = tab;
  }

  private present(state: State, tab: Tab): boolean {
    return tab !== 'printed' || state.evaluation!.printed.length > 0;
  }

  private badge(state: State, tab: Tab): Child {
    const evaluation = state.evaluation!;
    if (tab === 'checks') {
      const pairs = checkRows(state);
      const wrong = pairs.filter((pair) => !agrees(pair.grad, pair.numerical)).length;
      if (pairs.length === 0) return null;
      return element(
        'span',
        { class: wrong > 0 ? 'badge wrong' : 'badge right' },
        wrong > 0 ? `${wrong} ✗` : `${pairs.length} ✓`,
      );
    }
    if (tab === 'problems' && evaluation.diagnostics.length > 0) {
      const grave = evaluation.diagnostics.some((one) => one.severity === 'error' || one.severity === 'warning');
      return element('span', { class: grave ? 'badge warn' : 'badge' }, evaluation.diagnostics.length);
    }
    return null;
  }

  private choose(tab: Tab | null): void {
    this.store.dispatch({ type: 'prefer', preferences: { tab } });
  }

  private onKey(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const shown = order.filter((one) => this.present(this.store.state, one));
    const now = shown.indexOf(this.store.state.preferences.tab ?? 'curves');
    const next = shown[(now + step + shown.length) % shown.length];
    this.choose(next);
    this.bar.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
    event.preventDefault();
  }

  private problems(state: State): HTMLElement {
    const { diagnostics } = state.evaluation!;
    if (diagnostics.length === 0) return element('p', { class: 'muted empty' }, text('problems.none'));
    return element('ul', { class: 'problems' }, ...diagnostics.map((diagnostic) => this.problem(state, diagnostic)));
  }

  private problem(state: State, diagnostic: Diagnostic): HTMLElement {
    const quoted = quote(state, diagnostic);
    return element(
      'li',
      {},
      element(
        'button',
        {
          type: 'button',
          class: `problem ${diagnostic.severity}`,
          onclick: () => this.store.post({ type: 'reveal', diagnostic }),
        },
        element(
          'span',
          { class: 'severity', 'aria-label': diagnostic.severity },
          { error: '✗', warning: '!', information: 'i', hint: '·' }[diagnostic.severity],
        ),
        element(
          'span',
          { class: 'problem-text' },
          diagnostic.message,
          ' ',
          element('span', { class: 'muted number' }, diagnostic.code),
        ),
        element(
          'span',
          { class: 'muted number' },
          `${baseName(diagnostic.fileName)}${quoted ? `:${quoted.line}` : ''}`,
        ),
      ),
    );
  }
}

interface CheckRow {
  label: string;
  grad: number;
  numerical: number;
}

function checkRows(state: State): CheckRow[] {
  const rows: CheckRow[] = [];
  for (const record of state.evaluation!.inputs) {
    if (record.numerical === undefined) continue;
    for (const { path } of leavesOf(record.value)) {
      const grad = at(record.grad, path);
      const numerical = at(record.numerical, path);
      if (typeof grad === 'number' && typeof numerical === 'number')
        rows.push({ label: pathText(record.name, path), grad, numerical });
    }
  }
  return rows;
}

function checks(state: State): HTMLElement {
  const rows = checkRows(state);
  if (rows.length === 0) return element('p', { class: 'muted empty' }, text('checks.none'));
  const head = (['checks.input', 'checks.exact', 'checks.numerical', 'checks.error'] as const).map((key, index) =>
    element('th', { scope: 'col', class: index > 0 ? 'end' : '' }, text(key)),
  );
  return element(
    'table',
    { class: 'checks-table number' },
    element('thead', {}, element('tr', {}, ...head, element('th'))),
    element(
      'tbody',
      {},
      ...rows.slice(0, 500).map(({ label, grad, numerical }) => {
        const same = agrees(grad, numerical);
        const error = Math.abs(grad - numerical) / Math.max(1e-300, Math.abs(grad), Math.abs(numerical));
        return element(
          'tr',
          {},
          element('td', {}, label),
          element('td', { class: 'end', title: fullNumberText(grad) }, numberText(grad)),
          element('td', { class: 'end', title: fullNumberText(numerical) }, numberText(numerical)),
          element('td', { class: 'end muted' }, grad === numerical ? '0' : numberText(error, 2)),
          element('td', { class: same ? 'right' : 'tone-bad' }, same ? '✓' : '✗'),
        );
      }),
    ),
  );
}

function printed(state: State): HTMLElement {
  return element(
    'pre',
    { class: 'printed number' },
    ...state
      .evaluation!.printed.slice(0, 2000)
      .map((line) => element('span', { class: `printed-${line.level}` }, `${line.text}\n`)),
  );
}
