/**
 * @file The module 'gradlens' inside a realm: what programs import, and how a run with Variables is recorded. Bundled
 * to one function (scripts/realm-prelude.mjs), which runs when the first module asks for it.
 */
import { config } from '../../../engine/config';
import type { FunctionNode } from '../../../engine/function';
import { isPersonal } from '../../../engine/gradient-check';
import { observation } from '../../../engine/observer';
import type { Op, PrimitiveName } from '../../../engine/opcodes';
import { nameOf } from '../../../engine/primitives';
import { limitRows, rowsRecorded } from '../../../engine/segment';
import { Guard, TapeLimitError } from '../../../engine/tape';
import { sum } from '../../../engine/tensor/functions';
import { NdArray, type Value } from '../../../engine/tensor/ndarray';
import { isOperand, operate } from '../../../engine/tensor/operators';
import { Variable } from '../../../engine/variable';
import { checkClasses } from './checks';
import { exported } from './exports';
import { admitTraced } from './feeding';
import { rootAsRecorded, ScriptGraph } from './graph';
import type { ScriptLinks, ScriptModule, ScriptPlan } from './links';
import { defineMethods } from './methods';
import { customPass } from './pass';
import { calledAt, lastAt, namedAt, sited, siteOf } from './places';
import { Recorder } from './recorder';
import type { ScriptRun } from './run';
import { namedStates } from './states';
import { meanOf } from './tensors';

/** Calls of one class that are checked: its first, and some of the shown graph. */
const callsChecked = 4;
const leavesAdded = 200;
/** Decisions noted for replays of one function. */
const guardsKept = 100_000;
/** Calls of `backward()` up to which they are. */
const callsFollowed = 8;

interface Decision {
  kind: Guard;
  a: unknown;
  b: unknown;
  outcome: boolean;
  site: number;
}

export function connect(links: ScriptLinks): ScriptModule {
  let plan: ScriptPlan = { script: false, traced: false, operationLimit: 0, named: [] };
  let recorder = new Recorder(links, undefined);
  let graph = new ScriptGraph(links);
  let result: { row: number; value: number; variable: Variable } | null = null;
  let decisions: Decision[] = [];
  let named = new Set<number>();
  let given = new Map<number, unknown>();
  /** The first Variable that traced numbers went into. */
  let fed: Variable | null = null;
  defineMethods();

  admitTraced(links, (variable) => {
    fed ??= variable;
  });

  const numberOf = (value: unknown): unknown => {
    const id = links.idOf(value);
    if (id !== 0) return links.tape().value[id];
    return value instanceof Variable || value instanceof NdArray ? value.valueOf() : value;
  };

  /** A native operation is about to read a Variable as a number. */
  const plainValueOf = Variable.prototype.valueOf;
  Variable.prototype.valueOf = function (this: Variable): number | null {
    const value = plainValueOf.call(this);
    if (plan.traced && this.home !== null)
      links.note('detached', Math.abs(siteOf(this)), 'a native operation read a Variable as a plain number');
    return value;
  };

  return {
    exports: exported,
    reset(made) {
      plan = made;
      named = new Set(made.named);
      given = new Map(made.leaves ?? []);
      lastAt.clear();
      decisions = [];
      result = null;
      fed = null;
      recorder = new Recorder(links, made.backward);
      graph = new ScriptGraph(links);
      observation.observer = made.traced || made.script ? recorder : null;
      config.enableBackprop = true;
      config.simplify = true;
      limitRows(made.operationLimit);
    },
    isOperand,
    operate(op, operands, site) {
      const name = nameOf(op as Op) as PrimitiveName;
      let terms = operands;
      for (let k = 0; k < operands.length; k++) {
        if (links.idOf(operands[k]) === 0) continue;
        if (terms === operands) terms = operands.slice();
        (terms as unknown[])[k] = new Variable(operands[k] as number);
      }
      return sited(operate(name, ...(terms as Variable[])), site);
    },
    compare(kind, a, b, site) {
      const p = numberOfQuietly(a);
      const q = numberOfQuietly(b);
      const outcome = holds(kind, p as number, q as number);
      // a training would keep all its graphs alive
      if (plan.traced && recorder.count <= callsFollowed && decisions.length < guardsKept)
        decisions[decisions.length] = { kind, a, b, outcome, site };
      return outcome;
    },
    text(value) {
      if (value instanceof Variable && !(value.data instanceof NdArray)) return String(value.data);
      return String(value);
    },
    made(value, site) {
      if (given.size > 0 && value instanceof Variable && value.home === null && given.has(site))
        value.data = given.get(site) as number;
      calledAt(value, site);
      return value;
    },
    mark: namedAt,
    input(value, site) {
      const variable = new Variable(value as number);
      calledAt(variable, site);
      return variable;
    },
    result(value) {
      if (!(value instanceof Variable) || value.data === null) return null;
      const scalar = value.data instanceof NdArray ? sum(value) : value;
      const number = scalar.data as number;
      if (!plan.traced) return { value: number, id: 0 };
      const row = graph.add(scalar);
      result = { row, value: number, variable: scalar };
      return { value: number, id: row };
    },
    isLimit: (error) => error instanceof TapeLimitError,
    finish() {
      observation.observer = null;
      if (plan.traced) return finished();
      return plan.script ? summary(0, plainValue(), 0, null) : null;
    },
  };

  function numberOfQuietly(value: unknown): unknown {
    if (value instanceof Variable) {
      const { data } = value;
      return data instanceof NdArray ? data.valueOf() : data;
    }
    return numberOf(value);
  }

  function finished(): ScriptRun | null {
    if (plan.fresh) recorder.shown = null;
    const { shown } = recorder;
    const last = shown === null && plan.script ? lastComputed() : null;
    if (!plan.script && result === null && fed !== null)
      links.note('detached', Math.abs(siteOf(fed)), 'the result is no Variable, and the data of one is a plain number');
    if (!plan.script && result === null) return recorder.count === 0 ? null : summary(0, Number.NaN, 0, null);
    const root = plan.script ? (shown === null ? last : rootAsRecorded(shown.root)) : (result?.variable ?? null);
    if (root === null) return summary(0, Number.NaN, 0, null);
    if (plan.script) addLeaves();
    const row = plan.script ? graph.add(root) : (result as { row: number }).row;
    const tape = links.tape();
    place(row);
    const seed = plan.script ? (shown?.seed ?? null) : null;
    const value = tape.value[row];
    const pass = graph.isPlain && seed === null ? null : links.silently(() => customPass(graph, tape, row, seed));
    return summary(row, value, siteOf(root), pass);
  }

  /** What a plain run of a script comes to. */
  function plainValue(): number {
    if (plan.fresh) recorder.shown = null;
    const { shown } = recorder;
    const root = shown === null ? lastComputed() : rootAsRecorded(shown.root);
    return root === null ? Number.NaN : meanOf(root.data as Value);
  }

  function summary(root: number, value: number, rootSite: number, pass: ScriptRun['pass']): ScriptRun {
    const { shown } = recorder;
    const leaves: ScriptRun['leaves'] = [];
    const names: ScriptRun['names'] = [];
    for (const [row, variable] of graph.variables) {
      if (variable.name !== null) names[names.length] = { row, name: String(variable.name) };
      if (variable.home === null && leaves.length < 10_000)
        leaves[leaves.length] = { row, name: variable.name, site: siteOf(variable), value: links.tape().value[row] };
    }
    const retained = shown?.switches.retainGrad === true;
    const variables = namedStates(named, graph, retained);
    // last: a person's code runs again
    const checks = !plan.traced ? [] : links.silently(() => checkClasses(callsByClass()));
    return {
      root,
      value,
      rootSite,
      seed: shown === null || shown.seed === null ? 1 : meanOf(shown.seed),
      switches: shown?.switches ?? null,
      leaves,
      names,
      pass,
      operations: rowsRecorded(),
      backwards: recorder.backwards(),
      backwardCount: recorder.count,
      shown: shown?.index ?? -1,
      variables,
      series: recorder.series(),
      checks,
    };
  }

  /** Numbers that the program made Variables of: inputs, also where the shown root does not depend on them. */
  function addLeaves(): void {
    let count = 0;
    for (const variable of lastAt.values())
      if (variable.home === null && typeof variable.data === 'number' && count++ < leavesAdded) graph.add(variable);
  }

  /** Names and decisions of the graph on the run's tape. */
  function place(root: number): void {
    const tape = links.tape();
    for (const [row, { places, standsFor, home }] of graph.variables) {
      const all = places ?? standsFor?.places ?? [];
      for (let k = home === null ? 1 : 0; k < all.length; k++) links.mark(all[k], row);
    }
    for (let k = 0; k < decisions.length; k++) {
      const { kind, a, b, outcome, site } = decisions[k];
      const [i, j] = [rowFor(a), rowFor(b)];
      if ((i === 0 && j === 0) || i > root || j > root) continue;
      const constant = i === 0 ? numberOfQuietly(a) : j === 0 ? numberOfQuietly(b) : 0;
      tape.guard(kind, i, j, Number(constant), outcome, site);
    }
  }

  function rowFor(value: unknown): number {
    return value instanceof Variable ? graph.knownRow(value) : links.idOf(value);
  }

  /** Without any `backward()`: what was computed last. */
  function lastComputed(): Variable | null {
    let last: Variable | null = null;
    let leaf: Variable | null = null;
    for (const variable of lastAt.values()) {
      if (variable.home !== null && (last === null || variable.serial > last.serial)) last = variable;
      if (variable.data !== null && (leaf === null || variable.serial > leaf.serial)) leaf = variable;
    }
    return last ?? leaf;
  }

  function callsByClass(): Map<unknown, FunctionNode[]> {
    const calls = new Map<unknown, FunctionNode[]>();
    const add = (node: FunctionNode): void => {
      if (!isPersonal(node)) return;
      const known = calls.get(node.constructor);
      if (known === undefined) calls.set(node.constructor, [node]);
      else if (known.length < callsChecked && !known.includes(node)) known[known.length] = node;
    };
    for (const node of recorder.classes.values()) add(node);
    for (const { node } of graph.calls.values()) add(node);
    return calls;
  }
}

function holds(kind: Guard, p: number, q: number): boolean {
  switch (kind) {
    case Guard.less:
      return p < q;
    case Guard.lessOrEqual:
      return p <= q;
    case Guard.greater:
      return p > q;
    case Guard.greaterOrEqual:
      return p >= q;
    default:
      return p === q;
  }
}
