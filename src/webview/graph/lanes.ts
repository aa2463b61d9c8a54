/** @file The lanes in sight and their headings: as long as there is room, else a number, else every so many. */
import { formatCount } from '../format';
import { text } from '../strings';
import type { Box, Geometry } from './geometry';
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
  const { lanes } = geometry;
  const along = (lane: Box) => (down ? lane.y : lane.x) * transform.k + (down ? transform.y : transform.x);
  // Lanes stand evenly, so those out of sight, and those without room for words, are stepped over.
  const pitch = lanes.length > 1 ? along(lanes[1]) - along(lanes[0]) : 1;
  const first = lanes.length > 1 ? Math.max(0, Math.floor(-along(lanes[0]) / pitch) - 1) : 0;
  for (let generation = first; generation < lanes.length; generation++) {
    const lane = lanes[generation];
    const extent = (down ? lane.height : lane.width) * transform.k;
    const start = along(lane) - extent / 2;
    if (start + extent < 0) continue;
    if (start > (down ? size.height : size.width)) break;
    const [low, high] = graph.laneSpan[generation];
    // Of ten thousand lanes most have no room even for their digits: they cost no words.
    const least = down ? 20 : 19.5 + 7.5 * Math.floor(Math.log10(Math.max(1, high)));
    if (start + extent / 2 - least / 2 <= lastEnd) {
      if (extent >= thinnest) found.push({ start, extent, words: null });
      else generation += Math.max(0, Math.floor((lastEnd + least / 2 - start - extent / 2) / pitch) - 1);
      continue;
    }
    const full =
      low === high ? text('graph.generation', low) : text('graph.generations', formatCount(low), formatCount(high));
    const short = low === high ? formatCount(low) : `${formatCount(low)} … ${formatCount(high)}`;
    const words = down || full.length * 7 + 4 < extent ? full : short;
    const room = down ? 20 : words.length * 7.5 + 12;
    const fits = start + extent / 2 - room / 2 > lastEnd;
    if (fits) lastEnd = start + extent / 2 + room / 2;
    if (extent >= thinnest || fits)
      found.push({ start, extent: extent >= thinnest ? extent : 0, words: fits ? words : null });
  }
  return found;
}
