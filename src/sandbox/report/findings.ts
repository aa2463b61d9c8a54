/** @file What the tape tells about its own trustworthiness: kinks, lost gradients, the first NaN, branches on a boundary. */
import { isStepwise, localPartials, operands, operandValues, primitiveOf } from '../../engine';
import { Op } from '../../engine/opcodes';
import { Guard, type Tape } from '../../engine/tape';
import { diagnostic } from '../../protocol/codes';
import type { Diagnostic, SourceRange } from '../../protocol/evaluation';
import type { RealmEvent } from '../realm-control';
import { lineSpan, userFrames } from '../user-error';
import type { ReportedModule, SiteTable } from './site-table';
import type { Swept } from './statistics';

/** Places reported per kind; a loop gives one place many times. */
const placesKept = 50;

export class Findings {
  readonly diagnostics: Diagnostic[] = [];
  private readonly told = new Set<string>();
  private readonly counts = new Map<string, number>();

  constructor(
    private readonly table: SiteTable,
    /** Where a finding without a place of its own is shown. */
    private readonly target: SourceRange,
  ) {}

  rangeOf(site: number): SourceRange {
    const found = site > 0 ? this.table.find(site) : null;
    if (!found) return this.target;
    return { fileName: found.module.fileName, start: found.info.start, end: found.info.end };
  }

  /** Adds a finding, once per code and place. */
  add(found: Diagnostic): void {
    const key = `${found.code} ${found.fileName} ${found.start} ${found.end}`;
    const count = this.counts.get(found.code) ?? 0;
    if (this.told.has(key) || count >= placesKept) return;
    this.told.add(key);
    this.counts.set(found.code, count + 1);
    this.diagnostics.push(found);
  }

  /** All that the swept tape shows. */
  ofTape(tape: Tape, swept: Swept, output: number): void {
    this.kinksAndSteps(tape, swept);
    this.firstNonFiniteValue(tape, swept, output);
    this.firstNonFiniteGradient(tape, swept, output);
    this.boundaries(tape, swept);
  }

  private kinksAndSteps(tape: Tape, swept: Swept): void {
    const { op, site, length } = tape;
    const told = new Set<number>();
    for (let id = 1; id < length; id++) {
      if (swept.reached[id] === 0 || kinked[op[id]] === 0 || told.has(site[id]) || !mayBeKink(tape, id, swept.value))
        continue;
      const row = primitiveOf(op[id]);
      if (!row) continue;
      if (isStepwise(op[id])) {
        told.add(site[id]);
        this.add(diagnostic('stepwise', { operation: row.source }, 'information', this.rangeOf(site[id])));
      } else if (row.kink?.at(swept.value[id], ...operandValues(tape, operands(tape, id), swept.value))) {
        told.add(site[id]);
        this.add(diagnostic('kink', { detail: `${row.source}, ${row.kink.where}` }, 'warning', this.rangeOf(site[id])));
      }
    }
  }

  private firstNonFiniteValue(tape: Tape, { value, reached }: Swept, output: number): void {
    for (let id = 1; id < tape.length; id++) {
      if (Number.isFinite(value[id]) || (output > 0 && reached[id] === 0) || tape.op[id] === Op.leaf) continue;
      const values = operandValues(tape, operands(tape, id), value);
      const detail = `${primitiveOf(tape.op[id])?.source ?? 'a function'} of ${values.map(shortNumber).join(', ')}`;
      this.add(
        diagnostic('nonFiniteValue', { value: String(value[id]), detail }, 'warning', this.rangeOf(tape.site[id])),
      );
      return;
    }
  }

  private firstNonFiniteGradient(tape: Tape, { adjoints, reached, value }: Swept, output: number): void {
    let last = output;
    while (last > 0 && (Number.isFinite(adjoints[last]) || reached[last] === 0)) last--;
    if (last <= 0) return;
    for (let id = output; id > 0; id--) {
      if (reached[id] === 0 || tape.op[id] === Op.leaf || !Number.isFinite(adjoints[id])) continue;
      const { ids } = operands(tape, id);
      if (!ids.some((operand) => operand > 0 && !Number.isFinite(adjoints[operand]))) continue;
      const partials = localPartials(tape, id, value);
      const k = partials.findIndex((partial) => partial !== null && !Number.isFinite(partial * adjoints[id]));
      if (k < 0) continue;
      const gradient = String((partials[k] ?? 0) * adjoints[id]);
      this.add(diagnostic('nonFiniteGradient', { value: gradient }, 'warning', this.rangeOf(tape.site[id])));
      return;
    }
  }

  private boundaries(tape: Tape, { value, reached }: Swept): void {
    const { guards, guardKind, guardA, guardB, guardConstant, guardSite } = tape;
    for (let k = 0; k < guards; k++) {
      const kind = guardKind[k] as Guard;
      if (kind === Guard.detached) continue;
      const a = guardA[k];
      const b = guardB[k];
      if ((a === 0 || reached[a] === 0) && (b === 0 || reached[b] === 0)) continue;
      const x = a === 0 ? guardConstant[k] : value[a];
      const y = kind === Guard.truth ? 0 : b === 0 ? guardConstant[k] : value[b];
      // nothing is near an infinity
      if (x !== y || !Number.isFinite(x)) continue;
      const detail = kind === Guard.truth ? 'a value that is 0' : `both sides are ${shortNumber(x)}`;
      this.add(diagnostic('boundary', { detail }, 'warning', this.rangeOf(guardSite[k])));
    }
  }

  /** What happened while the program ran, as the inner realm tells it. */
  ofEvents(events: readonly RealmEvent[], modules: readonly ReportedModule[], outputBytes: number): void {
    for (const { code, site, detail: what, count, stack } of events) {
      const range = this.placeOf(site, stack, modules);
      const detail = what + (count > 1 ? ` (${count} times)` : '');
      switch (code) {
        case 'seededRandom':
        case 'fixedClock':
          this.add(diagnostic(code, {}, 'information', range));
          break;
        case 'outputLimit':
          this.add(diagnostic(code, { limit: outputBytes }, 'warning', this.target));
          break;
        case 'noRule':
          this.add(diagnostic(code, { operation: detail }, 'warning', range));
          break;
        default:
          this.add(diagnostic('detached', { detail }, 'warning', range));
      }
    }
  }

  /** The line of the stack is where it happened; a site may also be where the value came from. */
  private placeOf(site: number, stack: string | undefined, modules: readonly ReportedModule[]): SourceRange {
    const place = this.rangeOf(site);
    const byName = new Map(modules.map((module) => [module.fileName, module.text ?? '']));
    const [frame] = stack ? userFrames(stack, (fileName) => byName.has(fileName)) : [];
    if (!frame) return place;
    const line = { fileName: frame.fileName, ...lineSpan(byName.get(frame.fileName) ?? '', frame.line) };
    const inside = place.fileName === line.fileName && place.start >= line.start && place.end <= line.end;
    return inside && site > 0 ? place : line;
  }
}

/** 1 for the operations that have a kink or a step. */
const kinked = new Uint8Array(256);
for (let op = 1; op < 256; op++) {
  const row = primitiveOf(op);
  if (row && (row.kind === 'stepwise' || row.kink)) kinked[op] = 1;
}

/** What is cheap to see of a row's kink, before its operands are gathered: false where it cannot stand on one. */
function mayBeKink({ op, a, b, constant, pool, poolConstants }: Tape, id: number, value: Float64Array): boolean {
  switch (op[id]) {
    case Op.abs:
    case Op.relu:
      return value[a[id]] === 0;
    case Op.pow:
      return (a[id] === 0 ? constant[id] : value[a[id]]) === 0;
    case Op.rem:
    case Op.hypot:
      return value[id] === 0;
    case Op.max:
    case Op.min: {
      let equal = 0;
      for (let k = a[id]; k < a[id] + b[id]; k++)
        if ((pool[k] === 0 ? poolConstants[k] : value[pool[k]]) === value[id]) equal++;
      return equal > 1;
    }
    default:
      return true;
  }
}

export function shortNumber(x: number): string {
  return Number.isFinite(x) && !Number.isInteger(x) ? String(Number(x.toPrecision(6))) : String(x);
}
