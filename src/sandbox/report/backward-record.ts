/** @file A backward pass that was asked for instead of the right one, as people see it. */
import type { BackwardVariant, WrongTurn } from '../../engine';
import { diagnostic } from '../../protocol/codes';
import type {
  BackwardChoice,
  BackwardRecord,
  GradValue,
  SourceRange,
  VariableRecord,
  WrongTurnRecord,
} from '../../protocol/evaluation';
import type { Findings } from './findings';
import type { RowNames } from './names';
import type { Swept } from './statistics';

/** Visits and wrong variables that are listed. */
const listed = 10_000;

/** What is left out is as it should be; gradients are kept so that all can be seen. */
export function backwardOptions(choice: BackwardChoice): Required<BackwardChoice> {
  const { order = 'generations', accumulate = 'add', retainGrad = true, queue = 'heap' } = choice;
  return { order, accumulate, retainGrad, queue };
}

/** The rows as the pass leaves them. A function that it visits several times stands where it was first visited. */
export function sweptBy(variant: BackwardVariant, swept: Swept): Swept {
  const place = new Int32Array(swept.place.length);
  for (const [k, id] of variant.order.entries()) if (place[id] === 0) place[id] = k + 1;
  return { ...swept, adjoints: variant.adjoints, place };
}

/** Takes away the gradients that the pass drops. */
export function dropGradients(variables: VariableRecord[], { dropped }: BackwardVariant): void {
  const gone = new Set(dropped);
  for (const variable of variables) {
    if (variable.grad === null || !gone.has(variable.id)) continue;
    variable.dropped = variable.grad;
    variable.grad = null;
  }
}

/** A script's own pass keeps gradients of leaves only. */
export function dropIntermediates(variables: VariableRecord[]): void {
  for (const variable of variables) {
    if (variable.grad === null || variable.creator === null) continue;
    variable.dropped = variable.grad;
    variable.grad = null;
  }
}

/** Why the first wrong step is wrong, in words. */
const reasons: Record<WrongTurn['reason'], (name: string) => string> = {
  overwritten: (name) => `a second contribution to ${name} replaces the first`,
  revisited: (name) => `the function that made ${name} is visited again, and passes its gradient on once more`,
  early: (name) => `the function that made ${name} is visited before all contributions to ${name} have arrived`,
};

/** The pass beside the right one. Its first wrong step is also a finding. */
export function backwardRecord(
  variant: BackwardVariant,
  choice: BackwardChoice,
  names: RowNames,
  findings: Findings,
  placeOf: (id: number) => SourceRange,
  expected: Record<string, GradValue>,
): BackwardRecord {
  const { order, wrong, firstWrong, stopped } = variant;
  let turn: WrongTurnRecord | null = null;
  if (firstWrong) {
    turn = { ...firstWrong, ...placeOf(firstWrong.function) };
    const detail = reasons[firstWrong.reason](names.nameOf(firstWrong.variable) ?? 'an unnamed value');
    const numbers = { given: String(firstWrong.given), expected: String(firstWrong.expected) };
    findings.add(diagnostic('wrongBackward', { detail, ...numbers }, 'warning', turn));
  }
  return {
    options: backwardOptions(choice),
    order: order.slice(0, listed),
    visits: order.length,
    expected,
    wrong: wrong.slice(0, listed).map((id) => ({
      variable: id,
      given: variant.adjoints[id],
      expected: variant.expected[id],
    })),
    firstWrong: turn,
    stopped,
  };
}
