/** @file Beside an input: its gradient, which is also the switch to leave it out, and the check by differences. */
import type { GradValue, InputRecord } from '../protocol/evaluation';
import { fullNumberText, numberText } from '../protocol/number-text';
import { element } from './dom';
import { toneOf } from './graph/appearance';
import type { InputContext, Update } from './input-context';
import { agrees, at, leavesOf, type Path } from './input-values';
import { text } from './strings';

/** `scalar`: with the number; else for a collection, whose entries show their own. */
export function inputGradient(
  record: InputRecord,
  context: InputContext,
  updates: Update[],
  scalar: boolean,
): HTMLElement {
  const button = element('button', {
    type: 'button',
    class: 'derivative number',
    'aria-label': text('inputs.differentiate', record.name),
    onclick: () => context.toggle(record.name),
  });
  const check = element('span', { class: 'check number' });
  updates.push((now) => {
    const able = now.differentiated || context.leftOut(now.name);
    button.disabled = !able;
    button.setAttribute('aria-pressed', String(now.differentiated));
    if (scalar) showNumber(button, check, now, able);
    else showCollection(button, check, now);
  });
  return element('span', { class: 'gradient-host' }, button, check);
}

function showNumber(button: HTMLElement, check: HTMLElement, now: InputRecord, able: boolean): void {
  const grad = typeof now.grad === 'number' ? now.grad : null;
  button.textContent = now.differentiated
    ? `∂f/∂${now.name} = ${grad === null ? '–' : numberText(grad)}`
    : able
      ? `∂f/∂${now.name} –`
      : text('inputs.noGradient');
  button.className = `derivative number tone-${toneOf(grad)}`;
  button.title = `${text('inputs.differentiate', now.name)}${grad === null ? '' : `\n${fullNumberText(grad)}`}`;
  const numerical = typeof now.numerical === 'number' ? now.numerical : null;
  check.hidden = grad === null || numerical === null;
  if (grad === null || numerical === null) return;
  const same = agrees(grad, numerical);
  check.classList.toggle('differs', !same);
  check.textContent = same
    ? `✓ ${text('inputs.check', numberText(numerical))}`
    : `✗ ${text('inputs.check.differs', numberText(numerical))}`;
  check.title = fullNumberText(numerical);
}

function showCollection(button: HTMLElement, check: HTMLElement, now: InputRecord): void {
  button.textContent = now.differentiated ? `∂f/∂${now.name}` : `∂f/∂${now.name} –`;
  const pairs = leavesOf(now.value).map(({ path }) => [gradAt(now.grad, path), gradAt(now.numerical, path)]);
  const checked = pairs.filter(([grad, numerical]) => grad !== null && numerical !== null) as [number, number][];
  const wrong = checked.filter(([grad, numerical]) => !agrees(grad, numerical)).length;
  check.hidden = checked.length === 0;
  check.classList.toggle('differs', wrong > 0);
  check.textContent =
    wrong > 0 ? `✗ ${text('inputs.check.differs', wrong)}` : `✓ ${text('inputs.check', checked.length)}`;
}

export function gradAt(grad: GradValue | undefined, path: Path): number | null {
  const found = at(grad, path);
  return typeof found === 'number' ? found : null;
}
