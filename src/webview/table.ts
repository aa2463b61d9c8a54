/** @file The table: all that the graph shows, sortable, filterable, drawn only where it is looked at. */

import { fullNumberText, numberText } from '../protocol/number-text';
import { element, icon } from './dom';
import { formatCount, shortened } from './format';
import { toneOf } from './graph/appearance';
import type { State } from './state';
import type { Store } from './store';
import { text } from './strings';
import { type Column, columns, filtered, type Row, rowsOf, sorted } from './table-rows';

const rowHeight = 24;
const beyond = 10;

export class Table {
  readonly root = element('div', { class: 'table-view' });
  private readonly filter = element('input', {
    type: 'search',
    class: 'field',
    placeholder: text('table.filter'),
    'aria-label': text('table.filter'),
    oninput: () => this.arrange(),
  });
  private readonly count = element('span', { class: 'muted number', role: 'status' });
  private readonly head = element('div', { class: 'table-head', role: 'row' });
  private readonly body = element('div', { class: 'table-body', role: 'rowgroup' });
  private readonly scroller = element('div', {
    class: 'table-scroller',
    role: 'table',
    tabindex: 0,
    'aria-label': text('tabs.table'),
  });
  private by: Column = 'generation';
  private descending = false;
  private all: Row[] = [];
  private rows: Row[] = [];

  constructor(private readonly store: Store) {
    this.scroller.append(this.head, this.body);
    this.root.append(element('div', { class: 'table-tools' }, this.filter, this.count), this.scroller);
    this.scroller.addEventListener('scroll', () => this.draw(), { passive: true });
    this.scroller.addEventListener('keydown', (event) => this.onKey(event));
    new ResizeObserver(() => this.draw()).observe(this.scroller);
    store.attach((state, before) => {
      if (state.preferences.tab !== 'table' || state.phase !== 'ready') return;
      const opened = before.preferences.tab !== 'table' || before.phase !== 'ready';
      if (state.evaluation !== before.evaluation || opened) {
        this.all = rowsOf(state);
        this.arrange();
      } else if (state.selection !== before.selection) {
        this.showSelected(state);
        this.draw();
      }
    });
  }

  private arrange(): void {
    this.rows = sorted(filtered(this.all, this.filter.value), this.by, this.descending);
    this.count.textContent = text('table.rows', formatCount(this.rows.length));
    this.scroller.setAttribute('aria-rowcount', String(this.rows.length + 1));
    this.drawHead();
    this.draw();
  }

  private drawHead(): void {
    this.head.replaceChildren(
      ...columns.map((column) => {
        const active = this.by === column;
        const button = element(
          'button',
          {
            type: 'button',
            class: 'link sort',
            tabindex: -1,
            onclick: () => {
              this.descending = active ? !this.descending : false;
              this.by = column;
              this.arrange();
            },
          },
          text(`table.${column}`),
          active && icon('chevron'),
        );
        if (active && !this.descending) button.classList.add('ascending');
        return element(
          'span',
          {
            class: `cell-${column}`,
            role: 'columnheader',
            'aria-sort': active ? (this.descending ? 'descending' : 'ascending') : 'none',
          },
          button,
        );
      }),
    );
  }

  private draw(): void {
    const first = Math.max(0, Math.floor(this.scroller.scrollTop / rowHeight) - beyond);
    const last = Math.min(this.rows.length, first + Math.ceil(this.scroller.clientHeight / rowHeight) + 2 * beyond);
    const { selection } = this.store.state;
    this.body.style.height = `${this.rows.length * rowHeight}px`;
    this.body.replaceChildren(
      ...this.rows.slice(first, last).map((row, index) => this.row(row, first + index, row.key === selection)),
    );
  }

  private row(row: Row, index: number, selected: boolean): HTMLElement {
    const number = (value: number | null, column: Column, toned: boolean) =>
      element(
        'span',
        {
          class: `cell-${column} end${toned || (value !== null && !Number.isFinite(value)) ? ` tone-${toneOf(value)}` : ''}`,
          role: 'cell',
          title: value === null ? '' : fullNumberText(value),
        },
        value === null ? '–' : numberText(value),
      );
    const made = element(
      'div',
      {
        class: `table-row number${selected ? ' selected' : ''}${row.key.startsWith('f') ? ' of-function' : ''}`,
        role: 'row',
        'aria-rowindex': index + 2,
        'aria-selected': String(selected),
        onclick: () => this.store.dispatch({ type: 'select', item: row.key }),
      },
      element('span', { class: 'cell-name', role: 'cell', title: row.name }, shortened(row.name, 60)),
      element('span', { class: 'cell-operation muted', role: 'cell' }, row.operation),
      number(row.value, 'value', false),
      number(row.gradient, 'gradient', true),
      number(row.generation, 'generation', false),
      number(row.order, 'order', false),
      number(row.line, 'line', false),
      number(row.times, 'times', false),
    );
    made.style.top = `${index * rowHeight}px`;
    return made;
  }

  private onKey(event: KeyboardEvent): void {
    const step = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: 20,
      PageUp: -20,
      Home: -this.rows.length,
      End: this.rows.length,
    }[event.key];
    if (step === undefined || this.rows.length === 0) return;
    event.preventDefault();
    const now = this.rows.findIndex((row) => row.key === this.store.state.selection);
    const next = Math.min(this.rows.length - 1, Math.max(0, now + step));
    this.store.dispatch({ type: 'select', item: this.rows[next].key });
  }

  private showSelected(state: State): void {
    const index = this.rows.findIndex((row) => row.key === state.selection);
    if (index < 0) return;
    const top = index * rowHeight;
    const room = this.scroller.clientHeight - rowHeight - 4;
    if (top < this.scroller.scrollTop) this.scroller.scrollTop = top;
    else if (top > this.scroller.scrollTop + room - rowHeight) this.scroller.scrollTop = top - room + rowHeight;
  }
}
