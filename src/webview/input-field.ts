/** @file One number, boolean or text of an input, to be typed. */
import type { InputRecord, InputValue } from '../protocol/evaluation';
import { fullNumberText, numberText } from '../protocol/number-text';
import { element } from './dom';
import { parseNumber } from './format';
import type { InputContext, Update } from './input-context';
import { at, type Path, pathText, sliderRange } from './input-values';
import { text } from './strings';

/** `note` says what was refused. */
export function inputField(
  record: InputRecord,
  path: Path,
  context: InputContext,
  updates: Update[],
  note: HTMLElement,
): HTMLElement {
  const first = at(record.value, path);
  const label = pathText(record.name, path);
  return typeof first === 'boolean'
    ? checkbox(record.name, path, label, context, updates)
    : textField(record.name, path, label, typeof first === 'string', context, updates, note);
}

function checkbox(name: string, path: Path, label: string, context: InputContext, updates: Update[]): HTMLElement {
  const box = element('input', {
    type: 'checkbox',
    'aria-label': label,
    onchange: () => context.set(name, path, box.checked, false),
  });
  updates.push((now) => {
    box.checked = at(now.value, path) === true;
  });
  return element('span', { class: 'field-host' }, box);
}

function textField(
  name: string,
  path: Path,
  label: string,
  textual: boolean,
  context: InputContext,
  updates: Update[],
  note: HTMLElement,
): HTMLElement {
  const field = element('input', {
    type: 'text',
    class: 'field number',
    'aria-label': label,
    spellcheck: 'false',
    autocomplete: 'off',
    size: textual ? 16 : 8,
    inputmode: textual ? 'text' : 'decimal',
    oninput: () => judge(),
    onchange: () => accept(),
    onblur: () => {
      if (field.getAttribute('aria-invalid') === 'true') restore();
    },
    onkeydown: (event: KeyboardEvent) => onKey(event),
  });
  const write = (value: InputValue | undefined) => {
    field.value = typeof value === 'number' ? numberText(value, 12) : String(value ?? '');
    field.title = typeof value === 'number' ? fullNumberText(value) : '';
  };
  const restore = () => {
    write(at(context.value(name), path));
    field.removeAttribute('aria-invalid');
    note.hidden = true;
  };
  /** What the text says, or null with the reason beneath; nothing is sent while typing. */
  const judge = (): InputValue | null => {
    const value = textual ? field.value : parseNumber(field.value);
    note.hidden = value !== null;
    if (value !== null) {
      field.removeAttribute('aria-invalid');
      return value;
    }
    const kept = numberText(Number(at(context.value(name), path)));
    field.setAttribute('aria-invalid', 'true');
    note.textContent = text('inputs.notNumber', field.value, label, kept);
    return null;
  };
  const accept = () => {
    const value = judge();
    if (value !== null) context.set(name, path, value, false);
  };
  /** Up and down change by the slider's step, as in a number field. */
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') restore();
    if (event.key === 'Enter') field.select();
    const sign = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    const value = at(context.value(name), path);
    if (sign === 0 || typeof value !== 'number' || !Number.isFinite(value)) return;
    event.preventDefault();
    const step = sliderRange(value).step * (event.shiftKey ? 10 : 1) * sign;
    const next = Number((value + step).toPrecision(12));
    field.value = numberText(next, 12);
    context.set(name, path, next, false);
  };
  updates.push((now) => {
    field.classList.toggle('guess', now.origin === 'guess');
    if (document.activeElement !== field) write(at(now.value, path));
  });
  return field;
}
