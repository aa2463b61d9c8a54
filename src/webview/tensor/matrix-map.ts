/** @file Numbers in rows and columns as coloured cells; pointer and arrow keys read single ones. */
import { numberText } from '../../protocol/number-text';
import { element } from '../dom';
import { onThemeChange, type Palette, readPalette } from '../graph/palette';

export interface MatrixMap {
  rows: number;
  columns: number;
  value(row: number, column: number): number;
  /** What is read out for a cell. */
  say(row: number, column: number): string;
  label: string;
  /** Room for the cells, in pixels. */
  width: number;
  height: number;
}

/** Steps of the colour scale between zero and the largest magnitude. */
const shades = 24;

/**
 * Warm for positive and cool for negative numbers, stronger with their magnitude; what is not finite is crossed out.
 * The returned element keeps itself up to date with the theme while it is in the page.
 */
export function matrixMap(of: MatrixMap): HTMLElement {
  const { rows, columns } = of;
  const cell = Math.max(0.2, Math.min(22, of.width / columns, of.height / rows));
  const [width, height] = [Math.max(1, Math.round(columns * cell)), Math.max(1, Math.round(rows * cell))];
  const scale = Math.max(1, Math.min(3, devicePixelRatio || 1));
  const canvas = element('canvas', { width: Math.round(width * scale), height: Math.round(height * scale) });
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const mark = element('span', { class: 'cell-mark', 'aria-hidden': 'true' });
  mark.hidden = true;
  const reading = element('output', { class: 'cell-reading number' }, '\u00a0');
  const frame = element(
    'div',
    { class: 'cells-frame', role: 'img', tabindex: 0, 'aria-label': of.label },
    canvas,
    mark,
  );
  const extremes = extremesOf(of);
  const largest = Math.max(-extremes[0], extremes[1]);
  let at: [number, number] | null = null;

  const read = (place: [number, number] | null) => {
    at = place;
    mark.hidden = place === null;
    reading.textContent = place === null ? '\u00a0' : of.say(...place);
    if (!place) return;
    const [row, column] = place;
    Object.assign(mark.style, {
      left: `${(column * width) / columns}px`,
      top: `${(row * height) / rows}px`,
      width: `${Math.max(3, width / columns)}px`,
      height: `${Math.max(3, height / rows)}px`,
    });
  };
  const limited = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));
  frame.addEventListener('pointermove', (event) => {
    const bounds = canvas.getBoundingClientRect();
    const row = Math.floor(((event.clientY - bounds.top) / bounds.height) * rows);
    const column = Math.floor(((event.clientX - bounds.left) / bounds.width) * columns);
    read([limited(row, rows), limited(column, columns)]);
  });
  frame.addEventListener('pointerleave', () => read(null));
  frame.addEventListener('blur', () => read(null));
  frame.addEventListener('keydown', (event) => {
    const [row, column] = at ?? [0, 0];
    const to: Record<string, [number, number]> = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      Home: [row, 0],
      End: [row, columns - 1],
    };
    const next = to[event.key];
    if (event.key === 'Escape') read(null);
    else if (next) read(at === null ? [0, 0] : [limited(next[0], rows), limited(next[1], columns)]);
    else return;
    event.preventDefault();
  });

  const root = element('div', { class: 'matrix-map' }, frame, key(extremes, largest), reading);
  const draw = () => paint(canvas, of, largest, readPalette(root), cell * scale);
  // Colours are known once it is in the page.
  const shown = new ResizeObserver(() => {
    if (root.isConnected) draw();
  });
  shown.observe(root);
  const stop = onThemeChange(() => {
    if (root.isConnected) draw();
    else stop();
  });
  return root;
}

/** The least and the greatest finite number, and 0. */
function extremesOf({ rows, columns, value }: MatrixMap): [number, number] {
  let [least, greatest] = [0, 0];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const one = value(row, column);
      if (!Number.isFinite(one)) continue;
      if (one < least) least = one;
      if (one > greatest) greatest = one;
    }
  return [least, greatest];
}

function paint(canvas: HTMLCanvasElement, of: MatrixMap, largest: number, palette: Palette, cell: number): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.clearRect(0, 0, canvas.width, canvas.height);
  const mixed = (name: 'positive' | 'negative', shade: number) =>
    `color-mix(in oklab, ${palette[name]} ${Math.round((shade / shades) * 100)}%, ${palette.ground})`;
  const colours = { positive: [] as string[], negative: [] as string[] };
  for (let shade = 0; shade <= shades; shade++)
    for (const name of ['positive', 'negative'] as const) colours[name].push(mixed(name, shade));
  // A hairline between cells where there is room for one.
  const gap = cell >= 6 ? 1 : 0;
  for (let row = 0; row < of.rows; row++) {
    const [top, bottom] = [edge(row, of.rows, canvas.height), edge(row + 1, of.rows, canvas.height)];
    for (let column = 0; column < of.columns; column++) {
      const [left, right] = [edge(column, of.columns, canvas.width), edge(column + 1, of.columns, canvas.width)];
      const value = of.value(row, column);
      const size = { width: Math.max(1, right - left - gap), height: Math.max(1, bottom - top - gap) };
      if (Number.isFinite(value)) {
        const shade = largest === 0 ? 0 : Math.round((Math.abs(value) / largest) * shades);
        context.fillStyle = colours[value < 0 ? 'negative' : 'positive'][shade];
        context.fillRect(left, top, size.width, size.height);
      } else {
        context.strokeStyle = palette.bad;
        context.lineWidth = Math.max(1, cell / 10);
        context.beginPath();
        context.moveTo(left + 1, top + 1);
        context.lineTo(right - 1 - gap, bottom - 1 - gap);
        context.moveTo(right - 1 - gap, top + 1);
        context.lineTo(left + 1, bottom - 1 - gap);
        context.stroke();
      }
    }
  }
}

function edge(index: number, count: number, length: number): number {
  return Math.round((index * length) / count);
}

/** The colours from one end to the other, with their numbers; no sign that does not occur. */
function key([least, greatest]: [number, number], largest: number): HTMLElement {
  const ends = least < 0 && greatest > 0 ? [-1, 1] : least < 0 ? [-1, 0] : [0, 1];
  const swatches = [0, 0.25, 0.5, 0.75, 1].map((place) => {
    const share = ends[0] + place * (ends[1] - ends[0]);
    const swatch = element('span', { class: 'cell-swatch' });
    swatch.style.setProperty('--tone', `var(--${share < 0 ? 'negative' : 'positive'})`);
    swatch.style.setProperty('--strength', `${Math.abs(share) * 100}%`);
    return swatch;
  });
  const end = (sign: number) => element('span', { class: 'number muted' }, numberText(sign * largest, 3));
  return element(
    'div',
    { class: 'cell-key' },
    end(ends[0]),
    element('span', { class: 'cell-swatches', 'aria-hidden': 'true' }, ...swatches),
    end(ends[1]),
  );
}
