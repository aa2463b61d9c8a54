/** @file What every plan is made with: the file's model, its parameters, and the last touches that all plans get. */
import type { TargetRecord } from '../../protocol/evaluation';
import type { Lift, Span } from '../contract';
import { addClasses, addSideEffects } from './companions';
import { nothing } from './located';
import { classAround, fieldsOf } from './members';
import { lineAt, type SourceModel } from './model';
import { holderOf } from './naming';
import { Parameters } from './parameters';
import { slice } from './slice';
import { type FunctionNode, type Node, spanOf, unexported } from './syntax';
import { inputsOf, type PlannedInput, type TargetPlan } from './targetPlan';

export class Planning {
  readonly parameters: Parameters;

  constructor(readonly model: SourceModel) {
    this.parameters = new Parameters(model);
  }

  record(node: Span, name: string, kind: TargetRecord['kind'], signature: string): TargetRecord {
    const { fileName, source } = this.model;
    return { fileName, start: node.start, end: node.end, name, kind, signature, line: lineAt(source, node.start) };
  }

  /** The whole declaration of a function, without `export`: what the target's range is. */
  rangeOfFunction(fn: FunctionNode): Span {
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

  valueType(value: unknown): { kind: 'number' } | { kind: 'string' } {
    const numeric = (one: unknown): boolean =>
      typeof one === 'number' || (typeof one === 'object' && one !== null && Object.values(one).some(numeric));
    return numeric(value) ? { kind: 'number' } : { kind: 'string' };
  }

  lift(closedOver: PlannedInput[], prologue: Lift['prologue'], awaits: boolean, body: Lift['body']): Lift {
    return { params: closedOver.map((input) => input.name), prologue, ...(awaits ? { async: true } : {}), body };
  }

  /** Adds what a body given by name or default needs, and makes the inputs' names unique. */
  finished(plan: TargetPlan, named: Node | null): TargetPlan {
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

  refuseConflict(name: string | null, target: TargetRecord): void {
    if (name === null) return;
    throw nothing(
      this.model,
      `${name} means different things in the functions around ${target.name}; rename one of them.`,
      target,
    );
  }

  receiver(roots: readonly Node[], at: Node): PlannedInput[] {
    return fieldsOf(this.model, this.parameters, roots, classAround(this.model, at));
  }

  /** The class whose methods `this` has where a node stands. */
  receiverClass(at: Node): { receiverClass?: string } {
    const around = classAround(this.model, at);
    const place = around && this.model.context.placeOf(around);
    return place ? { receiverClass: place.name } : {};
  }
}
