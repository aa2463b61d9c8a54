/** @file The selected item in full: numbers, ledger, place in the backward order, source line. */
import type { FunctionRecord, RolledUp, SiteId, VariableRecord } from '../protocol/evaluation';
import { fullNumberText, numberText } from '../protocol/number-text';
import { type Child, element, iconButton, replaceContent } from './dom';
import { formatCount, shortened } from './format';
import { toneOf } from './graph/appearance';
import { functionKey, type Graph, type ItemKey, variableKey } from './graph/model';
import { functionName, itemName, operandNames, variableName } from './names';
import { ruleText } from './rules';
import { baseName, quote, sitesOf } from './source';
import type { State } from './state';
import type { Store } from './store';
import { text } from './strings';

export class Inspector {
  readonly root = element('aside', { class: 'inspector', 'aria-label': text('inspector.title') });

  constructor(private readonly store: Store) {
    store.attach((state, before) => {
      if (
        state.selection === before.selection &&
        state.evaluation === before.evaluation &&
        state.trace === before.trace &&
        this.root.hasChildNodes()
      )
        return;
      this.draw(state);
    });
  }

  private draw(state: State): void {
    const item = state.selection && state.graph ? state.graph.items.get(state.selection) : null;
    this.root.hidden = !item || state.phase !== 'ready';
    if (!item) return;
    const close = iconButton(
      'close',
      text('inspector.close'),
      () => this.store.dispatch({ type: 'select', item: null }),
      'close',
    );
    const body = item.variable ? this.variable(state, item.variable) : this.function(state, item.function!);
    replaceContent(this.root, close, ...body, this.trace(state));
  }

  private variable(state: State, variable: VariableRecord): Child[] {
    const graph = state.graph!;
    const key = variableKey(variable.id);
    const creator = variable.creator === null ? null : graph.items.get(functionKey(variable.creator))?.function;
    const users = (graph.outgoing.get(key) ?? []).map((edge) => ({ edge, made: graph.items.get(edge.to)!.function! }));
    const name = variableName(state, variable);
    return [
      element('h2', { class: 'number', title: name }, shortened(name, 60)),
      facts(
        [text('inspector.value'), number(variable.value)],
        [
          text('inspector.gradient'),
          variable.grad === null
            ? element('span', { class: 'muted' }, text('graph.noGradient'))
            : number(variable.grad, true),
        ],
        [
          text('inspector.generation'),
          element('span', { class: 'number' }, span(variable.rolled?.generation, variable.generation)),
        ],
        [
          text('inspector.made'),
          creator
            ? this.link(state, functionKey(creator.id))
            : element('span', { class: 'muted' }, text('inspector.leaf')),
        ],
      ),
      ...rolled(variable.rolled),
      element('h3', {}, text('inspector.ledger')),
      users.length === 0
        ? element(
            'p',
            { class: 'muted' },
            text(variable.role === 'output' ? 'inspector.ledger.seed' : 'inspector.ledger.empty'),
          )
        : element(
            'table',
            { class: 'ledger-table number' },
            element(
              'tbody',
              {},
              ...users
                .slice(0, 40)
                .map(({ edge, made }) => ledgerRow(state, graph, made, edge.operand!, this.link(state, edge.to))),
              users.length > 1 &&
                variable.grad !== null &&
                !variable.rolled &&
                element(
                  'tr',
                  { class: 'sum' },
                  element('td', {}, text('inspector.sum')),
                  element('td'),
                  element(
                    'td',
                    { class: `end tone-${toneOf(variable.grad)}`, title: fullNumberText(variable.grad) },
                    numberText(variable.grad),
                  ),
                ),
            ),
          ),
      ...this.source(state, variable.site),
    ];
  }

  private function(state: State, made: FunctionRecord): Child[] {
    const graph = state.graph!;
    const names = operandNames(state, graph, made);
    const total = graph.functions.filter((one) => one.order !== null).length;
    const output = graph.items.get(variableKey(made.outputs[0]))?.variable;
    return [
      element(
        'h2',
        { class: 'number' },
        functionName(state, graph, made),
        element('span', { class: 'muted operation' }, ` ${made.op}`),
      ),
      facts(
        [
          text('inspector.order'),
          made.order === null
            ? element('span', { class: 'muted' }, text('inspector.notReached'))
            : element('span', { class: 'number' }, text('inspector.orderOf', made.order, total)),
        ],
        [
          text('inspector.generation'),
          element('span', { class: 'number' }, span(made.rolled?.generation, made.generation)),
        ],
        [text('inspector.value'), output ? number(output.value) : null],
        [
          text('inspector.upstream'),
          output?.grad === null || !output
            ? element('span', { class: 'muted' }, text('graph.noGradient'))
            : number(output.grad, true),
        ],
      ),
      made.stepwise && element('p', { class: 'notice' }, text('inspector.stepwise')),
      ...rolled(made.rolled),
      element('h3', {}, text('inspector.operands')),
      ...made.operands.slice(0, 40).map((operand, place) => {
        const rule = ruleText(made.op, place, names);
        const operandName = operand.variable === null ? text('graph.constant', numberText(operand.value)) : null;
        return element(
          'div',
          { class: 'operand' },
          element(
            'div',
            { class: 'operand-head number' },
            operand.variable === null
              ? element('span', { class: 'muted' }, operandName)
              : this.link(state, variableKey(operand.variable)),
            operand.variable === null ? null : number(operand.value),
          ),
          operand.partial !== null &&
            element(
              'div',
              { class: 'operand-rule number' },
              element('span', { class: 'muted' }, rule === null ? text('inspector.local') : `∂ = ${rule}`),
              number(operand.partial),
            ),
          operand.partial !== null &&
            operand.contribution !== null &&
            element(
              'div',
              { class: 'operand-rule number' },
              element(
                'span',
                { class: 'muted' },
                `${numberText(output?.grad ?? 0)} · ${numberText(operand.partial)} =`,
              ),
              number(operand.contribution, true),
            ),
        );
      }),
      ...this.source(state, made.site),
    ];
  }

  private link(state: State, key: ItemKey): HTMLElement {
    const item = state.graph!.items.get(key);
    const words = item?.variable
      ? variableName(state, item.variable)
      : item?.function
        ? functionName(state, state.graph!, item.function)
        : key;
    return element(
      'button',
      {
        type: 'button',
        class: 'link number',
        title: words,
        onclick: () => this.store.dispatch({ type: 'select', item: key }),
      },
      shortened(words, 24),
    );
  }

  private source(state: State, site: SiteId | null): Child[] {
    const range = site === null ? undefined : sitesOf(state).get(site);
    if (!range) return [];
    const quoted = quote(state, range);
    const show = () => this.store.post({ type: 'show', fileName: range.fileName, start: range.start, end: range.end });
    const label = quoted ? `${baseName(range.fileName)}:${quoted.line}` : baseName(range.fileName);
    return [
      element(
        'h3',
        {},
        text('inspector.source'),
        ' ',
        element('button', { type: 'button', class: 'link', onclick: show, 'data-key': 'source' }, label),
      ),
      quoted &&
        element(
          'pre',
          { class: 'quote number' },
          quoted.text.slice(0, quoted.start),
          element('mark', {}, quoted.text.slice(quoted.start, quoted.end)),
          quoted.text.slice(quoted.end),
        ),
    ];
  }

  private trace(state: State): HTMLElement {
    const button = (direction: 'up' | 'down', words: string) =>
      element(
        'button',
        {
          type: 'button',
          class: 'button boxed',
          'aria-pressed': String(state.trace === direction),
          'data-key': `trace-${direction}`,
          onclick: () =>
            this.store.dispatch({ type: 'trace', direction: state.trace === direction ? null : direction }),
        },
        words,
      );
    return element(
      'div',
      { class: 'trace', role: 'group', 'aria-label': text('inspector.trace') },
      element('span', { class: 'muted' }, text('inspector.trace')),
      button('up', text('inspector.trace.up')),
      button('down', text('inspector.trace.down')),
      element(
        'span',
        { class: 'hint muted' },
        state.trace === 'path'
          ? text('inspector.trace.path', itemName(state, state.graph!, state.anchor!))
          : text('inspector.trace.hint'),
      ),
    );
  }
}

function facts(...rows: [string, Child][]): HTMLElement {
  return element(
    'dl',
    { class: 'facts' },
    ...rows.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
  );
}

function number(value: number, toned = false): HTMLElement {
  const tone = toned || !Number.isFinite(value) ? ` tone-${toneOf(value)}` : '';
  return element('span', { class: `number${tone}`, title: fullNumberText(value) }, numberText(value));
}

function span(range: [number, number] | undefined, single: number): string {
  return range && range[0] !== range[1] ? `${formatCount(range[0])} … ${formatCount(range[1])}` : String(single);
}

function rolled(record: RolledUp | null): Child[] {
  if (!record) return [];
  const cells = (name: string, spread: { min: number; mean: number; max: number }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, name),
      ...[spread.min, spread.mean, spread.max].map((value) =>
        element('td', { class: 'end', title: fullNumberText(value) }, numberText(value)),
      ),
    );
  return [
    element('h3', {}, text('inspector.executions', formatCount(record.count))),
    element(
      'table',
      { class: 'spread number' },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          element('td'),
          ...(['min', 'mean', 'max'] as const).map((name) =>
            element('th', { scope: 'col', class: 'end' }, text(`inspector.${name}`)),
          ),
        ),
      ),
      element(
        'tbody',
        {},
        cells(text('inspector.value'), record.value),
        record.grad && cells(text('inspector.gradient'), record.grad),
      ),
    ),
  ];
}

function ledgerRow(state: State, graph: Graph, made: FunctionRecord, place: number, link: HTMLElement): HTMLElement {
  const operand = made.operands[place];
  const upstream = graph.items.get(variableKey(made.outputs[0]))?.variable?.grad ?? null;
  const rule = ruleText(made.op, place, operandNames(state, graph, made));
  const sum =
    operand.partial === null || upstream === null ? '–' : `${numberText(upstream)} · ${numberText(operand.partial)}`;
  return element(
    'tr',
    { title: rule ?? '' },
    element('td', {}, link),
    element('td', { class: 'muted end' }, sum),
    element(
      'td',
      { class: `end tone-${toneOf(operand.contribution)}` },
      operand.contribution === null ? '–' : numberText(operand.contribution),
    ),
  );
}
