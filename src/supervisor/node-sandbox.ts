/** @file A sandbox as a Node child process: minimal environment, permission model, no inherited streams. */
import { type ChildProcess, fork } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { residentMemory } from './resident-memory';
import type { Ending, Sandbox, SandboxOptions } from './transport';

const [major, minor] = process.versions.node.split('.').map(Number);

/** Name of the permission flag of this Node; null where there is none. */
const permissionFlag =
  major >= 24 || (major === 23 && minor >= 5) ? '--permission' : major >= 20 ? '--experimental-permission' : null;

/** Flags that this runtime was seen to refuse (a runtime inside Electron may lack some). */
let permissionWorks = permissionFlag !== null;

/**
 * Recording calls small functions everywhere: with more room for inlining a record takes a fifth less time. It is a
 * flag of V8 that a runtime may come to lack; then it is left out.
 */
const inliningFlag = '--max-inlined-bytecode-size-cumulative';
let inliningWorks = true;

/** What the runtime itself needs, and nothing of the caller's. */
function environment(): NodeJS.ProcessEnv {
  const kept: NodeJS.ProcessEnv = {};
  if (process.versions.electron) kept.ELECTRON_RUN_AS_NODE = '1';
  if (process.platform === 'win32' && process.env.SystemRoot) kept.SystemRoot = process.env.SystemRoot;
  return kept;
}

function flags(bundle: string, options: SandboxOptions): string[] {
  const list = [
    '--no-warnings',
    '--disallow-code-generation-from-strings',
    `--max-old-space-size=${Math.max(64, Math.round(options.heapMb))}`,
  ];
  // the main thread's stack is 8 MB there, and instrumented recursion needs more of it than plain recursion
  if (process.platform === 'linux' || process.platform === 'darwin') list.push('--stack-size=3000');
  if (inliningWorks) list.push(`${inliningFlag}=3000`);
  if (permissionFlag && permissionWorks) list.push(permissionFlag, `--allow-fs-read=${bundle}`);
  return list;
}

const stderrKept = 8_192;

class NodeSandbox implements Sandbox {
  private readonly endListeners: ((ending: Ending) => void)[] = [];
  private readonly listeners: ((text: string) => void)[] = [];
  private child: ChildProcess;
  private stderr = '';
  private heard = false;
  private ended: Ending | null = null;
  private killed = false;
  private held = true;

  constructor(
    private readonly bundle: string,
    private readonly options: SandboxOptions,
  ) {
    this.child = this.start();
    process.once('exit', this.onCallersExit);
  }

  /** A sandbox in an endless loop would not notice that its caller is gone. */
  private readonly onCallersExit = () => this.kill();

  private start(): ChildProcess {
    const used = { permission: permissionWorks, inlining: inliningWorks };
    const child = fork(this.bundle, [], {
      execArgv: flags(this.bundle, this.options),
      env: environment(),
      cwd: process.platform === 'win32' ? undefined : '/',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'json',
      windowsHide: true,
    } as Parameters<typeof fork>[2]);
    child.on('message', (message) => {
      if (typeof message !== 'string') return;
      this.heard = true;
      for (const listener of this.listeners) listener(message);
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr = (this.stderr + text).slice(-stderrKept);
    });
    child.once('error', (error) => this.finish({ cause: 'exit', detail: error.message }));
    child.once('exit', (code, signal) => {
      if (!this.heard && !this.killed && code !== null && code !== 0 && this.refusedFlag(used)) {
        this.stderr = '';
        this.child = this.start();
        this.hold(this.held);
        return;
      }
      this.finish(this.endingOf(code, signal));
    });
    return child;
  }

  /** Whether the runtime refused one of the flags used, which is left out from now on. */
  private refusedFlag(used: { permission: boolean; inlining: boolean }): boolean {
    if (used.inlining && this.stderr.includes(inliningFlag)) {
      inliningWorks = false;
      return true;
    }
    if (!used.permission || !/bad option|permission/i.test(this.stderr)) return false;
    permissionWorks = false;
    return true;
  }

  private endingOf(code: number | null, signal: string | null): Ending {
    if (this.killed) return { cause: 'killed', detail: 'killed' };
    if (/heap out of memory|Reached heap limit|Allocation failed|invalid array length Allocation/i.test(this.stderr)) {
      return { cause: 'memory', detail: 'the heap is full' };
    }
    const last = this.stderr.trim().split('\n').at(-1) ?? '';
    const how = signal ? `signal ${signal}` : `exit code ${code}`;
    return { cause: 'exit', detail: last ? `${how}: ${last.slice(0, 200)}` : how };
  }

  private finish(ending: Ending): void {
    if (this.ended) return;
    this.ended = ending;
    process.removeListener('exit', this.onCallersExit);
    for (const listener of this.endListeners) listener(ending);
  }

  post(text: string): void {
    if (this.ended || !this.child.connected) return;
    this.child.send(text, () => {
      // a failed send means that the process is going; its end is reported by 'exit'
    });
  }

  listen(listener: (text: string) => void): void {
    this.listeners.push(listener);
  }

  onEnd(listener: (ending: Ending) => void): void {
    if (this.ended) listener(this.ended);
    else this.endListeners.push(listener);
  }

  kill(): void {
    if (this.ended) return;
    this.killed = true;
    this.child.kill('SIGKILL');
  }

  hold(held: boolean): void {
    this.held = held;
    const stream = this.child.stderr as unknown as { ref?(): void; unref?(): void } | null;
    if (held) {
      this.child.ref();
      this.child.channel?.ref();
      stream?.ref?.();
    } else {
      this.child.unref();
      this.child.channel?.unref();
      stream?.unref?.();
    }
  }

  memory(): Promise<number | null> {
    const { pid } = this.child;
    if (pid === undefined || this.ended) return Promise.resolve(null);
    return residentMemory(pid);
  }
}

/** Starts the sandbox bundle at `bundlePath` as a child process. */
export function startNodeSandbox(bundlePath: string): (options: SandboxOptions) => Sandbox {
  const bundle = realpathSync(bundlePath);
  return (options) => new NodeSandbox(bundle, options);
}
