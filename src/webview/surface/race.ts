/** @file The drawing of descents in time: all of them at once where motion is not wanted. */

/** How long it takes. */
const milliseconds = 1_400;

export class Race {
  /** Of the time; 1 when it is over. */
  share = 1;
  private frame = 0;

  constructor(private readonly draw: () => void) {}

  begin(): void {
    cancelAnimationFrame(this.frame);
    const still =
      document.body.classList.contains('vscode-reduce-motion') ||
      matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.share = still ? 1 : 0;
    if (still) return;
    const begun = performance.now();
    const tick = () => {
      this.share = Math.min(1, (performance.now() - begun) / milliseconds);
      this.draw();
      if (this.share < 1) this.frame = requestAnimationFrame(tick);
    };
    this.frame = requestAnimationFrame(tick);
  }
}
