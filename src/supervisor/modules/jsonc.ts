/** @file JSON with comments and trailing commas, as tsconfig.json and jsconfig.json are written. */

/** The data of a JSON text with comments; undefined where it is not one. */
export function parseJsonc(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    try {
      return JSON.parse(plain(text));
    } catch {
      return undefined;
    }
  }
}

/** Comments and trailing commas blanked; strings left alone. */
function plain(text: string): string {
  let out = '';
  let i = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (i < text.length) {
    const at = text[i];
    if (at === '"') {
      const start = i++;
      while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
      out += text.slice(start, ++i);
    } else if (at === '/' && text[i + 1] === '/') {
      while (i < text.length && text[i] !== '\n') i++;
    } else if (at === '/' && text[i + 1] === '*') {
      const end = text.indexOf('*/', i + 2);
      i = end < 0 ? text.length : end + 2;
      out += ' ';
    } else if (at === '}' || at === ']') {
      out = out.replace(/,\s*$/, '') + at;
      i++;
    } else {
      out += at;
      i++;
    }
  }
  return out;
}
