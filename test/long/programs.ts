/** @file Long random programs through the whole pipeline: value bit for bit, gradient against differences. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import vm from 'node:vm';
import fc from 'fast-check';
import type * as Headless from '../../src/headless';
import { derivative, type Estimate } from '../packages/differences';
import { ProgramText } from '../snippet/random-program';

const bundle = resolve(process.env.GL_DIST ?? 'dist', 'headless.cjs');
const { differentiate } = require(bundle) as typeof Headless;

export interface Figures {
  programs: number;
  operations: number;
  /** Slopes that differences could be held against, and those too rough to say anything (kinks, jumps). */
  compared: number;
  rough: number;
  /** Programs whose gradient was doubted aloud. */
  doubted: number;
  worst: number;
}

const inputs: [number, number] = [0.73, -0.41];

/** Each call makes the program anew, since programs keep state. */
function native(script: vm.Script, x: number, y: number): number {
  const f = script.runInThisContext() as (x: number, y: number) => number;
  return f(x, y);
}

/** @param programs how many, the longest of `longest` choices */
export async function checkPrograms(seed: number, programs: number, longest: number): Promise<Figures> {
  const figures: Figures = { programs: 0, operations: 0, compared: 0, rough: 0, doubted: 0, worst: 0 };
  const texts = fc
    .array(fc.nat(1_000), { minLength: 30, maxLength: longest, size: 'max' })
    .map((choices) => new ProgramText(choices).text());
  await fc.assert(
    fc.asyncProperty(texts, async (source) => {
      const script = new vm.Script(`(() => { ${source}; return f; })()`);
      const value = native(script, ...inputs);
      const made = await differentiate({ fileName: '/w/program.js', source, target: 'f', inputs, timeoutMs: 30_000 });
      assert.ok(Object.is(made.output.value, value), `${made.output.value} instead of ${value}`);
      figures.programs++;
      figures.operations += made.statistics.operations;
      if (!Number.isFinite(value)) return;
      const said = new Set(made.diagnostics.map(({ code }) => code));
      assert.ok(!said.has('valueDisagrees'), 'the plain run gave another value');
      if (said.has('derivativeDisagrees')) figures.doubted++;
      const slopes: Estimate[] = [
        derivative((x) => native(script, x, inputs[1]), inputs[0]),
        derivative((y) => native(script, inputs[0], y), inputs[1]),
      ];
      for (const [k, { slope, error }] of slopes.entries()) {
        const given = made.inputs[k].grad as number;
        if (!(error <= 1e-7 * Math.max(1, Math.abs(slope))) || !Number.isFinite(given)) {
          figures.rough++;
          continue;
        }
        const off = Math.abs(given - slope) / Math.max(1, Math.abs(slope));
        figures.compared++;
        figures.worst = Math.max(figures.worst, off);
        assert.ok(off <= 1e-5, `∂/∂${'xy'[k]}: ${given}, differences give ${slope} ± ${error}`);
      }
    }),
    // Shrinking a long program takes longer than it helps; the short ones of the unit tests shrink.
    { seed, numRuns: programs, endOnFailure: true },
  );
  return figures;
}

export function told(seed: number, figures: Figures): string {
  const parts = Object.entries(figures).map(([name, figure]) => `${name} ${figure}`);
  return `      seed ${seed}: ${parts.join(', ')}`;
}
