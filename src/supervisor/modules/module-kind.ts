/** @file Whether a text is an ECMAScript module, CommonJS or JSON: by extension, by its package, by its syntax. */
import type { ModuleKind } from '../../protocol/border';
import { extname } from './paths';

/** `packageType`: `type` of the nearest package.json. */
export function moduleKind(path: string, text: string, packageType: string | null): ModuleKind {
  const extension = extname(path).toLowerCase();
  switch (extension) {
    case '.json':
      return 'json';
    case '.mjs':
    case '.mts':
      return 'esm';
    case '.cjs':
      return 'commonjs';
    case '.cts':
      return hasModuleSyntax(text) ? 'esm' : 'commonjs';
    case '.ts':
    case '.tsx':
    case '.jsx':
      // Compilers read import and export in either kind of package.
      return hasModuleSyntax(text) || packageType === 'module' || !usesCommonJs(text) ? 'esm' : 'commonjs';
    default:
      if (packageType === 'module') return 'esm';
      return hasModuleSyntax(text) ? 'esm' : 'commonjs';
  }
}

function usesCommonJs(text: string): boolean {
  return /\b(module\.exports|exports\.\w|require\s*\()/.test(text);
}

/**
 * Whether `import`, `export` or `import.meta` stands where a statement begins, outside comments, strings, templates
 * and regular expressions. One pass, no tree: packages of a megabyte take a few milliseconds.
 */
export function hasModuleSyntax(text: string): boolean {
  if (!/\b(import|export)\b/.test(text)) return false;
  const token =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|[A-Za-z_$][\w$]*|\d[\w.]*|\s+|[\s\S]/g;
  let depth = 0;
  /** Brace depths at which a template literal's `${` was opened. */
  const templates: number[] = [];
  let previous = ';';
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const at = match[0];
    const first = at[0];
    if (/\s/.test(first) || at.startsWith('//') || at.startsWith('/*')) continue;
    if (first === '`' || (first === '}' && templates.at(-1) === depth)) {
      if (first === '}') templates.pop();
      token.lastIndex = endOfTemplate(text, token.lastIndex, () => templates.push(depth));
      previous = 'x';
      continue;
    }
    if (first === '/' && (!/[\w$)\]}"'`]$/.test(previous) || beforePattern.has(previous))) {
      token.lastIndex = endOfPattern(text, token.lastIndex);
      previous = 'x';
      continue;
    }
    if (first === '{' || first === '(' || first === '[') depth++;
    else if (first === '}' || first === ')' || first === ']') depth--;
    else if (depth === 0 && (at === 'import' || at === 'export')) {
      const rest = text.slice(token.lastIndex, token.lastIndex + 200).replace(/^(\s|\/\*[\s\S]*?\*\/)+/, '');
      if (at === 'import' ? /^["'{*\w$]/.test(rest) || /^\.\s*meta\b/.test(rest) : /^["'{*\w$@]/.test(rest)) {
        if (previous !== '.' && !/^(:|=[^=>])/.test(rest)) return true;
      }
    } else if (
      at === 'import' &&
      previous !== '.' &&
      /^\s*\.\s*meta\b/.test(text.slice(token.lastIndex, token.lastIndex + 40))
    ) {
      return true;
    }
    previous = at;
  }
  return false;
}

/** Keywords after which `/` begins a regular expression. */
const beforePattern = new Set(
  'return typeof case in of instanceof new delete void throw do else yield await'.split(' '),
);

function endOfTemplate(text: string, from: number, opened: () => void): number {
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '`') return i + 1;
    else if (text[i] === '$' && text[i + 1] === '{') {
      opened();
      return i + 2;
    }
  }
  return text.length;
}

function endOfPattern(text: string, from: number): number {
  let inClass = false;
  for (let i = from; i < text.length && text[i] !== '\n'; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '[') inClass = true;
    else if (text[i] === ']') inClass = false;
    else if (text[i] === '/' && !inClass) return i + 1;
  }
  return from;
}
