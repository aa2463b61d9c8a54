/** @file Fields for the surface: the two inputs, their ranges and the arrows. */
import { chooser, numberField } from '../curve-controls';
import { type Child, element, iconButton } from '../dom';
import { text } from '../strings';
import { type Range, usable } from './space';

export interface SurfaceControls {
  labels: string[];
  chosen: [string, string];
  ranges: [Range, Range];
  arrows: boolean;
  choose(which: 0 | 1, label: string): void;
  range(which: 0 | 1, range: Range): void;
  showArrows(shown: boolean): void;
  reset(): void;
}

export function surfaceControls(of: SurfaceControls): Child[] {
  const quiet = (words: string) => element('span', { class: 'muted' }, words);
  const labels = of.labels.map((label) => ({ value: label, label }));
  const axis = (which: 0 | 1) => {
    const name = of.chosen[which];
    const bound = (end: 0 | 1) =>
      numberField(
        text(end === 0 ? 'surface.from' : 'surface.to', name),
        of.ranges[which][end],
        (value) => {
          const next: Range = [...of.ranges[which]];
          next[end] = value;
          if (!usable(next)) return false;
          of.range(which, next);
          return true;
        },
        `surface-${which}-${end}`,
      );
    const say = text(which === 0 ? 'surface.across' : 'surface.up');
    return element(
      'span',
      { class: 'control-group' },
      chooser(say, labels, name, (label) => of.choose(which, label), `surface-${which}`),
      quiet('∈ ['),
      bound(0),
      quiet(','),
      bound(1),
      quiet(']'),
    );
  };
  return [
    axis(0),
    axis(1),
    element(
      'button',
      {
        type: 'button',
        class: 'button boxed',
        'aria-pressed': String(of.arrows),
        title: text('surface.arrows.detail'),
        'data-key': 'surface-arrows',
        onclick: () => of.showArrows(!of.arrows),
      },
      text('surface.arrows'),
    ),
    iconButton('reset', text('surface.reset'), of.reset, 'surface-reset'),
  ];
}
