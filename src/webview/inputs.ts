/** @file The input rows: values to type and drag, gradients beside them, and the check by differences. */
import type { InputRecord, InputValue } from '../protocol/evaluation';
import { element, iconButton } from './dom';
import { inputCollection } from './input-collection';
import type { InputContext, Update } from './input-context';
import { inputField } from './input-field';
import { inputGradient } from './input-gradient';
import { InputSets } from './input-sets';
import { inputSlider } from './input-slider';
import { changed, leavesOf } from './input-values';
import { inLesson } from './lesson';
import type { State } from './state';
import type { Store } from './store';
import { text } from './strings';

/** Thirty a second. */
const interval = 33;

export class Inputs {
  readonly root = element('section', { class: 'inputs', 'aria-label': text('inputs.title') });
  private readonly sets: InputSets;
  private shape = '';
  private values: Record<string, InputValue> = {};
  /** Inputs with a gradient, or that a person has left out; and the latter. */
  private able = new Set<string>();
  private left = new Set<string>();
  private updates: Update[][] = [];
  private timer: ReturnType<typeof setTimeout> | null = null;
  private lastSent = 0;
  private readonly context: InputContext = {
    value: (name) => this.values[name],
    set: (name, path, value, live) => {
      this.values[name] = changed(this.values[name], path, value);
      this.send(live);
    },
    toggle: (name) => {
      if (!this.left.delete(name)) this.left.add(name);
      this.send(false);
    },
    leftOut: (name) => this.left.has(name),
  };

  constructor(private readonly store: Store) {
    this.sets = new InputSets(store);
    store.attach((state, before) => {
      const records = recordsOf(state);
      this.root.hidden = records.length === 0 || (state.phase !== 'ready' && state.phase !== 'failed');
      if (records !== recordsOf(before)) this.show(records);
    });
  }

  private show(records: InputRecord[]): void {
    // What a person is typing or dragging right now is newer than what comes back.
    if (this.timer === null) for (const record of records) this.values[record.name] = structuredClone(record.value);
    this.left = new Set(
      records.filter((record) => !record.differentiated && this.left.has(record.name)).map((record) => record.name),
    );
    this.able = new Set(
      records.filter((record) => record.differentiated || this.left.has(record.name)).map((record) => record.name),
    );
    const shape = JSON.stringify(
      records.map((record) => [
        record.name,
        this.able.has(record.name),
        leavesOf(record.value).map((leaf) => [...leaf.path, typeof leaf.value]),
        record.closedOver,
      ]),
    );
    if (shape !== this.shape) {
      this.shape = shape;
      this.values = Object.fromEntries(records.map((record) => [record.name, structuredClone(record.value)]));
      this.build(records);
    }
    records.forEach((record, index) => {
      for (const update of this.updates[index]) update(record);
    });
  }

  private build(records: InputRecord[]): void {
    this.updates = [];
    const rows = records.map((record) => this.row(record));
    const reset = iconButton('reset', text('inputs.reset'), () => this.store.post({ type: 'resetInputs' }));
    reset.classList.add('reset');
    this.root.replaceChildren(
      element('div', { class: 'input-rows' }, ...rows),
      element('div', { class: 'input-tools' }, this.sets.root, reset),
    );
    // Nothing is computed in a lesson: its inputs stand as they were saved.
    if (inLesson())
      for (const field of this.root.querySelectorAll('input, .derivative')) field.toggleAttribute('disabled', true);
  }

  private row(record: InputRecord): HTMLElement {
    const { context } = this;
    const updates: Update[] = [];
    this.updates.push(updates);
    const scalar = typeof record.value !== 'object' || record.value === null;
    const note = element('div', { class: 'refusal', role: 'alert' });
    note.hidden = true;
    const parts = scalar
      ? [
          inputField(record, [], context, updates, note),
          inputSlider(record, context, updates),
          inputGradient(record, context, updates, true),
        ]
      : [
          element(
            'div',
            { class: 'collection' },
            inputCollection(record, context, updates, note),
            this.able.has(record.name) && inputGradient(record, context, updates, false),
          ),
        ];
    const inScript = () => this.store.state.evaluation?.target.kind === 'script';
    return element(
      'div',
      { class: scalar ? 'input-row' : 'input-row wide' },
      name(record, updates, inScript),
      ...parts,
      note,
    );
  }

  /** At most thirty a second while dragging; the last one always goes out. */
  private send(live: boolean): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const wait = live ? this.lastSent + interval - performance.now() : 0;
    if (wait > 0) {
      this.timer = setTimeout(() => {
        this.timer = null;
        this.send(true);
      }, wait);
      return;
    }
    this.lastSent = performance.now();
    const withRespectTo = this.left.size === 0 ? undefined : [...this.able].filter((name) => !this.left.has(name));
    this.store.post({ type: 'setInputs', inputs: structuredClone(this.values), withRespectTo, live });
  }
}

/** A script's own Variables are closed over by nothing that a person would call a function. */
function name(record: InputRecord, updates: Update[], inScript: () => boolean): HTMLElement {
  const tag = element('span', { class: 'tag' });
  updates.push((now) => {
    const guessed = now.origin === 'guess';
    const closedOver = now.closedOver && !inScript();
    tag.textContent = guessed ? text('inputs.guess') : closedOver ? text('inputs.closedOver') : '';
    tag.title = guessed ? text('inputs.guess.detail') : '';
    tag.hidden = tag.textContent === '';
    tag.classList.toggle('guess', guessed);
  });
  return element(
    'span',
    { class: 'input-name', title: record.name },
    element('span', { class: 'number' }, record.name),
    tag,
  );
}

function recordsOf(state: State): InputRecord[] {
  if (state.phase === 'failed' && state.failure?.inputs) return state.failure.inputs;
  return state.evaluation?.inputs ?? none;
}

const none: InputRecord[] = [];
