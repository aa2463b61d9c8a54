/** @file The graph's place in the panel: keeps picture, layout, zoom, keyboard and selection together. */
import type { LoopRecord } from '../../protocol/evaluation';
import { element, iconButton } from '../dom';
import { formatWithin } from '../format';
import { keptOut } from '../layout/keep-out';
import type { LayoutInput } from '../layout/layers';
import { layout, type Placement } from '../layout/layout';
import { membersOf } from '../loops';
import { shortName } from '../names';
import type { State } from '../state';
import type { Store } from '../store';
import { text } from '../strings';
import { lookOf } from './appearance';
import { CanvasGraph } from './canvas';
import { type Geometry, geometryOf, layoutInput, type Measures } from './geometry';
import { legend } from './legend';
import { loopBoxes, loopGroups } from './loop-boxes';
import { Minimap } from './minimap';
import type { Graph, ItemKey } from './model';
import { type Picture, svgLimit } from './picture';
import { Search } from './search';
import { Settler } from './settler';
import { cardHeight, characterWidth, constantTexts, functionWidth, SvgGraph } from './svg';
import { Viewport } from './viewport';
import { directionOf, walk } from './walk';
import { levels } from './words-afar';

export class GraphView {
  readonly root: HTMLElement;
  private readonly surface: HTMLElement;
  private readonly viewport: Viewport;
  private readonly legendHost = element('div', { class: 'legend-host' });
  private readonly settler = new Settler();
  private readonly empty = element('p', { class: 'graph-empty', role: 'status' }, text('graph.empty'));
  private graph: Graph | null = null;
  private structure = -1;
  private shown: { direction: 'across' | 'down'; constants: boolean } | null = null;
  private picture: Picture | null = null;
  private readonly minimap: Minimap;
  private readonly search: Search;
  private measures: Measures | null = null;
  private input: LayoutInput | null = null;
  private placement: Placement | null = null;
  geometry: Geometry | null = null;
  private animation = 0;
  private groups: number[][] = [];
  private gap = 16;
  /** A person wants to see all of it, readable or not. */
  private whole = false;

  constructor(private readonly store: Store) {
    this.surface = element('div', { class: 'surface' });
    this.minimap = new Minimap((x, y) => this.viewport.centre(x, y));
    this.search = new Search(store);
    this.root = element(
      'section',
      { class: 'graph', 'aria-label': text('graph.region') },
      this.surface,
      element(
        'div',
        { class: 'graph-foot' },
        this.legendHost,
        this.search.root,
        element(
          'div',
          { class: 'graph-tools', role: 'toolbar', 'aria-label': text('header.view') },
          iconButton('minus', text('graph.zoomOut'), () => this.viewport.scaleBy(1 / 1.25)),
          iconButton('plus', text('graph.zoomIn'), () => this.viewport.scaleBy(1.25)),
          iconButton('fit', text('graph.fit'), () => this.fit()),
        ),
      ),
    );
    this.surface.append(this.minimap.root, this.empty);
    this.viewport = new Viewport(this.surface, (transform) => {
      this.picture?.view(transform, this.viewport.size());
      this.minimap.look(transform, this.viewport.size());
      const { k } = transform;
      this.surface.classList.toggle('near', k < levels.near && k >= levels.far);
      for (const level of ['far', 'distant', 'remote', 'farther'] as const)
        this.surface.classList.toggle(level, k < levels[level]);
    });
    this.surface.addEventListener('click', (event) => {
      const bounds = this.surface.getBoundingClientRect();
      const scale = bounds.width / Math.max(1, this.surface.clientWidth);
      const item =
        this.picture?.hit(
          (event.clientX - bounds.left) / scale,
          (event.clientY - bounds.top) / scale,
          event.target as Element,
        ) ?? null;
      if (item && event.shiftKey) this.store.dispatch({ type: 'path', item });
      else this.store.dispatch({ type: 'select', item });
    });
    this.root.addEventListener('keydown', (event) => this.onKey(event));
    new ResizeObserver(() => {
      this.viewport.measure();
      this.picture?.view(this.viewport.transform, this.viewport.size());
      if (!this.viewport.touched) this.fitReadably();
    }).observe(this.surface);
    store.attach((state, before) => this.update(state, before));
  }

  fit(): void {
    this.whole = true;
    if (this.geometry) this.viewport.fit(this.geometry.bounds);
  }

  /** All of it where it can be read so; else its beginning, at a size that can. */
  private fitReadably(): void {
    if (!this.geometry) return;
    this.viewport.fit(this.geometry.bounds);
    if (this.whole || this.viewport.transform.k >= leastReadable) return;
    const across = this.geometry.direction === 'across';
    const first = [...this.graph!.items.values()]
      .filter((item) => item.rank <= 8)
      .map((item) => this.geometry!.boxes.get(item.key)!);
    const places = first.map((box) => (across ? box.y : box.x)).sort((a, b) => a - b);
    this.viewport.begin(this.geometry.bounds, this.geometry.direction, 0.75, places[places.length >> 1] ?? 0);
  }

  /** A copy of the picture with its bounds, for export. */
  get drawing(): { svg: SVGSVGElement; geometry: Geometry } | null {
    if (!this.geometry || !this.graph || !this.picture) return null;
    if (this.picture instanceof SvgGraph) return { svg: this.picture.element, geometry: this.geometry };
    if (this.graph.items.size > pictureLimit) return null;
    // A canvas has no SVG: draw one for the occasion.
    const host = element('div', { class: 'surface' });
    this.surface.append(host);
    const drawn = new SvgGraph(host, this.graph, this.measures!.cardWidth, '');
    drawn.place(this.geometry);
    drawn.update(this.store.state, lookOf(this.store.state));
    setTimeout(() => host.remove());
    return { svg: drawn.element, geometry: this.geometry };
  }

  private update(state: State, before: State): void {
    this.root.hidden = state.phase !== 'ready' && !(state.phase === 'failed' && state.graph !== null);
    if (!state.graph || !state.evaluation) return;
    const { direction, constants } = state.preferences;
    // Before anything is drawn, so that it costs next to nothing.
    if (before.phase !== state.phase) this.viewport.measure();
    const restructured =
      this.structure !== state.structure || this.shown?.direction !== direction || this.shown.constants !== constants;
    this.graph = state.graph;
    if (restructured) {
      this.structure = state.structure;
      this.shown = { direction, constants };
      this.rebuild(state);
    }
    const look = lookOf(state);
    this.picture!.update(state, look);
    this.legendHost.replaceChildren(legend(state));
    this.empty.hidden = state.evaluation.output.variable !== null;
    if (state.selection && state.selection !== before.selection) this.reveal(state.selection);
    else if (look.playing && before.step !== state.step) this.reveal(look.playing);
    else if (state.marked !== before.marked) {
      const first = look.marked.values().next().value;
      if (first) this.reveal(first);
    }
  }

  private rebuild(state: State): void {
    const graph = state.graph!;
    const { direction, constants } = state.preferences;
    const room = this.viewport.size().width;
    const wanted = cardWidthFor(state);
    const tight = direction === 'across' && room < narrow && graph.generations * (wanted + 100) > 2 * room;
    const width = tight ? Math.min(wanted, tightCard) : wanted;
    this.measures = {
      direction,
      cardWidth: width,
      cardHeight,
      clearance: Math.max(
        tight ? 5 : clearanceFor(graph.generations * (width + 144), room),
        // The frames of loops stand between lanes.
        this.loops(state).length > 0 ? 48 : 0,
      ),
      tight,
      groups: this.loops(state)
        .map((_, loop) => new Set(membersOf(graph, this.loops(state), loop)))
        .reverse(),
      functionWidth: (key) => functionWidth(graph.items.get(key)!.function!.label),
      caption: (key) => {
        const item = graph.items.get(key)!;
        if (item.variable) return item.variable.role === 'intermediate' ? 0 : 14;
        return constants && constantTexts(item).length > 0 ? 14 : 0;
      },
    };
    this.input = layoutInput(graph, this.measures);
    // Small graphs have room for the ledger between their cards.
    const gap = direction === 'across' ? (graph.items.size <= 60 ? 52 : 16) : 24;
    this.groups = loopGroups(
      graph,
      this.loops(state),
      this.input.nodes.map((node) => node.key),
    );
    this.gap = gap;
    this.placement = this.keptOut(layout(this.input, { gap, milliseconds: 0 }));
    const label = text(
      'graph.title',
      state.evaluation!.target.name,
      graph.variables.length,
      graph.functions.length,
      graph.generations,
    );
    this.picture?.remove();
    this.picture =
      graph.items.size > svgLimit
        ? new CanvasGraph(this.surface, graph, label)
        : new SvgGraph(this.surface, graph, width, label);
    this.surface.append(this.minimap.root);
    this.place(this.placement);
    this.viewport.touched = false;
    this.whole = false;
    this.fitReadably();
    const { structure } = this;
    this.surface.removeAttribute('data-settled');
    this.settler.settle(this.input, gap, (settled, last) => {
      if (last) this.surface.setAttribute('data-settled', '');
      if (structure !== this.structure || this.placement === null || settled.crossings >= this.placement.crossings)
        return;
      this.moveTo(this.keptOut(settled));
    });
  }

  private place(placement: Placement): void {
    this.geometry = geometryOf(this.graph!, this.input!, placement, this.measures!);
    this.geometry.loops = loopBoxes(this.graph!, this.loops(this.store.state), this.geometry.boxes);
    const { bounds } = this.geometry;
    for (const box of this.geometry.loops) {
      bounds.left = Math.min(bounds.left, box.left);
      bounds.top = Math.min(bounds.top, box.top);
      bounds.right = Math.max(bounds.right, box.right);
      bounds.bottom = Math.max(bounds.bottom, box.bottom);
    }
    this.picture!.place(this.geometry);
    this.picture!.view(this.viewport.transform, this.viewport.size());
    this.minimap.place(this.geometry);
    this.minimap.look(this.viewport.transform, this.viewport.size());
  }

  /** Loops whose records are rolled up in the picture. */
  private loops(state: State): LoopRecord[] {
    return state.graph?.rolled && !state.graph.introduced ? (state.evaluation?.loops ?? []) : [];
  }

  private keptOut(placement: Placement): Placement {
    return keptOut(this.input!, placement, this.groups, this.gap);
  }

  /** Glides into the better picture; at once where motion is unwelcome. */
  private moveTo(settled: Placement): void {
    const from = this.placement!;
    this.placement = settled;
    cancelAnimationFrame(this.animation);
    const quiet =
      document.body.classList.contains('vscode-reduce-motion') ||
      matchMedia('(prefers-reduced-motion: reduce)').matches;
    const finish = () => {
      this.place(settled);
      if (!this.viewport.touched) this.fitReadably();
    };
    if (quiet) {
      finish();
      return;
    }
    const start = performance.now();
    const mix = (a: number, b: number, t: number) => a + (b - a) * t;
    const frame = (now: number) => {
      const t = Math.min(1, (now - start) / 180);
      if (t >= 1) return finish();
      const eased = t * t * (3 - 2 * t);
      this.place({
        ...settled,
        across: settled.across.map((place, i) => mix(from.across[i], place, eased)),
        routes: settled.routes.map((route, i) => route.map((place, j) => mix(from.routes[i][j], place, eased))),
      });
      this.animation = requestAnimationFrame(frame);
    };
    this.animation = requestAnimationFrame(frame);
  }

  private reveal(key: ItemKey): void {
    const box = this.geometry?.boxes.get(key);
    if (box) this.viewport.show(box, this.picture instanceof CanvasGraph ? 0.42 : 0);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.target instanceof HTMLElement && event.target.closest('input, button, select')) return;
    if (event.key === '/' || (event.key === 'f' && (event.ctrlKey || event.metaKey))) {
      this.search.focus();
      event.preventDefault();
      return;
    }
    const { state } = this.store;
    if (!this.graph || !this.geometry) return;
    const down = this.geometry.direction === 'down';
    const focused = (document.activeElement?.getAttribute('data-item') as ItemKey | null) ?? state.selection;
    const direction = directionOf(event.key, down);
    let next: ItemKey | null = null;
    if (direction) {
      next = focused ? walk(this.graph, this.geometry.boxes, focused, direction, down) : this.graph.output;
    } else if (event.key === 'End') next = this.graph.output;
    else if (event.key === 'Home') next = this.firstInput();
    else if (event.key === 'Enter' || event.key === ' ') next = focused;
    else if (event.key === 'Escape') {
      this.store.dispatch({ type: 'select', item: null });
      return;
    } else if (event.key === '+' || event.key === '=') this.viewport.scaleBy(1.25);
    else if (event.key === '-') this.viewport.scaleBy(1 / 1.25);
    else if (event.key === '0') this.fit();
    else return;
    event.preventDefault();
    if (next) {
      this.store.dispatch({ type: 'select', item: next });
      this.picture?.focus(next);
    }
  }

  private firstInput(): ItemKey | null {
    for (const item of this.graph!.items.values()) if (item.variable?.role === 'input') return item.key;
    return null;
  }
}

/** More items than this make no picture for export: the browser would stand still. */
export const pictureLimit = 5_000;

/** The scale at which a remote card's name is 9 pixels high. */
const leastReadable = 0.172;
/** In windows narrower than this, graphs that do not fit have narrower cards. */
const narrow = 560;
const tightCard = 104;

/** Generous where the graph fits anyway, close where every pixel of scale counts. */
function clearanceFor(extent: number, room: number): number {
  return extent <= room ? 40 : extent <= 2 * room ? 24 : 12;
}

/** Wide enough for the longest name beside its value, within reason; the same for all cards of a graph. */
function cardWidthFor(state: State): number {
  let most = 0;
  const of = state.graph!.of.length;
  for (const variable of state.graph!.variables) {
    const name = Math.min(14, shortName(state, variable).length);
    const top = name + 1 + formatWithin(variable.value, 11).length;
    const grad = variable.grad === null ? 1 : formatWithin(variable.grad, 11).length;
    most = Math.max(most, top, variable.name === null ? 5 + of + grad : 3 + of + name + grad);
  }
  return Math.round(Math.min(190, Math.max(130, most * characterWidth + 32)));
}
