/** @file What the host tells of a surface: its values, the descents from a start, one place under the pointer. */
import type { DescentAnswer, SurfaceAnswer } from '../../protocol/analysis';
import type { DescentChoice, SurfaceChoice } from '../../protocol/surface';
import type { Questions } from '../questions';
import { text } from '../strings';
import { type Bands, bandsOf, surfaceValueAt } from './contours';
import type { Reading } from './side';

/** The pointer rests so long before it is asked what lies beneath, and a dragged input before descents are. */
const rest = { pointer: 40, input: 150 };

export class SurfaceReadings {
  surface: { surface: SurfaceAnswer; bands: Bands } | null = null;
  descent: DescentAnswer | null = null;
  reading: Reading | null = null;
  refusal: string | null = null;
  /** What was asked and is not answered yet; called, it forgets the question. */
  private forget: Partial<Record<'surface' | 'descent' | 'reading', () => void>> = {};
  private timers: Partial<Record<'descent' | 'reading', ReturnType<typeof setTimeout>>> = {};

  /** `changed` is called when an answer has come; `moved` for what stands beside the picture only. */
  constructor(
    private readonly questions: Questions,
    private readonly changed: () => void,
    private readonly moved: () => void,
  ) {}

  /** What is read out: the place under the pointer, else the start; null before there is anything. */
  at(start: [number, number]): Reading | null {
    if (this.reading) return this.reading;
    const known = this.descent?.start;
    if (known) return { at: [known.x, known.y], value: known.value, exact: true, gradient: known.gradient };
    if (!this.surface) return null;
    return { at: start, value: surfaceValueAt(this.surface.surface, ...start), exact: false, gradient: null };
  }

  /** Whether a question may have been ended by another evaluation. */
  isWaiting(what: 'surface' | 'descent'): boolean {
    return this.forget[what] !== undefined;
  }

  /** Another program: nothing of what is known is about it. */
  clear(): void {
    for (const forget of Object.values(this.forget)) forget?.();
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
    this.forget = {};
    this.surface = null;
    this.dropDescent();
    this.reading = null;
    this.refusal = null;
  }

  askSurface(choice: SurfaceChoice): void {
    this.forget.surface?.();
    this.forget.surface = this.questions.analyse<'surface'>(
      choice,
      (surface) => {
        this.forget.surface = undefined;
        this.surface = { surface, bands: bandsOf(surface) };
        this.refusal = null;
        this.changed();
      },
      (failure) => {
        this.forget.surface = undefined;
        this.surface = null;
        this.refusal = failure.message || text('surface.unavailable');
        this.changed();
      },
    );
  }

  /** The ways down from a start; `came` is called before they are drawn. */
  descend(choice: DescentChoice, came: () => void = () => undefined): void {
    clearTimeout(this.timers.descent);
    for (const question of ['descent', 'reading'] as const) this.forget[question]?.();
    this.forget.reading = undefined;
    this.forget.descent = this.questions.analyse<'descent'>(
      choice,
      (descent) => {
        this.forget.descent = undefined;
        this.descent = descent;
        came();
        this.changed();
      },
      () => {
        this.dropDescent();
        this.changed();
      },
    );
  }

  /** Once the inputs that the start follows have come to rest. */
  descendSoon(choice: () => DescentChoice | null): void {
    clearTimeout(this.timers.descent);
    this.timers.descent = setTimeout(() => {
      const wanted = choice();
      if (wanted) this.descend(wanted);
    }, rest.input);
  }

  dropDescent(): void {
    clearTimeout(this.timers.descent);
    this.forget.descent?.();
    this.forget.descent = undefined;
    this.descent = null;
  }

  /** Between the places of the grid at once, and exactly when the pointer rests: by a descent of one step. */
  read(choice: DescentChoice | null): void {
    clearTimeout(this.timers.reading);
    this.forget.reading?.();
    this.forget.reading = undefined;
    this.reading = null;
    if (choice) {
      const value = this.surface ? surfaceValueAt(this.surface.surface, ...choice.start) : null;
      this.reading = { at: choice.start, value, exact: false, gradient: null };
      this.timers.reading = setTimeout(() => this.readExactly(choice), rest.pointer);
    }
    this.changed();
  }

  /** While a longer descent is under way it is not disturbed. */
  private readExactly(choice: DescentChoice): void {
    if (this.forget.descent) return;
    const settled = () => {
      this.forget.reading = undefined;
    };
    this.forget.reading = this.questions.analyse<'descent'>(
      choice,
      ({ start }) => {
        settled();
        this.reading = { at: choice.start, value: start.value, exact: true, gradient: start.gradient };
        this.moved();
      },
      settled,
    );
  }
}
