/** @file Modules that no differentiated program gets: Node's own, Electron's, binaries, style sheets, addresses. */

const names = new Set(
  (
    'assert assert/strict async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns ' +
    'dns/promises domain events fs fs/promises http http2 https inspector inspector/promises module net os path path/posix ' +
    'path/win32 perf_hooks process punycode querystring readline readline/promises repl sea sqlite stream stream/consumers ' +
    'stream/promises stream/web string_decoder sys test test/reporters timers timers/promises tls trace_events tty url util ' +
    'util/types v8 vm wasi worker_threads zlib'
  ).split(' '),
);

/** Names that exist only with the prefix. */
const prefixedOnly = new Set(['sea', 'sqlite', 'test', 'test/reporters']);
const neverCode =
  /\.(css|scss|sass|less|styl|svg|png|jpe?g|gif|webp|avif|ico|woff2?|ttf|otf|eot|mp[34]|webm|wav|pdf|html?|md|txt|node|wasm|vue|svelte|graphql|gql)(\?.*)?$/i;

export function isBuiltin(specifier: string): boolean {
  if (specifier.startsWith('node:')) return true;
  return names.has(specifier) && !prefixedOnly.has(specifier);
}

/** Whether a specifier names something that is no JavaScript at all, wherever it lies. */
export function isForeign(specifier: string): boolean {
  if (/^(https?|data|blob|bun|deno|cloudflare|electron|virtual|astro):/i.test(specifier)) return true;
  return specifier === 'electron' || specifier === 'vscode' || neverCode.test(specifier);
}

/** Whether a text imports one of Node's own modules. */
export function mentionsBuiltin(text: string): boolean {
  for (const [, specifier] of text.matchAll(/(?:\bfrom\s*|\brequire\s*\(\s*|\bimport\s*\(?\s*)["']([^"'\n]+)["']/g)) {
    if (isBuiltin(specifier)) return true;
  }
  return false;
}
