/** @file The one remote procedure call for every border: typed calls, notices and cancellation over a port of strings. */
import { decode, encode } from './codec';
import { asFailure, GradlensError } from './codes';
import type { Failure } from './request';

/** Whatever carries strings to the other side: a child process, a worker, a webview. */
export interface Port {
  post(text: string): void;
  listen(listener: (text: string) => void): void;
}

/** Names with the function each stands for; all arguments and results are plain data. */
// biome-ignore lint/suspicious/noExplicitAny: the bound of every signature; each border declares its own
export type Methods = Record<string, (argument: any, signal: AbortSignal) => unknown>;

// taken now: the sandbox empties its global object later
const Controller = AbortController;

type Argument<F> = F extends (argument: infer A, ...rest: never[]) => unknown ? A : never;
type Result<F> = F extends (...args: never[]) => infer R ? Awaited<R> : never;

type Message =
  | { call: number; method: string; argument: unknown }
  | { notice: string; argument: unknown }
  | { cancel: number }
  | { answer: number; value: unknown }
  | { answer: number; failure: Failure };

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * One end of a border. `Local` is what this side offers, `Remote` what it may ask of the other.
 * The other side may be hostile: a message that is not one of ours is ignored, and nothing but data arrives.
 */
export class Peer<Local extends Methods, Remote extends Methods> {
  private readonly waiting = new Map<number, Waiting>();
  private readonly running = new Map<number, AbortController>();
  private calls = 0;
  private closed: Error | null = null;

  constructor(
    private readonly port: Port,
    private readonly local: Local,
  ) {
    port.listen((text) => this.receive(text));
  }

  /** Calls a method of the other side. Rejects with a `GradlensError`, or with the reason of `close`. */
  call<M extends keyof Remote & string>(
    method: M,
    argument: Argument<Remote[M]>,
    signal?: AbortSignal,
  ): Promise<Result<Remote[M]>> {
    if (this.closed) return Promise.reject(this.closed);
    const call = ++this.calls;
    return new Promise((resolve, reject) => {
      const cancel = () => this.send({ cancel: call });
      const settled = () => {
        this.waiting.delete(call);
        signal?.removeEventListener('abort', cancel);
      };
      this.waiting.set(call, {
        resolve: (value) => {
          settled();
          resolve(value as Result<Remote[M]>);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
      this.send({ call, method, argument });
      signal?.addEventListener('abort', cancel, { once: true });
    });
  }

  /** Calls a method of the other side without waiting for an answer. */
  notify<M extends keyof Remote & string>(method: M, argument: Argument<Remote[M]>): void {
    if (!this.closed) this.send({ notice: method, argument });
  }

  /** Ends every open call with `reason`; later ones are refused with it. */
  close(reason: Error): void {
    if (this.closed) return;
    this.closed = reason;
    for (const waiting of [...this.waiting.values()]) waiting.reject(reason);
    for (const controller of this.running.values()) controller.abort(reason);
  }

  private send(message: Message): void {
    this.port.post(encode(message));
  }

  private receive(text: string): void {
    if (this.closed) return;
    let message: Message;
    try {
      message = decode<Message>(text);
    } catch {
      return;
    }
    if (message === null || typeof message !== 'object') return;
    if ('call' in message) void this.serve(message.call, message.method, message.argument);
    else if ('notice' in message) this.noticed(message.notice, message.argument);
    else if ('cancel' in message) this.running.get(message.cancel)?.abort();
    else if ('answer' in message) this.answered(message);
  }

  private answered(message: Extract<Message, { answer: number }>): void {
    const waiting = this.waiting.get(message.answer);
    if (!waiting) return;
    if ('failure' in message) waiting.reject(new GradlensError(plainFailure(message.failure)));
    else waiting.resolve(message.value);
  }

  private noticed(method: unknown, argument: unknown): void {
    if (typeof method !== 'string' || !Object.hasOwn(this.local, method)) return;
    try {
      this.local[method](argument, new Controller().signal);
    } catch {
      // a notice has nobody to tell
    }
  }

  private async serve(call: number, method: string, argument: unknown): Promise<void> {
    const controller = new Controller();
    this.running.set(call, controller);
    try {
      if (!Object.hasOwn(this.local, method)) throw new Error(`no method ${String(method)}`);
      const value = await this.local[method](argument, controller.signal);
      if (!this.closed) this.send({ answer: call, value });
    } catch (error) {
      if (!this.closed) this.send({ answer: call, failure: asFailure(error) });
    } finally {
      this.running.delete(call);
    }
  }
}

/** A failure from the other side, whatever it really sent. */
function plainFailure(sent: unknown): Failure {
  if (sent !== null && typeof sent === 'object') {
    const { code, message } = sent as Partial<Failure>;
    if (typeof code === 'string' && typeof message === 'string') return sent as Failure;
  }
  return asFailure(sent);
}
