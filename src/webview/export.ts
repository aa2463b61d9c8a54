/** @file Taking things out of the panel: the picture, the graph as DOT, the trace, the curves. */

import type { Evaluation } from '../protocol/evaluation';
import { numberText } from '../protocol/number-text';
import { announce } from './announcement';
import { formatCount } from './format';
import type { Geometry } from './graph/geometry';
import { type GraphView, pictureLimit } from './graph/view';
import { inLesson } from './lesson';
import { saveLesson } from './lesson-export';
import { menu } from './menu';
import { variableName } from './names';
import type { State } from './state';
import type { Store } from './store';
import { text } from './strings';

export function exportMenu(store: Store, graph: GraphView): HTMLElement {
  const save = (suffix: string, content: string, encoding: 'text' | 'base64' = 'text') => {
    const name = (store.state.evaluation?.target.name ?? 'graph').replace(/[^\p{L}\p{N}_-]+/gu, '_').slice(0, 40);
    store.post({ type: 'save', suggestedName: `${name}.${suffix}`, content, encoding });
  };
  const picture = () => {
    const { drawing } = graph;
    if (drawing) return svgText(drawing.svg, drawing.geometry);
    const items = store.state.graph?.items.size ?? 0;
    announce(text('export.tooLarge', formatCount(pictureLimit), formatCount(items)));
    return null;
  };
  const curves = () => {
    const csv = curvesText(store.state);
    if (csv === null) announce(text('export.noCurves'));
    return csv;
  };
  return menu(
    text('header.export'),
    [
      { label: text('export.svg'), run: () => withText(picture(), (svg) => save('svg', svg)) },
      {
        label: text('export.png'),
        run: () => withText(picture(), (svg) => void pngOf(svg).then((bytes) => save('png', bytes, 'base64'))),
      },
      { label: text('export.dot'), run: () => save('dot', dotText(store.state)), begins: true },
      { label: text('export.copyDot'), run: () => store.post({ type: 'copy', text: dotText(store.state) }) },
      { label: text('export.json'), run: () => save('json', traceText(store.state.evaluation!)) },
      ...(store.state.derivatives || store.state.evaluation
        ? [{ label: text('export.csv'), run: () => withText(curves(), (csv) => save('csv', csv)) }]
        : []),
      ...(inLesson() ? [] : [{ label: text('lesson.export'), run: () => void saveLesson(store), begins: true }]),
    ],
    'export-menu',
  );
}

function withText(content: string | null, use: (content: string) => void): void {
  if (content !== null) use(content);
}

const styled = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'text-anchor',
  'visibility',
];

/** The whole picture with its colours written into it, so that it stands without the style sheet. */
export function svgText(svg: SVGSVGElement, geometry: Geometry): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((part, index) => {
    const computed = getComputedStyle(originals[index]);
    for (const property of styled) {
      const value = computed.getPropertyValue(property);
      if (value && value !== 'none' && value !== 'normal') part.setAttribute(property, value);
      else if (property === 'fill' || property === 'stroke') part.setAttribute(property, value || 'none');
    }
    if (computed.display === 'none') part.setAttribute('display', 'none');
    for (const name of ['class', 'tabindex', 'role', 'data-item', 'aria-hidden']) part.removeAttribute(name);
  });
  copy.querySelector('g')?.removeAttribute('transform');
  const { left, top, right, bottom } = geometry.bounds;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('viewBox', `${left} ${top} ${right - left} ${bottom - top}`);
  copy.setAttribute('width', String(Math.round(right - left)));
  copy.setAttribute('height', String(Math.round(bottom - top)));
  copy.removeAttribute('class');
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const [name, value] of Object.entries({ x: left, y: top, width: right - left, height: bottom - top }))
    ground.setAttribute(name, String(value));
  ground.setAttribute('fill', getComputedStyle(document.body).backgroundColor);
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}

/** Base 64 of a PNG, at twice the size, at most 8,192 pixels wide or high. */
async function pngOf(svg: string): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const scale = Math.min(2, 8192 / image.width, 8192 / image.height);
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(image.width * scale);
  canvas.height = Math.ceil(image.height * scale);
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').split(',')[1];
}

/** Graphviz text: variables as boxes with name, value and gradient, functions as circles. */
export function dotText(state: State): string {
  const { graph } = state;
  if (!graph) return '';
  const quoted = (words: string) => `"${words.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')}"`;
  const lines = ['digraph {', '  rankdir=LR', '  node [fontname="monospace"]'];
  for (const variable of graph.variables) {
    const grad = variable.grad === null ? '–' : numberText(variable.grad);
    const label = `${variableName(state, variable)}\n${numberText(variable.value)}\n∂ ${grad}${variable.rolled ? `\n×${variable.rolled.count}` : ''}`;
    lines.push(
      `  v${variable.id} [label=${quoted(label)}, shape=box${variable.role === 'intermediate' ? '' : ', penwidth=2'}]`,
    );
  }
  for (const made of graph.functions) {
    lines.push(`  f${made.id} [label=${quoted(made.label)}, shape=circle${made.stepwise ? ', style=dashed' : ''}]`);
    for (const operand of made.operands)
      if (operand.variable !== null) lines.push(`  v${operand.variable} -> f${made.id}`);
    for (const output of made.outputs) lines.push(`  f${made.id} -> v${output}`);
  }
  return `${[...lines, '}'].join('\n')}\n`;
}

function traceText(evaluation: Evaluation): string {
  // For other programs: what JSON has no number for is a word.
  const plain = (_key: string, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  return JSON.stringify(evaluation, plain, 2);
}

/** `x,f,f1,f2,…` with full numbers; null before curves were drawn. */
export function curvesText(state: State): string | null {
  const drawn = state.derivatives;
  if (!drawn) return null;
  const { xs, orders } = drawn.answer;
  const rows = [[drawn.request.input, ...orders.map((_, order) => (order === 0 ? 'f' : `f${order}`))].join(',')];
  for (const [i, x] of xs.entries()) rows.push([x, ...orders.map((values) => values[i])].join(','));
  return `${rows.join('\n')}\n`;
}
