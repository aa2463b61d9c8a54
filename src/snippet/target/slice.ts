/** @file What a target needs to run: top-level statements to keep, statements of enclosing functions, inputs for the rest. */
import type { Span } from '../contract';
import { abrupt, suspends } from './jumps';
import type { SourceModel } from './model';
import { type Binding, type Reference, referencesIn } from './scopes';
import { settingsOf } from './settings';
import { Spans } from './spans';
import { contains, isClass, isFunction, isTypeOnly, type Node, spanOf, unexported, unwrapped } from './syntax';
import { functionOf } from './usage';
import { type Passed, passedTo } from './wrappers';

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
  prologue: Span[];
  inputs: Binding[];
  /** A prologue statement awaits. */
  awaits: boolean;
  /** A name that means different things in the pieces put together. */
  conflict: string | null;
}

export function slice(model: SourceModel, request: SliceRequest): Slice {
  return new Slicer(model, request).run();
}

/** A statement of a list around the target, by its place in the file. */
interface Unit {
  node: Node;
  topLevel: boolean;
}

class Slicer {
  private readonly target: Spans;
  /** Statement lists around the target, by the node that holds them. */
  private readonly lists = new Map<Node, ReadonlySet<Node>>();
  private readonly targetPath = new Set<Node>();
  private readonly keep = new Set<Node>();
  private readonly prologue = new Set<Node>();
  private readonly inputs = new Set<Binding>();
  private readonly needed = new Set<Binding>();
  private readonly open = new Map<Binding, boolean>();
  private readonly units = new Map<Binding, Unit[] | null>();
  /** Variable → parameters of wrappers around the target that stand for it. */
  private readonly otherNames = new Map<Binding, Binding[]>();
  private readonly passes = new Map<Binding, Passed | null>();
  private readonly onInputs = new Map<Node, boolean>();

  constructor(
    private readonly model: SourceModel,
    private readonly request: SliceRequest,
  ) {
    const { parents } = model.scopes;
    this.target = new Spans(request.spans);
    for (let at: Node | undefined = request.at; at; at = parents.get(at)) {
      this.targetPath.add(at);
      if (at === request.at && this.target.hold(spanOf(at))) continue;
      const list = statementsOf(at);
      if (list) this.lists.set(at, new Set(list));
    }
    for (const fn of this.targetPath) {
      if (!isFunction(fn)) continue;
      for (const parameter of fn.params) {
        const binding = model.scopes.declared.get(parameter as Node);
        const meant = binding && this.meant(binding);
        if (!meant || meant === binding) continue;
        const names = this.otherNames.get(meant);
        if (names) names.push(binding);
        else this.otherNames.set(meant, [binding]);
      }
    }
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
      prologue: prologue.map(spanOf),
      inputs: [...this.inputs],
      awaits: prologue.some((node) => suspends(node, 'await')),
      conflict: this.conflict(prologue, moved),
    };
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

  private inTarget(binding: Binding): boolean {
    return binding.identifiers.some((id) => this.target.hold(spanOf(id)));
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
    if (!this.needed.has(binding) && !this.inTarget(binding)) this.require(binding);
  }

  private require(binding: Binding): void {
    this.needed.add(binding);
    if (this.request.wanted.has(binding) || binding.ambient) {
      this.inputs.add(binding);
      return;
    }
    if (isGivenByCall(binding)) {
      const passed = this.passed(binding);
      if (passed?.kind !== 'same') this.inputs.add(binding);
      else if (passed.binding) this.need(passed.binding);
      return;
    }
    if (binding.kind === 'own') {
      const [node] = binding.declarations;
      if (isNamedExpression(node)) this.add({ node, topLevel: false });
      else this.inputs.add(binding);
      return;
    }
    if (this.isModule(binding)) {
      if (binding.kind === 'commonjs') this.needExports(binding);
      for (const unit of this.unitsOf(binding) ?? []) this.add(unit);
      return;
    }
    const units = this.unitsOf(binding);
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

  /** What a wrapper around the target was called with; its name means the same outside of it. */
  private passed(binding: Binding): Passed | null {
    let found = this.passes.get(binding);
    if (found === undefined) this.passes.set(binding, (found = passedTo(binding, this.model.scopes)));
    return found;
  }

  /** The variable that a wrapper's parameter is another name for. */
  private meant(binding: Binding): Binding | null {
    let at: Binding | null = binding;
    for (let i = 0; at && i < 20; i++) {
      const passed: Passed | null = isGivenByCall(at) ? this.passed(at) : null;
      if (passed?.kind !== 'same') break;
      at = passed.binding;
    }
    return at;
  }

  private isModule(binding: Binding): boolean {
    return binding.scope === this.model.scopes.module;
  }

  /** Functions and classes: never an input, whatever they close over. */
  private isCode(binding: Binding): boolean {
    if (binding.kind !== 'variable') return !isGivenByCall(binding);
    const [declaration] = binding.declarations;
    const init = declaration?.type === 'VariableDeclarator' && declaration.init ? unwrapped(declaration.init) : null;
    return isFunction(init) || isClass(init);
  }

  /**
   * The statements that declare a binding and those that change it; null where a change cannot be had by running
   * a statement once before the target: it stands in a loop around the target, or in its very statement.
   */
  private unitsOf(binding: Binding): Unit[] | null {
    let units = this.units.get(binding);
    if (units === undefined) this.units.set(binding, (units = this.findUnits(binding)));
    return units;
  }

  private findUnits(binding: Binding): Unit[] | null {
    const units = new Map<Node, Unit>();
    const take = (unit: Unit | null): void => {
      if (unit && !this.target.hold(spanOf(unit.node))) units.set(unit.node, unit);
    };
    for (const declaration of binding.declarations) take(this.unitAround(declaration, false));
    for (const node of this.changesOf(binding)) {
      if (this.target.hold(spanOf(node)) || this.callsTarget(node)) continue;
      const unit = this.unitAround(node, true);
      if (
        !unit ||
        unit.node.type === 'ReturnStatement' ||
        (this.request.inPlace && unit.node.start! > this.request.at.start!)
      )
        continue;
      const around = this.targetPath.has(unit.node);
      if (!this.isModule(binding) && ((around && this.request.inPlace) || this.inLoopAround(unit.node, binding)))
        return null;
      // `exports.f = function …`: a target that is called later may be put in its place before.
      if (!around || unit.topLevel || unit.node.type === 'ExpressionStatement') take(unit);
      else if (!this.isModule(binding)) return null;
    }
    for (const node of settingsOf(binding, this.model)) {
      if (!this.request.inPlace || node.start! < this.request.at.start!) take({ node, topLevel: true });
    }
    return [...units.values()];
  }

  /** Places that change a variable, under the names that wrappers around the target give it too. */
  private changesOf(binding: Binding): Node[] {
    const { effects } = this.model.scopes;
    const others = this.otherNames.get(binding) ?? [];
    const changes = [binding, ...others].flatMap((one) => effects.get(one) ?? []);
    // The wrapper's call is no change of its own: what the target needs of its body is looked at by itself.
    return changes.filter((node) => !(this.targetPath.has(node) && this.isWrapping(node)));
  }

  private isWrapping(call: Node): boolean {
    if (call.type !== 'CallExpression') return false;
    const callee = unwrapped(call.callee);
    const fn = callee.type === 'MemberExpression' ? unwrapped(callee.object) : callee;
    return isFunction(fn) && this.targetPath.has(fn);
  }

  /** A call of the target: what that changes belongs to the run, not to what goes before it. */
  private callsTarget(node: Node): boolean {
    if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return false;
    const binding = this.model.scopes.byNode.get(node.callee)?.binding;
    const fn = binding && functionOf(binding);
    return fn !== null && fn !== undefined && this.target.hold(spanOf(fn));
  }

  /** Whether a loop that holds the target runs this statement again and again for one variable outside of it. */
  private inLoopAround(statement: Node, binding: Binding): boolean {
    const { parents } = this.model.scopes;
    for (let at = parents.get(statement); at && at !== binding.scope.node; at = parents.get(at)) {
      if (this.targetPath.has(at) && /^(For|While|DoWhile)/.test(at.type)) return true;
    }
    return false;
  }

  /** The statement, of a list around the target, that holds a node; null where it does not run by itself. */
  private unitAround(node: Node, change: boolean): Unit | null {
    const { parents } = this.model.scopes;
    let at = node;
    for (;;) {
      const parent = parents.get(at);
      if (!parent) return null;
      if (this.lists.get(parent)?.has(at)) {
        return isTypeOnly(unexported(at)) ? null : { node: at, topLevel: parent.type === 'Program' };
      }
      if (change && isFunction(parent) && !this.targetPath.has(parent) && !runsInPlace(parent, parents)) return null;
      at = parent;
    }
  }

  /** Whether a local's value depends on something that only a call of the enclosing function would give. */
  private isOpen(binding: Binding): boolean {
    if (this.isModule(binding) || this.inTarget(binding)) return binding.ambient;
    if (isGivenByCall(binding)) {
      const meant = this.meant(binding);
      if (meant !== binding) return meant !== null && this.isOpen(meant);
      return this.targetPath.has(binding.scope.node) && this.passed(binding) === null;
    }
    const known = this.open.get(binding);
    if (known !== undefined) return known;
    this.open.set(binding, false);
    const units = this.unitsOf(binding);
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
        const units = this.isModule(binding) ? (this.unitsOf(binding) ?? []) : [];
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
    for (const input of this.inputs) if (provide(input)) return input.name;
    for (const needed of this.needed) {
      const binding = this.meant(needed) ?? needed;
      if (this.inputs.has(binding) || !this.declaredBy(moved, binding)) continue;
      if (provide(binding)) return binding.name;
    }
    const wrong = ({ binding, name }: Reference, span: Span): boolean => {
      if (binding && this.declaredIn(binding, span)) return false;
      const meant = provided.get(name);
      return meant !== undefined && meant !== binding && !(binding && meant === this.meant(binding));
    };
    for (const span of [...this.request.spans, ...prologue.map(spanOf)]) {
      for (const reference of referencesIn(this.model.scopes, span.start, span.end)) {
        if (wrong(reference, span)) return reference.name;
      }
    }
    return null;
  }
}

/** Names that a call, a loop or a throw sets: no statement of the file gives their value. */
function isGivenByCall({ kind }: Binding): boolean {
  return kind === 'parameter' || kind === 'loop' || kind === 'catch';
}

/** A function or class expression whose own name is read inside it. */
function isNamedExpression(node: Node): boolean {
  return (node.type === 'FunctionExpression' || node.type === 'ClassExpression') && Boolean(node.id);
}

function statementsOf(node: Node): readonly Node[] | null {
  switch (node.type) {
    case 'Program':
    case 'BlockStatement':
    case 'StaticBlock':
    case 'TSModuleBlock':
      return node.body;
    case 'SwitchCase':
      return node.consequent;
    default:
      return null;
  }
}

/** A function literal that runs where it stands: called at once, or handed to a call. */
function runsInPlace(fn: Node, parents: Map<Node, Node>): boolean {
  let at = fn;
  let parent = parents.get(at);
  while (parent && (unwrapped(parent) !== parent || parent.type === 'MemberExpression')) {
    at = parent;
    parent = parents.get(at);
  }
  return parent?.type === 'CallExpression' || parent?.type === 'NewExpression';
}
