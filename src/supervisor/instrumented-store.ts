/** @file Instrumented modules that outlive a sandbox, by the hash of their text. */
import type { ModuleLayer } from '../protocol/border';
import type { SourceLayer } from './module-source';

/** Characters kept in all; the module used longest ago goes first. */
const room = 64_000_000;

export class InstrumentedStore {
  private readonly kept = new Map<string, string>();
  private size = 0;

  /** Keeps what a sandbox made of the text with this hash. */
  keep(hash: string, instrumented: string): void {
    if (typeof hash !== 'string' || typeof instrumented !== 'string' || instrumented.length > room / 2) return;
    this.size -= this.kept.get(hash)?.length ?? 0;
    this.kept.delete(hash);
    this.kept.set(hash, instrumented);
    this.size += instrumented.length;
    for (const [oldest, text] of this.kept) {
      if (this.size <= room) break;
      this.kept.delete(oldest);
      this.size -= text.length;
    }
  }

  /** The layer for a sandbox that already has the texts in `known`; adds to `known` what it sends. */
  layer(source: SourceLayer, known: Set<string>): ModuleLayer {
    return {
      imports: source.imports,
      modules: source.modules.map(({ id, kind, hash, text }) => {
        if (known.has(hash)) return { id, kind, hash };
        known.add(hash);
        const kept = this.kept.get(hash);
        if (kept !== undefined) {
          this.kept.delete(hash);
          this.kept.set(hash, kept);
        }
        return kept === undefined ? { id, kind, hash, text } : { id, kind, hash, text, kept };
      }),
    };
  }
}
