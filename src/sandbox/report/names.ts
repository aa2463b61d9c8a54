/** @file The source's names for rows: what a value was bound to, and the inputs' paths. */
import type { Tape } from '../../engine/tape';
import type { Marks } from './site-records';
import type { SiteTable } from './site-table';

export class RowNames {
  private readonly inputs = new Map<number, string>();
  private readonly marked = new Map<number, string>();
  private readonly own = new Map<number, string>();

  /** @param wanted whether a row will be asked for; others are not kept */
  constructor(
    private readonly tape: Tape,
    private readonly table: SiteTable,
    marks: Marks,
    inputs: { name: string; variables: unknown }[],
    wanted: (id: number) => boolean,
    /** Names that Variables of the program have themselves. */
    own: readonly { row: number; name: string }[] = [],
  ) {
    for (const { row, name } of own) this.own.set(row, name);
    for (const { name, variables } of inputs) this.addInput(name, variables);
    const names = new Map<number, string | null>();
    for (let k = 0; k < marks.length; k++) {
      const id = marks.pairs[2 * k + 1];
      if (!wanted(id) || this.marked.has(id)) continue;
      const site = marks.pairs[2 * k];
      let name = names.get(site);
      if (name === undefined) names.set(site, (name = table.find(site)?.info.name ?? null));
      if (name !== null) this.marked.set(id, name);
    }
  }

  private addInput(path: string, variables: unknown): void {
    if (typeof variables === 'number') {
      if (variables > 0 && !this.inputs.has(variables)) this.inputs.set(variables, path);
    } else if (Array.isArray(variables)) {
      for (let k = 0; k < variables.length; k++) this.addInput(`${path}[${k}]`, variables[k]);
    } else if (variables !== null && typeof variables === 'object') {
      for (const [key, entry] of Object.entries(variables)) this.addInput(fieldPath(path, key), entry);
    }
  }

  /** The rows of the inputs. */
  isInput(id: number): boolean {
    return this.inputs.has(id);
  }

  nameOf(id: number): string | null {
    return (
      this.own.get(id) ??
      this.inputs.get(id) ??
      this.table.find(this.tape.site[id])?.info.name ??
      this.marked.get(id) ??
      null
    );
  }
}

/** `p.x`, or `p["a b"]` where the key is no identifier. */
export function fieldPath(path: string, key: string): string {
  if (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key)) return path === '' ? key : `${path}.${key}`;
  return `${path}[${JSON.stringify(key)}]`;
}
