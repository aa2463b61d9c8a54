/** @file Choosers for the curves: the input, how many orders, the scale. */
import { numberText } from '../protocol/number-text';
import { type Child, element, iconButton } from './dom';
import { parseNumber } from './format';
import type { Preferences } from './preferences';
import { text } from './strings';

/** Orders 0 to this one can be asked for. */
const highestOrder = 12;

/** A field for a number; `accept` says whether it took the number. */
export function numberField(
  label: string,
  value: number,
  accept: (value: number) => boolean,
  key: string,
): HTMLInputElement {
  const field = element('input', {
    type: 'text',
    class: 'field number',
    size: 7,
    value: numberText(value, 6),
    'aria-label': label,
    'data-key': key,
    spellcheck: 'false',
    autocomplete: 'off',
    onchange: () => {
      const typed = parseNumber(field.value);
      const taken = typed !== null && Number.isFinite(typed) && accept(typed);
      if (taken) field.removeAttribute('aria-invalid');
      else field.setAttribute('aria-invalid', 'true');
    },
  });
  return field;
}

/** A chooser among labelled values. */
export function chooser<T extends string | number>(
  label: string,
  choices: { value: T; label: string }[],
  chosen: T,
  choose: (value: T) => void,
  key: string,
): HTMLSelectElement {
  const list = element(
    'select',
    {
      class: 'chooser boxed',
      'aria-label': label,
      'data-key': key,
      onchange: () => choose(choices[list.selectedIndex].value),
    },
    ...choices.map((choice) =>
      element('option', { value: choice.value, selected: choice.value === chosen }, choice.label),
    ),
  );
  return list;
}

export interface CurveControls {
  labels: string[];
  chosen: string;
  preferences: Preferences;
  along(label: string): void;
  reset(): void;
  prefer(change: Partial<Preferences>): void;
}

export function curveControls(of: CurveControls): Child[] {
  const orders = Array.from({ length: highestOrder + 1 }, (_, order) => ({
    value: order,
    label: `${text('curves.orders')} ${order}`,
  }));
  const { curveOrder, curveScale } = of.preferences;
  const logarithmic = curveScale === 'symlog';
  return [
    of.labels.length > 1 &&
      chooser(
        text('curves.along'),
        of.labels.map((label) => ({ value: label, label })),
        of.chosen,
        of.along,
        'along',
      ),
    chooser(text('curves.orders'), orders, curveOrder, (order) => of.prefer({ curveOrder: order }), 'orders'),
    element(
      'button',
      {
        type: 'button',
        class: 'button boxed',
        'aria-pressed': String(logarithmic),
        title: text('curves.scale.symlog.detail'),
        'data-key': 'scale',
        onclick: () => of.prefer({ curveScale: logarithmic ? 'linear' : 'symlog' }),
      },
      text('curves.scale.symlog'),
    ),
    iconButton('reset', text('curves.reset'), of.reset, 'curve-reset'),
  ];
}
