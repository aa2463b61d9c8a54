/** @file The graph's place in the panel: keeps picture, layout, zoom, keyboard and selection together. */
import { element, iconButton, shape } from '../dom';
import { formatWithin } from '../format';
import type { LayoutInput } from '../layout/layers';
import { layout, type Placement } from '../layout/layout';
import { shortName } from '../names';
import type { State } from '../state';
import type { Store } from '../store';
import { text } from '../strings';
import { lookOf } from './appearance';
import { type Geometry, geometryOf, layoutInput, type Measures } from './geometry';
import { legend } from './legend';
import type { Graph, ItemKey } from './model';
import { Settler } from './settler';
import { cardHeight, characterWidth, constantTexts, functionWidth, SvgGraph } from './svg';
import { Viewport } from './viewport';
import { directionOf, walk } from './walk';

export class GraphView {
  readonly root: HTMLElement;
  private readonly surface: HTMLElement;
  private readonly svg = shape('svg', { class: 'picture', role: 'group' });
  private readonly viewport: Viewport;
  private readonly legendHost = element('div', { class: 'legend-host' });
  private readonly settler = new Settler();
  private graph: Graph | null = null;
  private structure = -1;
  private shown: { direction: 'across' | 'down'; constants: boolean } | null = null;
  private picture: SvgGraph | null = null;
  private measures: Measures | null = null;
  private input: LayoutInput | null = null;
  private placement: Placement | null = null;
  geometry: Geometry | null = null;
  private animation = 0;

  constructor(private readonly store: Store) {
    this.surface = element('div', { class: 'surface' });
    this.surface.append(this.svg);
    this.root = element(
      'section',
      { class: 'graph', 'aria-label': text('graph.region') },
      this.surface,
      element(
        'div',
        { class: 'graph-foot' },
        this.legendHost,
        element(
          'div',
          { class: 'graph-tools', role: 'toolbar', 'aria-label': text('header.view') },
          iconButton('minus', text('graph.zoomOut'), () => this.viewport.scaleBy(1 / 1.25)),
          iconButton('plus', text('graph.zoomIn'), () => this.viewport.scaleBy(1.25)),
          iconButton('fit', text('graph.fit'), () => this.fit()),
        ),
      ),
    );
    this.viewport = new Viewport(this.surface, (transform) => {
      this.picture?.view(transform, this.viewport.size());
      this.surface.classList.toggle('far', transform.k < 0.5);
      this.surface.classList.toggle('farther', transform.k < 0.16);
    });
    this.surface.addEventListener('click', (event) => {
      const hit = (event.target as Element).closest('[data-item]');
      this.store.dispatch({ type: 'select', item: (hit?.getAttribute('data-item') as ItemKey | null) ?? null });
    });
    this.root.addEventListener('keydown', (event) => this.onKey(event));
    new ResizeObserver(() => {
      this.picture?.view(this.viewport.transform, this.viewport.size());
      if (!this.viewport.touched) this.fitReadably();
    }).observe(this.surface);
    store.attach((state, before) => this.update(state, before));
  }

  fit(): void {
    if (this.geometry) this.viewport.fit(this.geometry.bounds);
  }

  /** All of it where it can be read so; else its beginning, at a size that can. */
  private fitReadably(): void {
    if (!this.geometry) return;
    this.viewport.fit(this.geometry.bounds);
    if (this.viewport.transform.k >= 0.28) return;
    const across = this.geometry.direction === 'across';
    const first = [...this.graph!.items.values()]
      .filter((item) => item.rank <= 8)
      .map((item) => this.geometry!.boxes.get(item.key)!);
    const places = first.map((box) => (across ? box.y : box.x)).sort((a, b) => a - b);
    this.viewport.begin(this.geometry.bounds, this.geometry.direction, 0.5, places[places.length >> 1] ?? 0);
  }

  /** A copy of the picture with its bounds, for export. */
  get drawing(): { svg: SVGSVGElement; geometry: Geometry } | null {
    return this.geometry ? { svg: this.svg, geometry: this.geometry } : null;
  }

  private update(state: State, before: State): void {
    this.root.hidden = state.phase !== 'ready' && !(state.phase === 'failed' && state.graph !== null);
    if (!state.graph || !state.evaluation) return;
    const { direction, constants } = state.preferences;
    const restructured =
      this.structure !== state.structure || this.shown?.direction !== direction || this.shown.constants !== constants;
    this.graph = state.graph;
    if (restructured) {
      this.structure = state.structure;
      this.shown = { direction, constants };
      this.rebuild(state);
    }
    const look = lookOf(state);
    this.svg.setAttribute('class', `picture colour-${state.preferences.colour}${look.moment ? ' in-play' : ''}`);
    this.picture!.update(state, look);
    this.setTabStop(state);
    this.legendHost.replaceChildren(legend(state));
    if (state.selection && state.selection !== before.selection) this.reveal(state.selection);
    else if (look.playing && before.step !== state.step) this.reveal(look.playing);
    else if (state.marked !== before.marked) {
      const first = look.marked.values().next().value;
      if (first) this.reveal(first);
    }
  }

  private rebuild(state: State): void {
    const graph = state.graph!;
    this.svg.setAttribute(
      'aria-label',
      text(
        'graph.title',
        state.evaluation!.target.name,
        state.evaluation!.variables.length,
        state.evaluation!.functions.length,
        graph.generations,
      ),
    );
    const width = cardWidthFor(state);
    const { direction, constants } = state.preferences;
    this.measures = {
      direction,
      cardWidth: width,
      cardHeight,
      clearance: clearanceFor(graph.generations * (width + 144), this.surface.clientWidth),
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
    this.placement = layout(this.input, { gap, milliseconds: 0 });
    this.picture?.world.remove();
    this.picture?.lanes.remove();
    this.picture = new SvgGraph(graph, width);
    this.svg.append(this.picture.lanes, this.picture.world);
    this.place(this.placement);
    this.viewport.touched = false;
    this.fitReadably();
    const { structure } = this;
    this.settler.settle(this.input, gap, (settled) => {
      if (structure !== this.structure || this.placement === null || settled.crossings >= this.placement.crossings)
        return;
      this.moveTo(settled);
    });
  }

  private place(placement: Placement): void {
    this.geometry = geometryOf(this.graph!, this.input!, placement, this.measures!);
    this.picture!.place(this.geometry);
    this.picture!.view(this.viewport.transform, this.viewport.size());
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
    if (box) this.viewport.show(box);
  }

  /** One item takes part in the Tab order: the selected one, else the output. */
  private setTabStop(state: State): void {
    const stop = state.selection ?? state.graph!.output ?? state.graph!.items.keys().next().value;
    for (const drawn of this.svg.querySelectorAll('[data-item][tabindex="0"]')) drawn.setAttribute('tabindex', '-1');
    if (stop) this.svg.querySelector(`[data-item="${stop}"]`)?.setAttribute('tabindex', '0');
  }

  private onKey(event: KeyboardEvent): void {
    if (event.target instanceof HTMLElement && event.target.closest('input, button, select')) return;
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

/** Generous where the graph fits anyway, close where every pixel of scale counts. */
function clearanceFor(extent: number, room: number): number {
  return extent <= room ? 40 : 24;
}

/** Wide enough for the longest name beside its value, within reason; the same for all cards of a graph. */
function cardWidthFor(state: State): number {
  let most = 0;
  for (const variable of state.evaluation!.variables) {
    const name = Math.min(14, shortName(state, variable).length);
    const top = name + 1 + formatWithin(variable.value, 11).length;
    const grad = variable.grad === null ? 1 : formatWithin(variable.grad, 11).length;
    most = Math.max(most, top, variable.name === null ? 6 + grad : 4 + name + grad);
  }
  return Math.round(Math.min(190, Math.max(130, most * characterWidth + 32)));
}
