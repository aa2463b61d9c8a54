/** @file Plans written down as text, so that tests can say what they expect in one line. */

import type { InputValue } from '../../../src/protocol/evaluation';
import type { Span } from '../../../src/snippet/contract';
import { chooseInputs, planTarget, type TargetPlan } from '../../../src/snippet/target';

/** `where`: a piece of the source to select, `{ at }` for a cursor before that piece, `{ name }` for a target's name. */
export type Place = string | { at: string } | { name: string };

export function plan(source: string, where: Place, fileName = '/project/file.ts'): TargetPlan {
  return planTarget(source, fileName, placed(source, where));
}

export function placed(source: string, where: Place): { selection: Span } | { target: string } {
  if (typeof where === 'object' && 'name' in where) return { target: where.name };
  const piece = typeof where === 'string' ? where : where.at;
  const start = source.indexOf(piece);
  if (start < 0) throw new Error(`the source has no ${piece}`);
  return { selection: { start, end: typeof where === 'string' ? start + piece.length : start } };
}

/** The source of a span on one line. */
export function text(source: string, span: Span): string {
  return source.slice(span.start, span.end).replace(/\s+/g, ' ');
}

export function kept(source: string, made: TargetPlan): string[] {
  return made.keep.map((span) => text(source, span));
}

export function prologue(source: string, made: TargetPlan): string[] {
  return made.lift.prologue.map((span) => text(source, span));
}

/** `name=value(origin)` for each input. */
export function inputs(
  made: TargetPlan,
  given?: Record<string, InputValue> | InputValue[],
  remembered?: Record<string, InputValue>,
): string {
  return chooseInputs(made, given, remembered)
    .all.map(
      ({ planned, value, origin, as }) => `${planned.name}=${as ? `${as}:` : ''}${JSON.stringify(value)}(${origin})`,
    )
    .join(' ');
}

/** The code of the error that a call throws. */
export function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
  return 'nothing was thrown';
}
