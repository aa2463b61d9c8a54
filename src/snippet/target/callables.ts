/** @file Names that stand for something to call: functions, and variables that a wrapper made (`const f = memoise((x) => …)`). */

import type * as t from '@babel/types';
import type { Binding } from './binding';
import type { Located } from './located';
import { isFunction, unwrapped } from './syntax';
import { functionOf } from './usage';

/** What a name's declaration offers to differentiate. */
export function ofBinding(binding: Binding): Located | null {
  const fn = functionOf(binding);
  if (fn) return { kind: 'function', fn };
  const [declaration] = binding.declarations;
  if (declaration?.type === 'VariableDeclarator' && declaration.init) {
    const init = unwrapped(declaration.init);
    if (isCallable(declaration)) return { kind: 'callable', binding };
    if (init.type === 'Identifier') return null;
  }
  return null;
}

/** `const f = memoise((x) => …)`, `const f: (x: number) => number = …`. */
export function isCallable(declarator: t.VariableDeclarator): boolean {
  const annotation = 'typeAnnotation' in declarator.id ? declarator.id.typeAnnotation : null;
  if (annotation?.type === 'TSTypeAnnotation' && annotation.typeAnnotation.type === 'TSFunctionType') return true;
  const init = declarator.init && unwrapped(declarator.init);
  return (
    init?.type === 'CallExpression' &&
    init.arguments.some((argument) => isFunction(unwrapped(argument))) &&
    isWrapper(init)
  );
}

/** A call that takes a function and gives one back, as far as its name tells; `xs.map(…)` and the like give values. */
function isWrapper(call: t.CallExpression): boolean {
  const callee = unwrapped(call.callee);
  const name =
    callee.type === 'Identifier'
      ? callee.name
      : callee.type === 'MemberExpression' && callee.property.type === 'Identifier'
        ? callee.property.name
        : '';
  return /memo|curry|cache|wrap|bind|once|debounce|throttle|compose|pipe|partial|flip|lift|vector|define|make|create/i.test(
    name,
  );
}
