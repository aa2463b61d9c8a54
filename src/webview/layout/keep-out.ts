/** @file Room for boxes: what does not belong into one is moved out of it, up or down its lane. */
import type { LayoutInput } from './layers';
import type { Placement } from './layout';

/** Frame and heading of a box. */
const room = { before: 72, after: 28 };

/** @param groups indices of nodes that stand in a box together, inner boxes first. */
export function keptOut(input: LayoutInput, placement: Placement, groups: readonly number[][], gap: number): Placement {
  if (groups.length === 0) return placement;
  const across = [...placement.across];
  const { nodes } = input;
  const lanes = new Map<number, number[]>();
  nodes.forEach((node, index) => {
    const lane = lanes.get(node.rank);
    if (lane) lane.push(index);
    else lanes.set(node.rank, [index]);
  });
  for (const group of groups) {
    const inside = new Set(group);
    const low = Math.min(...group.map((index) => across[index] - nodes[index].size / 2)) - room.before;
    const high = Math.max(...group.map((index) => across[index] + nodes[index].size / 2)) + room.after;
    const ranks = group.map((index) => nodes[index].rank);
    const [first, last] = [Math.min(...ranks), Math.max(...ranks)];
    for (const [rank, lane] of lanes) {
      if (rank < first || rank > last) continue;
      const outside = lane.filter((index) => !inside.has(index));
      const middle = (low + high) / 2;
      const above = outside.filter((index) => across[index] < middle).sort((a, b) => across[b] - across[a]);
      const below = outside.filter((index) => across[index] >= middle).sort((a, b) => across[a] - across[b]);
      let edge = low;
      for (const index of above) {
        across[index] = Math.min(across[index], edge - nodes[index].size / 2);
        edge = across[index] - nodes[index].size / 2 - gap;
      }
      edge = high;
      for (const index of below) {
        across[index] = Math.max(across[index], edge + nodes[index].size / 2);
        edge = across[index] + nodes[index].size / 2 + gap;
      }
    }
  }
  const place = new Map(nodes.map((node, index) => [node.key, index]));
  const routes = input.edges.map((edge, k) => {
    const route = [...placement.routes[k]];
    route[0] = across[place.get(edge.from)!];
    route[route.length - 1] = across[place.get(edge.to)!];
    return route;
  });
  return { ...placement, across, routes };
}
