/** @file Values beside the code: what stands behind which line. */
import type { Evaluation, SiteStatistics, VariableRecord } from '../protocol/evaluation';
import { countText, numberText } from '../protocol/number-text';
import type { TensorRecord } from '../protocol/script';
import { outputSymbol, partialSymbol } from './hover-text';
import type { PlaceIndex } from './lookup';
import { plainText, shortened } from './markdown';
import { entriesText, shapeText, spreadText } from './tensor-text';

export interface InlineValue {
  name: string;
  /** Offset that its line is found by. */
  offset: number;
  statistics: SiteStatistics;
  tensor: VariableRecord['tensor'] | null;
}

/** Every named result of a file, in the order of the text; a name that one site gives several times stands once. */
export function inlineValues(index: PlaceIndex, fileName: string): InlineValue[] {
  const values: InlineValue[] = [];
  for (const site of index.evaluation.sites) {
    if (site.fileName !== fileName || site.name === null || site.statistics.count === 0) continue;
    values.push({
      name: site.name,
      offset: site.kind === 'input' ? site.start : site.end,
      statistics: site.statistics,
      tensor: index.tensorOf(site.id),
    });
  }
  return values.sort((a, b) => a.offset - b.offset);
}

/** Beside code there is little room: a long name becomes `f`, as in the panel. */
function shortSymbol(evaluation: Evaluation): string {
  const symbol = outputSymbol(evaluation);
  return symbol.length <= 4 ? symbol : 'f';
}

/** `a = 4, ∂f/∂a = 8`; with many executions the last, and how many there were. */
export function inlineText(value: InlineValue, evaluation: Evaluation): string {
  const { name, statistics, tensor } = value;
  if (tensor) return arrayText(name, tensor, partialSymbol(shortSymbol(evaluation), name));
  const times = statistics.count > 1 ? ` (×${countText(statistics.count)})` : '';
  const grad =
    statistics.grad === null
      ? ''
      : `, ${partialSymbol(shortSymbol(evaluation), name)} = ${numberText(statistics.grad.last)}`;
  return `${name} = ${numberText(statistics.value.last)}${grad}${times}`;
}

/** `W = [1, 2], ∂f/∂W = [0, 4]`; a larger array by its shape and spread. */
function arrayText(name: string, { data, grad }: NonNullable<VariableRecord['tensor']>, partial: string): string {
  const short = (one: TensorRecord) => entriesText(one, 4);
  const value = short(data);
  const parts = [value === null ? `${name}: ${shapeText(data.shape)}, ${spreadText(data)}` : `${name} = ${value}`];
  if (grad) parts.push(`${partial}${short(grad) === null ? `: ${spreadText(grad)}` : ` = ${short(grad)}`}`);
  return parts.join(', ');
}

/** `f = 32, ∂f/∂x = 64`; at most three gradients. */
export function resultText(evaluation: Evaluation): string {
  const symbol = shortSymbol(evaluation);
  const parts = [`${outputSymbol(evaluation)} = ${numberText(evaluation.output.value)}`];
  // What a wrong pass gives is told where it can be told to be wrong.
  const isWrong = (evaluation.backward?.wrong.length ?? 0) > 0;
  const numeric = isWrong ? [] : evaluation.inputs.filter((input) => typeof input.grad === 'number');
  for (const { name, grad } of numeric.slice(0, 3)) {
    parts.push(`${partialSymbol(symbol, name)} = ${numberText(grad as number)}`);
  }
  if (numeric.length > 3) parts.push('…');
  return plainText(shortened(parts.join(', '), 100));
}
