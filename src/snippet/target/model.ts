/** @file A parsed file with all that targets and inputs ask of it: scopes, types, comments, line numbers. */
import type * as t from '@babel/types';
import { failure } from '../../protocol/codes';
import { parseSource } from '../parse';
import type { Scopes } from './binding';
import type { Settled } from './constants';
import { effectsOf } from './effects';
import { typedefs } from './jsdoc';
import { analyseScopes } from './scopes';
import { unexported } from './syntax';
import type { TypeContext } from './typeContext';

export interface SourceModel {
  source: string;
  fileName: string;
  program: t.Program;
  comments: readonly t.Comment[];
  scopes: Settled;
  context: TypeContext;
}

export interface ModelOptions {
  /** A tree of this very text, so that it is not parsed twice. */
  ast?: t.File;
  /** Text of modules that types are imported from, by specifier; by the specifiers that lead there, one per line. */
  importedTypes?: ReadonlyMap<string, { fileName: string; source: string }>;
}

/** Parses and analyses a file. Throws `syntaxError` with its place. */
export function readSource(source: string, fileName: string, options: ModelOptions = {}): SourceModel {
  const file = options.ast ?? parsed(source, fileName);
  const names = analyseScopes(file.program);
  const scopes = { ...names, effects: effectsOf(names), constants: new Map() };
  const comments = file.comments ?? [];
  const context = typeContext(file.program, scopes, comments, options.importedTypes ?? new Map(), [], new Set());
  return { source, fileName, program: file.program, comments, scopes, context };
}

function typeContext(
  program: t.Program,
  scopes: Scopes,
  comments: readonly t.Comment[],
  texts: NonNullable<ModelOptions['importedTypes']>,
  path: string[],
  wanted: Set<string>,
): TypeContext {
  const modules = new Map<string, TypeContext | null>();
  const exported = new Map<string, string>();
  const exportedHere = new Set<string>();
  for (const statement of program.body) {
    if (statement.type === 'ExportNamedDeclaration') {
      for (const specifier of statement.specifiers) {
        if (specifier.type !== 'ExportSpecifier') continue;
        const name = specifier.exported.type === 'Identifier' ? specifier.exported.name : specifier.exported.value;
        exported.set(name, specifier.local.name);
        if (statement.source) {
          scopes.imported.set(specifier.local.name, { specifier: statement.source.value, name: specifier.local.name });
        }
      }
    }
    const declaration = unexported(statement);
    if (statement.type === 'ExportNamedDeclaration' && 'id' in declaration && declaration.id?.type === 'Identifier') {
      exportedHere.add(declaration.id.name);
    }
    if (statement.type === 'ExportDefaultDeclaration' && 'id' in declaration && declaration.id?.type === 'Identifier') {
      exported.set('default', declaration.id.name);
    }
  }
  const context: TypeContext = {
    types: scopes.types,
    defined: new Map(),
    imported: scopes.imported,
    stars: program.body.flatMap((one) => (one.type === 'ExportAllDeclaration' ? [one.source.value] : [])),
    path,
    placeOf: (node) => {
      const id = 'id' in node && node.id?.type === 'Identifier' ? node.id : null;
      if (!id || scopes.declared.get(id)?.scope !== scopes.module) return null;
      if (path.length === 0) return { from: path, name: id.name };
      const name = exportName(id.name);
      return name === null ? null : { from: path, name };
    },
    wanted,
    busy: new Set(),
    exportedAs: (name) => exported.get(name) ?? name,
    module: (specifier) => {
      if (!modules.has(specifier)) modules.set(specifier, load(specifier));
      return modules.get(specifier) ?? null;
    },
  };
  const exportName = (local: string): string | null => {
    for (const [name, of] of exported) if (of === local) return name;
    return exportedHere.has(local) ? local : null;
  };
  const load = (specifier: string): TypeContext | null => {
    const given = texts.get([...path, specifier].join('\n'));
    if (!given || path.length > 4) return null;
    try {
      const { program: other, scopes: names, comments: notes } = typesRead(given);
      return typeContext(other, names, notes, texts, [...path, specifier], wanted);
    } catch {
      return null;
    }
  };
  typedefs(comments, context);
  return context;
}

interface ReadTypes {
  program: t.Program;
  scopes: Scopes;
  comments: readonly t.Comment[];
}

/** Modules read for their types only, the last few: a declaration file may be larger than all that uses it. */
const typesKnown = new Map<string, ReadTypes>();
const typesKept = 12;

function typesRead({ fileName, source }: { fileName: string; source: string }): ReadTypes {
  const key = `${fileName}\n${source}`;
  let found = typesKnown.get(key);
  if (!found) {
    const { program, comments } = parseSource(source, fileName);
    found = { program, scopes: analyseScopes(program), comments: comments ?? [] };
  }
  typesKnown.delete(key);
  typesKnown.set(key, found);
  for (const oldest of typesKnown.keys()) if (typesKnown.size > typesKept) typesKnown.delete(oldest);
  return found;
}

function parsed(source: string, fileName: string): t.File {
  try {
    return parseSource(source, fileName);
  } catch (thrown) {
    const { message, loc, pos } = thrown as { message?: string; loc?: { line: number }; pos?: number };
    if (typeof pos !== 'number') throw thrown;
    const start = Math.min(pos, source.length);
    const end = Math.min(start + 1, source.length);
    const detail = (message ?? '').replace(/\s*\(\d+:\d+\)$/, '').replace(/\.$/, '');
    throw failure('syntaxError', { detail, line: loc?.line ?? lineAt(source, start) + 1 }, { fileName, start, end });
  }
}

/** 0-based line of an offset. */
export function lineAt(source: string, offset: number): number {
  let line = 0;
  for (let i = source.indexOf('\n'); i !== -1 && i < offset; i = source.indexOf('\n', i + 1)) line++;
  return line;
}

/** The `/** … *​/` comment that stands right before a position. */
export function docBefore(model: SourceModel, position: number): string | null {
  const { comments, source } = model;
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comments[middle].end! <= position) low = middle + 1;
    else high = middle;
  }
  const comment = comments[low - 1];
  if (comment?.type !== 'CommentBlock' || !comment.value.startsWith('*')) return null;
  return /^\s*$/.test(source.slice(comment.end!, position)) ? comment.value : null;
}
