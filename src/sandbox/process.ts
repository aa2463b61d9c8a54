/** @file Entry of the sandbox process: hardens itself, then answers the supervisor. */
import type { SandboxMethods, SupervisorMethods } from '../protocol/border';
import { Peer } from '../protocol/rpc';
import { instrument } from '../snippet/instrument';
import { listTargets } from '../snippet/target';
import { analyse } from './analyse';
import { derivatives } from './derivatives';
import { evaluate } from './evaluate';
import { harden } from './harden';
import { IdleWork } from './idle-work';
import { KeptRecordings } from './kept-recordings';
import { ModuleCache } from './module-cache';
import type { Surroundings } from './undertaking';
import { smallRequest, transformSteps } from './warm-up';

// taken before the global object is emptied
const { setImmediate, setTimeout } = globalThis;
const { signal: never } = new AbortController();
const lifeline = harden();

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const idle = new IdleWork({ after: (ms, action) => void setTimeout(action, ms), turn });

const cache = new ModuleCache(
  instrument,
  (pack) => idle.owe(() => peer.notify('keep', pack())),
  (key) => peer.notify('dropped', key),
);

const around: Surroundings = {
  cache,
  resolve: (queries) => peer.call('resolve', queries),
  progress: (stage) => peer.notify('progress', stage),
  series: (series) => peer.notify('series', series),
  turn,
  kept: new KeptRecordings(),
};

const peer: Peer<SandboxMethods, SupervisorMethods> = new Peer<SandboxMethods, SupervisorMethods>(
  { post: lifeline.send, listen: lifeline.onMessage },
  {
    evaluate: (request, signal) => {
      cache.reserve(request.siteFloor);
      return idle.during(() => evaluate(request, signal, around));
    },
    derivatives: (request, signal) => {
      cache.reserve(request.siteFloor);
      return idle.during(() => derivatives(request, signal, around));
    },
    analyse: (request, signal) => {
      cache.reserve(request.siteFloor);
      return idle.during(() => analyse(request, signal, around));
    },
    targets: ({ fileName, source }) => listTargets(source, fileName),
  },
);
peer.notify('ready', null);

/** Leaves nothing behind: what it makes is in caches of its own. */
const apart: Surroundings = {
  ...around,
  cache: new ModuleCache(
    instrument,
    () => undefined,
    () => undefined,
  ),
  resolve: () => Promise.resolve({ imports: [], modules: [] }),
  progress: () => undefined,
  series: () => undefined,
  kept: new KeptRecordings(),
};
idle.add(() => evaluate(smallRequest, never, apart), ...transformSteps(instrument));
