/** @file Pointer, wheel and keys over the surface: a drag moves it, the wheel zooms, a click or the keys choose. */
import { fromPixels, inside, type Space } from './space';

export interface SurfaceGestures {
  space(): Space;
  start(): [number, number];
  read(at: [number, number] | null): void;
  moveStart(to: [number, number]): void;
  run(): void;
  /** Both ranges shifted by shares of their lengths. */
  shift(across: number, up: number, from: Space): void;
  zoom(centre: [number, number], factor: number): void;
  reset(): void;
}

export function listenToSurface(plot: SVGSVGElement, on: SurfaceGestures): void {
  const at = (event: MouseEvent): [number, number] => {
    const bounds = plot.getBoundingClientRect();
    const scale = plot.clientWidth / Math.max(1, bounds.width);
    return fromPixels(on.space(), (event.clientX - bounds.left) * scale, (event.clientY - bounds.top) * scale);
  };
  let drag: { x: number; y: number; space: Space; moved: boolean } | null = null;
  plot.addEventListener('pointerdown', (event) => {
    drag = { x: event.clientX, y: event.clientY, space: on.space(), moved: false };
    plot.setPointerCapture(event.pointerId);
  });
  plot.addEventListener('pointermove', (event) => {
    if (!drag) {
      const place = at(event);
      on.read(inside(on.space(), place) ? place : null);
      return;
    }
    const bounds = plot.getBoundingClientRect();
    const [right, down] = [event.clientX - drag.x, event.clientY - drag.y];
    if (Math.hypot(right, down) > 3) drag.moved = true;
    if (drag.moved) on.shift(-right / bounds.width, down / bounds.height, drag.space);
  });
  plot.addEventListener('pointerup', (event) => {
    if (drag && !drag.moved) {
      const place = at(event);
      if (inside(on.space(), place)) {
        on.moveStart(place);
        on.run();
      }
    }
    drag = null;
  });
  plot.addEventListener('pointercancel', () => {
    drag = null;
  });
  plot.addEventListener('pointerleave', () => {
    if (!drag) on.read(null);
  });
  plot.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      on.zoom(at(event), Math.exp(Math.sign(event.deltaY) * Math.min(0.3, Math.abs(event.deltaY) * 0.002)));
    },
    { passive: false },
  );
  plot.addEventListener('keydown', (event) => {
    const { across, up } = on.space();
    const [x, y] = on.start();
    const share = event.shiftKey ? 0.1 : 0.01;
    const [right, above] = [(across[1] - across[0]) * share, (up[1] - up[0]) * share];
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [x - right, y],
      ArrowRight: [x + right, y],
      ArrowUp: [x, y + above],
      ArrowDown: [x, y - above],
    };
    const tidy = (value: number) => Number(value.toPrecision(6));
    if (moves[event.key]) on.moveStart([tidy(moves[event.key][0]), tidy(moves[event.key][1])]);
    else if (event.key === 'Enter') on.run();
    else if (event.key === '+' || event.key === '=') on.zoom([x, y], 0.8);
    else if (event.key === '-') on.zoom([x, y], 1.25);
    else if (event.key === '0') on.reset();
    else if (event.key === 'Escape') on.read(null);
    else return;
    event.preventDefault();
  });
}
