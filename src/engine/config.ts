/** @file Switches of the engine, and how to set them for the length of one call. */

export interface Config {
  /** Whether operations on Variables are recorded. */
  enableBackprop: boolean;
  /** Whether `createGraph` shares equal operations and folds constants; off gives exactly DeZero's graphs. */
  simplify: boolean;
}

export const config: Config = { enableBackprop: true, simplify: true };

/** Runs `body` with one switch set, and restores it, also when the body throws. */
export function usingConfig<N extends keyof Config, R>(name: N, value: Config[N], body: () => R): R {
  if (!(name in config)) {
    throw new RangeError(`${String(name)} is no switch of the engine; there are ${Object.keys(config).join(', ')}.`);
  }
  const old = config[name];
  config[name] = value;
  try {
    return body();
  } finally {
    config[name] = old;
  }
}

/** Runs `body` without recording. */
export function noGrad<R>(body: () => R): R {
  return usingConfig('enableBackprop', false, body);
}
