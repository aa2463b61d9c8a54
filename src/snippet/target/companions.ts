/** @file What has to stand beside a target: classes that its inputs are instances of, modules that define what it reads. */
import { isRealmName } from './closedOver';
import type { SourceModel } from './model';
import { referencesIn } from './scopes';
import { classesIn } from './shape';
import { slice } from './slice';
import { contains, memberName, spanOf } from './syntax';
import { inputsOf, type TargetPlan } from './targetPlan';

const isGlobalObject = (name: string): boolean => /^(globalThis|window|self|global)$/.test(name);

/** Not a style sheet, a picture or the like. */
const isCodeFile = (specifier: string): boolean =>
  !/\.(css|scss|sass|less|styl|svg|png|jpe?g|gif|webp|html)(\?.*)?$/i.test(specifier);

/** `import './define'`, where something is read that neither this file nor the realm defines. */
export function addSideEffects(model: SourceModel, plan: TargetPlan): void {
  const { program, scopes } = model;
  const imports = program.body.filter(
    (one) => one.type === 'ImportDeclaration' && one.specifiers.length === 0 && isCodeFile(one.source.value),
  );
  if (imports.length === 0) return;
  const given = new Set(plan.lift.params);
  const open = [plan.target, ...plan.keep, ...plan.lift.prologue].some((span) =>
    referencesIn(scopes, span.start, span.end).some(({ binding, name, node }) => {
      if (binding || given.has(name)) return false;
      if (!isRealmName(name)) return true;
      const around = scopes.parents.get(node);
      const member = around?.type === 'MemberExpression' && around.object === node ? memberName(around) : null;
      return isGlobalObject(name) && member !== null && !isRealmName(member);
    }),
  );
  if (!open) return;
  for (const one of imports) {
    const span = spanOf(one);
    if (!plan.keep.some((kept) => kept.start === span.start)) plan.keep.push(span);
  }
  plan.keep.sort((a, b) => a.start - b.start);
}

/** Classes of this file that inputs are instances of: what they need is kept, and they go out with the target. */
export function addClasses(model: SourceModel, plan: TargetPlan): void {
  const { scopes } = model;
  const names = new Set<string>();
  for (const input of inputsOf(plan)) classesIn(input.type, names);
  if (plan.receiverClass) names.add(plan.receiverClass);
  if (names.size === 0) return;
  const given = new Set(plan.lift.params);
  const classes: string[] = [];
  for (const name of names) {
    const binding = scopes.module.bindings.get(name);
    if (!binding || given.has(name)) continue;
    const { keep, prologue } = slice(model, {
      spans: [],
      at: binding.declarations[0],
      wanted: new Set(),
      inPlace: false,
      givable: () => false,
      needs: [binding],
    });
    // A method that reads a variable which is an input here would read another one: better no instance.
    const reads = plan.closedOver.some(
      ({ name: one, range }) =>
        scopes.module.bindings.get(one)?.identifiers.some((id) => id.start === range.start) === true &&
        keep.some((span) => contains(span, range)),
    );
    if (reads || prologue.length > 0) continue;
    classes.push(name);
    for (const one of keep) if (!plan.keep.some((kept) => kept.start === one.start)) plan.keep.push(one);
  }
  plan.keep.sort((a, b) => a.start - b.start);
  if (classes.length > 0) plan.lift.classes = classes;
}
