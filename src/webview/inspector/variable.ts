/** @file A variable in full: its numbers, and the contributions that its gradient is the sum of. */
import type { FunctionRecord, VariableRecord } from '../../protocol/evaluation';
import { fullNumberText, numberText } from '../../protocol/number-text';
import { type Child, element } from '../dom';
import { shortened } from '../format';
import { toneOf } from '../graph/appearance';
import { functionKey, type Graph, variableKey } from '../graph/model';
import { operandNames, variableName } from '../names';
import { readingOf } from '../reading';
import { ruleText } from '../rules';
import type { State } from '../state';
import type { Store } from '../store';
import { text } from '../strings';
import { heatMap } from '../tensor/heat-map';
import { facts, link, number, rolled, source, span } from './parts';

export function variablePage(store: Store, state: State, variable: VariableRecord): Child[] {
  const graph = state.graph!;
  const key = variableKey(variable.id);
  const creator = variable.creator === null ? null : graph.items.get(functionKey(variable.creator))?.function;
  const users = (graph.outgoing.get(key) ?? []).map((edge) => ({ edge, made: graph.items.get(edge.to)!.function! }));
  const name = variableName(state, variable);
  const { grad, dropped, expected } = readingOf(state)(variable);
  return [
    element('h2', { class: 'number', title: name }, shortened(name, 60)),
    facts(
      [text('inspector.value'), number(variable.value)],
      [
        text('inspector.gradient'),
        grad === null ? element('span', { class: 'muted' }, text('graph.noGradient')) : number(grad, !dropped),
      ],
      [
        text('inspector.generation'),
        element('span', { class: 'number' }, span(variable.rolled?.generation, variable.generation)),
      ],
      [
        text('inspector.made'),
        creator
          ? link(store, state, functionKey(creator.id))
          : element('span', { class: 'muted' }, text('inspector.leaf')),
      ],
    ),
    expected !== null &&
      element('p', { class: 'notice wrong-words' }, text('graph.expected', fullNumberText(expected))),
    dropped && element('p', { class: 'notice' }, text('pass.retainGrad.one')),
    ...rolled(variable.rolled),
    ...maps(name, variable),
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
              .map(({ edge, made }) => ledgerRow(state, graph, made, edge.operand!, link(store, state, edge.to))),
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
    ...source(store, state, variable.site),
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

/** The entries of an array, and those of its gradient. */
function maps(name: string, { tensor }: VariableRecord): Child[] {
  if (!tensor) return [];
  return [
    element('h3', {}, text('inspector.value')),
    heatMap(name, tensor.data, [248, 140]),
    tensor.grad && element('h3', {}, text('inspector.gradient')),
    tensor.grad && heatMap(`${name}.grad`, tensor.grad, [248, 140]),
  ];
}
