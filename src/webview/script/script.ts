/** @file A script of Variables: its losses, its backward calls, every Variable's state, checks, what it printed. */
import type { SourceRange } from '../../protocol/evaluation';
import { numberText } from '../../protocol/number-text';
import type { FunctionCheck, ScriptRecord } from '../../protocol/script';
import { type Child, element, replaceContent } from '../dom';
import { formatCount } from '../format';
import { printed } from '../printed';
import { baseName, quote } from '../source';
import type { State } from '../state';
import type { Store } from '../store';
import { text } from '../strings';
import { onShow } from '../tab-choice';
import { SeriesPlot } from './series-plot';
import { VariableList } from './variables';

export class ScriptView {
  readonly root = element('div', { class: 'list script roomy', tabindex: 0 });
  private readonly plot = new SeriesPlot();
  private readonly variables: VariableList;
  private readonly progress = element('p', { class: 'script-progress', role: 'status' });
  private readonly lists = element('div', { class: 'script-lists' });

  constructor(private readonly store: Store) {
    this.variables = new VariableList((range) => this.go(range));
    this.root.append(this.progress, this.plot.root, this.lists);
    store.attach((state, before) => {
      if (!onShow(state, 'script')) return;
      const opened = !onShow(before, 'script');
      if (opened || state.evaluation !== before.evaluation) this.draw(state);
      if (
        opened ||
        state.series !== before.series ||
        state.busy !== before.busy ||
        state.evaluation !== before.evaluation
      )
        this.drawSeries(state);
    });
  }

  /** While it runs again the new losses are drawn as they come. */
  private drawSeries(state: State): void {
    const running = state.busy !== null && state.series.length > 0;
    this.progress.hidden = !running;
    if (running)
      replaceContent(
        this.progress,
        text('script.running', formatCount(Math.max(...state.series.map((one) => one.steps)))),
        state.busy!.cancellable &&
          element(
            'button',
            { type: 'button', class: 'button boxed', onclick: () => this.store.post({ type: 'cancel' }) },
            text('script.cancel'),
          ),
      );
    this.plot.show(running ? state.series : (state.evaluation!.script?.series ?? []));
  }

  private draw(state: State): void {
    const { script, printed: lines } = state.evaluation!;
    if (!script) return;
    this.variables.show(script.variables);
    replaceContent(
      this.lists,
      section(text('script.variables'), this.variables.root),
      section(text('script.backwards'), this.backwards(state, script)),
      script.checks.length > 0 &&
        section(
          text('script.checks'),
          element('ul', { class: 'script-rows' }, ...script.checks.map((check) => this.check(state, check))),
        ),
      lines.length > 0 && section(text('script.printed'), printed(state)),
    );
  }

  /** Each chooses the call whose graph is shown. */
  private backwards(state: State, { backwards, backwardCount, shown }: ScriptRecord): HTMLElement {
    if (backwards.length === 0) return element('p', { class: 'muted' }, text('script.backwards.none'));
    const rows = backwards.flatMap((call, i) => {
      const gap = i > 0 ? call.index - backwards[i - 1].index - 1 : 0;
      const row = element(
        'li',
        {},
        element(
          'button',
          {
            type: 'button',
            class: 'script-row',
            'aria-pressed': String(call.index === shown),
            title: text('script.backward.show', call.index + 1),
            'data-key': `backward-${call.index}`,
            onclick: () => this.store.post({ type: 'setBackward', index: call.index }),
          },
          element('span', { class: 'number muted' }, String(call.index + 1)),
          element('span', { class: 'number script-name' }, `${call.root}.backward()`),
          element('span', { class: 'number' }, numberText(call.value)),
          element('span', { class: 'muted' }, text('script.backward.functions', formatCount(call.functions))),
        ),
        this.place(state, call.range),
      );
      const note = element('li', { class: 'muted' }, text('script.backwards.more', formatCount(gap)));
      return gap > 0 ? [note, row] : [row];
    });
    return element(
      'ol',
      { class: 'script-rows', 'aria-label': `${text('script.backwards')}: ${formatCount(backwardCount)}` },
      ...rows,
    );
  }

  private check(state: State, { name, range, passed, given, expected }: FunctionCheck): HTMLElement {
    const [sign, tone, words] =
      passed === null
        ? ['?', 'muted', text('script.check.open')]
        : passed
          ? ['✓', 'right', text('script.check.passed')]
          : ['✗', 'tone-bad', text('script.check.failed', numberText(given), numberText(expected))];
    return element(
      'li',
      {},
      element(
        'span',
        { class: 'script-row' },
        element('span', { class: 'number script-name' }, name),
        element('span', { class: tone }, `${sign} ${words}`),
      ),
      this.place(state, range),
    );
  }

  private place(state: State, range: SourceRange | null): Child {
    if (!range) return null;
    const line = quote(state, range)?.line;
    const words = `${baseName(range.fileName)}${line === undefined ? '' : `:${line}`}`;
    return element('button', { type: 'button', class: 'link', onclick: () => this.go(range) }, words);
  }

  private go({ fileName, start, end }: SourceRange): void {
    this.store.post({ type: 'show', fileName, start, end });
  }
}

function section(title: string, content: HTMLElement): HTMLElement {
  return element('section', {}, element('h3', {}, title), content);
}
