/** @file What the prelude and the module 'gradlens' know of each other. Both live in the inner realm, bundled apart. */
import type { Op } from '../../../engine/opcodes';
import type { Guard, Tape } from '../../../engine/tape';
import type { ScriptRun } from './run';

/** What the module asks of the prelude. */
export interface ScriptLinks {
  /** The tape of this run. */
  tape(): Tape;
  /** Row of a traced value; 0 for anything else. */
  idOf(value: unknown): number;
  mark(site: number, id: number): void;
  /** A traced value leaves the tape: noted with its place. */
  detach(id: number, detail: string): number;
  note(code: string, site: number, detail: string): void;
  /** Site of the call of `backward` that runs; it is used up. */
  takeBackwardSite(): number;
  /** Milliseconds, of the real clock. */
  now(): number;
  /** Tells the outside something while the program runs. */
  send(text: string): void;
  /** Runs code that a person wrote without what it prints. */
  silently<T>(body: () => T): T;
}

/** How a run wants its Variables recorded. */
export interface ScriptPlan {
  /** The file as a whole is the target, and its last `backward()` (or the one of this index) is shown. */
  script: boolean;
  /** What was computed last is shown, whatever `backward()` was called before. */
  fresh?: boolean;
  backward?: number;
  traced: boolean;
  operationLimit: number;
  /** Sites that give a value a name: only what they hold is told at the end. */
  named: number[];
  /** Other values for leaves, by the site that makes them. */
  leaves?: [site: number, value: unknown][];
}

/** What the prelude asks of the module. */
export interface ScriptModule {
  /** What `import … from 'gradlens'` sees. */
  exports: Record<string, unknown>;
  reset(plan: ScriptPlan): void;
  isOperand(value: unknown): boolean;
  /** A primitive on operands of which one at least is a Variable or an array. */
  operate(op: Op, operands: readonly unknown[], site: number): unknown;
  compare(kind: Guard, a: unknown, b: unknown, site: number): boolean;
  /** As text beside other text: the bare number where there is no axis. */
  text(value: unknown): string;
  /** Notes that a call gave this value. */
  made(value: unknown, site: number): unknown;
  /** Notes that a value passed a place under a name. */
  mark(value: unknown, site: number): void;
  /** A Variable of numbers that may be traced. */
  input(value: unknown, site: number): unknown;
  /** The row of a result that is a Variable, put on the tape; null for anything else. */
  result(value: unknown): { value: number; id: number } | null;
  /** Whether this was thrown because the limit of operations was reached. */
  isLimit(error: unknown): boolean;
  /** What came of it all; null where no Variable was made. Puts the shown graph on the tape. */
  finish(): ScriptRun | null;
}
