/** @file Instrumented modules that outlive a sandbox, by content. */
import { type ModuleLayer, moduleKey } from '../protocol/border';
import type { SourceLayer } from './module-source';

/** Characters kept in all; the module used longest ago goes first. */
const room = 64_000_000;

export class InstrumentedStore {
  private readonly kept = new Map<string, string>();
  private size = 0;

  /** The first site number that no kept module uses. */
  siteFloor = 0;

  /** Keeps what a sandbox made of the text under this key. */
  keep(key: string, instrumented: string, end: number): void {
    if (typeof key !== 'string' || typeof instrumented !== 'string' || instrumented.length > room / 2) return;
    if (Number.isSafeInteger(end) && end > this.siteFloor) this.siteFloor = end;
    this.size -= this.kept.get(key)?.length ?? 0;
    this.kept.delete(key);
    this.kept.set(key, instrumented);
    this.size += instrumented.length;
    for (const [oldest, text] of this.kept) {
      if (this.size <= room) break;
      this.kept.delete(oldest);
      this.size -= text.length;
    }
  }

  /** The layer for a sandbox that already has the modules whose keys are `known`; adds to `known` what it sends. */
  layer(source: SourceLayer, known: Set<string>): ModuleLayer {
    return {
      imports: source.imports,
      modules: source.modules.map(({ id, kind, hash, text }) => {
        const key = moduleKey({ id, kind, hash });
        if (known.has(key)) return { id, kind, hash };
        known.add(key);
        const kept = this.kept.get(key);
        if (kept === undefined) return { id, kind, hash, text };
        this.kept.delete(key);
        this.kept.set(key, kept);
        return { id, kind, hash, text, kept };
      }),
    };
  }
}
