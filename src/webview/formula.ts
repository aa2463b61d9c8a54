/** @file The formula of the output and of each derivative, with the automatic and the numerical value beside it. */
import type { DifferenceRecord, FormulaAnswer, FormulaEntry, FormulaText } from '../protocol/analysis';
import { fullNumberText, numberText } from '../protocol/number-text';
import { chooser } from './curve-controls';
import { type Child, element, replaceContent } from './dom';
import { mathElement, readMathml, texText } from './formula-tree';
import type { State } from './state';
import type { Store } from './store';
import { text } from './strings';
import { onShow } from './tab-choice';

/** Names, numbers and signs that a formula may have here: more is no help to read. */
const limit = 400;
/** Inputs that are listed. */
const most = 100;

type Way = 'text' | 'code' | 'mathml' | 'tex';

export class FormulaView {
  readonly root = element('div', { class: 'list formula roomy', tabindex: 0 });
  readonly tools = element('div', { class: 'curve-controls' });
  private answer: FormulaAnswer | null = null;
  private refusal: string | null = null;
  /** Path of the input whose derivative is copied; null for f itself. */
  private chosen: string | null = null;
  private forget: (() => void) | null = null;

  constructor(private readonly store: Store) {
    store.attach((state, before) => {
      if (!onShow(state, 'formula')) return;
      if (!onShow(before, 'formula') || state.evaluation !== before.evaluation) this.ask(state, before);
    });
  }

  private ask(state: State, before: State): void {
    // Numbers of the same program change in place.
    if (state.evaluation?.target.name !== before.evaluation?.target.name) this.answer = null;
    this.refusal = null;
    this.forget?.();
    this.forget = this.store.questions.analyse<'formula'>(
      { kind: 'formula', limit },
      (answer) => {
        this.answer = answer;
        this.draw();
      },
      (failure) => {
        this.answer = null;
        this.refusal = failure.message || text('formula.unavailable');
        this.draw();
      },
    );
    this.draw();
  }

  private draw(): void {
    const { answer } = this;
    const state = this.store.state;
    if (!answer) {
      this.tools.replaceChildren();
      replaceContent(this.root, element('p', { class: 'muted empty' }, this.refusal ?? text('formula.loading')));
      return;
    }
    const known = answer.inputs.filter((entry) => entry.formula !== null);
    if (this.chosen !== null && !known.some((entry) => entry.path === this.chosen)) this.chosen = null;
    this.drawTools(answer, known);
    const left = `${state.evaluation!.target.kind === 'function' ? state.evaluation!.target.name : 'f'} =`;
    replaceContent(
      this.root,
      element(
        'div',
        { class: 'formula-head' },
        element('span', { class: 'number muted' }, left),
        answer.formula ? formula(answer.formula) : element('span', { class: 'muted' }, text('formula.none')),
        element(
          'span',
          { class: 'number formula-value', title: fullNumberText(answer.value) },
          `= ${numberText(answer.value)}`,
        ),
      ),
      answer.formula === null && element('p', { class: 'muted formula-note' }, text('formula.none.detail', limit)),
      answer.formula !== null &&
        answer.branches &&
        element('p', { class: 'muted formula-note' }, text('formula.branches')),
      this.table(answer),
    );
  }

  private table(answer: FormulaAnswer): HTMLElement {
    const head = (['input', 'symbolic', 'automatic', 'numerical', 'error'] as const).map((key, column) =>
      element('th', { scope: 'col', class: column > 1 ? 'end' : '' }, text(`formula.${key}`)),
    );
    return element(
      'table',
      { class: 'formula-table' },
      element('thead', {}, element('tr', {}, ...head, element('td'))),
      element('tbody', {}, ...answer.inputs.slice(0, most).map((entry) => this.row(entry))),
      answer.inputs.length > most &&
        element('caption', { class: 'muted' }, text('inputs.more', answer.inputs.length - most)),
    );
  }

  private row(entry: FormulaEntry): HTMLElement {
    const number = (value: number | null) =>
      element(
        'td',
        { class: 'end number', title: value === null ? '' : fullNumberText(value) },
        value === null ? '–' : numberText(value, 10),
      );
    return element(
      'tr',
      {},
      element('th', { scope: 'row', class: 'number' }, `∂f/∂${entry.path}`),
      element(
        'td',
        { class: 'formula-cell' },
        entry.formula ? formula(entry.formula) : element('span', { class: 'muted' }, text('formula.none')),
      ),
      number(entry.automatic),
      number(entry.numerical?.value ?? null),
      element(
        'td',
        { class: 'end number muted', title: entry.numerical ? estimate(entry.numerical) : '' },
        entry.numerical ? `±${numberText(entry.numerical.error, 2)}` : '',
      ),
      verdict(entry.numerical),
    );
  }

  private drawTools({ formula: whole }: FormulaAnswer, known: FormulaEntry[]): void {
    const choices = [
      ...(whole ? [{ value: '', label: 'f' }] : []),
      ...known.slice(0, most).map(({ path }) => ({ value: path, label: `∂f/∂${path}` })),
    ];
    if (choices.length === 0) {
      this.tools.replaceChildren();
      return;
    }
    const copied = () =>
      (this.chosen === null ? whole : null) ??
      known.find((entry) => entry.path === this.chosen)?.formula ??
      known[0]?.formula ??
      whole;
    const button = (way: Way) =>
      element(
        'button',
        {
          type: 'button',
          class: 'button boxed',
          'aria-label': text('formula.copy', text(`formula.copy.${way}`)),
          'data-key': `copy-${way}`,
          onclick: () => {
            const chosen = copied();
            if (chosen) this.store.post({ type: 'copy', text: written(chosen, way) });
          },
        },
        text(`formula.copy.${way}`),
      );
    replaceContent(
      this.tools,
      element('span', { class: 'muted' }, text('formula.copy', '').trim()),
      chooser(
        text('formula.symbolic'),
        choices,
        this.chosen ?? '',
        (path) => {
          this.chosen = path === '' ? null : path;
        },
        'copy-which',
      ),
      ...(['text', 'code', 'mathml', 'tex'] as const).map(button),
    );
  }
}

function written(of: FormulaText, way: Way): string {
  if (way !== 'tex') return of[way];
  const tree = readMathml(of.mathml);
  return tree ? texText(tree) : of.text;
}

/** MathML where it reads as such, else the text. */
function formula(of: FormulaText): Element {
  const tree = readMathml(of.mathml);
  if (!tree) return element('span', { class: 'number' }, of.text);
  const made = mathElement(tree);
  made.setAttribute('display', 'inline');
  return made;
}

function verdict(numerical: DifferenceRecord | null): Child {
  const [sign, tone, words] =
    numerical === null
      ? ['', 'muted', text('formula.unchecked')]
      : numerical.agrees === null
        ? ['?', 'muted', text('formula.open')]
        : numerical.agrees
          ? ['✓', 'right', text('formula.agrees')]
          : ['✗', 'tone-bad', text('formula.differs')];
  return element(
    'td',
    { class: `verdict-cell ${tone}`, title: words },
    sign,
    ' ',
    element('span', { class: 'verdict-word' }, words),
  );
}

function estimate({ truncation, cancellation, step }: DifferenceRecord): string {
  return text('formula.estimate', numberText(truncation, 2), numberText(cancellation, 2), numberText(step, 2));
}
