/** @file A lesson: all that the panel shows, as JSON that a page holds, so that it starts without VS Code. */
import type { Evaluation } from '../protocol/evaluation';
import type { Preferences } from './preferences';
import type { Answered } from './questions';
import type { Resumed } from './state';

export interface Lesson {
  /** Of this shape. */
  version: 1;
  language: string;
  /** By key. */
  words: Record<string, string>;
  /** `Evaluation`, encoded by protocol/codec.ts. */
  evaluation: string;
  texts: Record<string, string>;
  preferences: Preferences;
  resumed: Resumed;
  answers: Answered[];
}

/** The element of the page that holds one. */
const place = 'gradlens-lesson';

/** null in VS Code, where no page holds one. */
export function lessonOf(page: Document): Lesson | null {
  const text = page.getElementById(place)?.textContent;
  if (!text) return null;
  const lesson = JSON.parse(text) as Lesson;
  return lesson.version === 1 ? lesson : null;
}

/** Whether the panel runs by itself: there is no editor and nothing is computed. */
export function inLesson(): boolean {
  return document.body.classList.contains('lesson');
}

/** Paths and texts of files that a lesson does not need stay where they are. */
export function bareName(fileName: string): string {
  return fileName.slice(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
}

/** The evaluation with names of files in place of their paths: a lesson is passed on. */
export function withoutPaths(
  evaluation: Evaluation,
  texts: Record<string, string>,
): [Evaluation, Record<string, string>] {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const named = (fileName: string): string => {
    const known = names.get(fileName);
    if (known !== undefined) return known;
    let name = bareName(fileName);
    for (let k = 2; taken.has(name); k++) name = `${k}/${bareName(fileName)}`;
    taken.add(name);
    names.set(fileName, name);
    return name;
  };
  const renamed = renamedIn(evaluation, named) as Evaluation;
  const sources = Object.fromEntries(Object.entries(evaluation.sources).map(([file, hash]) => [named(file), hash]));
  const kept = Object.fromEntries(Object.entries(texts).map(([file, text]) => [named(file), text]));
  return [{ ...renamed, sources }, kept];
}

function renamedIn(value: unknown, named: (fileName: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => renamedIn(one, named));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      key === 'fileName' && typeof one === 'string' ? named(one) : renamedIn(one, named),
    ]),
  );
}
