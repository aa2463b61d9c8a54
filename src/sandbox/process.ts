/** @file Entry of the sandbox process: hardens itself, then answers the supervisor. */
import type { SandboxMethods, SupervisorMethods } from '../protocol/border';
import { Peer } from '../protocol/rpc';
import { instrument } from '../snippet/instrument';
import { listTargets } from '../snippet/target';
import { analyse } from './analyse';
import { derivatives } from './derivatives';
import { evaluate } from './evaluate';
import { harden } from './harden';
import { KeptRecordings } from './kept-recordings';
import { ModuleCache } from './module-cache';
import type { Surroundings } from './undertaking';

// taken before the global object is emptied
const { setImmediate } = globalThis;
const lifeline = harden();

const cache = new ModuleCache(
  instrument,
  (module) => peer.notify('keep', module),
  (key) => peer.notify('dropped', key),
);

const around: Surroundings = {
  cache,
  resolve: (queries) => peer.call('resolve', queries),
  progress: (stage) => peer.notify('progress', stage),
  series: (series) => peer.notify('series', series),
  turn: () => new Promise((resolve) => setImmediate(resolve)),
  kept: new KeptRecordings(),
};

const peer: Peer<SandboxMethods, SupervisorMethods> = new Peer<SandboxMethods, SupervisorMethods>(
  { post: lifeline.send, listen: lifeline.onMessage },
  {
    evaluate: (request, signal) => {
      cache.reserve(request.siteFloor);
      return evaluate(request, signal, around);
    },
    derivatives: (request, signal) => {
      cache.reserve(request.siteFloor);
      return derivatives(request, signal, around);
    },
    analyse: (request, signal) => {
      cache.reserve(request.siteFloor);
      return analyse(request, signal, around);
    },
    targets: ({ fileName, source }) => listTargets(source, fileName),
  },
);
peer.notify('ready', null);
