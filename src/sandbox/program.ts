/** @file One program ready to run, as often as needed: its modules, its stubs, and how the target is called. */
import { decode, encode } from '../protocol/codec';
import { failure } from '../protocol/codes';
import type { ModuleGraph } from './module-graph';
import { Realm, RealmTimeout } from './realm';
import type { RunPlan, RunResult } from './realm-control';

/** A finished run, with its realm for the tape. */
export interface Run {
  realm: Realm;
  result: RunResult;
}

/** Runs that found an import only while running, before giving up. */
const attempts = 30;

export class Program {
  constructor(
    private readonly graph: ModuleGraph,
    /** Milliseconds that the person's code may still take; negative when spent. */
    private readonly remaining: () => number,
  ) {}

  /** Runs in a fresh realm. @throws RealmTimeout, RealmBroken, and what `ModuleGraph.add` throws */
  async run(plan: RunPlan): Promise<Run> {
    for (let k = 0; k < attempts; k++) {
      const run = this.attempt(plan);
      if (run.result.status !== 'unresolved' || !run.result.missing?.length) return run;
      await this.graph.add(run.result.missing);
    }
    throw failure('internal', { detail: 'imports keep appearing while the program runs.' });
  }

  /** A realm with all modules defined and none run. */
  private prepare(): Realm {
    const realm = new Realm();
    const { control } = realm;
    for (const { id, name, missing } of this.graph.stubs.values()) {
      control.define(id, 'stub', name, '{}');
    }
    for (const module of this.graph.modules.values()) {
      const kind = module.kind === 'json' ? 'json' : module.instrumented.esm ? 'esm' : 'commonjs';
      control.define(module.id, kind, realm.evaluate(module.script), encode(this.graph.dependencies(module.id)));
    }
    return realm;
  }

  private attempt(plan: RunPlan): Run {
    const realm = this.prepare();
    return { realm, result: this.started(realm, plan) };
  }

  private started(realm: Realm, plan: RunPlan): RunResult {
    const { control } = realm;
    realm.enter(control.start, encode(plan), this.budget());
    if (realm.enter(control.status, undefined, this.budget()) === 'running') throw failure('neverSettles', {});
    return decode<RunResult>(realm.enter(control.result, undefined, this.budget()));
  }

  private budget(): number {
    const left = this.remaining();
    if (left <= 0) throw new RealmTimeout('the time limit was reached');
    return left;
  }
}
