/** @file The graph behind Variables as DOT text, for Graphviz. */
import { functionsBehind } from './graph';
import { NdArray } from './tensor/ndarray';
import { shapeText } from './tensor/shape';
import type { Variable } from './variable';

function quoted(lines: readonly string[]): string {
  return `"${lines.map((line) => line.replace(/["\\]/g, '\\$&').replace(/\r?\n/g, ' ')).join('\\n')}"`;
}

/** A name if there is one; then the number, or shape and kind. */
function linesOf(variable: Variable, withData: boolean): string[] {
  const lines = variable.name === null ? [] : [variable.name];
  const { data } = variable;
  if (!withData || data === null) return lines;
  lines.push(data instanceof NdArray ? `${shapeText(data.shape)} ${data.dtype}` : String(data));
  return lines;
}

/**
 * DOT text: an ellipse for each Variable, a box for each function with its sign, inputs → function → outputs.
 * @param data show numbers, shapes and kinds beside the names.
 */
export function dotGraph(outputs: Variable | readonly Variable[], { data = true } = {}): string {
  const roots = Array.isArray(outputs) ? (outputs as Variable[]) : [outputs as Variable];
  const ids = new Map<Variable, string>();
  const lines: string[] = [];
  const idOf = (variable: Variable): string => {
    const known = ids.get(variable);
    if (known !== undefined) return known;
    const id = `v${ids.size}`;
    ids.set(variable, id);
    lines.push(`  ${id} [label=${quoted(linesOf(variable, data))}, color=orange, style=filled]`);
    return id;
  };
  for (const root of roots) idOf(root);
  functionsBehind(...roots).forEach((node, k) => {
    lines.push(`  f${k} [label=${quoted([node.label])}, color=lightblue, style=filled, shape=box]`);
    for (const input of node.inputs) lines.push(`  ${idOf(input)} -> f${k}`);
    for (const output of node.outputs) lines.push(`  f${k} -> ${idOf(output)}`);
  });
  return `digraph g {\n${lines.join('\n')}\n}\n`;
}
