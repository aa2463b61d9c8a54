/** @file A value for each input of a plan: given, remembered, from the file, or made up by type. */
import { failure } from '../../protocol/codes';
import type { InputOrigin, InputValue } from '../../protocol/evaluation';
import { Guesser, type Manner } from './guess';
import { describeType, holdsNumbers, type InputType, type TypedArrayName } from './inputType';
import { type Shape, shapeOf } from './shape';
import { inputsOf, type PlannedInput, type TargetPlan } from './targetPlan';

/** How a value becomes an argument, where it is not passed as it is; as in the run plan. */
export type PassedAs = 'identity' | 'undefined' | 'bigint' | TypedArrayName;

export interface ChosenInput {
  planned: PlannedInput;
  value: InputValue;
  origin: InputOrigin;
  /** How the value becomes the argument: `RunInput.as` and `.spread`. */
  as?: PassedAs;
  spread?: boolean;
  /** What parts of the value are more than plain data: `RunInput.shape`. */
  shape?: Shape;
  /** Has numbers that can be differentiated. */
  numeric: boolean;
}

/** The inputs by where the run plan wants them; `all` in the order of display, without those that are only written. */
export interface ChosenInputs {
  all: ChosenInput[];
  parameters: ChosenInput[];
  closedOver: ChosenInput[];
  constructorParameters: ChosenInput[];
  thisFields: ChosenInput[] | null;
  receiver: ChosenInput[];
  /** Leaves that a script makes. */
  leaves: ChosenInput[];
}

type Given = Record<string, InputValue> | InputValue[];

/**
 * Chooses all inputs of a plan. Values in `given` must fit (`inputMismatch`, `noSuchInput`); remembered ones that no
 * longer fit are passed over.
 */
export function chooseInputs(
  plan: TargetPlan,
  given: Given = {},
  remembered: Record<string, InputValue> = {},
  manner: Manner = {},
): ChosenInputs {
  const shown = inputsOf(plan);
  const named = byName(plan, shown, given);
  const found = new Map<PlannedInput, { value: InputValue; origin: InputOrigin }>();
  for (const input of shown) {
    if (named.has(input)) {
      const value = named.get(input)!;
      const problem = input.declared ? mismatch(input.type, value, input.optional) : null;
      if (problem) throw refused(plan, input, problem);
      found.set(input, { value, origin: 'given' });
    } else if (Object.hasOwn(remembered, input.name) && !mismatch(input.type, remembered[input.name], input.optional)) {
      found.set(input, { value: remembered[input.name], origin: 'remembered' });
    } else if (input.initial && !(input.initial.value === null && holdsNumbers(input.type)))
      found.set(input, input.initial);
  }
  const guesser = new Guesser(tiedLength(shown, found), manner);
  const chosen = new Map<PlannedInput, ChosenInput>();
  for (const input of shown) {
    const known = found.get(input);
    if (known) chosen.set(input, asChosen(input, known.value, known.origin));
    else if (isCutShort(input, given)) chosen.set(input, asChosen(input, [], 'default'));
    else if (isLeftOut(input))
      chosen.set(input, { planned: input, value: null, origin: 'default', as: 'undefined', numeric: false });
    else chosen.set(input, asChosen(input, guesser.value(input.type, input.name), 'guess'));
  }
  const pick = (list: PlannedInput[]): ChosenInput[] => list.map((input) => chosen.get(input) ?? unchosen(input));
  const { invoke } = plan;
  return {
    all: pick(shown),
    parameters: pick(plan.parameters),
    closedOver: pick(plan.closedOver),
    constructorParameters: invoke.kind === 'method' ? pick(invoke.constructorParameters) : [],
    thisFields: invoke.kind === 'method' && invoke.thisFields ? pick(invoke.thisFields) : null,
    receiver: pick(plan.receiver),
    leaves: pick(plan.script?.leaves ?? []),
  };
}

/** What is there without being chosen: a module, or a variable that is only written. */
function unchosen(planned: PlannedInput): ChosenInput {
  const given = planned.module === undefined ? { as: 'undefined' as const } : { shape: { module: planned.module } };
  return { planned, value: null, origin: 'guess', ...given, numeric: false };
}

function refused(plan: TargetPlan, input: PlannedInput, detail: string): Error {
  const { fileName } = plan.target;
  return failure('inputMismatch', { name: input.name, detail }, { fileName, ...input.range });
}

/** `...rest` after a call's last argument, or of functions. */
function isCutShort({ rest, type }: PlannedInput, given: Given): boolean {
  return rest && (Array.isArray(given) || (type.kind === 'array' && type.of.kind === 'function'));
}

/** Optional things that hold no plain numbers stay away, as in the simplest call a person would write. */
function isLeftOut(input: PlannedInput): boolean {
  if (input.computedDefault) return true;
  if (!input.optional) return false;
  const { type } = input;
  return !(type.kind === 'number' || ((type.kind === 'array' || type.kind === 'typedArray') && holdsNumbers(type)));
}

function byName(plan: TargetPlan, inputs: PlannedInput[], given: Given): Map<PlannedInput, InputValue> {
  const out = new Map<PlannedInput, InputValue>();
  if (Array.isArray(given)) {
    const known = inputs.map((input) => input.name).join(', ') || 'none';
    let i = 0;
    for (const input of inputs) {
      if (i >= given.length) break;
      const last = inputs.filter((one) => one.role === 'parameter').at(-1) === input;
      if (input.rest && last && !(Array.isArray(given[i]) && given.length <= inputs.length)) {
        out.set(input, given.slice(i));
        i = given.length;
      } else if (given[i] !== undefined) out.set(input, given[i++]);
      else i++;
    }
    if (i < given.length)
      throw failure('noSuchInput', { name: `number ${i + 1}`, known }, { fileName: plan.target.fileName });
    return out;
  }
  for (const name of Object.keys(given)) {
    if (given[name] === undefined) continue;
    const input = inputs.find((one) => one.name === name || (one.rest && `...${one.name}` === name));
    if (input) {
      out.set(input, given[name]);
      continue;
    }
    const owner = inputs.find((one) => one.fields?.includes(name));
    if (!owner) {
      const known = inputs.map((one) => one.name).join(', ') || 'none';
      throw failure('noSuchInput', { name, known }, { fileName: plan.target.fileName });
    }
    const whole = out.get(owner) ?? new Guesser(null).value(owner.type);
    const base = typeof whole === 'object' && whole !== null && !Array.isArray(whole) ? whole : {};
    out.set(owner, { ...base, [name]: given[name] });
  }
  return out;
}

function asChosen(planned: PlannedInput, value: InputValue, origin: InputOrigin): ChosenInput {
  const { type, rest } = planned;
  const isFunctionType = type.kind === 'function' && (value === null || origin === 'guess');
  const as: PassedAs | undefined = isFunctionType
    ? 'identity'
    : value === null && planned.optional
      ? 'undefined'
      : type.kind === 'typedArray' && Array.isArray(value)
        ? type.name
        : type.kind === 'bigint' && typeof value === 'number'
          ? 'bigint'
          : undefined;
  // a type told by use is a guess, which a value may disprove
  const fits = !as && (planned.declared || mismatch(type, value) === null);
  const shape = fits ? shapeOf(type, value, mismatch) : null;
  return {
    planned,
    value,
    origin,
    ...(as ? { as } : {}),
    ...(rest && Array.isArray(value) ? { spread: true } : {}),
    ...(shape ? { shape } : {}),
    numeric: as !== 'bigint' && shape?.as !== 'Date' && hasNumber(value),
  };
}

function hasNumber(value: InputValue): boolean {
  if (typeof value === 'number') return true;
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) ? value.some(hasNumber) : Object.values(value).some(hasNumber);
}

/** The length of the first array whose value is known: arrays that go together are as long. */
function tiedLength(inputs: PlannedInput[], found: Map<PlannedInput, { value: InputValue }>): number | null {
  for (const input of inputs) {
    const value = found.get(input)?.value;
    if (Array.isArray(value) && value.length > 0 && input.type.kind !== 'tuple') return value.length;
  }
  const arrays = inputs.filter((input) => !found.has(input) && input.type.kind === 'array');
  const isMatrix = (type: InputType): boolean => type.kind === 'array' && type.of.kind === 'array';
  if (arrays.length > 0 && arrays.every((input) => isMatrix(input.type))) return 2;
  const lengths = inputs.map((input) =>
    input.type.kind === 'array' || input.type.kind === 'typedArray' ? (input.type.length ?? 0) : 0,
  );
  const longest = Math.max(0, ...lengths);
  return longest > 3 && arrays.length > 1 ? longest : null;
}

/** Why a value does not fit a type, or null. Further fields are allowed; so is anything where the type is unknown. */
export function mismatch(type: InputType, value: InputValue, optional = false): string | null {
  if (value === null) {
    const absent = optional || ['null', 'undefined', 'unknown', 'function', 'union'].includes(type.kind);
    return absent ? null : `it must be ${describeType(type)}, not null.`;
  }
  const is = Array.isArray(value) ? 'an array' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
  const wrong = `it must be ${describeType(type)}, not ${is}.`;
  switch (type.kind) {
    case 'unknown':
    case 'null':
    case 'undefined':
      return null;
    case 'variable': {
      const fits = (one: InputValue): boolean => typeof one === 'number' || (Array.isArray(one) && one.every(fits));
      return fits(value) ? null : wrong;
    }
    case 'number':
    case 'date':
    case 'bigint':
      return typeof value === 'number' ? null : wrong;
    case 'boolean':
    case 'string':
      return typeof value === type.kind ? null : wrong;
    case 'literal':
      return typeof value === typeof type.value ? null : wrong;
    case 'function':
      return 'a function cannot be given here; it is called as the identity.';
    case 'array':
    case 'typedArray': {
      if (!Array.isArray(value)) return wrong;
      const of: InputType = type.kind === 'array' ? type.of : { kind: 'number' };
      return inside(value.map((one, i) => [`entry ${i}`, mismatch(of, one)]));
    }
    case 'set':
      return Array.isArray(value) ? inside(value.map((one, i) => [`entry ${i}`, mismatch(type.of, one)])) : wrong;
    case 'map':
      if (typeof value !== 'object' || Array.isArray(value)) return wrong;
      return inside(Object.entries(value).map(([key, one]) => [key, mismatch(type.of, one)]));
    case 'tuple': {
      if (!Array.isArray(value)) return wrong;
      const fits = type.rest ? value.length >= type.of.length : value.length === type.of.length;
      if (!fits) return `it must have ${type.of.length} entries, not ${value.length}.`;
      return inside(value.map((one, i) => [`entry ${i}`, mismatch(type.of[i] ?? type.rest!, one)]));
    }
    case 'object': {
      if (typeof value !== 'object' || Array.isArray(value)) return wrong;
      return inside(
        type.fields.map((field) => {
          if (!Object.hasOwn(value, field.name)) {
            return [field.name, field.optional || field.type.kind === 'function' ? null : 'it is missing.'];
          }
          return [field.name, mismatch(field.type, value[field.name], field.optional)];
        }),
      );
    }
    case 'union':
      return type.members.some((member) => mismatch(member, value) === null) ? null : wrong;
  }
}

function inside(parts: [string, string | null][]): string | null {
  const bad = parts.find(([, problem]) => problem !== null);
  return bad ? `${bad[0]}: ${bad[1]}` : null;
}
