/** @file Records of the graph of a large tape: variables and functions, one per source range and primitive. */
import { isPooled } from '../../engine';
import { Op } from '../../engine/opcodes';
import type { FunctionRecord, Operand, VariableRecord } from '../../protocol/evaluation';
import { functionRecord, type GraphRecords, type GraphSource, operandRecords, variableRecord } from './graph-records';
import { StatisticsColumns } from './statistics';

/** Sources of one operand that are kept apart in a rolled-up function. */
const sourcesKept = 8;
/** Leaves of one input that are still shown one by one when the tape is rolled up. */
const leavesKept = 32;

/** One record per source range and primitive; edges join the groups, also backward where a loop carries a value. */
export function rolledRecords(source: GraphSource): GraphRecords {
  const { tape, swept, names } = source;
  const groups = new Groups(source);
  const { length } = tape;
  const statistics = new StatisticsColumns(swept);
  for (let id = 1; id < length; id++) {
    const group = groups.of[id];
    if (group > 0) statistics.add(group, id);
  }
  const shownAs = (operand: number) => statistics.lastRow(groups.of[operand]);
  const edges = lastRowByOperandSource(source, groups);
  const variables: VariableRecord[] = [];
  const functions: FunctionRecord[] = [];
  for (let group = 1; group <= groups.count; group++) {
    const id = statistics.lastRow(group);
    const rolled = statistics.rolledUp(group);
    const variable = variableRecord(source, id, id);
    variables.push({ ...variable, name: groups.inputName(group) ?? names.nameOf(id), rolled });
    if (tape.op[id] === Op.leaf) continue;
    functions.push({ ...functionRecord(source, id, joined(source, edges[group], shownAs)), rolled });
  }
  return { variables, functions };
}

/** Rows that are shown together. */
class Groups {
  /** Group of each row, from 1; 0 for a row that is not shown. */
  readonly of: Int32Array;
  count = 0;
  private readonly inputNames = new Map<number, string>();

  constructor({ tape, swept, names, inputs, output }: GraphSource) {
    this.of = new Int32Array(tape.length);
    const many = new Map<number, number>();
    for (const id of inputs) many.set(tape.site[id], (many.get(tape.site[id]) ?? 0) + 1);
    const bySite = new Map<number, number>();
    for (const id of inputs) {
      const site = tape.site[id];
      const together = site > 0 && (many.get(site) ?? 0) > leavesKept;
      const known = together ? bySite.get(site) : undefined;
      this.of[id] = known ?? ++this.count;
      if (!together || known !== undefined) continue;
      bySite.set(site, this.count);
      const name = names.nameOf(id);
      if (name !== null) this.inputNames.set(this.count, name.replace(/[.[].*$/s, ''));
    }
    const byOperation = new Map<number, number>();
    const { op, site } = tape;
    let lastKey = -1;
    let lastGroup = 0;
    for (let id = 1; id < tape.length; id++) {
      if (swept.reached[id] === 0 || this.of[id] !== 0) continue;
      // the output stands alone, so that it can be seen
      if (id === output) {
        this.of[id] = ++this.count;
        continue;
      }
      const key = site[id] * 256 + op[id];
      if (key !== lastKey) {
        lastKey = key;
        lastGroup = byOperation.get(key) ?? 0;
        if (lastGroup === 0) byOperation.set(key, (lastGroup = ++this.count));
      }
      this.of[id] = lastGroup;
    }
  }

  inputName(group: number): string | undefined {
    return this.inputNames.get(group);
  }
}

/** For each group: the last row that took operand k from group s, for every (s, k) met, by `s * maxPlaces + k`. */
type Edges = Map<number, number>[];

/** Operands of one function that are told apart. */
const maxPlaces = 4;

/** Collects edges; a loop repeats the same ones, so the last key and row of each place are kept aside. */
class EdgeCollector {
  private readonly edges: Edges;
  private readonly lastKey: Int32Array;
  private readonly lastRow: Int32Array;

  constructor(groups: number) {
    this.edges = Array.from({ length: groups + 1 }, () => new Map());
    this.lastKey = new Int32Array((groups + 1) * maxPlaces).fill(-1);
    this.lastRow = new Int32Array((groups + 1) * maxPlaces);
  }

  note(group: number, k: number, from: number, id: number): void {
    const place = group * maxPlaces + k;
    const key = from * maxPlaces + k;
    if (this.lastKey[place] !== key) {
      this.keep(place);
      this.lastKey[place] = key;
    }
    this.lastRow[place] = id;
  }

  private keep(place: number): void {
    const key = this.lastKey[place];
    if (key < 0) return;
    const found = this.edges[Math.floor(place / maxPlaces)];
    if (found.has(key) || found.size < sourcesKept * maxPlaces) found.set(key, this.lastRow[place]);
  }

  finished(): Edges {
    for (let place = 0; place < this.lastKey.length; place++) this.keep(place);
    return this.edges;
  }
}

function lastRowByOperandSource({ tape, swept }: GraphSource, groups: Groups): Edges {
  const collector = new EdgeCollector(groups.count);
  const { op, a, b, pool, length } = tape;
  const { reached } = swept;
  const { of } = groups;
  for (let id = 1; id < length; id++) {
    const group = of[id];
    const code = op[id];
    if (group === 0 || reached[id] === 0 || code === Op.leaf) continue;
    if (isPooled(code)) {
      const many = Math.min(b[id], maxPlaces);
      for (let k = 0; k < many; k++) collector.note(group, k, of[pool[a[id] + k]], id);
    } else {
      collector.note(group, 0, of[a[id]], id);
      if (code <= Op.pow || code === Op.atan2) collector.note(group, 1, of[b[id]], id);
    }
  }
  return collector.finished();
}

/** The operands of a rolled-up function: one per place and source, with the numbers of the last such execution. */
function joined(source: GraphSource, edges: Map<number, number>, shownAs: (operand: number) => number): Operand[] {
  const places = [...edges].sort(([x], [y]) => (x % maxPlaces) - (y % maxPlaces) || x - y);
  const constants = new Set<number>();
  const found: Operand[] = [];
  for (const [key, id] of places) {
    const k = key % maxPlaces;
    const isConstant = key < maxPlaces;
    if (isConstant && constants.has(k)) continue;
    if (isConstant) constants.add(k);
    found.push(operandRecords(source, id, shownAs)[k]);
  }
  return found;
}
