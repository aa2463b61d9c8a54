/** @file The object that instrumented code calls, as far as the built-ins need it: where a replaced function finds its site. */

/** Mutable fields of `$gl`; the functions are added in `prelude.ts`. */
export interface RuntimeFields {
  /** Elements of some typed array are traced, so that reads and stores ask for its shadow. */
  live: boolean;
  /** A run with traced values is under way. */
  on: boolean;
  /** Site of the call of a replaced built-in that follows; -1: none. */
  at: number;
  /** Site of the call of `backward` that follows; 0: not known. */
  back: number;
}

export let runtime: RuntimeFields = { live: false, on: false, at: -1, back: 0 };

/** From here on the fields are those of `$gl` itself. */
export function useRuntime(made: RuntimeFields): void {
  runtime = made;
}

/** The site that the caller left, which is used up. */
export function takeSite(): number {
  const site = runtime.at;
  runtime.at = -1;
  return site;
}
