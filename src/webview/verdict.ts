/** @file What another backward pass gets wrong, and from where; the wrong numbers beside the right ones. */
import type { VariableRecord } from '../protocol/evaluation';
import { numberText } from '../protocol/number-text';
import { type Child, element, replaceContent } from './dom';
import { formatCount, shortened } from './format';
import { functionKey, variableKey } from './graph/model';
import { functionName, itemName, variableName } from './names';
import { isRight } from './pass';
import type { Playback } from './playback';
import { differs } from './reading';
import type { State } from './state';
import { text } from './strings';

interface Wrong {
  variable: VariableRecord;
  given: number;
  expected: number;
}

export class Verdict {
  readonly root = element('p', { class: 'verdict', role: 'status' });

  constructor(private readonly go: (step: number) => void) {}

  draw(state: State, playback: Playback | null): void {
    const { pass } = state;
    this.root.hidden = isRight(pass) && pass.retainGrad && pass.recording;
    if (this.root.hidden) return;
    if (!pass.recording) replaceContent(this.root, text('pass.noGrad.verdict'));
    else if (isRight(pass)) replaceContent(this.root, text('pass.dropped.verdict'));
    else replaceContent(this.root, ...(playback ? this.played(state, playback) : this.told(state)));
  }

  private played(state: State, { sweep, right }: Playback): Child[] {
    const graph = state.graph!;
    const wrong = graph.variables.flatMap((variable): Wrong[] => {
      const given = sweep.gradients.get(variable.id) ?? 0;
      const expected = right.get(variable.id) ?? 0;
      return differs(given, expected) ? [{ variable, given, expected }] : [];
    });
    const { mistake } = sweep;
    if (!mistake || wrong.length === 0) return [`✓ ${text('player.right')}`];
    const what =
      mistake.kind === 'assign'
        ? text(
            'player.wrong.assign',
            `∂${graph.of}/∂${itemName(state, graph, variableKey(mistake.variable))}`,
            numberText(mistake.lost),
          )
        : text(
            mistake.kind === 'twice' ? 'player.wrong.twice' : 'player.wrong.early',
            functionName(state, graph, graph.items.get(functionKey(mistake.function))!.function!),
          );
    return [
      this.link(mistake.step, what),
      ...this.numbers(state, wrong),
      sweep.cut && ` ${text('player.tooMany', sweep.steps.length)}`,
    ];
  }

  /** Where the panel cannot play (loops are rolled up), what the engine found. */
  private told(state: State): Child[] {
    const record = state.evaluation?.backward;
    if (!record && state.graph?.variables.some((variable) => variable.tensor)) return [text('pass.arrays.verdict')];
    if (!record || state.graph?.introduced) return [];
    const variables = new Map(state.graph!.variables.map((variable) => [variable.id, variable]));
    const wrong = record.wrong.flatMap(({ variable, given, expected }): Wrong[] => {
      const found = variables.get(variable);
      return found ? [{ variable: found, given, expected }] : [];
    });
    const turn = record.firstWrong;
    if (!turn) return [`✓ ${text('player.right')}`];
    const made = state.graph!.items.get(functionKey(turn.function))?.function;
    const name = made ? functionName(state, state.graph!, made) : '';
    const variable = variables.get(turn.variable);
    const what =
      turn.reason === 'overwritten'
        ? text(
            'player.wrong.assign',
            `∂f/∂${variable ? variableName(state, variable) : '·'}`,
            numberText(turn.expected - turn.given),
          )
        : text(turn.reason === 'revisited' ? 'player.wrong.twice' : 'player.wrong.early', name);
    return [
      element('span', { class: 'wrong-words' }, `✗ ${text('player.wrong', formatCount(turn.step), what)}`),
      ...this.numbers(state, wrong),
      record.stopped && ` ${text('player.tooMany', formatCount(record.visits))}`,
    ];
  }

  private link(step: number, what: string): HTMLElement {
    return element(
      'button',
      { type: 'button', class: 'link wrong-words', onclick: () => this.go(step + 1), 'data-key': 'mistake' },
      `✗ ${text('player.wrong', step + 1, what)}`,
    );
  }

  private numbers(state: State, wrong: Wrong[]): Child[] {
    // Inputs first: theirs are the numbers that a person asked for.
    const sorted = [...wrong].sort((a, b) => Number(b.variable.role === 'input') - Number(a.variable.role === 'input'));
    const of = state.graph?.of ?? 'f';
    return sorted
      .slice(0, 3)
      .map(({ variable, given, expected }) =>
        element(
          'span',
          { class: 'number wrong-number' },
          `∂${of}/∂${shortened(variableName(state, variable), 16)} `,
          text('player.wrong.numbers', numberText(given), numberText(expected)),
        ),
      );
  }
}
