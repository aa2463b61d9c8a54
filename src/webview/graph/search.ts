/** @file Finding items by name, operation or line, and stepping through what was found. */
import { element, iconButton } from '../dom';
import type { Store } from '../store';
import { text } from '../strings';
import { filtered, rowsOf } from '../table-rows';
import type { ItemKey } from './model';

export class Search {
  readonly root = element('div', { class: 'search', role: 'search' });
  private readonly field = element('input', {
    type: 'search',
    class: 'field',
    placeholder: text('graph.search'),
    'aria-label': text('graph.search'),
    spellcheck: 'false',
    oninput: () => this.find(),
    onkeydown: (event: KeyboardEvent) => this.onKey(event),
  });
  private readonly count = element('span', { class: 'muted number', role: 'status' });
  private found: ItemKey[] = [];
  private at = -1;

  constructor(private readonly store: Store) {
    this.root.append(
      this.field,
      this.count,
      iconButton('back', text('graph.search.previous'), () => this.go(-1)),
      iconButton('forward', text('graph.search.next'), () => this.go(1)),
    );
    this.root.classList.add('idle');
    store.attach((state, before) => {
      if (state.structure !== before.structure && this.field.value !== '') this.find();
    });
  }

  focus(): void {
    this.field.focus();
    this.field.select();
  }

  private find(): void {
    const query = this.field.value.trim();
    this.found = query === '' ? [] : filtered(rowsOf(this.store.state), query).map((row) => row.key);
    this.at = -1;
    this.root.classList.toggle('idle', query === '');
    this.say(query);
  }

  private say(query: string): void {
    this.count.textContent =
      query === ''
        ? ''
        : this.found.length === 0
          ? text('graph.search.none')
          : text('graph.search.count', this.at + 1, this.found.length);
  }

  private go(step: number): void {
    if (this.found.length === 0) return;
    this.at = (this.at + step + this.found.length) % this.found.length;
    this.store.dispatch({ type: 'select', item: this.found[this.at] });
    this.say(this.field.value);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.go(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') {
      this.field.value = '';
      this.find();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
