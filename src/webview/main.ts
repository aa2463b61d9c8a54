/** @file Entry of the panel's webview: builds the views, listens to the host, and says that it is ready. */
import '../../media/panel.css';
import type { HostToPanel } from '../protocol/panel';
import { element } from './dom';
import { useCharacterWidth } from './graph/measures';
import { GraphView } from './graph/view';
import { Header } from './header';
import { Inputs } from './inputs';
import { Inspector } from './inspector';
import { lessonOf } from './lesson';
import { LessonHost } from './lesson-host';
import { useLessonTheme } from './lesson-theme';
import { Notices } from './notices';
import { Player } from './player';
import { type Host, Store } from './store';
import { useStrings } from './strings';
import { Tabs } from './tabs';

declare function acquireVsCodeApi(): Host;

const lesson = lessonOf(document);
const host = lesson ? new LessonHost(lesson, receive) : acquireVsCodeApi();
if (lesson) {
  document.body.classList.add('lesson');
  useLessonTheme(() => store.adopt(store.state));
}
let store = open();

if (!lesson) window.addEventListener('message', (event: MessageEvent<HostToPanel>) => receive(event.data));
host.postMessage({ type: 'ready' });

function receive(message: HostToPanel): void {
  if (message.type === 'strings') {
    // Words are read when views are built, so another language builds them anew.
    document.documentElement.lang = message.language;
    if (Object.keys(message.strings).length === 0) return;
    useStrings(message.strings);
    const { state } = store;
    store = open();
    store.adopt(state);
    return;
  }
  store.dispatch({ type: 'host', message });
}

function open(): Store {
  const made = new Store(host);
  useCharacterWidth(measuredCharacterWidth());
  const stage = element('div', { class: 'stage' });
  // Before the graph is told: it measures its place when it comes into sight.
  made.attach((state) => {
    stage.hidden = state.phase !== 'ready';
  });
  const graph = new GraphView(made);
  const header = new Header(made, graph);
  stage.append(graph.root, new Inspector(made).root);
  const app = element(
    'div',
    { class: 'app' },
    header.root,
    new Inputs(made).root,
    new Notices(made).root,
    stage,
    new Player(made).root,
    new Tabs(made).root,
  );
  made.attach((state) => {
    app.classList.toggle('projector', state.preferences.projector);
    app.classList.toggle('stale', state.stale && state.phase === 'ready');
  });
  document.body.replaceChildren(app);
  return made;
}

/** The advance of the editor's font at 12 px: cards are as wide as their words. */
function measuredCharacterWidth(): number {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return 7.25;
  const family = getComputedStyle(document.body).getPropertyValue('--vscode-editor-font-family') || 'monospace';
  context.font = `12px ${family}, monospace`;
  return context.measureText('0000000000').width / 10 || 7.25;
}
