/** @file Input values as data: paths into them, changes, ranges for sliders, agreement of two gradients. */
import type { GradValue, InputValue } from '../protocol/evaluation';

export type Path = (string | number)[];

export function at<T extends InputValue | GradValue | undefined>(
  value: T,
  path: Path,
): InputValue | GradValue | undefined {
  let found: unknown = value;
  for (const step of path) {
    if (found === null || typeof found !== 'object') return undefined;
    found = (found as Record<string | number, unknown>)[step];
  }
  return found as InputValue | undefined;
}

/** A copy with one entry changed; the rest is shared. */
export function changed(value: InputValue, path: Path, entry: InputValue): InputValue {
  if (path.length === 0) return entry;
  const [step, ...rest] = path;
  if (Array.isArray(value)) return value.map((old, index) => (index === step ? changed(old, rest, entry) : old));
  if (value !== null && typeof value === 'object') return { ...value, [step]: changed(value[step], rest, entry) };
  return value;
}

/** All bare entries with their paths, depth first. */
export function leavesOf(value: InputValue, path: Path = []): { path: Path; value: InputValue }[] {
  if (Array.isArray(value)) return value.flatMap((entry, index) => leavesOf(entry, [...path, index]));
  if (value !== null && typeof value === 'object') {
    return Object.entries(value).flatMap(([name, entry]) => leavesOf(entry, [...path, name]));
  }
  return [{ path, value }];
}

/** `p.y`, `xs[0][1]`, `o["a b"]` */
export function pathText(name: string, path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(step) ? `${text}.${step}` : `${text}[${JSON.stringify(step)}]`;
  }, name);
}

/** As far to both sides as suits the value's size: 2 → [−3, 7], 0.3 → [−0.2, 0.8], 0 → [−5, 5]. */
export function sliderRange(value: number): { min: number; max: number; step: number } {
  const size = Math.abs(value);
  const reach = Number.isFinite(value) && size > 1e-12 ? 5 * 10 ** Math.floor(Math.log10(size)) : 5;
  const centre = Number.isFinite(value) ? value : 0;
  const tidy = (x: number) => Number(x.toPrecision(12));
  return { min: tidy(centre - reach), max: tidy(centre + reach), step: tidy(reach / 100) };
}

/** Whether a gradient and its central difference are the same but for the difference's own error. */
export function agrees(exact: number, numerical: number): boolean {
  if (Number.isNaN(exact) || Number.isNaN(numerical)) return Number.isNaN(exact) && Number.isNaN(numerical);
  if (exact === numerical) return true;
  return Math.abs(exact - numerical) <= 1e-4 * Math.max(1e-3, Math.abs(exact), Math.abs(numerical));
}
