/** @file A fixed slice of the long random programs; `npm run test:long` runs new ones. */
import assert from 'node:assert/strict';
import { checkPrograms } from './programs';

describe('long random programs through the pipeline', () => {
  it('give the value bit for bit and the gradient of differences', async () => {
    const { compared, rough, programs } = await checkPrograms(20_260, 200, 600);
    assert.equal(programs, 200);
    assert.ok(compared > rough, `only ${compared} slopes of ${compared + rough} could be compared`);
  }).timeout(240_000);
});
