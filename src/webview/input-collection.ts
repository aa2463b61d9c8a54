/** @file Arrays as a grid with the gradients under the values; objects as a tree of such. */
import type { InputRecord, InputValue } from '../protocol/evaluation';
import { fullNumberText, numberText } from '../protocol/number-text';
import { element } from './dom';
import { toneOf } from './graph/appearance';
import type { InputContext, Update } from './input-context';
import { inputField } from './input-field';
import { gradAt } from './input-gradient';
import { type Path, pathText } from './input-values';
import { text } from './strings';

/** Entries of one array that are shown at once. */
const shownEntries = 60;

export function inputCollection(
  record: InputRecord,
  context: InputContext,
  updates: Update[],
  note: HTMLElement,
): HTMLElement {
  const build = (value: InputValue, path: Path, headed = true): HTMLElement => {
    if (Array.isArray(value)) return list(value, path, headed);
    if (value !== null && typeof value === 'object') return tree(value, path);
    return cell(path, '');
  };
  const list = (value: InputValue[], path: Path, headed: boolean): HTMLElement => {
    const flat = value.every((entry) => typeof entry !== 'object' || entry === null);
    return element(
      'div',
      { class: flat ? 'cells' : 'rows', role: 'group', 'aria-label': pathText(record.name, path) },
      ...value
        .slice(0, shownEntries)
        .map((entry, index) =>
          flat
            ? cell([...path, index], headed ? String(index) : null)
            : nested(String(index), build(entry, [...path, index], index === 0 || !sameLength(entry, value[0]))),
        ),
      value.length > shownEntries &&
        element('span', { class: 'more' }, text('inputs.more', value.length - shownEntries)),
    );
  };
  const tree = (value: { [field: string]: InputValue }, path: Path): HTMLElement => {
    const entries = Object.entries(value);
    return element(
      'div',
      { class: 'fields', role: 'group', 'aria-label': pathText(record.name, path) },
      ...entries
        .slice(0, shownEntries)
        .map(([name, entry]) =>
          typeof entry === 'object' && entry !== null
            ? nested(name, build(entry, [...path, name]))
            : cell([...path, name], name),
        ),
      entries.length > shownEntries &&
        element('span', { class: 'more' }, text('inputs.more', entries.length - shownEntries)),
    );
  };
  const cell = (path: Path, label: string | null): HTMLElement => {
    const gradient = element('span', { class: 'cell-gradient number' });
    updates.push((now) => {
      const grad = gradAt(now.grad, path);
      gradient.textContent = grad === null ? '–' : numberText(grad);
      gradient.className = `cell-gradient number tone-${toneOf(grad)}`;
      gradient.title =
        grad === null ? text('inputs.noGradient') : `∂f/∂${pathText(now.name, path)} = ${fullNumberText(grad)}`;
    });
    return element(
      'span',
      { class: label === null ? 'cell unheaded' : 'cell' },
      label !== null && element('span', { class: 'index number', title: label }, label),
      inputField(record, path, context, updates, note),
      gradient,
    );
  };
  return build(record.value, []);
}

function nested(label: string, content: HTMLElement): HTMLElement {
  return element('div', { class: 'nested' }, element('span', { class: 'index number', title: label }, label), content);
}

/** Rows of a grid need their column numbers only once. */
function sameLength(a: InputValue, b: InputValue): boolean {
  return Array.isArray(a) && Array.isArray(b) && a.length === b.length;
}
