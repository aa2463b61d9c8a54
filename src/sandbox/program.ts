/** @file One program ready to run, as often as needed: its modules, its stubs, and how the target is called. */
import { decode, encode } from '../protocol/codec';
import { failure, message } from '../protocol/codes';
import { type ModuleGraph, type Stub, variablesModule } from './module-graph';
import { Realm, RealmTimeout, variablesScript } from './realm';
import type { RunPlan, RunResult } from './realm-control';

/** A finished run, with its realm for the tape. */
export interface Run {
  realm: Realm;
  result: RunResult;
}

/** Runs that found an import only while running, before giving up. */
const attempts = 30;

export class Program {
  private realm: Realm | null = null;

  constructor(
    private readonly graph: ModuleGraph,
    /** Milliseconds that the person's code may still take; negative when spent. */
    private readonly remaining: () => number,
    private readonly turn: () => Promise<void>,
    /** Takes what the program tells while it runs; never throws. */
    private readonly tell?: (text: string) => void,
  ) {}

  /** Runs in a fresh realm. @throws RealmTimeout, RealmBroken, and what `ModuleGraph.add` throws */
  async run(plan: RunPlan): Promise<Run> {
    for (let k = 0; k < attempts; k++) {
      this.realm = this.prepared();
      const result = await this.started(this.realm, plan);
      if (result.status !== 'unresolved' || !result.missing?.length) return { realm: this.realm, result };
      await this.graph.add(result.missing);
    }
    throw failure('internal', { detail: 'imports keep appearing while the program runs.' });
  }

  /** The realm of the last run, also where that did not end. */
  get lastRealm(): Realm | null {
    return this.realm;
  }

  /** Runs in the realm of the last run, all modules evaluated anew. @throws RealmTimeout, RealmBroken */
  async again(plan: RunPlan): Promise<RunResult> {
    this.realm ??= this.prepared();
    return this.started(this.realm, plan);
  }

  /** A realm with all modules defined and none run. */
  private prepared(): Realm {
    const realm = new Realm();
    const { control } = realm;
    if (this.tell) control.connect(this.tell);
    if (this.graph.usesVariables) control.define(variablesModule, 'variables', realm.evaluate(variablesScript()), '{}');
    for (const stub of this.graph.stubs.values()) control.define(stub.id, stub.kind, stubText(stub), '{}');
    for (const { id, kind, instrumented, script, text } of this.graph.modules.values()) {
      if (kind === 'json') control.define(id, 'json', text, '{}');
      else {
        const links = encode(this.graph.dependencies(id));
        control.define(id, instrumented.esm ? 'esm' : 'commonjs', realm.evaluate(script), links);
      }
    }
    return realm;
  }

  private async started(realm: Realm, plan: RunPlan): Promise<RunResult> {
    const { control } = realm;
    realm.enter(control, 'start', encode(plan), this.budget());
    while (realm.enter(control, 'status', undefined, this.budget()) === 'running') await this.turn();
    return decode<RunResult>(realm.enter(control, 'result', undefined, this.budget()));
  }

  private budget(): number {
    const left = this.remaining();
    if (left <= 0) throw new RealmTimeout('the time limit was reached');
    return left;
  }
}

function stubText({ kind, name, importer }: Stub): string {
  if (kind === 'missing') return `Cannot find module '${name}'`;
  // a stand-in's text is not what a person looks for
  return message('moduleRefused', { specifier: name, importer: importer.replace(/^gradlens:.*/, 'the program') });
}
