/** @file The graph's place in the panel: keeps picture, layout, zoom, keyboard and selection together. */
import type { LoopRecord } from '../../protocol/evaluation';
import { element, iconButton } from '../dom';
import { keptOut } from '../layout/keep-out';
import type { LayoutInput } from '../layout/layers';
import { layout, type Placement } from '../layout/layout';
import { membersOf } from '../loops';
import type { State } from '../state';
import type { Store } from '../store';
import { text } from '../strings';
import { lookOf } from './appearance';
import { CanvasGraph } from './canvas';
import { type Geometry, geometryOf, layoutInput, type Measures } from './geometry';
import { legend } from './legend';
import { loopBoxes, loopGroups } from './loop-boxes';
import { type CardStyle, legibleFrom, measuresFor, styleAtLeast } from './measures';
import { Minimap } from './minimap';
import type { Graph, ItemKey } from './model';
import { type Picture, svgLimit } from './picture';
import { Search } from './search';
import { Settler } from './settler';
import { SvgGraph } from './svg';
import { Viewport } from './viewport';
import { directionOf, walk } from './walk';
import { levelAt, levels } from './words-afar';

/** Sizes in some style, and where they put everything. */
interface Plan {
  measures: Measures;
  input: LayoutInput;
  groups: number[][];
  gap: number;
  placement: Placement;
}

const styleOrder: readonly CardStyle[] = ['usual', 'stacked', 'tight'];

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
      this.surface.classList.toggle('near', levelAt(k, this.measures?.style === 'stacked') === 'near');
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
      if (!this.viewport.touched) this.resized();
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
    const drawn = new SvgGraph(host, this.graph, this.measures!, '');
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

  private rebuild(state: State, chosen?: Plan): void {
    const graph = state.graph!;
    this.take(chosen ?? this.choose(state));
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
        : new SvgGraph(this.surface, graph, this.measures!, label);
    this.surface.append(this.minimap.root);
    this.place(this.placement!);
    this.viewport.touched = false;
    this.whole = false;
    this.fitReadably();
    const { structure, input, gap } = this;
    this.surface.removeAttribute('data-settled');
    this.settler.settle(input!, gap, (settled, last) => {
      if (last) this.surface.setAttribute('data-settled', '');
      if (
        input !== this.input ||
        structure !== this.structure ||
        this.placement === null ||
        settled.crossings >= this.placement.crossings
      )
        return;
      this.moveTo(this.keptOut(settled));
    });
  }

  /** The first style in which all of the graph can be read in the window; else the usual one, to be moved about in. */
  private choose(state: State, current?: CardStyle): Plan {
    const graph = state.graph!;
    const least = this.plan(state, styleAtLeast(state, this.viewport.size().width));
    if (graph.items.size > svgLimit) return least;
    const close = graph.items.size <= 60 && state.preferences.direction === 'across' ? [false, true] : [false];
    for (const [place, style] of (['usual', 'stacked'] as const).entries()) {
      // While a window is dragged wider and narrower, styles do not take turns.
      const spare = current !== undefined && place < styleOrder.indexOf(current) ? 1.06 : 1;
      for (const rows of close) {
        const plan = style === least.measures.style && !rows ? least : this.plan(state, style, rows);
        const k = this.viewport.scaleFor(this.geometryOf(state, plan).bounds);
        if (k >= legibleFrom[style] * spare) return plan;
      }
    }
    return least;
  }

  /** `close`: rows without room for the ledger between them. */
  private plan(state: State, style: CardStyle, close = false): Plan {
    const graph = state.graph!;
    const loops = this.loops(state);
    const measures = measuresFor(state, style, this.viewport.size().width, loops.length > 0);
    measures.groups = loops.map((_, loop) => new Set(membersOf(graph, loops, loop))).reverse();
    const input = layoutInput(graph, measures);
    // Small graphs have room for the ledger between their cards.
    const gap =
      measures.direction === 'across' ? (graph.items.size <= 60 && !close ? 52 : 16) : style === 'stacked' ? 16 : 24;
    const keys = input.nodes.map((node) => node.key);
    const groups = loopGroups(graph, loops, keys);
    return {
      measures,
      input,
      groups,
      gap,
      placement: keptOut(input, layout(input, { gap, milliseconds: 0 }), groups, gap),
    };
  }

  private take({ measures, input, groups, gap, placement }: Plan): void {
    this.measures = measures;
    this.input = input;
    this.groups = groups;
    this.gap = gap;
    this.placement = placement;
  }

  /** A window of another size may want another style. */
  private resized(): void {
    const { state } = this.store;
    const current = this.measures?.style;
    if (this.graph && current && state.graph === this.graph && !this.whole && state.graph.items.size <= svgLimit) {
      const plan = this.choose(state, current);
      if (plan.measures.style !== current || plan.gap !== this.gap) {
        this.rebuild(state, plan);
        this.picture!.update(state, lookOf(state));
        return;
      }
    }
    this.fitReadably();
  }

  private geometryOf(
    state: State,
    { measures, input, placement }: Pick<Plan, 'measures' | 'input' | 'placement'>,
  ): Geometry {
    const graph = state.graph!;
    const made = geometryOf(graph, input, placement, measures);
    made.loops = loopBoxes(graph, this.loops(state), made.boxes, measures.framePadding);
    const { bounds } = made;
    for (const box of made.loops) {
      bounds.left = Math.min(bounds.left, box.left);
      bounds.top = Math.min(bounds.top, box.top);
      bounds.right = Math.max(bounds.right, box.right);
      bounds.bottom = Math.max(bounds.bottom, box.bottom);
    }
    return made;
  }

  private place(placement: Placement): void {
    this.geometry = this.geometryOf(this.store.state, { measures: this.measures!, input: this.input!, placement });
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
