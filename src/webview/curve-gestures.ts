/** @file Pointer, wheel and keys over the curves: drag moves the range, the wheel narrows it, a click chooses. */
import { margin } from './curve-picture';

export interface CurveGestures {
  domain(): [number, number];
  /** Where the keys begin. */
  current(): number;
  crosshair(): number | null;
  read(x: number | null): void;
  change(from: number, to: number): void;
  choose(x: number): void;
}

export function listenToCurves(plot: SVGSVGElement, on: CurveGestures): void {
  const spread = () => Math.max(1, plot.clientWidth - margin.left - margin.right) / Math.max(1, plot.clientWidth);
  const toX = (clientX: number) => {
    const bounds = plot.getBoundingClientRect();
    const share = ((clientX - bounds.left) / bounds.width - margin.left / Math.max(1, plot.clientWidth)) / spread();
    const [from, to] = on.domain();
    return from + share * (to - from);
  };
  let drag: { x: number; domain: [number, number]; moved: boolean } | null = null;
  plot.addEventListener('pointerdown', (event) => {
    drag = { x: event.clientX, domain: [...on.domain()], moved: false };
    plot.setPointerCapture(event.pointerId);
  });
  plot.addEventListener('pointermove', (event) => {
    if (!drag) {
      const x = toX(event.clientX);
      const [from, to] = on.domain();
      on.read(x >= from && x <= to ? x : null);
      return;
    }
    const [from, to] = drag.domain;
    const shift = ((drag.x - event.clientX) / (plot.getBoundingClientRect().width * spread())) * (to - from);
    if (Math.abs(event.clientX - drag.x) > 3) drag.moved = true;
    if (drag.moved) on.change(from + shift, to + shift);
  });
  plot.addEventListener('pointerup', (event) => {
    // A click without a drag sets the input to where the crosshair stands.
    if (drag && !drag.moved) on.choose(toX(event.clientX));
    drag = null;
  });
  plot.addEventListener('pointerleave', () => {
    if (!drag) on.read(null);
  });
  plot.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const centre = toX(event.clientX);
      const factor = Math.exp(Math.sign(event.deltaY) * Math.min(0.3, Math.abs(event.deltaY) * 0.002));
      const [from, to] = on.domain();
      on.change(centre + (from - centre) * factor, centre + (to - centre) * factor);
    },
    { passive: false },
  );
  plot.addEventListener('keydown', (event) => {
    const sign = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (sign === 0 && event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    const [from, to] = on.domain();
    const place = on.crosshair() ?? on.current();
    if (event.key === 'Escape') on.read(null);
    else if (event.key === 'Enter') on.choose(place);
    else on.read(place + (sign * (to - from)) / 100);
  });
}
