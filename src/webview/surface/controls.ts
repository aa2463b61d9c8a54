/** @file Choosers for the surface: the two inputs and the arrows. */
import { chooser } from '../curve-controls';
import { type Child, element, iconButton } from '../dom';
import { text } from '../strings';

export interface SurfaceControls {
  labels: string[];
  chosen: [string, string];
  arrows: boolean;
  choose(which: 0 | 1, label: string): void;
  showArrows(shown: boolean): void;
  reset(): void;
}

export function surfaceControls(of: SurfaceControls): Child[] {
  const labels = of.labels.map((label) => ({ value: label, label }));
  const axis = (which: 0 | 1) =>
    chooser(
      text(which === 0 ? 'surface.across' : 'surface.up'),
      labels,
      of.chosen[which],
      (label) => of.choose(which, label),
      `surface-${which}`,
    );
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
