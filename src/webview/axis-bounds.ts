/** @file Fields at the ends of an axis: the range is changed where it is read. */
import { fullNumberText, numberText } from '../protocol/number-text';
import { numberField } from './curve-controls';
import { element } from './dom';

export interface AxisBounds {
  /** Names of the two fields. */
  labels: [string, string];
  /** Keys of the two fields are this with `-0` and `-1`. */
  key: string;
  axis: 'across' | 'up';
  /** Whether it took the range. */
  change(from: number, to: number): boolean;
}

/** Fields that lie over a plot. */
export class BoundFields {
  readonly root: HTMLElement;
  private range: [number, number] = [0, 1];
  private fields: HTMLInputElement[] = [];

  constructor(private readonly of: AxisBounds) {
    this.root = element('span', { class: `axis-bounds ${of.axis}` });
  }

  show(range: [number, number]): void {
    if (this.fields.length > 0 && range[0] === this.range[0] && range[1] === this.range[1]) return;
    this.range = range;
    if (this.fields.length === 0) {
      this.fields = ([0, 1] as const).map((end) => this.field(end));
      this.root.append(...this.fields);
    }
    this.fields.forEach((field, end) => {
      field.value = numberText(range[end], 5);
      field.title = fullNumberText(range[end]);
      field.removeAttribute('aria-invalid');
    });
  }

  private field(end: 0 | 1): HTMLInputElement {
    return numberField(
      this.of.labels[end],
      this.range[end],
      (value) => {
        const next: [number, number] = [...this.range];
        next[end] = value;
        return next[0] < next[1] && this.of.change(...next);
      },
      `${this.of.key}-${end}`,
    );
  }
}
