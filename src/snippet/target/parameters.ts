/** @file A function's parameters as inputs: types from annotations, overloads, JSDoc, defaults and use; values from calls. */

import type * as t from '@babel/types';
import { annotated } from './annotation';
import type { Binding } from './binding';
import { constantOf } from './constants';
import { contextual, overload, parameterOfType } from './contextualTypes';
import { bindGenerics } from './declaredTypes';
import { filledWith, isFilledLater, textConstant } from './defaults';
import { type InputType, mergeTypes, unknown } from './inputType';
import { instanceType } from './instances';
import { type JsDoc, readJsDoc } from './jsdoc';
import { likeClass, testedClass } from './likelyClasses';
import { argumentValue, literalCall } from './literalCalls';
import { docBefore, type SourceModel } from './model';
import { parameterText } from './naming';
import { refined, refinedByValue } from './refinement';
import { referencesIn } from './scopes';
import { type ClassNode, type FunctionNode, isFunction, type Node, patternNames, spanOf } from './syntax';
import type { PlannedInput } from './targetPlan';
import { Usage } from './usage';

/** Reads parameters of a file's functions; one per plan. */
export class Parameters {
  readonly usage: Usage;
  private readonly docs = new Map<FunctionNode, JsDoc | null>();

  constructor(private readonly model: SourceModel) {
    this.usage = new Usage(model.scopes, (fn, index) => {
      const said = this.said(fn, index);
      return said.kind === 'unknown' ? null : said;
    });
  }

  /** `call`: the literal call to take values from, where a certain one is meant. */
  of(fn: FunctionNode, role: PlannedInput['role'], call?: t.CallExpression | t.NewExpression | null): PlannedInput[] {
    const literal = call === undefined ? literalCall(this.model, fn) : call;
    const inputs: PlannedInput[] = [];
    let index = 0;
    for (const raw of fn.params) {
      const parameter = raw as Node;
      if (parameter.type === 'Identifier' && parameter.name === 'this') continue;
      inputs.push(this.one(fn, parameter, index++, role, literal));
    }
    const further = this.furtherArguments(fn, index, role);
    return further ? [...inputs, further] : inputs;
  }

  /** What a function takes beyond its parameters: `arguments`, in the style of older JavaScript. */
  private furtherArguments(fn: FunctionNode, index: number, role: PlannedInput['role']): PlannedInput | null {
    const { scopes } = this.model;
    if (fn.type === 'ArrowFunctionExpression' || fn.params.some((one) => one.type === 'RestElement')) return null;
    const uses = referencesIn(scopes, fn.body.start!, fn.body.end!).filter(
      ({ name, binding, node }) => name === 'arguments' && !binding && argumentsOwner(node, scopes) === fn,
    );
    if (uses.length === 0) return null;
    const type = uses.map(({ node }) => this.usage.ofExpression(node)).reduce(mergeTypes, unknown);
    const of = type.kind === 'array' ? type.of : unknown;
    return {
      name: 'arguments',
      range: spanOf(uses[0].node),
      type: { kind: 'array', of },
      role,
      optional: index > 0,
      declared: false,
      rest: true,
      initial: index > 0 ? { value: [], origin: 'default' } : null,
    };
  }

  /** Parameters of a function that only its annotation and a call of it describe. */
  ofCall(binding: Binding, call: t.CallExpression | t.NewExpression | null): PlannedInput[] {
    const [id] = binding.identifiers;
    const annotation = id.typeAnnotation?.type === 'TSTypeAnnotation' ? id.typeAnnotation.typeAnnotation : null;
    const inputs: PlannedInput[] = [];
    for (let index = 0; index < 32; index++) {
      const type = annotation && parameterOfType(this.model, annotation, index, 0);
      const passed = call ? argumentValue(call, index, false, this.model) : null;
      if (!type && !passed) break;
      inputs.push({
        name: `argument${index + 1}`,
        range: spanOf(id),
        type: passed ? refinedByValue(type ?? unknown, passed) : (type ?? unknown),
        role: 'parameter',
        optional: false,
        declared: false,
        rest: false,
        initial: passed ? { value: passed.value, origin: 'call' } : null,
      });
    }
    return inputs;
  }

  /** What `new` of a class takes whose constructor stands in another module; null where that is not known. */
  ofImportedConstructor(node: ClassNode): PlannedInput[] | null {
    const type = instanceType(node, [], this.model.context, 0);
    if (type.kind !== 'object' || !type.instance?.construct) return null;
    return type.instance.construct.map((argument): PlannedInput => {
      const name = argument.replace('...', '');
      const field = type.fields.find((one) => one.name === name);
      return {
        name,
        range: spanOf(node.superClass ?? node),
        type: field?.type ?? unknown,
        role: 'constructor',
        optional: field?.optional ?? true,
        declared: false,
        rest: name !== argument,
        initial: field?.initial === undefined ? null : { value: field.initial, origin: 'default' },
      };
    });
  }

  private one(
    fn: FunctionNode,
    parameter: Node,
    index: number,
    role: PlannedInput['role'],
    call: t.CallExpression | t.NewExpression | null,
  ): PlannedInput {
    const { pattern, initial } = parts(parameter);
    const rest = parameter.type === 'RestElement';
    const doc = this.docOf(fn)?.parameters[index];
    const constant = initial ? constantOf(initial, this.model.scopes) : doc?.initial ? textConstant(doc.initial) : null;
    const fields = pattern.type === 'ObjectPattern' ? patternNames(pattern).map((id) => id.name) : undefined;
    const name = fields && doc?.name ? doc.name : parameterText(this.model, pattern);
    const filled = constant ?? (pattern.type === 'Identifier' ? filledWith(this.model, fn, pattern) : null);
    const worked = !filled && !initial && pattern.type === 'Identifier' && isFilledLater(this.model, pattern);
    const passed = call ? argumentValue(call, index, rest, this.model) : null;
    let type = this.typeOfParameter(fn, parameter, index);
    if (filled) type = refinedByValue(type, filled);
    if (passed) type = refinedByValue(type, passed);
    return {
      name,
      range: spanOf(pattern),
      type,
      role,
      optional:
        initial !== null ||
        worked ||
        (pattern.type === 'Identifier' && pattern.optional === true) ||
        doc?.optional === true,
      ...((initial && !constant) || worked ? { computedDefault: true } : {}),
      declared:
        annotated(parameter.type === 'RestElement' ? parameter : (pattern as t.Identifier), this.model.context).kind !==
        'unknown',
      rest,
      // A default stands in the file for every call; a call is somebody's choice for one.
      initial:
        filled && !(Array.isArray(filled.value) && filled.value.length === 0)
          ? { value: filled.value, origin: 'default' }
          : passed
            ? { value: passed.value, origin: 'call' }
            : null,
      ...(fields ? { fields } : {}),
    };
  }

  private typeOfParameter(fn: FunctionNode, parameter: Node, index: number): InputType {
    const said = this.said(fn, index);
    const { pattern } = parts(parameter);
    const used = this.usage.ofPattern(parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter);
    if (parameter.type === 'RestElement' && said.kind === 'unknown') {
      const list = pattern.type === 'Identifier' ? this.usage.ofPattern(pattern) : unknown;
      return list.kind === 'array' ? list : { kind: 'array', of: unknown };
    }
    if (said.kind !== 'unknown') return refined(said, used);
    const tested = pattern.type === 'Identifier' ? testedClass(this.model, pattern) : unknown;
    return refined(tested.kind === 'unknown' ? likeClass(this.model, fn, used) : tested, used);
  }

  /** What annotation, overload, contextual type or JSDoc says about a parameter. */
  said(fn: FunctionNode, index: number): InputType {
    const parameters = (fn.params as Node[]).filter((one) => !(one.type === 'Identifier' && one.name === 'this'));
    const parameter = parameters[Math.min(index, parameters.length - 1)];
    if (!parameter) return unknown;
    const { context } = this.model;
    const generics = bindGenerics(fn, [], context);
    const { pattern } = parts(parameter);
    const own = annotated(parameter.type === 'RestElement' ? parameter : (pattern as t.Identifier), context, generics);
    if (own.kind !== 'unknown') return own;
    const from = [
      overload(this.model, fn, index),
      contextual(this.model, fn, index),
      this.docOf(fn)?.parameters[index],
    ];
    for (const found of from) {
      if (!found) continue;
      const type = 'kind' in found ? found : found.rest ? ({ kind: 'array', of: found.type } as const) : found.type;
      if (type.kind !== 'unknown') return type;
    }
    return unknown;
  }

  docOf(fn: FunctionNode): JsDoc | null {
    const known = this.docs.get(fn);
    if (known !== undefined) return known;
    let at: Node | undefined = fn;
    let text: string | null = null;
    for (let i = 0; at && i < 5 && text === null; i++) {
      text = docBefore(this.model, at.start!);
      at = this.model.scopes.parents.get(at);
      if (
        at &&
        (isFunction(at) || at.type === 'BlockStatement' || at.type === 'Program' || at.type === 'CallExpression')
      )
        break;
    }
    const doc = text === null ? null : readJsDoc(text, this.model.context);
    this.docs.set(fn, doc);
    return doc;
  }
}

/** The function whose `arguments` a node reads. */
function argumentsOwner(node: Node, { parents }: SourceModel['scopes']): Node | undefined {
  let at = parents.get(node);
  while (at && !(isFunction(at) && at.type !== 'ArrowFunctionExpression')) at = parents.get(at);
  return at;
}

function parts(parameter: Node): { pattern: Node; initial: Node | null } {
  switch (parameter.type) {
    case 'TSParameterProperty':
      return parts(parameter.parameter);
    case 'AssignmentPattern':
      return { pattern: parameter.left, initial: parameter.right };
    case 'RestElement':
      return { pattern: parameter.argument, initial: null };
    default:
      return { pattern: parameter, initial: null };
  }
}
