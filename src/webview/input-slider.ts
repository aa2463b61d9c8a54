/** @file A slider for one number, over a range that suits it; it evaluates while it is dragged. */
import type { InputRecord } from '../protocol/evaluation';
import { element } from './dom';
import type { InputContext, Update } from './input-context';
import { sliderRange } from './input-values';
import { text } from './strings';

export function inputSlider(record: InputRecord, context: InputContext, updates: Update[]): HTMLElement {
  if (typeof record.value !== 'number') return element('span');
  const slider = element('input', {
    type: 'range',
    class: 'slider',
    'aria-label': text('inputs.slider', record.name),
    oninput: () => {
      fill(Number(slider.value));
      context.set(record.name, [], Number(slider.value), true);
    },
    onchange: () => context.set(record.name, [], Number(slider.value), false),
  });
  let range = sliderRange(record.value);
  const use = () => {
    slider.min = String(range.min);
    slider.max = String(range.max);
    slider.step = String(range.step);
  };
  const fill = (value: number) => {
    const share = Math.min(1, Math.max(0, (value - range.min) / (range.max - range.min)));
    slider.style.setProperty('--filled', `${(share * 100).toFixed(1)}%`);
  };
  use();
  updates.push((now) => {
    const value = now.value as number;
    // What comes back while it is dragged is older than where the hand is.
    if (slider.matches(':active')) return;
    if (Number.isFinite(value) && (value < range.min || value > range.max)) {
      range = sliderRange(value);
      use();
    }
    slider.value = String(value);
    fill(value);
  });
  return slider;
}
