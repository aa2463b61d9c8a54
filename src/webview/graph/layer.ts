/** @file A bitmap of the items: moved and scaled while the picture moves, drawn anew once it rests. */
import type { Transform } from './picture';

type Size = { width: number; height: number };
type Paint = (context: CanvasRenderingContext2D, transform: Transform, size: Size) => void;

/** What is painted in this many milliseconds is painted anew in every frame. */
const cheap = 5;
/** Beyond what is in sight, on each side, so that a moved bitmap still fills the window. */
const margin = 0.25;
/** A bitmap may be this much out of scale before it looks wrong. */
const outOfScale = 1.7;
const restAfter = 120;
/** Where the bitmap no longer serves, it is painted anew this often. */
const atMostEvery = 250;

export class Layer {
  private readonly canvas = document.createElement('canvas');
  private readonly context = this.canvas.getContext('2d')!;
  private painted: { transform: Transform; size: Size; ratio: number; at: number; milliseconds: number } | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;

  /** @param again asks for another frame, after the picture came to rest. */
  constructor(private readonly again: () => void) {}

  /** What was painted shows older numbers, colours or places. */
  spoil(): void {
    this.painted = null;
  }

  /** Shows the items in `target`, which is scaled for pixels of the window. */
  show(target: CanvasRenderingContext2D, transform: Transform, size: Size, ratio: number, paint: Paint): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (!this.serves(transform, size, ratio)) this.render(transform, size, ratio, paint);
    else if (!same(this.painted!.transform, transform)) {
      this.timer = setTimeout(() => {
        this.spoil();
        this.again();
      }, restAfter);
    }
    const { transform: from } = this.painted!;
    const scale = transform.k / from.k;
    target.drawImage(
      this.canvas,
      transform.x - (from.x + margin * size.width) * scale,
      transform.y - (from.y + margin * size.height) * scale,
      (this.canvas.width / ratio) * scale,
      (this.canvas.height / ratio) * scale,
    );
  }

  remove(): void {
    if (this.timer !== null) clearTimeout(this.timer);
  }

  private serves(transform: Transform, size: Size, ratio: number): boolean {
    const { painted } = this;
    if (!painted || painted.ratio !== ratio || painted.size.width !== size.width || painted.size.height !== size.height)
      return false;
    if (same(painted.transform, transform)) return true;
    if (painted.milliseconds < cheap) return false;
    const scale = transform.k / painted.transform.k;
    const left = transform.x - (painted.transform.x + margin * size.width) * scale;
    const top = transform.y - (painted.transform.y + margin * size.height) * scale;
    const covers =
      left <= 1 &&
      top <= 1 &&
      left + size.width * (1 + 2 * margin) * scale >= size.width - 1 &&
      top + size.height * (1 + 2 * margin) * scale >= size.height - 1;
    const sharp = scale < outOfScale && scale > 1 / outOfScale;
    return (covers && sharp) || performance.now() - painted.at < Math.max(atMostEvery, 4 * painted.milliseconds);
  }

  private render(transform: Transform, size: Size, ratio: number, paint: Paint): void {
    const start = performance.now();
    const [width, height] = [size.width * (1 + 2 * margin), size.height * (1 + 2 * margin)];
    const [across, down] = [Math.ceil(width * ratio), Math.ceil(height * ratio)];
    if (this.canvas.width !== across || this.canvas.height !== down) {
      this.canvas.width = across;
      this.canvas.height = down;
    }
    const { context } = this;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, across, down);
    const own = { x: transform.x + margin * size.width, y: transform.y + margin * size.height, k: transform.k };
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint(context, own, { width, height });
    const at = performance.now();
    this.painted = { transform: { ...transform }, size, ratio, at, milliseconds: at - start };
  }
}

function same(a: Transform, b: Transform): boolean {
  return a.k === b.k && a.x === b.x && a.y === b.y;
}
