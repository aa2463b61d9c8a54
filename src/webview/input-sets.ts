/** @file Inputs saved under names: choose one, save these, delete one. */
import type { InputSet } from '../protocol/panel';
import { type Child, element, icon, replaceContent } from './dom';
import { type MenuItem, menu } from './menu';
import type { Store } from './store';
import { text } from './strings';

export class InputSets {
  readonly root = element('div', { class: 'input-sets' });
  private naming = false;

  constructor(private readonly store: Store) {
    store.attach((state, before) => {
      if (state.inputSets !== before.inputSets || !this.root.hasChildNodes()) this.draw(state.inputSets);
    });
  }

  private draw(sets: InputSet[]): void {
    replaceContent(this.root, this.naming ? this.form(sets) : this.choices(sets));
  }

  private choices(sets: InputSet[]): HTMLElement {
    const items: MenuItem[] = [
      ...sets.map(({ name }) => ({
        label: name,
        run: () => this.store.post({ type: 'useInputSet', name }),
      })),
      { label: text('sets.save'), run: () => this.name(true), begins: sets.length > 0 },
      ...sets.map(({ name }, index) => ({
        label: text('sets.delete.menu', name),
        run: () => this.store.post({ type: 'deleteInputSet', name }),
        begins: index === 0,
      })),
    ];
    const root = menu(text('sets.title'), items, 'input-sets');
    const button = root.querySelector('button')!;
    button.title = text('sets.title');
    button.setAttribute('aria-label', `${text('sets.title')} ${sets.length}`);
    button.classList.replace('boxed', 'quiet');
    button.replaceChildren(icon('bookmark'), sets.length > 0 ? String(sets.length) : '');
    return root;
  }

  private form(sets: InputSet[]): HTMLElement {
    const taken = new Set(sets.map((set) => set.name));
    let number = sets.length + 1;
    while (taken.has(text('sets.suggested', number))) number++;
    const warning = element('span', { class: 'muted', role: 'status' });
    const field = element('input', {
      type: 'text',
      class: 'field',
      size: 16,
      maxlength: 80,
      'aria-label': text('sets.name'),
      placeholder: text('sets.name'),
      'data-key': 'set-name',
      autocomplete: 'off',
      value: text('sets.suggested', number),
      oninput: () => {
        warning.textContent = taken.has(field.value.trim()) ? text('sets.replace') : '';
      },
    });
    const button = (words: string, kind: Child): HTMLButtonElement =>
      element('button', { type: kind === 'submit' ? 'submit' : 'button', class: 'button boxed' }, words);
    const cancel = button(text('sets.cancel'), 'button');
    cancel.addEventListener('click', () => this.name(false));
    const form = element(
      'form',
      {
        class: 'set-form',
        onsubmit: (event: Event) => {
          event.preventDefault();
          const name = field.value.trim();
          if (name === '') field.setAttribute('aria-invalid', 'true');
          else {
            this.store.post({ type: 'saveInputSet', name });
            this.name(false);
          }
        },
        onkeydown: (event: KeyboardEvent) => {
          if (event.key === 'Escape') this.name(false);
        },
      },
      field,
      button(text('sets.keep'), 'submit'),
      cancel,
      warning,
    );
    return form;
  }

  private name(naming: boolean): void {
    this.naming = naming;
    this.draw(this.store.state.inputSets);
    if (naming) this.root.querySelector<HTMLInputElement>('input')?.select();
    else this.root.querySelector<HTMLElement>('button')?.focus();
  }
}
