/** @file What a target needs to run: top-level statements to keep, statements of enclosing functions, inputs for the rest. */
import type { Lift, Span } from '../contract';
import type { Binding, Reference } from './binding';
import { abrupt, suspends } from './jumps';
import type { SourceModel } from './model';
import { referencesIn } from './scopes';
import { Spans } from './spans';
import { contains, isClass, isFunction, type Node, spanOf, unexported, unwrapped } from './syntax';
import { isGivenByCall, type Unit, Units } from './units';

export interface SliceRequest {
  /** The text of the target: what is read inside it must be had. */
  spans: Span[];
  /** Node of the target; the statement lists around it give the prologue. */
  at: Node;
  /** Becomes an input although the file may determine it. */
  wanted: ReadonlySet<Binding>;
  /** Only statements before the target have run: it stands among them, instead of being called later. */
  inPlace: boolean;
  /** Whether a value of this variable can be given from outside (numbers, arrays, …; no functions). */
  givable: (binding: Binding) => boolean;
  /** Bindings needed besides what the text reads. */
  needs?: readonly Binding[];
}

export interface Slice {
  keep: Span[];
  prologue: Lift['prologue'];
  inputs: Binding[];
  /** A prologue statement awaits. */
  awaits: boolean;
  /** A name that means different things in the pieces put together. */
  conflict: string | null;
}

export function slice(model: SourceModel, request: SliceRequest): Slice {
  return new Slicer(model, request).run();
}

class Slicer {
  private readonly keep = new Set<Node>();
  private readonly prologue = new Set<Node>();
  private readonly inputs = new Set<Binding>();
  /** Parameters of wrappers around the target → what they were given. */
  private readonly given = new Map<Binding, Node>();
  private readonly needed = new Set<Binding>();
  private readonly open = new Map<Binding, boolean>();
  private readonly onInputs = new Map<Node, boolean>();

  private readonly around: Units;

  constructor(
    private readonly model: SourceModel,
    private readonly request: SliceRequest,
  ) {
    this.around = new Units(model, request);
  }

  run(): Slice {
    for (const span of this.request.spans) this.scan(span);
    for (const binding of this.request.needs ?? []) this.require(binding);
    const byPosition = (a: Node, b: Node): number => a.start! - b.start!;
    const units = [...this.prologue].sort(byPosition);
    const moved = new Spans(units.map(spanOf));
    // What a kept statement declares is no input any more.
    for (const input of this.inputs) if (this.declaredBy(moved, input)) this.inputs.delete(input);
    const prologue = units.map((node) => unexported(node));
    return {
      keep: [...this.keep].sort(byPosition).map(spanOf),
      prologue: this.withGiven(prologue.map(spanOf)),
      inputs: [...this.inputs],
      awaits: prologue.some((node) => suspends(node, 'await')),
      conflict: this.conflict(prologue, moved),
    };
  }

  /** What wrappers were given comes before their first statement. */
  private withGiven(statements: Span[]): Lift['prologue'] {
    const all: Lift['prologue'] = [...statements];
    for (const [{ name, scope }, node] of this.given) {
      const place = all.findIndex((one) => one.name === undefined && one.start > scope.node.start!);
      all.splice(place < 0 ? all.length : place, 0, { ...spanOf(node), name });
    }
    return all;
  }

  private scan(span: Span): void {
    for (const reference of referencesIn(this.model.scopes, span.start, span.end)) {
      const { binding } = reference;
      if (binding && !this.declaredIn(binding, span)) this.need(binding);
    }
  }

  private declaredIn(binding: Binding, span: Span): boolean {
    return binding.identifiers.some((id) => id.start! >= span.start && id.end! <= span.end);
  }

  private declares(statement: Node, binding: Binding): boolean {
    const span = spanOf(statement);
    return binding.identifiers.some((id) => contains(span, spanOf(id)) && this.isAround(binding, span));
  }

  /** Whether one of the statements declares a binding. */
  private declaredBy(statements: Spans, binding: Binding): boolean {
    return binding.identifiers.some((id) => {
      const span = statements.around(spanOf(id));
      return span !== null && this.isAround(binding, span);
    });
  }

  /** Declared by a statement itself, not by a function inside it. */
  private isAround({ scope: { node } }: Binding, span: Span): boolean {
    return node.type === 'Program' || node.start! < span.start || node.end! > span.end;
  }

  private need(binding: Binding): void {
    if (!this.needed.has(binding) && !this.around.inTarget(binding)) this.require(binding);
  }

  private require(binding: Binding): void {
    this.needed.add(binding);
    if (this.request.wanted.has(binding) || binding.ambient) {
      this.inputs.add(binding);
      return;
    }
    if (isGivenByCall(binding)) {
      const passed = this.around.passed(binding);
      if (passed?.kind === 'same') {
        if (passed.binding) this.need(passed.binding);
      } else if (passed?.kind === 'value' && !this.isOpen(binding)) this.requireGiven(binding, passed.node);
      else this.inputs.add(binding);
      return;
    }
    if (binding.kind === 'own') {
      const [node] = binding.declarations;
      if (isNamedExpression(node)) this.add({ node, topLevel: false });
      else this.inputs.add(binding);
      return;
    }
    if (this.around.isModule(binding)) {
      if (binding.kind === 'commonjs') this.needExports(binding);
      for (const unit of this.around.of(binding) ?? []) this.add(unit);
      return;
    }
    const units = this.around.of(binding);
    if (!units || units.length === 0 || units.some(({ node }) => abrupt(node))) {
      this.inputs.add(binding);
      return;
    }
    if (this.isOpen(binding) && !this.isCode(binding) && this.request.givable(binding)) {
      this.inputs.add(binding);
      return;
    }
    for (const unit of units) this.add(unit);
  }

  private requireGiven(binding: Binding, value: Node): void {
    const changes = this.around.of(binding);
    if (!changes || changes.some(({ node }) => abrupt(node))) {
      this.inputs.add(binding);
      return;
    }
    this.given.set(binding, value);
    this.scan(spanOf(value));
    for (const unit of changes) this.add(unit);
  }

  /** `exports` and `module.exports` are one object. */
  private needExports(binding: Binding): void {
    const other = this.model.scopes.module.bindings.get(binding.name === 'module' ? 'exports' : 'module');
    if (other?.kind === 'commonjs') this.need(other);
  }

  private add({ node, topLevel }: Unit): void {
    const into = topLevel && !this.dependsOnInputs(node) ? this.keep : this.prologue;
    if (into.has(node)) return;
    into.add(node);
    const span = spanOf(node);
    for (const reference of referencesIn(this.model.scopes, span.start, span.end)) {
      const { binding } = reference;
      if (!binding) continue;
      if (this.declares(node, binding)) {
        // Other names of the same statement: their changes belong to it too.
        if (!this.needed.has(binding)) this.need(binding);
      } else if (!this.declaredIn(binding, span)) this.need(binding);
    }
  }

  /** Functions and classes: never an input, whatever they close over. */
  private isCode(binding: Binding): boolean {
    if (binding.kind !== 'variable') return !isGivenByCall(binding);
    const [declaration] = binding.declarations;
    const init = declaration?.type === 'VariableDeclarator' && declaration.init ? unwrapped(declaration.init) : null;
    return isFunction(init) || isClass(init);
  }

  /** Whether a local's value depends on something that only a call of the enclosing function would give. */
  private isOpen(binding: Binding): boolean {
    if (this.around.isModule(binding) || this.around.inTarget(binding)) return binding.ambient;
    if (isGivenByCall(binding)) {
      const meant = this.around.meant(binding);
      if (meant !== binding) return meant !== null && this.isOpen(meant);
      if (!this.around.path.has(binding.scope.node)) return false;
      const passed = this.around.passed(binding);
      if (passed?.kind !== 'value') return passed === null;
      const { start, end } = spanOf(passed.node);
      return referencesIn(this.model.scopes, start, end).some(
        (one) => one.binding !== null && this.isOpen(one.binding),
      );
    }
    const known = this.open.get(binding);
    if (known !== undefined) return known;
    this.open.set(binding, false);
    const units = this.around.of(binding);
    const open =
      units === null ||
      units.some(({ node, topLevel }) => {
        if (topLevel) return false;
        if (abrupt(node)) return true;
        const span = spanOf(node);
        return referencesIn(this.model.scopes, span.start, span.end).some(
          (reference) =>
            reference.binding !== null && !this.declaredIn(reference.binding, span) && this.isOpen(reference.binding),
        );
      });
    this.open.set(binding, open);
    return open;
  }

  /** Whether a top-level statement reads, itself or through what it needs, a variable that is an input now. */
  private dependsOnInputs(statement: Node): boolean {
    const { wanted } = this.request;
    if (wanted.size === 0 || statement.type === 'ImportDeclaration') return false;
    const known = this.onInputs.get(statement);
    if (known !== undefined) return known;
    /** Statement → the one through which it was reached. */
    const seen = new Map<Node, Node | null>([[statement, null]]);
    for (const [at] of seen) {
      const span = spanOf(at);
      for (const { binding } of referencesIn(this.model.scopes, span.start, span.end)) {
        if (!binding || this.declaredIn(binding, span)) continue;
        const units = this.around.isModule(binding) ? (this.around.of(binding) ?? []) : [];
        if (wanted.has(binding) || units.some(({ node }) => this.onInputs.get(node) === true)) {
          for (let one: Node | null = at; one; one = seen.get(one) ?? null) this.onInputs.set(one, true);
          return true;
        }
        for (const { node } of units) if (!seen.has(node) && !this.onInputs.has(node)) seen.set(node, at);
      }
    }
    for (const [one] of seen) this.onInputs.set(one, false);
    return false;
  }

  private conflict(prologue: Node[], moved: Spans): string | null {
    const provided = new Map<string, Binding>();
    const provide = (binding: Binding): string | null => {
      const other = provided.get(binding.name);
      if (other && other !== binding) return binding.name;
      provided.set(binding.name, binding);
      return null;
    };
    for (const input of [...this.inputs, ...this.given.keys()]) if (provide(input)) return input.name;
    for (const needed of this.needed) {
      const binding = this.around.meant(needed) ?? needed;
      if (this.inputs.has(binding) || !this.declaredBy(moved, binding)) continue;
      if (provide(binding)) return binding.name;
    }
    const wrong = ({ binding, name }: Reference, span: Span): boolean => {
      if (binding && this.declaredIn(binding, span)) return false;
      const meant = provided.get(name);
      return meant !== undefined && meant !== binding && !(binding && meant === this.around.meant(binding));
    };
    for (const span of [...this.request.spans, ...prologue.map(spanOf), ...[...this.given.values()].map(spanOf)]) {
      for (const reference of referencesIn(this.model.scopes, span.start, span.end)) {
        if (wrong(reference, span)) return reference.name;
      }
    }
    return null;
  }
}

/** A function or class expression whose own name is read inside it. */
function isNamedExpression(node: Node): boolean {
  return (node.type === 'FunctionExpression' || node.type === 'ClassExpression') && Boolean(node.id);
}
