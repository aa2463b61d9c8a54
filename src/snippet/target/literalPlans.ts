/** @file Plans for statements that start from numbers in the text (`const a = 1; const b = a + a`): those are the inputs. */
import type * as t from '@babel/types';
import type { TargetRecord } from '../../protocol/evaluation';
import type { Lift, Span } from '../contract';
import type { Binding } from './binding';
import { FreeVariables } from './closedOver';
import { constantOf } from './constants';
import { holdsNumbers } from './inputType';
import type { Planning } from './planning';
import { slice } from './slice';
import { type Node, spanOf, unexported, unwrapped } from './syntax';
import type { PlannedInput, TargetPlan } from './targetPlan';

/** Statements without free variables: the numbers they start from are the inputs (`const a = 1; const b = a + a`). */
export function planWithLiterals(
  planning: Planning,
  nodes: readonly Node[],
  statements: readonly Span[],
  result: Span | string,
  awaits: boolean,
  record: (inputs: readonly PlannedInput[]) => TargetRecord,
): TargetPlan | null {
  const { scopes } = planning.model;
  const sources: { node: Node; bindings: Binding[] }[] = [];
  let known: Binding[] | null = null;
  const all = nodes.map((one) => spanOf(one));
  const undeclaredHere = (): Binding[] =>
    (known ??= new FreeVariables(planning.model, planning.parameters, all).undeclared());
  for (const node of nodes) {
    const inner = unexported(node);
    const assigned = literalAssignment(planning, inner, undeclaredHere);
    if (assigned) sources.push({ node: inner, bindings: [assigned] });
    if (inner.type !== 'VariableDeclaration') continue;
    const bindings: Binding[] = [];
    const literal = inner.declarations.every((declarator) => {
      const binding = declarator.id.type === 'Identifier' ? scopes.declared.get(declarator.id) : null;
      const constant = declarator.init && isLiteral(declarator.init) ? constantOf(declarator.init, scopes) : null;
      if (!binding || !constant || scopes.effects.has(binding) || planning.valueType(constant.value).kind !== 'number')
        return false;
      bindings.push(binding);
      return true;
    });
    if (literal) sources.push({ node: inner, bindings });
  }
  const rest = statements.filter((span) => !sources.some(({ node }) => node.start === span.start));
  if (sources.length === 0 || (rest.length === 0 && typeof result === 'string')) return null;
  const spans = [...rest, ...(typeof result === 'string' ? [] : [result])];
  const free = new FreeVariables(planning.model, planning.parameters, spans);
  const wanted = new Set(sources.flatMap(({ bindings }) => bindings));
  const made = slice(planning.model, { spans, at: nodes[0], wanted, inPlace: true, givable: () => false });
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
  planning.refuseConflict(made.conflict, target);
  const body: Lift['body'] = { kind: 'statements', statements: rest, result };
  const lift = planning.lift(closedOver, made.prologue, made.awaits || awaits, body);
  return planning.finished(
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
export function literalAssignment(
  _planning: Planning,
  node: Node,
  undeclared: () => readonly Binding[],
): Binding | null {
  if (node.type !== 'ExpressionStatement' || node.expression.type !== 'AssignmentExpression') return null;
  const { left, right, operator } = node.expression;
  if (operator !== '=' || left.type !== 'Identifier' || !isLiteral(right)) return null;
  const binding = undeclared().find((one) => one.name === left.name);
  return binding && binding.references.filter((one) => one.write).length === 1 ? binding : null;
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
