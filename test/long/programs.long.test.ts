/** @file Thousands of long random programs, new ones each time; `SEED=1234 npm run test:long` repeats a run. */
import assert from 'node:assert/strict';
import { checkPrograms, told } from './programs';

describe('thousands of long random programs', () => {
  it('give the value bit for bit and the gradient of differences', async () => {
    const first = Number(process.env.SEED ?? Date.now() % 1_000_000_000);
    let compared = 0;
    for (let round = 0; round < 8; round++) {
      const seed = first + round;
      console.log(`      seed ${seed} …`);
      const figures = await checkPrograms(seed, 500, 2_000);
      console.log(told(seed, figures));
      compared += figures.compared;
    }
    assert.ok(compared > 2_000, `only ${compared} slopes could be compared`);
  }).timeout(1_800_000);
});
