/** @file The Variables of a script as a table; a row opens to the entries of its arrays. */
import type { SourceRange } from '../../protocol/evaluation';
import { fullNumberText, numberText } from '../../protocol/number-text';
import type { ScriptVariable, TensorRecord } from '../../protocol/script';
import { type Child, element, replaceContent } from '../dom';
import { text } from '../strings';
import { shapeText } from '../tensor/entries';
import { heatMap } from '../tensor/heat-map';

export class VariableList {
  readonly root = element('div', { class: 'script-variables' });
  private variables: ScriptVariable[] = [];
  private readonly open = new Set<string>();

  constructor(private readonly go: (range: SourceRange) => void) {}

  show(variables: ScriptVariable[]): void {
    this.variables = variables;
    this.draw();
  }

  private draw(): void {
    if (this.variables.length === 0) {
      replaceContent(this.root, element('p', { class: 'muted' }, text('script.variables.none')));
      return;
    }
    const head = (['name', 'data', 'grad', 'shape', 'dtype', 'creator', 'generation'] as const).map((key) =>
      element('th', { scope: 'col' }, text(`script.variable.${key}`)),
    );
    replaceContent(
      this.root,
      element(
        'table',
        { class: 'variable-table' },
        element('thead', {}, element('tr', {}, ...head)),
        element('tbody', {}, ...this.variables.flatMap((variable, index) => this.rows(variable, index))),
      ),
    );
  }

  private rows(variable: ScriptVariable, index: number): HTMLElement[] {
    const { name, data, grad } = variable;
    const tensors = [tensorOf(data), tensorOf(grad)];
    const key = `${name} ${index}`;
    const opened = this.open.has(key);
    const toggle = () => {
      if (!this.open.delete(key)) this.open.add(key);
      this.draw();
    };
    const [shape] = [tensors[0] ?? tensors[1]];
    const expands = tensors.some((one) => one !== null);
    const row = element(
      'tr',
      {},
      element(
        'th',
        { scope: 'row', class: 'number' },
        expands
          ? element(
              'button',
              {
                type: 'button',
                class: 'expander',
                'aria-expanded': String(opened),
                title: text('script.variable.open', name),
                'data-key': `variable-${key}`,
                onclick: toggle,
              },
              element('span', { class: 'expander-sign', 'aria-hidden': 'true' }, opened ? '▾' : '▸'),
              name,
            )
          : element('span', { class: 'unexpanded' }, name),
      ),
      element('td', { class: 'number variable-text', title: variable.text }, brief(data, variable.text)),
      element('td', { class: 'number' }, variable.dropped ? dropped() : brief(grad, null)),
      element('td', { class: 'number' }, shape ? shapeText(shape.shape) : data === null ? '' : text('tensor.scalar')),
      element('td', { class: 'number' }, shape?.dtype ?? ''),
      element('td', { class: 'number' }, variable.creator ?? text('script.variable.leaf')),
      element(
        'td',
        { class: 'number' },
        String(variable.generation),
        variable.range &&
          element(
            'button',
            {
              type: 'button',
              class: 'link',
              title: text('header.show', name),
              'aria-label': text('header.show', name),
              onclick: () => this.go(variable.range!),
            },
            ' ↗',
          ),
      ),
    );
    if (!opened) return [row];
    const maps = [
      tensors[0] && labelled(text('script.variable.data'), heatMap(name, tensors[0])),
      tensors[1] && labelled(text('script.variable.grad'), heatMap(`${name}.grad`, tensors[1])),
    ];
    return [row, element('tr', {}, element('td', { colspan: 7 }, element('div', { class: 'variable-maps' }, ...maps)))];
  }
}

function labelled(title: string, map: HTMLElement): HTMLElement {
  return element('div', {}, element('h4', {}, title), map);
}

function dropped(): Child {
  return element('span', { class: 'muted' }, text('script.variable.dropped'));
}

function tensorOf(value: TensorRecord | number | null): TensorRecord | null {
  return value !== null && typeof value === 'object' ? value : null;
}

/** A number, the extremes of an array, or that there is none. */
function brief(value: TensorRecord | number | null, own: string | null): Child {
  if (value === null) return own ?? element('span', { class: 'muted' }, text('script.variable.none'));
  if (typeof value === 'number') return element('span', { title: fullNumberText(value) }, numberText(value));
  return value.data.length <= 4 && value.stride === 1
    ? `[${value.data.map((one) => numberText(one, 4)).join(', ')}]`
    : `${numberText(value.min, 4)} … ${numberText(value.max, 4)}`;
}
