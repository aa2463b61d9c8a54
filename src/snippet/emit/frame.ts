/** @file Temporaries of one function activation, and the names they get. */

/**
 * body: a function body or module; the temporaries are declared at its start.
 * block: a statement at script level, which gets a block of its own, so that no global name appears.
 * wrap: an expression with no body around it (parameter default, class field): an arrow function called at once.
 * none: every expression must be wrapped by itself.
 */
export type FrameMode = 'body' | 'block' | 'wrap' | 'none';

export class Frame {
  private readonly free: string[] = [];
  private made = 0;

  constructor(
    readonly mode: FrameMode,
    private readonly prefix: string,
  ) {}

  take(): string {
    return this.free.pop() ?? this.prefix + this.made++;
  }

  release(...names: string[]): void {
    for (let i = names.length - 1; i >= 0; i--) this.free.push(names[i]);
  }

  /** All names handed out, `$0, $1`; empty where none was. */
  names(): string {
    let text = '';
    for (let i = 0; i < this.made; i++) text += (i ? ', ' : '') + this.prefix + i;
    return text;
  }
}

/** A prefix that, followed by digits, occurs nowhere in the source. */
export function temporaryPrefix(source: string): string {
  let prefix = '$';
  while (new RegExp(`${prefix.replace(/\$/g, '\\$')}\\d`).test(source)) prefix += '$';
  return prefix;
}
