/** @file backward(): from the highest generation down, each function once. */
import { config, usingConfig } from './config';
import { contributions, plainAlgebra, simplifyingAlgebra } from './emission';
import { ArrayNode, creatorOf, type FunctionNode, PrimitiveNode } from './function';
import { applyPrimitive, type Term } from './functions';
import { observation } from './observer';
import { functionQueue } from './queue';
import { beginSegment, currentSegment, type Segment, type Stretch, stretchesBehind } from './segment';
import { type Sharing, share } from './sharing';
import { reachedByRule, sweep } from './sweep';
import { oneLike, zeroLike } from './tensor/create';
import { arrayContributions } from './tensor/emission';
import { sameShape, shapeText } from './tensor/shape';
import { likeKind, sweepArrays } from './tensor/sweep';
import { type Data, setMachinery, Variable } from './variable';
import type { BackwardOptions } from './variants';

export interface BackwardSwitches extends BackwardOptions {
  /** Record the backward computation, so that gradients can be differentiated again. */
  createGraph?: boolean;
}

setMachinery({ creatorOf, backward });

export function backward(root: Variable, switches: BackwardSwitches): void {
  const { retainGrad = false, createGraph = false, accumulate = 'add', order = 'generations' } = switches;
  if (root.data === null) throw new TypeError('A Variable without data has no gradient.');
  const { observer } = observation;
  observer?.begins(root, switches);
  if (root.home === null) {
    root.grad ??= new Variable(oneLike(root.data));
    observer?.ends(root, 0);
    return;
  }
  const direct = !createGraph && accumulate === 'add' && order === 'generations';
  const plain = direct ? plainStretches(root) : null;
  let functions: number;
  if (plain === null) functions = walk(root, switches);
  else {
    functions = plain.functions;
    if (plain.hasArrays) sweepArrays(root, plain.stretches, retainGrad);
    else sweepNumbers(root, plain.stretches, retainGrad);
  }
  if (!createGraph) beginSegment();
  observer?.ends(root, functions);
}

/**
 * What a Variable was computed from; null if a person's own function takes part, or a grad that is there already, which
 * a sweep over columns cannot do.
 */
function plainStretches(root: Variable): { stretches: Stretch[]; hasArrays: boolean; functions: number } | null {
  let plain = true;
  let hasArrays = false;
  let functions = 0;
  const stretches = stretchesBehind(root, (variable) => {
    functions++;
    if (variable.grad !== null) plain = false;
    if (variable.node === null || variable.node instanceof PrimitiveNode) return;
    if (variable.node instanceof ArrayNode) hasArrays = true;
    else plain = false;
  });
  return plain ? { stretches, hasArrays, functions } : null;
}

/** First order over numbers: one sweep a segment. */
function sweepNumbers(root: Variable, stretches: Stretch[], retainGrad: boolean): void {
  const seeds = new Map<Segment, Map<number, number>>();
  const seed = (segment: Segment, row: number, g: number) => {
    const rows = seeds.get(segment) ?? new Map<number, number>();
    seeds.set(segment, rows.set(row, (rows.get(row) ?? 0) + g));
  };
  const found = new Map<Variable, number>();
  seed(root.home as Segment, root.row, 1);
  for (const { segment, handles, origins } of stretches) {
    const { tape } = segment;
    const rows = seeds.get(segment) ?? new Map<number, number>();
    const outputs = [...rows.keys()];
    const adjoints = new Float64Array(handles.length);
    for (const [row, g] of rows) adjoints[row] = g;
    sweep(tape, outputs, tape.value, adjoints);
    let reached: Uint8Array | null = null;
    for (let row = handles.length - 1; row > 0; row--) {
      const handle = handles[row];
      if (handle === undefined) continue;
      const g = adjoints[row];
      const origin = origins.get(row);
      if (origin !== undefined) {
        // a 0 by rule goes no further
        if (g === 0) reached ??= reachedByRule(tape, outputs, tape.value);
        if (reached === null || g !== 0 || reached[row] === 1) seed(origin.segment, origin.row, g);
      } else if (handle.home === null) {
        const leaf = handle.standsFor ?? handle;
        found.set(leaf, (found.get(leaf) ?? 0) + g);
      } else if (retainGrad) found.set(handle, g);
    }
  }
  for (const [variable, g] of found) {
    const old = variable.home === null ? ((variable.grad?.data as number | undefined) ?? 0) : 0;
    variable.grad = new Variable(old + g);
  }
}

/** Any order, any function: through the functions' objects, by a queue. Returns how many there are. */
function walk(root: Variable, switches: BackwardSwitches): number {
  const {
    retainGrad = false,
    createGraph = false,
    accumulate = 'add',
    order = 'generations',
    queue: kind = 'heap',
  } = switches;
  const simplify = createGraph && config.simplify;
  const sharing: Sharing = new Map();
  if (simplify) {
    stretchesBehind(root, (variable) => {
      share(sharing, variable);
    });
  }
  const g = simplify ? simplifyingAlgebra(sharing) : plainAlgebra;
  const queue = functionQueue<FunctionNode>(order === 'generations' ? kind : 'stack');
  const seen = new Set<FunctionNode>();
  const grads = new Map<Variable, Term>();
  const given = new Set<Variable>();
  const start = currentSegment();
  const startRow = start.tape.length;
  const add = (node: FunctionNode) => {
    if (order !== 'naive' && seen.has(node)) return;
    seen.add(node);
    queue.push(node, node.generation);
  };
  const passed = new Set<Variable>();
  const drop = (y: Variable) => {
    grads.delete(y);
    y.grad = null;
  };
  const gradOf = (variable: Variable): Term | null => grads.get(variable) ?? variable.grad;

  if (root.grad === null) {
    const one = oneLike(root.data as Data);
    grads.set(root, simplify ? one : new Variable(one));
  }
  add(root.creator as FunctionNode);
  usingConfig('enableBackprop', createGraph, () => {
    while (queue.size > 0) {
      const node = queue.pop() as FunctionNode;
      const inputs = node.inputs;
      const found = gradientsOf(node, g, node.outputs.map(gradOf));
      inputs.forEach((input, k) => {
        const x = input.home === null ? (input.standsFor ?? input) : input;
        const gx = found[k];
        if (gx === null || gx === undefined) return;
        const old = gradOf(x);
        grads.set(
          x,
          old === null || old === g.zero || accumulate === 'assign' ? gx : gx === g.zero ? old : g.add(old, gx),
        );
        if (input.home !== null) add(input.creator as FunctionNode);
      });
      if (retainGrad) continue;
      for (const y of node.outputs) {
        // the other orders come by again, or too early
        if (order === 'generations') drop(y);
        else passed.add(y);
      }
    }
    for (const y of passed) drop(y);
    for (const [variable, term] of grads) variable.grad = owned(term, variable);
  });
  return seen.size;

  /** A gradient as a Variable of its own: one that the program or another gradient holds is not handed out twice. */
  function owned(term: Term, of: Variable): Variable {
    if (!(term instanceof Variable) || term === g.zero) {
      const constant = term instanceof Variable ? zeroLike(of.data as Data) : term;
      if (!createGraph || of.home !== null) return new Variable(copied(constant));
      // c·x⁰: a constant that still knows its x, so that its own derivative is 0 rather than missing
      const one = applyPrimitive('pow', [of, 0]);
      return constant === 1 ? one : applyPrimitive('mul', [constant, one]);
    }
    if (!createGraph) return new Variable(likeKind(copied(term.data as Data), of));
    if (!simplify) return term;
    const { home, row } = term;
    const fresh = home !== null && (home.serial > start.serial || (home === start && row >= startRow));
    if (!fresh || given.has(term)) return applyPrimitive('identity', [term]);
    given.add(term);
    return term;
  }
}

function copied(data: Data): Data {
  return typeof data === 'number' ? data : data.copy();
}

/** The gradients that one function passes to its inputs. */
function gradientsOf(node: FunctionNode, g: typeof plainAlgebra, grads: (Term | null)[]): (Term | null)[] {
  if (node instanceof PrimitiveNode) return contributions(g, node, grads[0] ?? g.zero);
  if (node instanceof ArrayNode) return arrayContributions(g, node, grads[0] ?? g.zero);
  const given = node.backward(
    ...grads.map((term, k) => {
      if (term === null || term === g.zero) return new Variable(zeroLike(node.outputs[k].data as Data));
      return term instanceof Variable ? term : new Variable(term);
    }),
  );
  const found = Array.isArray(given) ? given : [given];
  const expected = node.inputs.length;
  if (found.length !== expected) {
    throw new TypeError(`${node.name}.backward gave ${found.length} gradients for ${expected} inputs.`);
  }
  found.forEach((gx, k) => {
    if (gx === null) return;
    if (!(gx instanceof Variable)) {
      throw new TypeError(
        `${node.name}.backward gives Variables; ${typeof gx} was given. Compute with the engine's functions.`,
      );
    }
    const { shape } = node.inputs[k];
    if (!sameShape(gx.shape, shape)) {
      throw new TypeError(
        `${node.name}.backward gave a gradient of shape ${shapeText(gx.shape)} for an input of shape ${shapeText(shape)}. They must be equal: use sumTo or reshape.`,
      );
    }
  });
  return found;
}
