/** @file From a selection, a cursor or a name to the plan for one target. Nothing is run here. */
import type * as t from '@babel/types';
import type { TargetRecord } from '../../protocol/evaluation';
import { type Lift, privateReach, type Span } from '../contract';
import { FreeVariables, isByCall } from './closedOver';
import { addClasses, addSideEffects } from './companions';
import { constantOf } from './constants';
import { holdsNumbers } from './inputType';
import { leaves, suspends } from './jumps';
import { locate, type Where } from './locate';
import { type Located, nothing } from './located';
import {
  canBeGiven,
  classAround,
  constructorIn,
  fieldsOf,
  type Member,
  memberOf,
  usesSuper,
  usesThis,
} from './members';
import { lineAt, type ModelOptions, readSource, type SourceModel } from './model';
import { functionAround, holderOf, nameOf, shortText, signatureOf } from './naming';
import { Parameters } from './parameters';
import type { Binding } from './scopes';
import { planOfScript } from './script';
import { slice } from './slice';
import { ofStatements } from './statements';
import { type FunctionNode, isClass, isFunction, type Node, spanOf, unexported, unwrapped } from './syntax';
import { inputsOf, type PlannedInput, type TargetPlan } from './targetPlan';
import { functionOf } from './usage';

export interface PlanOptions extends ModelOptions {
  /** A model of this very text, from `readSource`; then nothing is parsed. */
  model?: SourceModel;
}

/**
 * The plan for what a selection, a cursor (an empty selection) or a name means. Throws a `GradlensError`:
 * `syntaxError`, `nothingToDifferentiate` or `noSuchTarget`.
 */
export function planTarget(source: string, fileName: string, where: Where, options: PlanOptions = {}): TargetPlan {
  const model = options.model ?? readSource(source, fileName, options);
  const plan = new Planner(model).plan(locate(model, where));
  plan.typeImports = [...model.context.wanted];
  return plan;
}

/** One plan for each selection; equal targets once. */
export function planTargets(
  source: string,
  fileName: string,
  selections: readonly Span[],
  options: PlanOptions = {},
): TargetPlan[] {
  const model = options.model ?? readSource(source, fileName, options);
  const plans: TargetPlan[] = [];
  let problem: unknown;
  for (const selection of selections) {
    try {
      const plan = planTarget(source, fileName, { selection }, { ...options, model });
      const same = plans.some(({ target }) => target.start === plan.target.start && target.end === plan.target.end);
      if (!same) plans.push(plan);
    } catch (thrown) {
      problem ??= thrown;
    }
  }
  if (plans.length === 0) throw problem ?? nothing(model, 'nothing is selected.', { start: 0, end: 0 });
  return plans;
}

class Planner {
  private readonly parameters: Parameters;

  constructor(private readonly model: SourceModel) {
    this.parameters = new Parameters(model);
  }

  plan(located: Located): TargetPlan {
    switch (located.kind) {
      case 'function':
        return this.ofFunction(located.fn, located.arguments);
      case 'callable':
        return this.ofCallable(located.binding);
      case 'expression':
        return this.ofExpression(located.node, located.name);
      case 'statements':
        return this.ofStatements(located.nodes);
      case 'script':
        return planOfScript(this.model, located.part);
    }
  }

  private record(node: Span, name: string, kind: TargetRecord['kind'], signature: string): TargetRecord {
    const { fileName, source } = this.model;
    return { fileName, start: node.start, end: node.end, name, kind, signature, line: lineAt(source, node.start) };
  }

  /** The whole declaration of a function, without `export`: what the target's range is. */
  private rangeOfFunction(fn: FunctionNode): Span {
    const holder = holderOf(this.model, fn);
    if (holder?.type === 'VariableDeclarator') {
      const declaration = this.model.scopes.parents.get(holder);
      if (declaration?.type === 'VariableDeclaration' && declaration.declarations.length === 1)
        return spanOf(declaration);
      return spanOf(holder);
    }
    if (holder?.type === 'ClassProperty' || holder?.type === 'ObjectProperty') return spanOf(holder);
    return spanOf(fn);
  }

  private ofFunction(fn: FunctionNode, call?: t.CallExpression): TargetPlan {
    const name = nameOf(this.model, fn) ?? shortText(this.model, fn);
    const member = memberOf(this.model, fn);
    if (member && !(fn.type === 'ClassMethod' && fn.kind === 'constructor')) return this.ofMember(member, name);
    if (fn.type === 'ClassMethod' && fn.kind === 'constructor') return this.ofConstructor(fn, name);
    if (fn.type === 'ClassMethod' || fn.type === 'ClassPrivateMethod' || fn.type === 'ObjectMethod') {
      throw nothing(this.model, `${name} cannot be called from outside.`, spanOf(fn));
    }
    const target = this.record(this.rangeOfFunction(fn), name, 'function', signatureOf(this.model, fn));
    const parameters = this.parameters.of(fn, 'parameter', call);
    const numeric = parameters.some((input) => holdsNumbers(input.type));
    const spans = [spanOf(fn)];
    const free = new FreeVariables(this.model, this.parameters, spans);
    const wanted = new Set<Binding>(numeric ? [] : free.list().filter((binding) => this.isPlainNumber(binding, free)));
    const made = slice(this.model, {
      spans,
      at: fn,
      wanted,
      inPlace: false,
      givable: (binding) => free.givable(binding),
    });
    this.refuseConflict(made.conflict, target);
    const byName = wanted.size === 0 ? this.boundTo(fn) : null;
    const closedOver = made.inputs.map((binding) => free.input(binding));
    const bound = fn.type === 'ArrowFunctionExpression' && usesThis(fn);
    const receiver = bound ? this.receiver([fn], fn) : [];
    if (!numeric && ![...closedOver, ...receiver].some((input) => holdsNumbers(input.type))) {
      const inside = this.insideOf(fn, target);
      if (inside) return inside;
      const detail = parameters.length ? `${name} takes no numbers.` : `${name} takes nothing and reads no numbers.`;
      throw nothing(this.model, detail, target);
    }
    return this.finished(
      {
        target,
        parameters,
        closedOver,
        receiver,
        ...(bound ? this.receiverClass(fn) : {}),
        invoke: { kind: 'call' },
        lift: this.lift(closedOver, made.prologue, made.awaits, byName ?? { kind: 'value', span: spanOf(fn) }),
        keep: made.keep,
        typeImports: [],
      },
      byName ? fn : null,
    );
  }

  /** A constant of the file that a function without parameters reads. */
  private isPlainNumber(binding: Binding, free: FreeVariables): boolean {
    if (isByCall(binding) || !free.givable(binding)) return false;
    const constant = free.valueOf(binding);
    return constant !== null && holdsNumbers(this.valueType(constant.value));
  }

  private valueType(value: unknown): { kind: 'number' } | { kind: 'string' } {
    const numeric = (one: unknown): boolean =>
      typeof one === 'number' || (typeof one === 'object' && one !== null && Object.values(one).some(numeric));
    return numeric(value) ? { kind: 'number' } : { kind: 'string' };
  }

  /** How the module itself names a function, if its top level does. */
  private boundTo(fn: FunctionNode): Lift['body'] | null {
    const { scopes } = this.model;
    const holder = holderOf(this.model, fn);
    if (fn.type === 'FunctionDeclaration') {
      const binding = fn.id ? scopes.declared.get(fn.id) : null;
      if (binding?.scope === scopes.module && binding.declarations.at(-1) === fn)
        return { kind: 'name', name: binding.name };
      return holder?.type === 'ExportDefaultDeclaration' ? { kind: 'default' } : null;
    }
    if (holder?.type === 'ExportDefaultDeclaration') return { kind: 'default' };
    if (holder?.type !== 'VariableDeclarator' || holder.id.type !== 'Identifier') return null;
    const binding = scopes.declared.get(holder.id);
    if (binding?.scope !== scopes.module || scopes.effects.has(binding)) return null;
    return { kind: 'name', name: binding.name };
  }

  private lift(closedOver: PlannedInput[], prologue: Span[], awaits: boolean, body: Lift['body']): Lift {
    return { params: closedOver.map((input) => input.name), prologue, ...(awaits ? { async: true } : {}), body };
  }

  /** Adds what a body given by name or default needs, and makes the inputs' names unique. */
  private finished(plan: TargetPlan, named: Node | null): TargetPlan {
    addClasses(this.model, plan);
    addSideEffects(this.model, plan);
    if (named) {
      for (const statement of this.model.program.body) {
        if (statement.start! > named.start! || statement.end! < named.end!) continue;
        const span = spanOf(statement);
        if (!plan.keep.some((one) => one.start === span.start)) plan.keep.push(span);
        // Other declarations of the same statement need theirs.
        if (unexported(statement).type === 'VariableDeclaration') {
          const more = slice(this.model, {
            spans: [span],
            at: statement,
            wanted: new Set(),
            inPlace: false,
            givable: () => false,
          });
          for (const one of more.keep) if (!plan.keep.some((kept) => kept.start === one.start)) plan.keep.push(one);
        }
      }
      plan.keep.sort((a, b) => a.start - b.start);
    }
    const seen = new Set<string>();
    for (const input of inputsOf(plan)) {
      let name = input.name;
      if (seen.has(name) && input.role === 'constructor') name = `this.${name}`;
      for (let i = 2; seen.has(name); i++) name = `${input.name}${i}`;
      input.name = name;
      seen.add(name);
    }
    return plan;
  }

  private refuseConflict(name: string | null, target: TargetRecord): void {
    if (name === null) return;
    throw nothing(
      this.model,
      `${name} means different things in the functions around ${target.name}; rename one of them.`,
      target,
    );
  }

  private ofConstructor(fn: t.ClassMethod, name: string): TargetPlan {
    const body = this.model.scopes.parents.get(fn);
    const node = body && this.model.scopes.parents.get(body);
    if (!isClass(node)) throw nothing(this.model, `${name} cannot be called from outside.`, spanOf(fn));
    const target = this.record(spanOf(fn), name, 'method', signatureOf(this.model, fn));
    const parameters = this.parameters.of(fn, 'parameter');
    if (!parameters.some((input) => holdsNumbers(input.type)))
      throw nothing(this.model, `${name} takes no numbers.`, spanOf(fn));
    return this.withOwner(node, target, parameters, { kind: 'construct' });
  }

  private ofMember(member: Member, name: string): TargetPlan {
    const { fn, owner } = member;
    const target = this.record(this.rangeOfFunction(fn), name, 'method', signatureOf(this.model, fn));
    const parameters = this.parameters.of(fn, 'parameter');
    const isStatic = owner.kind === 'object' || owner.isStatic === true;
    let constructorParameters: PlannedInput[] = [];
    let thisFields: PlannedInput[] | null = null;
    if (owner.kind === 'constructor' && !isStatic) constructorParameters = this.parameters.of(owner.fn, 'constructor');
    else if (owner.kind === 'class' && !isStatic) {
      const built = constructorIn(this.model, owner.node);
      constructorParameters = built.fn ? this.parameters.of(built.fn, 'constructor') : [];
      const inherited = built.known ? null : this.parameters.ofImportedConstructor(owner.node);
      if (inherited && canBeGiven(inherited)) constructorParameters = inherited;
      else if (!canBeGiven(constructorParameters) || !built.known) {
        const fields = fieldsOf(this.model, this.parameters, [fn], owner.node);
        if (fields.length > 0) {
          thisFields = fields;
          constructorParameters = [];
        }
      }
    }
    const node = owner.kind === 'constructor' ? owner.fn : owner.node;
    const isPrivate = member.name.startsWith('#');
    const plan = this.withOwner(node, target, parameters, {
      kind: 'method',
      method: member.name,
      isStatic,
      accessor: member.accessor,
      ...(isPrivate ? { reach: privateReach } : {}),
      constructorParameters,
      thisFields,
    });
    if (isPrivate) plan.lift.privateMember = { class: spanOf(node), name: member.name, accessor: member.accessor };
    return plan;
  }

  /** A class, object or constructor function that is made available, and something that is done with it. */
  private withOwner(
    node: Node,
    target: TargetRecord,
    parameters: PlannedInput[],
    invoke: TargetPlan['invoke'],
  ): TargetPlan {
    const { scopes } = this.model;
    const holder = holderOf(this.model, node);
    let body: Lift['body'] = { kind: 'value', span: spanOf(node) };
    let binding: Binding | null | undefined;
    if (
      'id' in node &&
      node.id?.type === 'Identifier' &&
      (node.type === 'ClassDeclaration' || node.type === 'FunctionDeclaration')
    ) {
      binding = scopes.declared.get(node.id);
    } else if (holder?.type === 'VariableDeclarator' && holder.id.type === 'Identifier')
      binding = scopes.declared.get(holder.id);
    let spans = [spanOf(node)];
    let named: Node | null = null;
    if (binding?.scope === scopes.module) {
      body = { kind: 'name', name: binding.name };
      named = node;
    } else if (holder?.type === 'ExportDefaultDeclaration') {
      body = { kind: 'default' };
      named = node;
    } else if (binding && scopes.effects.has(binding)) {
      // A local class or constructor that further statements complete (prototypes, statics).
      body = { kind: 'name', name: binding.name };
      spans = [];
    }
    const free = new FreeVariables(this.model, this.parameters, [spanOf(node)]);
    const request = {
      spans,
      at: node,
      wanted: new Set<Binding>(),
      inPlace: false,
      givable: (one: Binding) => free.givable(one),
    };
    const made = slice(this.model, binding && body.kind === 'name' ? { ...request, needs: [binding] } : request);
    this.refuseConflict(made.conflict, target);
    const closedOver = made.inputs.map((one) => free.input(one));
    const plan: TargetPlan = {
      target,
      parameters,
      closedOver,
      receiver: [],
      invoke,
      lift: this.lift(closedOver, made.prologue, made.awaits, body),
      keep: made.keep,
      typeImports: [],
    };
    if (!inputsOf(plan).some((input) => holdsNumbers(input.type))) {
      const known = invoke.kind === 'method' && !invoke.isStatic && !invoke.thisFields;
      const fn = scopes.functions.find((one) => one.start! >= target.start && one.end! <= target.end);
      const fields = known && fn && isClass(node) ? fieldsOf(this.model, this.parameters, [fn], node) : [];
      if (!fields.some((input) => holdsNumbers(input.type)))
        throw nothing(this.model, `${target.name} takes no numbers.`, target);
      if (invoke.kind === 'method') invoke.thisFields = fields;
    }
    return this.finished(plan, named);
  }

  private receiver(roots: readonly Node[], at: Node): PlannedInput[] {
    return fieldsOf(this.model, this.parameters, roots, classAround(this.model, at));
  }

  /** The class whose methods `this` has where a node stands. */
  private receiverClass(at: Node): { receiverClass?: string } {
    const around = classAround(this.model, at);
    const place = around && this.model.context.placeOf(around);
    return place ? { receiverClass: place.name } : {};
  }

  /** `const f = memoise((x) => …)`: called by its name; parameters from the function inside, else from calls. */
  private ofCallable(binding: Binding): TargetPlan {
    const { scopes } = this.model;
    const declaration = binding.declarations[0] as t.VariableDeclarator;
    const init = declaration.init ? unwrapped(declaration.init) : null;
    const inner =
      init?.type === 'CallExpression'
        ? init.arguments.map((one) => unwrapped(one)).find((one) => isFunction(one))
        : null;
    const call = scopes.calls.find(
      ({ callee, node }) => callee?.binding === binding && node.arguments.every((one) => constantOf(one, scopes)),
    )?.node;
    const literal = call && call.type !== 'OptionalCallExpression' ? call : null;
    let parameters = isFunction(inner) ? this.parameters.of(inner, 'parameter', literal) : [];
    if (parameters.length === 0) parameters = this.parameters.ofCall(binding, literal);
    const target = this.record(
      spanOf(declaration),
      binding.name,
      'function',
      parameters.map((input) => input.name).join(', '),
    );
    if (!parameters.some((input) => holdsNumbers(input.type)))
      throw nothing(this.model, `what ${binding.name} takes is not known here.`, target);
    const span = spanOf(declaration);
    const free = new FreeVariables(this.model, this.parameters, [span]);
    const made = slice(this.model, {
      spans: [],
      at: declaration,
      wanted: new Set(),
      inPlace: false,
      givable: (one) => free.givable(one),
      needs: [binding],
    });
    this.refuseConflict(made.conflict, target);
    const closedOver = made.inputs.map((one) => free.input(one));
    return this.finished(
      {
        target,
        parameters,
        closedOver,
        receiver: [],
        invoke: { kind: 'call' },
        lift: this.lift(closedOver, made.prologue, made.awaits, { kind: 'name', name: binding.name }),
        keep: made.keep,
        typeImports: [],
      },
      null,
    );
  }

  private ofExpression(node: Node, name: string | null): TargetPlan {
    const span = spanOf(node);
    const title = name ?? shortText(this.model, node);
    if (usesSuper(node)) throw nothing(this.model, 'super has no meaning outside its method.', span);
    if (suspends(node, 'yield')) throw nothing(this.model, 'a yield has no value outside its generator.', span);
    const plan = this.inPlace([span], node, { kind: 'value', span }, suspends(node, 'await'), (inputs) =>
      this.record(span, title, 'expression', inputs.map((input) => input.name).join(', ')),
    );
    if (plan) return plan;
    const called = this.calledFunction(node);
    if (called) return called;
    throw nothing(this.model, `${title} holds no variable.`, span);
  }

  /** `f(2, 3)` with nothing to vary but its literal arguments: f itself, at these. */
  private calledFunction(node: Node): TargetPlan | null {
    if (node.type !== 'CallExpression' || node.arguments.length === 0) return null;
    const callee = unwrapped(node.callee);
    if (callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'console') {
      const inner = unwrapped(node.arguments.at(-1)!);
      return this.calledFunction(inner);
    }
    const binding = callee.type === 'Identifier' ? this.model.scopes.byNode.get(callee)?.binding : null;
    const fn = binding && functionOf(binding);
    return fn ? this.ofFunction(fn, node) : null;
  }

  private ofStatements(all: readonly Node[]): TargetPlan {
    const { model } = this;
    // The end of a switch's case.
    const nodes = all.at(-1)?.type === 'BreakStatement' && all.length > 1 ? all.slice(0, -1) : all;
    const whole = { start: nodes[0].start!, end: nodes.at(-1)!.end! };
    if (nodes.some((node) => leaves(node, false))) {
      throw nothing(model, 'the selected statements jump out of themselves; select the whole loop.', whole);
    }
    if (nodes.some((node) => usesSuper(node))) throw nothing(model, 'super has no meaning outside its method.', whole);
    const chosen = ofStatements(model, nodes);
    if (!chosen) throw nothing(model, 'the selected statements give no value.', whole);
    const isAll = functionAround(model, nodes[0]) === null && this.isWholeScript(nodes);
    const record = (inputs: readonly PlannedInput[]): TargetRecord =>
      this.record(
        whole,
        chosen.name ?? shortText(model, whole),
        isAll ? 'script' : 'statements',
        inputs.map((input) => input.name).join(', '),
      );
    const awaits = nodes.some((node) => suspends(node, 'await'));
    if (nodes.some((node) => suspends(node, 'yield')))
      throw nothing(model, 'a yield has no value outside its generator.', whole);
    const spans = [...chosen.statements, ...(typeof chosen.result === 'string' ? [] : [chosen.result])];
    const body: Lift['body'] = { kind: 'statements', statements: chosen.statements, result: chosen.result };
    const plan = this.inPlace(spans, nodes[0], body, awaits, record);
    if (plan) return plan;
    const literal = this.withLiterals(nodes, chosen.statements, chosen.result, awaits, record);
    if (literal) return literal;
    const last = nodes.at(-1)!;
    const called = last.type === 'ExpressionStatement' ? this.calledFunction(unwrapped(last.expression)) : null;
    if (called) return called;
    throw nothing(model, 'the selected statements use no variable that holds a number.', whole);
  }

  private isWholeScript(nodes: readonly Node[]): boolean {
    const code = this.model.program.body.filter((one) => one.type !== 'ImportDeclaration');
    return code.length > 1 && code[0] === nodes[0] && code.at(-1) === nodes.at(-1);
  }

  /** An expression or statements where they stand: their free variables are the inputs. null: there are none. */
  private inPlace(
    spans: Span[],
    at: Node,
    body: Lift['body'],
    awaits: boolean,
    record: (inputs: readonly PlannedInput[]) => TargetRecord,
  ): TargetPlan | null {
    const free = new FreeVariables(this.model, this.parameters, spans);
    const variables = free.list();
    const undeclared = free.undeclared();
    const givable = (binding: Binding): boolean => free.givable(binding);
    const attempt = (wanted: Set<Binding>): TargetPlan => {
      const made = slice(this.model, { spans, at, wanted, inPlace: true, givable });
      const inputs = [...made.inputs, ...undeclared].map((binding) => free.input(binding));
      const closedOver = inputs.sort((a, b) => this.firstUse(a, spans) - this.firstUse(b, spans));
      const thisReads = spans.some((span) => this.readsThis(at, span));
      const receiver = thisReads ? this.receiver(this.rootsOf(at, spans), at) : [];
      const target = record([...closedOver, ...receiver].filter((input) => !input.writtenOnly));
      this.refuseConflict(made.conflict, target);
      const lift = this.lift(closedOver, made.prologue, made.awaits || awaits, body);
      return this.finished(
        {
          target,
          parameters: [],
          closedOver,
          receiver,
          ...(thisReads ? this.receiverClass(at) : {}),
          invoke: { kind: 'value' },
          lift,
          keep: made.keep,
          typeImports: [],
        },
        null,
      );
    };
    const numeric = (plan: TargetPlan): boolean => inputsOf(plan).some((input) => holdsNumbers(input.type));
    const natural = attempt(new Set(variables.filter((binding) => givable(binding) && free.hasNumbers(binding))));
    if (numeric(natural)) return natural;
    // Nothing with numbers in sight: whatever the formula reads can be varied.
    const all = attempt(new Set(variables.filter(givable)));
    return numeric(all) ? all : null;
  }

  private firstUse(input: PlannedInput, spans: readonly Span[]): number {
    for (const span of spans) {
      for (const { node } of this.model.scopes.references) {
        if (node.name === input.name && node.start! >= span.start && node.end! <= span.end) return node.start!;
      }
    }
    return input.range.start;
  }

  private rootsOf(at: Node, spans: readonly Span[]): Node[] {
    const list = this.model.scopes.parents.get(at);
    const siblings = list && 'body' in list && Array.isArray(list.body) ? (list.body as Node[]) : [at];
    const inside = siblings.filter((node) => spans.some((span) => node.start! <= span.end && span.start <= node.end!));
    return spans.length === 1 && spans[0].start === at.start && spans[0].end === at.end ? [at] : inside;
  }

  private readsThis(at: Node, _span: Span): boolean {
    return usesThis(at) || this.rootsOf(at, [_span]).some((node) => usesThis(node));
  }

  /** Statements without free variables: the numbers they start from are the inputs (`const a = 1; const b = a + a`). */
  private withLiterals(
    nodes: readonly Node[],
    statements: readonly Span[],
    result: Span | string,
    awaits: boolean,
    record: (inputs: readonly PlannedInput[]) => TargetRecord,
  ): TargetPlan | null {
    const { scopes } = this.model;
    const sources: { node: Node; bindings: Binding[] }[] = [];
    let known: Binding[] | null = null;
    const all = nodes.map((one) => spanOf(one));
    const undeclaredHere = (): Binding[] =>
      (known ??= new FreeVariables(this.model, this.parameters, all).undeclared());
    for (const node of nodes) {
      const inner = unexported(node);
      const assigned = this.literalAssignment(inner, undeclaredHere);
      if (assigned) sources.push({ node: inner, bindings: [assigned] });
      if (inner.type !== 'VariableDeclaration') continue;
      const bindings: Binding[] = [];
      const literal = inner.declarations.every((declarator) => {
        const binding = declarator.id.type === 'Identifier' ? scopes.declared.get(declarator.id) : null;
        const constant = declarator.init && isLiteral(declarator.init) ? constantOf(declarator.init, scopes) : null;
        if (!binding || !constant || scopes.effects.has(binding) || this.valueType(constant.value).kind !== 'number')
          return false;
        bindings.push(binding);
        return true;
      });
      if (literal) sources.push({ node: inner, bindings });
    }
    const rest = statements.filter((span) => !sources.some(({ node }) => node.start === span.start));
    if (sources.length === 0 || (rest.length === 0 && typeof result === 'string')) return null;
    const spans = [...rest, ...(typeof result === 'string' ? [] : [result])];
    const free = new FreeVariables(this.model, this.parameters, spans);
    const wanted = new Set(sources.flatMap(({ bindings }) => bindings));
    const made = slice(this.model, { spans, at: nodes[0], wanted, inPlace: true, givable: () => false });
    const undeclared = free.undeclared();
    const closedOver = [...made.inputs, ...undeclared].map((binding) => {
      const source = sources.find(({ bindings }) => bindings.some((one) => one.name === binding.name));
      const input = free.input(binding);
      if (source?.node.type !== 'ExpressionStatement') return input;
      const { right } = source.node.expression as t.AssignmentExpression;
      const value = constantOf(right, scopes)?.value;
      return {
        ...input,
        writtenOnly: false,
        initial: value === undefined ? null : { value, origin: 'initialiser' as const },
      };
    });
    const inputs = closedOver.filter((input) => !input.writtenOnly);
    if (!inputs.some((input) => holdsNumbers(input.type))) return null;
    const target = record(inputs);
    this.refuseConflict(made.conflict, target);
    const body: Lift['body'] = { kind: 'statements', statements: rest, result };
    const lift = this.lift(closedOver, made.prologue, made.awaits || awaits, body);
    return this.finished(
      {
        target,
        parameters: [],
        closedOver,
        receiver: [],
        invoke: { kind: 'value' },
        lift,
        keep: made.keep,
        typeImports: [],
      },
      null,
    );
  }

  /** `a = 1` for a name that nobody declares and that these statements set once. */
  private literalAssignment(node: Node, undeclared: () => readonly Binding[]): Binding | null {
    if (node.type !== 'ExpressionStatement' || node.expression.type !== 'AssignmentExpression') return null;
    const { left, right, operator } = node.expression;
    if (operator !== '=' || left.type !== 'Identifier' || !isLiteral(right)) return null;
    const binding = undeclared().find((one) => one.name === left.name);
    return binding && binding.references.filter((one) => one.write).length === 1 ? binding : null;
  }

  /** A function that takes nothing and reads nothing: its body's own numbers. */
  private insideOf(fn: FunctionNode, target: TargetRecord): TargetPlan | null {
    if (fn.body.type !== 'BlockStatement' || fn.body.body.length < 2 || fn.generator) return null;
    const nodes = fn.body.body;
    const chosen = ofStatements(this.model, nodes);
    if (!chosen) return null;
    const awaits = nodes.some((node) => suspends(node, 'await'));
    return this.withLiterals(nodes, chosen.statements, chosen.result, awaits, () => target);
  }
}

function isLiteral(node: Node): boolean {
  const at = unwrapped(node);
  switch (at.type) {
    case 'NumericLiteral':
    case 'StringLiteral':
    case 'BooleanLiteral':
      return true;
    case 'UnaryExpression':
      return isLiteral(at.argument);
    case 'ArrayExpression':
      return at.elements.every((element) => element !== null && isLiteral(element));
    case 'ObjectExpression':
      return at.properties.every((property) => property.type === 'ObjectProperty' && isLiteral(property.value));
    case 'NewExpression':
      return at.arguments.every((argument) => isLiteral(argument));
    default:
      return false;
  }
}
