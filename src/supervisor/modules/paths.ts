/** @file Paths without a host: POSIX, Windows and URIs (`vscode-vfs://github/owner/name/file.ts`) alike. */

interface Split {
  /** `/`, `C:\`, `\\server\share\`, `scheme://authority/`; empty for a relative path. */
  root: string;
  parts: string[];
  separator: '/' | '\\';
  /** `?query` and `#fragment` of a URI. */
  tail: string;
}

function split(path: string): Split {
  const uri = /^([a-z][a-z0-9+.-]+:\/\/[^/?#]*)([^?#]*)(.*)$/i.exec(path);
  if (uri) return { root: `${uri[1]}/`, parts: pieces(uri[2], /\//), separator: '/', tail: uri[3] };
  const drive = /^([a-z]:)[\\/]/i.exec(path);
  if (drive) {
    const separator = path[2] === '/' ? '/' : '\\';
    return { root: drive[1] + separator, parts: pieces(path.slice(3), /[\\/]/), separator, tail: '' };
  }
  const share = /^\\\\[^\\/]+[\\/][^\\/]+/.exec(path);
  if (share) {
    return { root: `${share[0]}\\`, parts: pieces(path.slice(share[0].length), /[\\/]/), separator: '\\', tail: '' };
  }
  const root = path.startsWith('/') ? '/' : '';
  return { root, parts: pieces(path, /\//), separator: '/', tail: '' };
}

function pieces(path: string, separator: RegExp): string[] {
  const out: string[] = [];
  for (const part of path.split(separator)) {
    if (part === '' || part === '.') continue;
    if (part === '..' && out.length > 0 && out.at(-1) !== '..') out.pop();
    else if (part !== '..' || out.length === 0) out.push(part);
  }
  return out;
}

/** `..` above the root stays at the root. */
function written({ root, parts, separator, tail }: Split): string {
  const kept = root ? parts.filter((part) => part !== '..') : parts;
  return root + kept.join(separator) + tail;
}

export function isAbsolute(path: string): boolean {
  return split(path).root !== '';
}

export function normalise(path: string): string {
  return written(split(path));
}

/** `relative` (always with `/`) seen from the folder `base`; an absolute one is itself. */
export function join(base: string, relative: string): string {
  if (isAbsolute(relative) && !(relative.startsWith('/') && split(base).root.includes('://')))
    return normalise(relative);
  const from = split(base);
  const whole = [...from.parts, ...relative.split(/[\\/]/)].join('/');
  return written({ ...from, parts: pieces(whole, /\//), tail: '' });
}

export function dirname(path: string): string {
  const at = split(path);
  return written({ ...at, parts: at.parts.slice(0, -1), tail: '' });
}

export function basename(path: string): string {
  return split(path).parts.at(-1) ?? '';
}

/** `.ts` of `a.d.ts`; empty where there is none. */
export function extname(path: string): string {
  return /.\.[^.]*$/.exec(basename(path))?.[0].slice(1) ?? '';
}

/** The folder and all above it, nearest first. */
export function ancestors(folder: string): string[] {
  const at = split(folder);
  const out: string[] = [];
  for (let length = at.parts.length; length >= 0; length--) {
    out.push(written({ ...at, parts: at.parts.slice(0, length), tail: '' }));
  }
  return out;
}

/** The part of `path` below `folder` with `/`, or null. */
export function within(folder: string, path: string): string | null {
  const outer = split(folder);
  const inner = split(path);
  if (outer.root.toLowerCase() !== inner.root.toLowerCase() || inner.parts.length < outer.parts.length) return null;
  for (let i = 0; i < outer.parts.length; i++) if (outer.parts[i] !== inner.parts[i]) return null;
  return inner.parts.slice(outer.parts.length).join('/');
}
