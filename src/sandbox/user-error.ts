/** @file An error thrown by the person's program: its stack in the lines of the source. */
import { failure } from '../protocol/codes';
import type { Failure, StackFrame } from '../protocol/request';

export interface ThrownError {
  name: string;
  message: string;
  stack: string;
}

/** A source file that may stand in a stack; instrumented text keeps its lines. */
export interface SourceText {
  fileName: string;
  text: string;
}

const framesKept = 30;
const stackRead = 20_000;

/** The frames of a stack that lie in the given files, innermost first. */
export function userFrames(stack: string, isSource: (fileName: string) => boolean): StackFrame[] {
  const frames: StackFrame[] = [];
  for (const text of stack.slice(0, stackRead).split('\n')) {
    const found = /^\s+at (?:async )?(?:(.{0,500}?) \()?(.{1,1000}?):(\d{1,9}):(\d{1,9})\)?$/.exec(text);
    if (!found) continue;
    const [, name, fileName, line, column] = found;
    if (!isSource(fileName)) continue;
    frames.push({ fileName, line: Number(line), column: Number(column), name: plainName(name) });
    if (frames.length >= framesKept) break;
  }
  return frames;
}

/** `Object.f`, `new F`, `f [as g]` as people know them. */
function plainName(name: string | undefined): string {
  return (name ?? '')
    .replace(/ \[as .*\]$/, '')
    .replace(/^(?:Object|Module)\./, '')
    .replace(/^<anonymous>$/, '');
}

/** Offsets of a line (from 1) without its indentation. */
export function lineSpan(text: string, line: number): { start: number; end: number } {
  let start = 0;
  for (let k = 1; k < line; k++) {
    const next = text.indexOf('\n', start);
    if (next < 0) return { start: text.length, end: text.length };
    start = next + 1;
  }
  const next = text.indexOf('\n', start);
  const whole = text.slice(start, next < 0 ? text.length : next);
  const indented = whole.length - whole.trimStart().length;
  return { start: start + indented, end: start + Math.max(indented, whole.trimEnd().length) };
}

/** The failure that a person sees: the error's own name and message, where it was thrown, with which inputs. */
export function userFailure(thrown: ThrownError, sources: SourceText[], fallback: Partial<Failure>, inputs: string) {
  const byName = new Map(sources.map((source) => [source.fileName, source]));
  const frames = userFrames(thrown.stack, (fileName) => byName.has(fileName));
  const inner = frames.find(({ fileName }) => byName.get(fileName)?.text !== '');
  const place = inner
    ? { fileName: inner.fileName, ...lineSpan(byName.get(inner.fileName)?.text ?? '', inner.line) }
    : fallback;
  const where = inner ? `line ${inner.line} of ${inner.fileName.replace(/^.*[\\/]/, '')}` : 'an unknown line';
  const detail = thrown.message || 'no message';
  return failure(
    'userError',
    { name: thrown.name || 'Error', detail, place: where, inputs: inputs || 'none' },
    { ...place, frames },
  );
}
