/** @file One work on arrays: plain passes, the gradient by hand and by the engine, in turns in one process. */
import * as w3 from './works/w3';
import * as w6 from './works/w6';

const works: Record<string, Record<string, () => number>> = {
  w3: { plain: w3.plain, inPlace: w3.plainInPlace, hand: w3.byHand, engine: w3.engine },
  w6: { hand: w6.byHand, engine: w6.engine },
};

let sink = 0;
const name = process.argv[2];
const actions = Object.entries(works[name]);
const times: Record<string, number[]> = {};
const batch = name === 'w6' ? 40 : 1;
const rounds = 150;
for (let round = 0; round < rounds; round++) {
  for (const [title, action] of actions) {
    const began = performance.now();
    for (let k = 0; k < batch; k++) sink += action();
    // the first third warms up
    if (round * 3 >= rounds) (times[title] ??= []).push((performance.now() - began) / batch);
  }
}
const medians: Record<string, number> = {};
for (const [title] of actions) medians[title] = times[title].sort((p, q) => p - q)[times[title].length >> 1];
const disagreement = name === 'w6' ? w6.disagreement() : Math.abs(w3.engine() - 8);
console.log(JSON.stringify({ medians, disagreement, finite: Number.isFinite(sink) }));
