/** @file The work of section "transform": milliseconds of a file, of a package alone, and of a driver that imports it. */
import { readFileSync } from 'node:fs';
import type * as Headless from '../src/headless';
import { instrument } from '../src/snippet/instrument';
import { parseSource } from '../src/snippet/parse';

const [file, packageFile, driver, headless] = process.argv.slice(2);
const { differentiate } = require(headless) as typeof Headless;

function milliseconds(work: () => void): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

/** The best of several, after those that warm up. */
function warm(work: () => void, rounds: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let k = 0; k < rounds; k++) best = Math.min(best, milliseconds(work));
  return best;
}

async function main(): Promise<void> {
  const whole = async (): Promise<number> => {
    const began = performance.now();
    const { inputs } = await differentiate({ fileName: driver, target: 'f', inputs: [0.3] });
    if (typeof inputs[0].grad !== 'number' || inputs[0].grad === 0) throw new Error('there is no gradient');
    return performance.now() - began;
  };
  const wholeFirst = await whole();
  const wholeAgain = Math.min(await whole(), await whole(), await whole());
  const text = readFileSync(packageFile, 'utf8');
  const transform = (): void =>
    void instrument(text, { fileName: packageFile, sourceType: 'commonjs', format: 'registry', marks: false });
  const parse = (): void => void parseSource(text, packageFile, 'commonjs');
  const parseFirst = milliseconds(parse);
  // parsing is quicker now: what the parser has still to learn is taken from its first run
  const transformed = milliseconds(transform);
  const parseWarm = warm(parse, 4);
  const packageWarm = warm(transform, 4);
  const source = readFileSync(file, 'utf8');
  const small = (): void => void instrument(source, { fileName: file, format: 'registry' });
  const fileFirst = milliseconds(small);
  console.log(
    JSON.stringify({
      lines: source.split('\n').length,
      packageSize: text.length,
      fileFirst,
      fileWarm: warm(small, 40),
      packageFirst: transformed - parseWarm + parseFirst,
      packageWarm,
      parseFirst,
      parseWarm,
      wholeFirst,
      wholeAgain,
    }),
  );
  process.exit(0);
}

void main();
