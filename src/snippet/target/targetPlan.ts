/** @file The plan for one target: what it is, what it needs from outside, and how to call it. Plain data. */
import type { InputOrigin, InputValue, TargetRecord } from '../../protocol/evaluation';
import type { Lift, Span } from '../contract';
import type { InputType } from './inputType';

export interface PlannedInput {
  /** Unique within the plan. */
  name: string;
  /** Where it is declared (or first read, for a free variable): the place of its leaves. */
  range: Span;
  type: InputType;
  /** field: `this.…`. constructor: an argument of the class's constructor. */
  role: 'parameter' | 'closedOver' | 'constructor' | 'field';
  /** May be left out: `x?: number`, `x = 1`. */
  optional: boolean;
  /** Has a default that only running gives: left out unless a value is given. */
  computedDefault?: boolean;
  /** The type is an annotation of the code, which given values are held to; else it is a guess from use. */
  declared: boolean;
  /** Name of the property of `this` that it is, for the role field. */
  field?: string;
  /** `...xs`: its entries are separate arguments. */
  rest: boolean;
  /** What the file says about its value. */
  initial: { value: InputValue; origin: InputOrigin & ('initialiser' | 'default' | 'call') } | null;
  /** A variable that the target only writes: needs a place, not a value. */
  writtenOnly?: boolean;
  /** It holds what `require` gives for this specifier. */
  module?: string;
  /** Names of a destructured parameter's fields, by which it may be given too. */
  fields?: string[];
}

export interface TargetPlan {
  target: TargetRecord;
  /** Arguments of the target, in order. */
  parameters: PlannedInput[];
  /** Values of `lift.params`, in order. */
  closedOver: PlannedInput[];
  /** Fields of the `this` that the lifted function is called with; empty: no `this`. */
  receiver: PlannedInput[];
  /** The class of that `this`, at the file's top level. */
  receiverClass?: string;
  /** The file is run as it stands: its leaves with values of the text, and whether the selection calls `backward()`. */
  script?: { leaves: (PlannedInput & { made: Span })[]; backward: boolean };
  invoke:
    | { kind: 'call' }
    | { kind: 'construct' }
    | { kind: 'value' }
    | {
        kind: 'method';
        method: string;
        isStatic: boolean;
        accessor: boolean;
        /** Static function of the class that gives the member, where it is private. */
        reach?: string;
        constructorParameters: PlannedInput[];
        /** Instead of running the constructor: an object of the class with these fields. */
        thisFields: PlannedInput[] | null;
      };
  lift: Lift;
  /** Top-level statements that the target needs. */
  keep: Span[];
  /** Specifiers whose text would have given types that are unknown here. */
  typeImports: string[];
}

/** All inputs in the order in which they are shown and given by position: parameters first. */
export function inputsOf(plan: TargetPlan): PlannedInput[] {
  const { invoke } = plan;
  const built = invoke.kind === 'method' ? [...invoke.constructorParameters, ...(invoke.thisFields ?? [])] : [];
  const leaves = plan.script?.leaves ?? [];
  return [...plan.parameters, ...plan.closedOver, ...built, ...plan.receiver, ...leaves].filter(
    (input) => !input.writtenOnly && input.module === undefined,
  );
}
