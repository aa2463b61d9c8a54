/** @file What stands at a place of the source: the smallest range of an evaluation that contains it. */
import type {
  BindingRecord,
  Evaluation,
  InputRecord,
  SiteId,
  SiteRecord,
  SiteStatistics,
  VariableRecord,
} from '../protocol/evaluation';

/** What an evaluation knows of one place. */
export interface Found {
  kind: 'name' | 'expression' | 'operand';
  start: number;
  end: number;
  /** The name, where the place has one. */
  name: string | null;
  statistics: SiteStatistics;
  /** The sites to highlight in the graph. */
  sites: SiteId[];
  /** The input that is declared or read here, for values that are more than one number. */
  input: InputRecord | null;
  /** Where an array stands here, rather than a number. */
  tensor: VariableRecord['tensor'] | null;
}

/** An evaluation, asked by place. Building it costs one pass; a question costs one pass over the file's sites. */
export class PlaceIndex {
  private readonly byFile = new Map<string, Found[]>();
  private readonly siteById = new Map<SiteId, SiteRecord>();
  private readonly operandByPlace = new Map<string, Found>();
  private readonly tensors = new Map<SiteId, VariableRecord['tensor']>();
  private readonly tensorByPlace = new Map<string, VariableRecord['tensor']>();
  /** Highest place in the backward order: how many functions it visits. */
  readonly lastOrder: number;

  constructor(readonly evaluation: Evaluation) {
    let lastOrder = 0;
    for (const site of evaluation.sites) {
      this.siteById.set(site.id, site);
      lastOrder = Math.max(lastOrder, site.statistics.order?.[1] ?? 0);
    }
    for (const made of evaluation.functions) lastOrder = Math.max(lastOrder, made.order ?? 0);
    this.lastOrder = lastOrder;
    for (const { site, tensor } of evaluation.variables) {
      const place = site === null ? undefined : this.siteById.get(site);
      if (!place) continue;
      // A call can make arrays on its way to a number: the last one is what it gave.
      this.tensors.set(place.id, tensor);
      this.tensorByPlace.set(placeKey(place.fileName, place), tensor);
    }
    for (const site of evaluation.sites) this.addSite(site);
    for (const binding of evaluation.bindings) this.addBinding(binding);
  }

  site(id: SiteId): SiteRecord | undefined {
    return this.siteById.get(id);
  }

  /** The array that a site gave last, if it gave one. */
  tensorOf(id: SiteId | undefined): VariableRecord['tensor'] | null {
    return (id === undefined ? null : this.tensors.get(id)) ?? null;
  }

  /** Files that have a place in the evaluation. */
  files(): string[] {
    return [...this.byFile.keys()];
  }

  /**
   * The smallest range that contains the position; of equals, a name goes before an operand, that before an
   * expression. `touching`: as a cursor between two characters, which belongs to both.
   */
  at(fileName: string, position: number, touching = false): Found | null {
    return this.around(fileName, position, touching ? position : position + 1);
  }

  /** The smallest range that contains all of `start` … `end`. */
  around(fileName: string, start: number, end: number): Found | null {
    let best: Found | null = null;
    for (const found of this.byFile.get(fileName) ?? []) {
      if (found.start > start || found.end < end) continue;
      if (best === null || isBetter(found, best)) best = found;
    }
    return best;
  }

  private add(fileName: string, found: Found): void {
    const list = this.byFile.get(fileName);
    if (list) list.push(found);
    else this.byFile.set(fileName, [found]);
  }

  private addSite(site: SiteRecord): void {
    const { fileName, start, end, name, statistics } = site;
    if (statistics.count > 0) {
      const tensor = this.tensors.get(site.id) ?? null;
      const sites = [site.id];
      this.add(fileName, { kind: 'expression', start, end, name: null, statistics, sites, input: null, tensor });
    }
    for (const operand of site.operands) {
      if (operand.statistics.count === 0) continue;
      // `x += 1` lists `x` twice: as operand and, through its name, as what it became.
      if (operand.start === start && operand.end === end && name !== null) continue;
      const { statistics: passed } = operand;
      const found: Found = {
        kind: 'operand',
        ...pick(operand),
        name: null,
        statistics: passed,
        sites: [site.id],
        input: null,
        tensor: this.tensorByPlace.get(placeKey(operand.fileName, operand)) ?? null,
      };
      this.add(operand.fileName, found);
      this.operandByPlace.set(placeKey(operand.fileName, operand), found);
    }
  }

  private addBinding(binding: BindingRecord): void {
    const given = binding.sites.map((id) => this.siteById.get(id)).filter((site) => site !== undefined);
    const sites = given.filter((site) => site.statistics.count > 0);
    const declaration = binding.references[0];
    const input = declaration === undefined ? null : this.inputDeclaredAt(binding, declaration.start);
    for (const reference of binding.references) {
      const read = this.operandByPlace.get(placeKey(binding.fileName, reference)) ?? null;
      const written = read === null ? assignedAt(binding, reference, sites) : null;
      const statistics =
        written?.statistics ??
        read?.statistics ??
        (sites.length > 0 ? merged(sites.map((site) => site.statistics)) : null);
      if (statistics === null) continue;
      const ids = written ? [written.id] : sites.length > 0 ? sites.map((site) => site.id) : (read?.sites ?? []);
      this.add(binding.fileName, {
        kind: 'name',
        ...pick(reference),
        name: binding.name,
        statistics,
        sites: ids,
        input,
        tensor: this.tensorOf(ids.at(-1)),
      });
    }
  }

  private inputDeclaredAt(binding: BindingRecord, start: number): InputRecord | null {
    for (const input of this.evaluation.inputs) {
      if (input.range?.fileName !== binding.fileName || input.name !== binding.name) continue;
      if (input.range.start <= start && start < Math.max(input.range.end, input.range.start + 1)) return input;
    }
    return null;
  }
}

const preference = { name: 0, operand: 1, expression: 2 };

function isBetter(candidate: Found, best: Found): boolean {
  const size = candidate.end - candidate.start - (best.end - best.start);
  return size < 0 || (size === 0 && preference[candidate.kind] < preference[best.kind]);
}

const placeKey = (fileName: string, range: { start: number; end: number }) => `${range.start}:${range.end}:${fileName}`;

function pick(range: { start: number; end: number }) {
  return { start: range.start, end: range.end };
}

/** The site that this mention of the name is assigned by: `y` in `const y = …`, `y = …`, `y += …`. */
function assignedAt(
  binding: BindingRecord,
  reference: { start: number; end: number },
  sites: SiteRecord[],
): SiteRecord | null {
  const compound = sites.find((site) => site.start === reference.start && site.end > reference.end);
  if (compound) return compound;
  let next: SiteRecord | null = null;
  for (const site of sites) {
    if (
      site.fileName === binding.fileName &&
      site.start >= reference.end &&
      (next === null || site.start < next.start)
    ) {
      next = site;
    }
  }
  if (next === null) return null;
  const { start } = next;
  // Another mention in between means that this one only reads.
  return binding.references.some((other) => other.start > reference.start && other.end <= start) ? null : next;
}

/** One summary of several sites' executions; `last` is that of the site furthest down. */
export function merged(all: SiteStatistics[]): SiteStatistics {
  if (all.length === 1) return all[0];
  const count = all.reduce((sum, one) => sum + one.count, 0);
  const last = all[all.length - 1];
  const graded = all.filter((one) => one.grad !== null);
  const ordered = all.map((one) => one.order).filter((order) => order !== null);
  const spread = (of: (one: SiteStatistics) => { min: number; mean: number; max: number }, from: SiteStatistics[]) => ({
    min: least(from.map((one) => of(one).min)),
    mean: from.reduce((sum, one) => sum + of(one).mean * one.count, 0) / from.reduce((sum, one) => sum + one.count, 0),
    max: most(from.map((one) => of(one).max)),
  });
  return {
    count,
    value: { ...spread((one) => one.value, all), last: last.value.last },
    grad:
      graded.length === 0
        ? null
        : {
            ...spread((one) => one.grad ?? one.value, graded),
            last: (last.grad ?? graded[graded.length - 1].grad)?.last ?? Number.NaN,
          },
    generation: [least(all.map((one) => one.generation[0])), most(all.map((one) => one.generation[1]))],
    order: ordered.length === 0 ? null : [least(ordered.map((one) => one[0])), most(ordered.map((one) => one[1]))],
  };
}

const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b));
const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b));
