/** @file Traced numbers of the program that go into Variables and arrays: where they come from is kept, or its loss told. */
import { admission } from '../../../engine/admission';
import type { Variable } from '../../../engine/variable';
import type { ScriptLinks } from './links';

/** @param noted called with each Variable that is fed by traced numbers */
export function admitTraced(links: ScriptLinks, noted: (variable: Variable) => void): void {
  admission.current = {
    data(variable, data) {
      const id = links.idOf(data);
      if (id !== 0) {
        variable.feeds = [id];
        noted(variable);
        return links.tape().value[id];
      }
      if (!Array.isArray(data)) return data;
      const rows: number[] = [];
      let traced = false;
      const plain = (one: unknown): unknown => {
        if (Array.isArray(one)) return one.map(plain);
        const row = links.idOf(one);
        if (row !== 0) traced = true;
        rows[rows.length] = row;
        return row === 0 ? one : links.tape().value[row];
      };
      const found = plain(data);
      if (traced) {
        variable.feeds = rows;
        noted(variable);
      }
      return found;
    },
    entry(value) {
      const id = links.idOf(value);
      return id === 0 ? undefined : links.detach(id, 'it became an entry of a plain array');
    },
  };
}
