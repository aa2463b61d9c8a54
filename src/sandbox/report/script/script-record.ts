/** @file What a script left behind, with names and places of the source. */
import { diagnostic } from '../../../protocol/codes';
import type { Diagnostic, SourceRange } from '../../../protocol/evaluation';
import type { BackwardCall, FunctionCheck, ScriptRecord, ScriptVariable } from '../../../protocol/script';
import type { ScriptRun, ScriptState } from '../../realm/script/run';
import { shortNumber } from '../findings';
import type { ReportedModule } from '../site-table';
import { SiteTable } from '../site-table';
import { placeOfBackward } from './person-functions';
import { rootName } from './root-name';

export class ScriptReport {
  private readonly table: SiteTable;

  constructor(
    private readonly run: ScriptRun,
    private readonly modules: readonly ReportedModule[],
  ) {
    this.table = new SiteTable([...modules]);
  }

  record(): ScriptRecord {
    const { backwards, backwardCount, shown, series } = this.run;
    return {
      backwards: backwards.map(
        ({ index, site, rootSite, name, value, functions }): BackwardCall => ({
          index,
          root: rootName(this.table, rootSite, name),
          value,
          functions,
          range: this.rangeOf(site),
        }),
      ),
      backwardCount,
      shown,
      variables: this.variables(),
      series: series.map(({ site, rootSite, name, steps, points }) => ({
        name: rootName(this.table, rootSite, name),
        range: this.rangeOf(site),
        steps,
        points,
      })),
      checks: this.checks(),
    };
  }

  /** A wrong `backward` of a person's own function is a finding at its place. */
  diagnostics(target: SourceRange): Diagnostic[] {
    return this.run.checks.flatMap(({ name, passed, given, expected, where }) => {
      if (passed !== false) return [];
      const numbers = { given: shortNumber(given), expected: shortNumber(expected) };
      return [diagnostic('wrongFunction', { name, where, ...numbers }, 'warning', this.placeOf(name) ?? target)];
    });
  }

  private checks(): FunctionCheck[] {
    return this.run.checks.map(({ name, passed, given, expected }) => ({
      name,
      range: this.placeOf(name),
      passed,
      given,
      expected,
    }));
  }

  private placeOf(name: string): SourceRange | null {
    return placeOfBackward(name, this.modules);
  }

  /** One of each name and file: the one made last. */
  private variables(): ScriptVariable[] {
    const found = new Map<string, ScriptState>();
    for (const state of this.run.variables) {
      const key = `${rootName(this.table, state.site, state.name)} ${this.fileOf(state.site)}`;
      const known = found.get(key);
      if (!known || known.serial < state.serial) found.set(key, state);
    }
    return [...found.values()].map(({ site, name, text, data, grad, dropped, generation, creator }) => ({
      name: this.table.find(site)?.info.name ?? name ?? '',
      text,
      data,
      grad,
      dropped,
      generation,
      creator,
      range: this.rangeOf(site),
    }));
  }

  private fileOf(site: number): string {
    return this.table.find(site)?.module.fileName ?? '';
  }

  private rangeOf(site: number): SourceRange | null {
    const found = this.table.find(Math.abs(site));
    return found && { fileName: found.module.fileName, start: found.info.start, end: found.info.end };
  }
}
