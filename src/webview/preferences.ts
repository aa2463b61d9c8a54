/** @file What a person has set for the panel; survives a reload. */

export type Tab =
  | 'curves'
  | 'surface'
  | 'formula'
  | 'gradients'
  | 'script'
  | 'table'
  | 'checks'
  | 'problems'
  | 'printed';
/** Share of the height that the lower part has until a person changes it. */
export const defaultTabShare = 0.38;

export type ColourMode = 'gradient' | 'value' | 'kind';

export interface Preferences {
  colour: ColourMode;
  direction: 'across' | 'down';
  constants: boolean;
  projector: boolean;
  tab: Tab | null;
  /** Share of the window's height that the lower part takes. */
  tabShare: number;
  speed: number;
  curveOrder: number;
  curveScale: 'linear' | 'symlog';
  hiddenOrders: number[];
  /** Degree of the Taylor polynomial that is drawn; null for none. */
  taylor: number | null;
}

export const initialPreferences: Preferences = {
  colour: 'gradient',
  direction: 'across',
  constants: true,
  projector: false,
  tab: 'curves',
  tabShare: defaultTabShare,
  speed: 1,
  curveOrder: 4,
  curveScale: 'linear',
  hiddenOrders: [],
  taylor: null,
};
