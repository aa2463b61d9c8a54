/** @file An array as a heat map, with shape, type, extremes, and a reader of single entries. */

import { fullNumberText, numberText } from '../../protocol/number-text';
import type { TensorRecord } from '../../protocol/script';
import { element } from '../dom';
import { formatCount } from '../format';
import { text } from '../strings';
import { indexText, placeIn, shapeText, slicesOf, sliceText } from './entries';
import { matrixMap } from './matrix-map';

/** `room`: width and height for the cells, in pixels. */
export function heatMap(name: string, tensor: TensorRecord, room: [number, number] = [280, 160]): HTMLElement {
  const slices = slicesOf(tensor);
  const { min, mean, max } = tensor;
  const summary = text(
    'tensor.summary',
    name,
    shapeText(tensor.shape) || text('tensor.scalar'),
    tensor.dtype,
    numberText(min),
    numberText(max),
    numberText(mean),
  );
  const map = (slice: number) =>
    matrixMap({
      rows: slices.rows,
      columns: slices.columns,
      // A folded list ends before its last row does.
      value: (row, column) => tensor.data[placeIn(slices, slice, row, column)] ?? 0,
      say: (row, column) => {
        const place = placeIn(slices, slice, row, column);
        if (place >= tensor.data.length) return '\u00a0';
        return text('tensor.entry', `${name}${indexText(tensor, place)}`, fullNumberText(tensor.data[place]));
      },
      label: `${summary}. ${text('tensor.hint')}`,
      width: room[0],
      height: room[1],
    });
  let shown = map(0);
  const root = element('figure', { class: 'heat-map' }, facts(tensor));
  if (slices.count > 1) {
    const choose = element(
      'select',
      {
        class: 'chooser boxed',
        'aria-label': text('tensor.slice', name),
        onchange: () => {
          const next = map(choose.selectedIndex);
          shown.replaceWith(next);
          shown = next;
        },
      },
      ...Array.from({ length: Math.min(500, slices.count) }, (_, slice) =>
        element('option', {}, sliceText(tensor, slice)),
      ),
    );
    root.append(choose);
  }
  root.append(shown);
  return root;
}

function facts({ shape, dtype, stride, min, mean, max, nonFinite }: TensorRecord): HTMLElement {
  const fact = (name: string, value: number) =>
    element(
      'span',
      {},
      element('span', { class: 'muted' }, `${name} `),
      element('span', { class: 'number', title: fullNumberText(value) }, numberText(value, 4)),
    );
  return element(
    'figcaption',
    { class: 'tensor-facts' },
    element('span', { class: 'number' }, shapeText(shape) || text('tensor.scalar')),
    element('span', { class: 'number muted' }, dtype),
    fact(text('inspector.min'), min),
    fact(text('inspector.mean'), mean),
    fact(text('inspector.max'), max),
    stride > 1 && element('span', { class: 'muted' }, text('tensor.every', formatCount(stride))),
    nonFinite > 0 && element('span', { class: 'tone-bad' }, text('tensor.nonFinite', formatCount(nonFinite))),
  );
}
