/** @file Statements of the lists around a target: which of them declare or change a variable, and run by themselves. */

import type { Binding } from './binding';
import type { SourceModel } from './model';
import { settingsOf } from './settings';
import type { SliceRequest } from './slice';
import { Spans } from './spans';
import { isFunction, isTypeOnly, type Node, spanOf, unexported, unwrapped } from './syntax';
import { functionOf } from './usage';
import { type Passed, passedTo } from './wrappers';

/** A statement of a list around the target, by its place in the file. */
export interface Unit {
  node: Node;
  topLevel: boolean;
}

export class Units {
  private readonly target: Spans;
  /** The target and all that it stands in. */
  readonly path = new Set<Node>();
  /** Statement lists around the target, by the node that holds them. */
  private readonly lists = new Map<Node, ReadonlySet<Node>>();
  private readonly known = new Map<Binding, Unit[] | null>();
  /** Variable → parameters of wrappers around the target that stand for it. */
  private readonly otherNames = new Map<Binding, Binding[]>();
  private readonly passes = new Map<Binding, Passed | null>();

  constructor(
    private readonly model: SourceModel,
    private readonly request: SliceRequest,
  ) {
    const { parents } = model.scopes;
    this.target = new Spans(request.spans);
    for (let at: Node | undefined = request.at; at; at = parents.get(at)) {
      this.path.add(at);
      if (at === request.at && this.target.hold(spanOf(at))) continue;
      const list = statementsOf(at);
      if (list) this.lists.set(at, new Set(list));
    }
    for (const fn of this.path) {
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

  inTarget(binding: Binding): boolean {
    return binding.identifiers.some((id) => this.target.hold(spanOf(id)));
  }

  /** What a wrapper around the target was called with; its name means the same outside of it. */
  passed(binding: Binding): Passed | null {
    let found = this.passes.get(binding);
    if (found === undefined) this.passes.set(binding, (found = passedTo(binding, this.model.scopes)));
    return found;
  }

  /** The variable that a wrapper's parameter is another name for. */
  meant(binding: Binding): Binding | null {
    let at: Binding | null = binding;
    for (let i = 0; at && i < 20; i++) {
      const passed: Passed | null = isGivenByCall(at) ? this.passed(at) : null;
      if (passed?.kind !== 'same') break;
      at = passed.binding;
    }
    return at;
  }

  isModule(binding: Binding): boolean {
    return binding.scope === this.model.scopes.module;
  }

  /**
   * The statements that declare a binding and those that change it; null where a change cannot be had by running
   * a statement once before the target: it stands in a loop around the target, or in its very statement.
   */
  of(binding: Binding): Unit[] | null {
    let units = this.known.get(binding);
    if (units === undefined) this.known.set(binding, (units = this.findUnits(binding)));
    return units;
  }

  private findUnits(binding: Binding): Unit[] | null {
    const units = new Map<Node, Unit>();
    const take = (unit: Unit | null): void => {
      if (unit && !this.target.hold(spanOf(unit.node))) units.set(unit.node, unit);
    };
    for (const declaration of isGivenByCall(binding) ? [] : binding.declarations)
      take(this.unitAround(declaration, false));
    for (const node of this.changesOf(binding)) {
      if (this.target.hold(spanOf(node)) || this.callsTarget(node)) continue;
      const unit = this.unitAround(node, true);
      if (
        !unit ||
        unit.node.type === 'ReturnStatement' ||
        (this.request.inPlace && unit.node.start! > this.request.at.start!)
      )
        continue;
      const around = this.path.has(unit.node);
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
    return changes.filter((node) => !(this.path.has(node) && this.isWrapping(node)));
  }

  private isWrapping(call: Node): boolean {
    if (call.type !== 'CallExpression') return false;
    const callee = unwrapped(call.callee);
    const fn = callee.type === 'MemberExpression' ? unwrapped(callee.object) : callee;
    return isFunction(fn) && this.path.has(fn);
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
      if (this.path.has(at) && /^(For|While|DoWhile)/.test(at.type)) return true;
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
      if (change && isFunction(parent) && !this.path.has(parent) && !runsInPlace(parent, parents)) return null;
      at = parent;
    }
  }
}

/** Names that a call, a loop or a throw sets: no statement of the file gives their value. */
export function isGivenByCall({ kind }: Binding): boolean {
  return kind === 'parameter' || kind === 'loop' || kind === 'catch';
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
