/** @file Records small programs as the pipeline would, so that the panel can be tested without it. */
import type {
  Evaluation,
  FunctionRecord,
  InputValue,
  Operand,
  SiteRecord,
  VariableRecord,
} from '../../src/protocol/evaluation';

interface Rule {
  label: string;
  forward: (a: number, b: number) => number;
  partials: (a: number, b: number, y: number) => [number] | [number, number];
  stepwise?: boolean;
}

const table: Record<string, Rule> = {
  add: { label: '+', forward: (a, b) => a + b, partials: () => [1, 1] },
  sub: { label: '−', forward: (a, b) => a - b, partials: () => [1, -1] },
  mul: { label: '×', forward: (a, b) => a * b, partials: (a, b) => [b, a] },
  div: { label: '÷', forward: (a, b) => a / b, partials: (a, b) => [1 / b, -a / b ** 2] },
  pow: { label: 'xⁿ', forward: (a, b) => a ** b, partials: (a, b, y) => [b * a ** (b - 1), y * Math.log(a)] },
  square: { label: 'x²', forward: (a) => a * a, partials: (a) => [2 * a] },
  neg: { label: '−x', forward: (a) => -a, partials: () => [-1] },
  sin: { label: 'sin', forward: Math.sin, partials: (a) => [Math.cos(a)] },
  cos: { label: 'cos', forward: Math.cos, partials: (a) => [-Math.sin(a)] },
  exp: { label: 'exp', forward: Math.exp, partials: (_a, _b, y) => [y] },
  log: { label: 'log', forward: Math.log, partials: (a) => [1 / a] },
  tanh: { label: 'tanh', forward: Math.tanh, partials: (_a, _b, y) => [1 - y * y] },
  sigmoid: { label: 'sigmoid', forward: (a) => 1 / (1 + Math.exp(-a)), partials: (_a, _b, y) => [y * (1 - y)] },
  floor: { label: 'floor', forward: Math.floor, partials: () => [0], stepwise: true },
};

/** Stands for a variable while a program is written down. */
export interface Handle {
  id: number;
  value: number;
}

/** `const t = new Recording(); const x = t.input('x', 2); t.op('square', [x], 'y')`, then `t.evaluation(y)`. */
export class Recording {
  readonly variables: VariableRecord[] = [];
  readonly functions: FunctionRecord[] = [];
  readonly inputs: { name: string; value: InputValue; ids: unknown; guessed: boolean }[] = [];
  readonly sites: SiteRecord[] = [];
  private next = 1;

  /** @param source text in which a name's assignment is looked for, to give its operation a site. */
  constructor(
    readonly name = 'f',
    readonly signature = 'x',
    readonly fileName = '/w/diamond.ts',
    readonly source = '',
  ) {}

  input<T extends InputValue>(name: string, value: T, guessed = false): T extends number ? Handle : Handle[] {
    const leaf = (entry: InputValue, label: string): unknown => {
      if (Array.isArray(entry)) return entry.map((inner, index) => leaf(inner, `${label}[${index}]`));
      if (entry !== null && typeof entry === 'object')
        return Object.fromEntries(Object.entries(entry).map(([key, inner]) => [key, leaf(inner, `${label}.${key}`)]));
      return typeof entry === 'number' ? this.variable(entry, label, 0, null, 'input') : null;
    };
    const made = leaf(value, name);
    this.inputs.push({ name, value, ids: made, guessed });
    return made as T extends number ? Handle : Handle[];
  }

  op(op: string, operands: (Handle | number)[], name: string | null = null): Handle {
    const rule = table[op];
    const values = operands.map((operand) => (typeof operand === 'number' ? operand : operand.value));
    const value = rule.forward(values[0], values[1]);
    const partials = rule.partials(values[0], values[1], value);
    const generation = Math.max(
      ...operands.map((operand) => (typeof operand === 'number' ? 0 : this.record(operand).generation)),
    );
    const output = this.variable(value, name, generation + 1, this.next, 'intermediate');
    this.functions.push({
      id: output.id,
      op,
      label: rule.label,
      operands: operands.map(
        (operand, place): Operand => ({
          variable: typeof operand === 'number' ? null : operand.id,
          value: values[place],
          partial: typeof operand === 'number' ? null : partials[place],
          contribution: null,
        }),
      ),
      outputs: [output.id],
      generation,
      order: null,
      site: this.record(output).site,
      stepwise: rule.stepwise ?? false,
      rolled: null,
    });
    return output;
  }

  evaluation(output: Handle, differences = true): Evaluation {
    const last = this.record(output);
    if (last.role !== 'input') last.role = 'output';
    this.sweep(output.id);
    const gradient = (ids: unknown): unknown => {
      if (ids === null) return null;
      if (Array.isArray(ids)) return ids.map(gradient);
      if (typeof (ids as Handle).id === 'number') return this.record(ids as Handle).grad;
      return Object.fromEntries(Object.entries(ids as object).map(([key, inner]) => [key, gradient(inner)]));
    };
    return {
      target: {
        name: this.name,
        kind: 'function',
        signature: this.signature,
        line: 3,
        fileName: this.fileName,
        start: 0,
        end: this.source.length,
      },
      output: { path: '', value: output.value, variable: output.id, choices: [{ path: '', value: output.value }] },
      inputs: this.inputs.map(({ name, value, ids, guessed }) => ({
        name,
        value,
        grad: gradient(ids) as never,
        origin: guessed ? 'guess' : 'given',
        closedOver: false,
        differentiated: true,
        variables: null,
        numerical: differences ? (gradient(ids) as never) : undefined,
        range: null,
      })),
      variables: this.variables,
      functions: this.functions,
      sites: this.sites,
      bindings: [],
      diagnostics: [],
      printed: [],
      statistics: {
        operations: this.functions.length,
        tapeBytes: 0,
        rolledUp: false,
        milliseconds: { load: 1, instrument: 1, run: 1, sweep: 1, report: 1, total: 5 },
      },
      sources: { [this.fileName]: '0' },
    };
  }

  private record(handle: { id: number }): VariableRecord {
    return this.variables.find((variable) => variable.id === handle.id)!;
  }

  private variable(
    value: number,
    name: string | null,
    generation: number,
    creator: number | null,
    role: VariableRecord['role'],
  ): Handle {
    const id = this.next++;
    this.variables.push({
      id,
      name,
      value,
      grad: null,
      generation,
      creator,
      role,
      site: this.site(name),
      rolled: null,
    });
    return { id, value };
  }

  private site(name: string | null): number | null {
    const found =
      name === null ? null : new RegExp(`\\b${name.replace(/[^\w]/g, '\\$&')} = ([^;]+);`).exec(this.source);
    if (!found) return null;
    const id = this.sites.length + 1;
    const start = found.index + found[0].length - 1 - found[1].length;
    const none = { min: 0, mean: 0, max: 0, last: 0 };
    this.sites.push({
      id,
      kind: 'operation',
      op: null,
      name,
      fileName: this.fileName,
      start,
      end: start + found[1].length,
      statistics: { count: 1, value: none, grad: null, generation: [0, 0], order: null },
      operands: [],
    });
    return id;
  }

  /** By definition: the latest-recorded of the highest generation first; checked against known results in the tests. */
  private sweep(output: number): void {
    const byId = new Map(this.functions.map((made) => [made.id, made]));
    const grads = new Map<number, number>([[output, 1]]);
    const waiting: FunctionRecord[] = byId.has(output) ? [byId.get(output)!] : [];
    const seen = new Set(waiting);
    for (let order = 1; waiting.length > 0; order++) {
      let pick = 0;
      for (let i = 0; i < waiting.length; i++) if (waiting[i].generation >= waiting[pick].generation) pick = i;
      const [made] = waiting.splice(pick, 1);
      made.order = order;
      for (const operand of made.operands) {
        if (operand.variable === null || operand.partial === null) continue;
        operand.contribution = made.stepwise ? null : operand.partial * grads.get(made.id)!;
        if (made.stepwise) continue;
        grads.set(operand.variable, (grads.get(operand.variable) ?? 0) + operand.contribution!);
        const creator = byId.get(operand.variable);
        if (creator && !seen.has(creator)) {
          seen.add(creator);
          waiting.push(creator);
        }
      }
    }
    for (const variable of this.variables) variable.grad = grads.get(variable.id) ?? null;
  }
}
