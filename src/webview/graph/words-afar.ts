/** @file A card's words for when it is seen from further away: fewer and larger, made when they are first needed. */
import { shape } from '../dom';
import { shortened } from '../format';
import { variableName } from '../names';
import type { State } from '../state';
import { cardLook, type Look } from './appearance';
import type { Item } from './model';

/** Scales below which a card shows fewer words; the style sheet names its classes after them. */
export const levels = { near: 0.75, far: 0.5, distant: 0.38, remote: 0.26, farther: 0.16 } as const;
export type Level = 'full' | 'near' | 'far' | 'distant' | 'remote';

/** Stacked cards keep their numbers as long as others keep any. */
export function levelAt(k: number, stacked: boolean): Level {
  if (k < levels.remote) return 'remote';
  if (k < levels.distant) return 'distant';
  if (k < levels.far) return 'far';
  return k < levels.near && !stacked ? 'near' : 'full';
}

/** Font size in proportion to that of the numbers, and room at the sides. */
const names = {
  far: { y: 40, x: 12, size: 1.93, margin: 20 },
  distant: { y: 43, x: 8, size: 2.92, margin: 12 },
  remote: { y: 49, x: 6, size: 4.34, margin: 8 },
} as const;

export class WordsAfar {
  private near: { name: SVGTextElement; value: SVGTextElement; gradient: SVGTextElement } | null = null;
  private readonly made = new Map<keyof typeof names, SVGTextElement>();

  constructor(
    private readonly root: SVGGElement,
    private readonly width: number,
    private readonly characterWidth: number,
  ) {}

  show(level: Level, state: State, look: Look, item: Item): void {
    if (level === 'near' && !this.near) {
      const end = this.width - 8;
      this.near = {
        name: shape('text', { class: 'near-name', x: 8, y: 27 }),
        value: shape('text', { class: 'near-value end', x: end, y: 27 }),
        gradient: shape('text', { class: 'near-gradient end', x: end, y: 52 }),
      };
      this.root.append(shape('g', { class: 'near-text' }, this.near.name, this.near.value, this.near.gradient));
    } else if (level !== 'near' && level !== 'full' && !this.made.has(level)) {
      const { x, y } = names[level];
      const made = shape('text', { class: `${level}-name`, x, y });
      this.made.set(level, made);
      this.root.append(made);
    }
    this.update(state, look, item);
  }

  update(state: State, look: Look, item: Item): void {
    const variable = item.variable!;
    if (this.made.size > 0) {
      const called = variableName(state, variable);
      for (const [level, made] of this.made) {
        const { size, margin } = names[level];
        write(made, shortened(called, Math.max(2, Math.floor((this.width - margin) / (this.characterWidth * size)))));
      }
    }
    if (!this.near) return;
    const fewer = cardLook(state, look, item, Math.floor((this.width - 16) / (this.characterWidth * 1.5)));
    write(this.near.name, fewer.name);
    write(this.near.value, fewer.value);
    write(this.near.gradient, fewer.gradient);
    this.near.value.setAttribute('class', `near-value end tone-${Number.isFinite(variable.value) ? 'plain' : 'bad'}`);
    this.near.gradient.setAttribute('class', `near-gradient end tone-${fewer.gradientTone}`);
  }
}

/** Sets text where it is another one. */
export function write(target: Element, words: string): void {
  if (target.textContent !== words) target.textContent = words;
}
