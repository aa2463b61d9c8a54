/** @file The lanes in sight and their headings: as long as there is room, else a number, else every so many. */
import { formatCount } from '../format';
import { text } from '../strings';
import type { Geometry } from './geometry';
import type { Graph } from './model';
import type { Transform } from './picture';

export interface Heading {
  /** Along the generations, in pixels of the window. */
  start: number;
  extent: number;
  /** null where a neighbour's heading takes the room. */
  words: string | null;
}

/** Room for headings at the window's edge. */
export const headingRoom = { across: 34, down: 96 };
/** Lanes thinner than this are not told apart. */
const thinnest = 3;

export function laneHeadings(
  graph: Graph,
  geometry: Geometry,
  transform: Transform,
  size: { width: number; height: number },
): Heading[] {
  const down = geometry.direction === 'down';
  const found: Heading[] = [];
  let lastEnd = Number.NEGATIVE_INFINITY;
  geometry.lanes.forEach((lane, generation) => {
    const extent = (down ? lane.height : lane.width) * transform.k;
    const start =
      (down ? lane.y - lane.height / 2 : lane.x - lane.width / 2) * transform.k + (down ? transform.y : transform.x);
    if (start + extent < 0 || start > (down ? size.height : size.width)) return;
    const [low, high] = graph.laneSpan[generation];
    const full =
      low === high ? text('graph.generation', low) : text('graph.generations', formatCount(low), formatCount(high));
    const short = low === high ? formatCount(low) : `${formatCount(low)} … ${formatCount(high)}`;
    const words = down || full.length * 7 + 4 < extent ? full : short;
    const room = down ? 20 : words.length * 7.5 + 12;
    const fits = start + extent / 2 - room / 2 > lastEnd;
    if (fits) lastEnd = start + extent / 2 + room / 2;
    if (extent >= thinnest || fits)
      found.push({ start, extent: extent >= thinnest ? extent : 0, words: fits ? words : null });
  });
  return found;
}
