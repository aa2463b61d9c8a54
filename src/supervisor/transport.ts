/** @file A running sandbox as the supervisor sees it: a Node child process today, a Web Worker in the browser. */
import type { Port } from '../protocol/rpc';

/** Why a sandbox is gone. */
export interface Ending {
  /** memory: its heap was exhausted; killed: we ended it; exit: it ended by itself or was killed from outside. */
  cause: 'memory' | 'killed' | 'exit';
  detail: string;
}

export interface Sandbox extends Port {
  /** Called once, when the sandbox is gone. */
  onEnd(listener: (ending: Ending) => void): void;
  /** Ends it at once, whatever it is doing. */
  kill(): void;
  /** Whether a running sandbox keeps the caller's process alive. */
  hold(held: boolean): void;
  /** Resident memory in bytes, where the system tells. */
  memory(): Promise<number | null>;
}

export interface SandboxOptions {
  /** Limit of the JavaScript heap. */
  heapMb: number;
}

export type StartSandbox = (options: SandboxOptions) => Sandbox;
