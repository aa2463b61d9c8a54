/** @file Beside the surface: the read-out, the scale of the bands, the descents with their rates, the curvature. */
import { fullNumberText, numberText } from '../../protocol/number-text';
import type { Descent, DescentMethod, DescentPath } from '../../protocol/surface';
import { chooser } from '../curve-controls';
import { type Child, element, shape } from '../dom';
import { formatCount, parseNumber } from '../format';
import { text } from '../strings';
import { firstLimit } from './choices';
import { type Bands, bandShare } from './contours';
import type { Curvature } from './curvature';
import { methodClass, methodMark, methods } from './descents';

/** How far descents may be followed. */
const stepLimits = [100, firstLimit, 10_000];

export interface Reading {
  at: [number, number];
  /** Exactly there, or between the places of the grid while that is being asked. */
  value: number | null;
  exact: boolean;
  gradient: [number, number] | null;
}

/** Where, how high, and which way it rises. */
export function readOut(names: [string, string], { at, value, exact, gradient }: Reading): HTMLElement {
  const row = (name: string, number: number | null, sign = '') =>
    element(
      'div',
      { class: 'reading-row' },
      element('dt', { class: 'number muted' }, name),
      element(
        'dd',
        { class: 'number', title: number === null ? '' : fullNumberText(number) },
        number === null ? '…' : `${sign}${numberText(number)}`,
      ),
    );
  return element(
    'dl',
    { class: 'reading' },
    row(names[0], at[0]),
    row(names[1], at[1]),
    row(text('surface.value'), value, exact || value === null ? '' : '≈ '),
    row(`∂f/∂${names[0]}`, gradient?.[0] ?? null),
    row(`∂f/∂${names[1]}`, gradient?.[1] ?? null),
  );
}

/** The bands' colours, with the values at some of their edges. */
export function scaleKey({ scale: { levels }, low, high }: Bands): Child {
  if (levels.length === 0) return null;
  const swatches = [...levels.keys(), levels.length].map((index) => {
    const swatch = element('span', { class: 'band-swatch' });
    swatch.style.setProperty('--share', bandShare(index, levels.length).toFixed(3));
    const from = index === 0 ? low : levels[index - 1];
    const to = index === levels.length ? high : levels[index];
    swatch.title = `${numberText(from, 4)} … ${numberText(to, 4)}`;
    return swatch;
  });
  const middle = levels[Math.floor((levels.length - 1) / 2)];
  return element(
    'div',
    { class: 'band-key' },
    element('div', { class: 'band-swatches', 'aria-hidden': 'true' }, ...swatches),
    element(
      'div',
      { class: 'band-labels number muted' },
      element('span', {}, numberText(low, 3)),
      element('span', {}, numberText(middle, 3)),
      element('span', {}, numberText(high, 3)),
    ),
  );
}

export interface DescentRows {
  descent: Descent | null;
  hidden: ReadonlySet<DescentMethod>;
  /** Rates that were typed; the others are chosen by the host. */
  rates: Partial<Record<DescentMethod, number>>;
  toggle(method: DescentMethod): void;
  setRate(method: DescentMethod, rate: number | null): void;
}

/** A row for each method: switch, rate, steps, outcome. */
export function descentRows(of: DescentRows): HTMLElement {
  return element(
    'ul',
    { class: 'descent-rows' },
    ...methods.map((method) => {
      const path = of.descent?.paths.find((one) => one.method === method) ?? null;
      const name = text(`surface.method.${method}`);
      const off = of.hidden.has(method);
      const key = shape(
        'svg',
        { width: 24, height: 12, viewBox: '0 0 24 12', 'aria-hidden': 'true' },
        shape('line', { class: `descent ${methodClass(method)}`, x1: 0, x2: 18, y1: 6, y2: 6 }),
        methodMark(method, 18, 6),
      );
      const toggle = element(
        'button',
        {
          type: 'button',
          class: `descent-key${off ? ' off' : ''}`,
          'aria-pressed': String(!off),
          title: text('surface.descents.toggle', name),
          'data-key': `descent-${method}`,
          onclick: () => of.toggle(method),
        },
        key,
        element('span', { class: 'key-name' }, name),
      );
      return element('li', { class: 'descent-row' }, toggle, rateField(of, method, name, path), outcome(path));
    }),
  );
}

function rateField(of: DescentRows, method: DescentMethod, name: string, path: DescentPath | null): HTMLElement {
  const given = of.rates[method];
  const field = element('input', {
    type: 'text',
    class: 'field number rate',
    'aria-label': text('surface.rate', name),
    title: text('surface.rate', name),
    placeholder: path ? numberText(path.rate, 3) : text('surface.rate.auto'),
    value: given === undefined ? '' : numberText(given, 6),
    'data-key': `rate-${method}`,
    spellcheck: 'false',
    autocomplete: 'off',
    onchange: () => {
      const typed = parseNumber(field.value);
      if (field.value.trim() === '') of.setRate(method, null);
      else if (typed !== null && typed > 0 && Number.isFinite(typed)) of.setRate(method, typed);
      else field.setAttribute('aria-invalid', 'true');
    },
  });
  return field;
}

function outcome(path: DescentPath | null): Child {
  if (!path) return null;
  const last = path.points[path.points.length - 1];
  const steps = path.steps === 1 ? text('surface.step') : text('surface.steps', formatCount(path.steps));
  const bad = path.outcome === 'diverged' || path.outcome === 'stuck';
  return element(
    'span',
    {
      class: 'descent-outcome',
      title: last ? text('surface.end', fullNumberText(last.value)) : '',
    },
    element('span', { class: 'number' }, steps),
    element(
      'span',
      { class: bad ? 'tone-bad' : path.outcome === 'converged' ? 'right' : 'muted' },
      `${{ converged: '✓', limit: '…', diverged: '✗', stuck: '!' }[path.outcome]} ${text(path.found ? `surface.found.${path.found}` : `surface.outcome.${path.outcome}`)}`,
    ),
  );
}

export interface DescentActions {
  limit: number;
  run(): void;
  setLimit(limit: number): void;
  /** The start becomes the inputs. */
  use(): void;
}

export function descentActions(of: DescentActions): HTMLElement {
  const button = (words: string, title: string, key: string, onclick: () => void) =>
    element('button', { type: 'button', class: 'button boxed', title, 'data-key': key, onclick }, words);
  const limits = stepLimits.map((value) => ({ value, label: text('surface.limit.steps', formatCount(value)) }));
  return element(
    'div',
    { class: 'surface-actions' },
    button(text('surface.run'), text('surface.run.detail'), 'surface-run', of.run),
    chooser(text('surface.limit.label'), limits, of.limit, of.setLimit, 'surface-limit'),
    button(text('surface.set'), '', 'surface-set', of.use),
  );
}

/** Definite or not, in words, with the eigenvalues. */
export function curvatureNote(curvature: Curvature | null): HTMLElement {
  return element(
    'p',
    { class: 'curvature-note' },
    curvature === null
      ? element('span', { class: 'muted' }, text('surface.curvature.none'))
      : element('span', {}, text(`surface.curvature.${curvature.kind}`)),
    curvature &&
      element(
        'span',
        { class: 'number muted' },
        curvature.values.map((value, i) => `λ${'₁₂'[i]} = ${numberText(value, 5)}`).join('   '),
      ),
  );
}
