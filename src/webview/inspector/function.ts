/** @file A function in full: its operands with local derivative, upstream gradient and contribution. */
import type { FunctionRecord } from '../../protocol/evaluation';
import { numberText } from '../../protocol/number-text';
import { type Child, element } from '../dom';
import { variableKey } from '../graph/model';
import { functionName, operandNames } from '../names';
import { ruleText } from '../rules';
import type { State } from '../state';
import type { Store } from '../store';
import { text } from '../strings';
import { facts, link, number, rolled, source, span } from './parts';

export function functionPage(store: Store, state: State, made: FunctionRecord): Child[] {
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
            : link(store, state, variableKey(operand.variable)),
          operand.variable === null ? null : number(operand.value),
        ),
        operand.partial !== null &&
          element(
            'div',
            { class: 'operand-rule number' },
            element('span', { class: 'muted' }, rule === null ? text('inspector.local') : `∂ = ${rule}`),
            number(operand.partial),
          ),
        operand.contribution !== null &&
          element(
            'div',
            { class: 'operand-rule number' },
            element(
              'span',
              { class: 'muted' },
              operand.partial === null
                ? text('inspector.contribution.mean')
                : `${numberText(output?.grad ?? 0)} · ${numberText(operand.partial)} =`,
            ),
            number(operand.contribution, true),
          ),
      );
    }),
    ...source(store, state, made.site),
  ];
}
