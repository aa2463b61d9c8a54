/** @file The input rows: values to type and drag, gradients beside them, and the check by differences. */
import type { GradValue, InputRecord, InputValue } from '../protocol/evaluation';
import { fullNumberText, numberText } from '../protocol/number-text';
import { element, iconButton } from './dom';
import { parseNumber } from './format';
import { toneOf } from './graph/appearance';
import { agrees, at, changed, leavesOf, type Path, pathText, sliderRange } from './input-values';
import type { State } from './state';
import type { Store } from './store';
import { text } from './strings';

/** Entries of one array that are shown at once. */
const shownEntries = 60;

export class Inputs {
  readonly root = element('section', { class: 'inputs', 'aria-label': text('inputs.title') });
  private shape = '';
  private values: Record<string, InputValue> = {};
  private leftOut = new Set<string>();
  private updates: ((record: InputRecord) => void)[][] = [];
  private timer: ReturnType<typeof setTimeout> | null = null;
  private lastSent = 0;

  constructor(private readonly store: Store) {
    store.attach((state, before) => {
      const records = recordsOf(state);
      this.root.hidden = records.length === 0 || (state.phase !== 'ready' && state.phase !== 'failed');
      if (records !== recordsOf(before)) this.show(records);
    });
  }

  private show(records: InputRecord[]): void {
    // What a person is typing or dragging right now is newer than what comes back.
    if (this.timer === null) for (const record of records) this.values[record.name] = structuredClone(record.value);
    this.leftOut = new Set(
      records.filter((record) => !record.differentiated && this.leftOut.has(record.name)).map((record) => record.name),
    );
    const shape = JSON.stringify(
      records.map((record) => [
        record.name,
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
    const rows = records.map((record) => {
      const updates: ((record: InputRecord) => void)[] = [];
      this.updates.push(updates);
      const scalar = typeof record.value !== 'object' || record.value === null;
      const note = element('div', { class: 'refusal', role: 'alert' });
      note.hidden = true;
      const row = element(
        'div',
        { class: scalar ? 'input-row' : 'input-row wide' },
        this.name(record, updates),
        ...(scalar
          ? [this.leaf(record, [], updates, note), this.slider(record, updates), this.gradient(record, updates, true)]
          : [
              element(
                'div',
                { class: 'collection' },
                this.collection(record, updates, note),
                record.differentiated && this.gradient(record, updates, false),
              ),
            ]),
        note,
      );
      return row;
    });
    const reset = iconButton('reset', text('inputs.reset'), () => this.store.post({ type: 'resetInputs' }));
    reset.classList.add('reset');
    this.root.replaceChildren(element('div', { class: 'input-rows' }, ...rows), reset);
  }

  private name(record: InputRecord, updates: ((record: InputRecord) => void)[]): HTMLElement {
    const tag = element('span', { class: 'tag' });
    updates.push((now) => {
      const guessed = now.origin === 'guess';
      tag.textContent = guessed ? text('inputs.guess') : now.closedOver ? text('inputs.closedOver') : '';
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

  /** One number, boolean or string. */
  private leaf(
    record: InputRecord,
    path: Path,
    updates: ((record: InputRecord) => void)[],
    note: HTMLElement,
  ): HTMLElement {
    const first = at(record.value, path);
    const label = pathText(record.name, path);
    if (typeof first === 'boolean') {
      const box = element('input', {
        type: 'checkbox',
        'aria-label': label,
        onchange: () => this.set(record.name, path, box.checked, false),
      });
      updates.push((now) => {
        box.checked = at(now.value, path) === true;
      });
      return element('span', { class: 'field-host' }, box);
    }
    const textual = typeof first === 'string';
    const field = element('input', {
      type: 'text',
      class: 'field number',
      'aria-label': label,
      spellcheck: 'false',
      autocomplete: 'off',
      size: textual ? 16 : 8,
      inputmode: textual ? 'text' : 'decimal',
      oninput: () => judge(),
      onchange: () => accept(),
      onblur: () => {
        if (field.getAttribute('aria-invalid') === 'true') restore();
      },
      onkeydown: (event: KeyboardEvent) => this.onFieldKey(event, record, path, field, restore),
    });
    const write = (value: InputValue | undefined) => {
      field.value = typeof value === 'number' ? numberText(value, 12) : String(value ?? '');
      field.title = typeof value === 'number' ? fullNumberText(value) : '';
    };
    const restore = () => {
      write(at(this.values[record.name], path));
      field.removeAttribute('aria-invalid');
      note.hidden = true;
    };
    /** What the text says, or null with the reason beneath; nothing is sent while typing. */
    const judge = (): InputValue | null => {
      const value = textual ? field.value : parseNumber(field.value);
      note.hidden = value !== null;
      if (value !== null) {
        field.removeAttribute('aria-invalid');
        return value;
      }
      const kept = numberText(Number(at(this.values[record.name], path)));
      field.setAttribute('aria-invalid', 'true');
      note.textContent = text('inputs.notNumber', field.value, label, kept);
      return null;
    };
    const accept = () => {
      const value = judge();
      if (value !== null) this.set(record.name, path, value, false);
    };
    updates.push((now) => {
      field.classList.toggle('guess', now.origin === 'guess');
      if (document.activeElement !== field) write(at(now.value, path));
    });
    return field;
  }

  /** Up and down change by the slider's step, as in a number field. */
  private onFieldKey(
    event: KeyboardEvent,
    record: InputRecord,
    path: Path,
    field: HTMLInputElement,
    restore: () => void,
  ): void {
    if (event.key === 'Escape') restore();
    if (event.key === 'Enter') field.select();
    const sign = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    const value = at(this.values[record.name], path);
    if (sign === 0 || typeof value !== 'number' || !Number.isFinite(value)) return;
    event.preventDefault();
    const step = sliderRange(value).step * (event.shiftKey ? 10 : 1) * sign;
    const next = Number((value + step).toPrecision(12));
    field.value = numberText(next, 12);
    this.set(record.name, path, next, false);
  }

  private slider(record: InputRecord, updates: ((record: InputRecord) => void)[]): HTMLElement | null {
    if (typeof record.value !== 'number') return element('span');
    const slider = element('input', {
      type: 'range',
      class: 'slider',
      'aria-label': text('inputs.slider', record.name),
      oninput: () => this.set(record.name, [], Number(slider.value), true),
      onchange: () => this.set(record.name, [], Number(slider.value), false),
    });
    let range = sliderRange(record.value);
    const use = () => setRange(slider, range);
    use();
    updates.push((now) => {
      const value = now.value as number;
      const dragged = slider.matches(':active');
      if (
        Number.isFinite(value) &&
        !dragged &&
        (value < range.min || value > range.max || Math.abs(value) < range.step)
      ) {
        if (value < range.min || value > range.max) range = sliderRange(value);
        use();
      }
      if (!dragged) slider.value = String(value);
      const share = Math.min(1, Math.max(0, (value - range.min) / (range.max - range.min)));
      slider.style.setProperty('--filled', `${(share * 100).toFixed(1)}%`);
    });
    slider.addEventListener('input', () => {
      const share = (Number(slider.value) - range.min) / (range.max - range.min);
      slider.style.setProperty('--filled', `${(share * 100).toFixed(1)}%`);
    });
    return slider;
  }

  private gradient(record: InputRecord, updates: ((record: InputRecord) => void)[], scalar: boolean): HTMLElement {
    const button = element('button', {
      type: 'button',
      class: 'derivative number',
      'aria-label': text('inputs.differentiate', record.name),
      onclick: () => {
        if (this.leftOut.has(record.name)) this.leftOut.delete(record.name);
        else this.leftOut.add(record.name);
        this.send(false);
      },
    });
    const check = element('span', { class: 'check number' });
    const host = element('span', { class: 'gradient-host' }, button, check);
    updates.push((now) => {
      const able = now.differentiated || this.leftOut.has(now.name);
      button.disabled = !able;
      button.setAttribute('aria-pressed', String(now.differentiated));
      if (scalar) {
        const grad = typeof now.grad === 'number' ? now.grad : null;
        button.textContent = now.differentiated
          ? `∂f/∂${now.name} = ${grad === null ? '–' : numberText(grad)}`
          : able
            ? `∂f/∂${now.name} –`
            : text('inputs.noGradient');
        button.className = `derivative number tone-${toneOf(grad)}`;
        button.title = `${text('inputs.differentiate', now.name)}${grad === null ? '' : `\n${fullNumberText(grad)}`}`;
        showCheck(check, grad, typeof now.numerical === 'number' ? now.numerical : null);
      } else {
        button.textContent = now.differentiated ? `∂f/∂${now.name}` : `∂f/∂${now.name} –`;
        const pairs = leavesOf(now.value).map(({ path }) => [gradAt(now.grad, path), gradAt(now.numerical, path)]);
        const checked = pairs.filter(([grad, numerical]) => grad !== null && numerical !== null) as [number, number][];
        const wrong = checked.filter(([grad, numerical]) => !agrees(grad, numerical)).length;
        check.hidden = checked.length === 0;
        check.classList.toggle('differs', wrong > 0);
        check.textContent =
          wrong > 0 ? `✗ ${text('inputs.check.differs', wrong)}` : `✓ ${text('inputs.check', checked.length)}`;
      }
    });
    return host;
  }

  /** Arrays as a grid with the gradients under the values; objects as a tree of such. */
  private collection(record: InputRecord, updates: ((record: InputRecord) => void)[], note: HTMLElement): HTMLElement {
    const build = (value: InputValue, path: Path, headed = true): HTMLElement => {
      if (Array.isArray(value)) {
        const flat = value.every((entry) => typeof entry !== 'object' || entry === null);
        const shown = value.slice(0, shownEntries);
        return element(
          'div',
          { class: flat ? 'cells' : 'rows', role: 'group', 'aria-label': pathText(record.name, path) },
          ...shown.map((entry, index) =>
            flat
              ? cell([...path, index], headed ? String(index) : null)
              : element(
                  'div',
                  { class: 'nested' },
                  element('span', { class: 'index number' }, String(index)),
                  build(entry, [...path, index], index === 0 || !sameLength(entry, value[0])),
                ),
          ),
          value.length > shown.length &&
            element('span', { class: 'more' }, text('inputs.more', value.length - shown.length)),
        );
      }
      if (value !== null && typeof value === 'object') {
        return element(
          'div',
          { class: 'fields', role: 'group', 'aria-label': pathText(record.name, path) },
          ...Object.entries(value)
            .slice(0, shownEntries)
            .map(([name, entry]) =>
              typeof entry === 'object' && entry !== null
                ? element(
                    'div',
                    { class: 'nested' },
                    element('span', { class: 'index number', title: name }, name),
                    build(entry, [...path, name]),
                  )
                : cell([...path, name], name),
            ),
        );
      }
      return cell(path, '');
    };
    const cell = (path: Path, label: string | null): HTMLElement => {
      const gradient = element('span', { class: 'cell-gradient number' });
      updates.push((now) => {
        const grad = gradAt(now.grad, path);
        gradient.textContent = grad === null ? '–' : numberText(grad);
        gradient.className = `cell-gradient number tone-${toneOf(grad)}`;
        gradient.title =
          grad === null ? text('inputs.noGradient') : `∂f/∂${pathText(now.name, path)} = ${fullNumberText(grad)}`;
      });
      return element(
        'span',
        { class: label === null ? 'cell unheaded' : 'cell' },
        label !== null && element('span', { class: 'index number', title: label }, label),
        this.leaf(record, path, updates, note),
        gradient,
      );
    };
    return build(record.value, []);
  }

  private set(name: string, path: Path, value: InputValue, live: boolean): void {
    this.values[name] = changed(this.values[name], path, value);
    this.send(live);
  }

  /** At most thirty a second while dragging; the last one always goes out. */
  private send(live: boolean): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const wait = live ? this.lastSent + 33 - performance.now() : 0;
    if (wait > 0) {
      this.timer = setTimeout(() => {
        this.timer = null;
        this.send(true);
      }, wait);
      return;
    }
    this.lastSent = performance.now();
    const records = recordsOf(this.store.state);
    const withRespectTo =
      this.leftOut.size === 0
        ? undefined
        : records
            .filter(
              (record) => (record.differentiated || this.leftOut.has(record.name)) && !this.leftOut.has(record.name),
            )
            .map((record) => record.name);
    this.store.post({ type: 'setInputs', inputs: structuredClone(this.values), withRespectTo, live });
  }
}

function recordsOf(state: State): InputRecord[] {
  if (state.phase === 'failed' && state.failure?.inputs) return state.failure.inputs;
  return state.evaluation?.inputs ?? none;
}

const none: InputRecord[] = [];

function gradAt(grad: GradValue | undefined, path: Path): number | null {
  const found = at(grad, path);
  return typeof found === 'number' ? found : null;
}

function showCheck(check: HTMLElement, grad: number | null, numerical: number | null): void {
  check.hidden = grad === null || numerical === null;
  if (grad === null || numerical === null) return;
  const same = agrees(grad, numerical);
  check.classList.toggle('differs', !same);
  check.textContent = same
    ? `✓ ${text('inputs.check', numberText(numerical))}`
    : `✗ ${text('inputs.check.differs', numberText(numerical))}`;
  check.title = fullNumberText(numerical);
}

/** Rows of a grid need their column numbers only once. */
function sameLength(a: InputValue, b: InputValue): boolean {
  return Array.isArray(a) && Array.isArray(b) && a.length === b.length;
}

function setRange(slider: HTMLInputElement, range: { min: number; max: number; step: number }): void {
  slider.min = String(range.min);
  slider.max = String(range.max);
  slider.step = String(range.step);
}
