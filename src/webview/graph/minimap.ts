/** @file The whole graph small, with a frame around what is in sight; click or drag to go there. */
import { element } from '../dom';
import { text } from '../strings';
import type { Geometry } from './geometry';
import { readPalette } from './palette';
import type { Transform } from './picture';

const room = { width: 180, height: 96 };

export class Minimap {
  readonly root = element('canvas', { class: 'minimap', role: 'img', 'aria-label': text('graph.minimap') });
  private dots: ImageBitmap | HTMLCanvasElement | null = null;
  private geometry: Geometry | null = null;
  private scale = 1;
  private accent = '';
  private view: { transform: Transform; width: number; height: number } | null = null;

  /** @param goTo centres a place of the graph. */
  constructor(private readonly goTo: (x: number, y: number) => void) {
    this.root.hidden = true;
    const follow = (event: PointerEvent) => {
      const bounds = this.root.getBoundingClientRect();
      const { left, top } = this.geometry!.bounds;
      this.goTo((event.clientX - bounds.left) / this.scale + left, (event.clientY - bounds.top) / this.scale + top);
    };
    this.root.addEventListener('pointerdown', (event) => {
      this.root.setPointerCapture(event.pointerId);
      follow(event);
      event.stopPropagation();
    });
    this.root.addEventListener('pointermove', (event) => {
      if (this.root.hasPointerCapture(event.pointerId)) follow(event);
    });
    this.root.addEventListener('click', (event) => event.stopPropagation());
  }

  place(geometry: Geometry): void {
    this.geometry = geometry;
    const { left, top, right, bottom } = geometry.bounds;
    this.scale = Math.min(room.width / (right - left), room.height / (bottom - top));
    const ratio = devicePixelRatio || 1;
    const [width, height] = [Math.max(24, (right - left) * this.scale), Math.max(12, (bottom - top) * this.scale)];
    for (const canvas of [this.root, (this.dots = document.createElement('canvas'))]) {
      canvas.width = Math.ceil(width * ratio);
      canvas.height = Math.ceil(height * ratio);
    }
    this.root.style.width = `${width}px`;
    this.root.style.height = `${height}px`;
    const context = (this.dots as HTMLCanvasElement).getContext('2d')!;
    const palette = readPalette(document.body);
    this.accent = palette.accent;
    context.scale(ratio, ratio);
    context.fillStyle = palette.faint;
    for (const box of geometry.boxes.values()) {
      const [w, h] = [Math.max(1, box.width * this.scale), Math.max(1, box.height * this.scale * 0.7)];
      context.fillRect((box.x - left) * this.scale - w / 2, (box.y - top) * this.scale - h / 2, w, h);
    }
    this.paint();
  }

  /** Shown only while part of the graph is out of sight. */
  look(transform: Transform, size: { width: number; height: number }): void {
    this.view = { transform, ...size };
    this.paint();
  }

  private paint(): void {
    const { view, geometry, dots } = this;
    if (!view || !geometry || !dots) return;
    const { left, top, right, bottom } = geometry.bounds;
    const { x, y, k } = view.transform;
    const sight = { left: -x / k, top: -y / k, right: (view.width - x) / k, bottom: (view.height - y) / k };
    const all =
      sight.left <= left + 60 && sight.right >= right - 60 && sight.top <= top + 60 && sight.bottom >= bottom - 60;
    this.root.hidden = all || view.width < 360;
    if (this.root.hidden) return;
    const context = this.root.getContext('2d')!;
    const ratio = devicePixelRatio || 1;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.root.width, this.root.height);
    context.drawImage(dots, 0, 0);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.strokeStyle = this.accent;
    context.lineWidth = 1.5;
    const frame = [
      (sight.left - left) * this.scale,
      (sight.top - top) * this.scale,
      (sight.right - sight.left) * this.scale,
      (sight.bottom - sight.top) * this.scale,
    ];
    const [fx, fy] = [Math.max(1, frame[0]), Math.max(1, frame[1])];
    context.strokeRect(
      fx,
      fy,
      Math.max(3, Math.min(this.root.width / ratio - 1, frame[0] + frame[2]) - fx),
      Math.max(3, Math.min(this.root.height / ratio - 1, frame[1] + frame[3]) - fy),
    );
  }
}
