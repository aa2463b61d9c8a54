/** @file Statements that set an imported package up belong to what a target needs; those that run the program do not. */
import assert from 'node:assert/strict';
import { readSource } from '../../../src/snippet/target/model';
import { settingsOf } from '../../../src/snippet/target/settings';

function settings(source: string, name: string): string[] {
  const model = readSource(source, '/w/a.ts');
  const binding = model.scopes.module.bindings.get(name);
  assert.ok(binding);
  return settingsOf(binding, model).map((node) => source.slice(node.start!, node.end!));
}

describe('statements that set a package up', () => {
  it('are calls of what comes from the same module', () => {
    const source = `import { glMatrix, vec3 } from 'gl-matrix'; import { other } from 'other';
glMatrix.setMatrixArrayType(Float64Array);
other.configure(1);
export const f = (x: number) => vec3.length([x, 1, 2]);`;
    assert.deepEqual(settings(source, 'vec3'), ['glMatrix.setMatrixArrayType(Float64Array);']);
  });

  it('are calls of its functions and stores into its objects, also by a second import', () => {
    const source = `import { setK, config } from './lib'; import { g } from './lib'; const k = 5;
setK(k); config.depth = 3; g;`;
    assert.deepEqual(settings(source, 'g'), ['setK(k);', 'config.depth = 3;']);
  });

  it('are not calls that are given functions: a suite, a route, a search', () => {
    const source = `import { minimise, norm, describe } from 'lib';
function loss(x: number) { return norm(x); }
minimise(loss, 1); describe('loss', () => { loss(1); }); new Promise(loss);`;
    assert.deepEqual(settings(source, 'norm'), []);
  });

  it('are none of a name that the file declares itself', () => {
    assert.deepEqual(settings("import { set } from 'lib'; const g = 1; set(g);", 'g'), []);
  });
});
