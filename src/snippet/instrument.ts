/** @file `instrument`: source text → JavaScript that records what it computes, with the table of its sites. */
import { bare, type Node } from './analysis/ast';
import type { Binding, Scopes } from './analysis/binding';
import { inferKinds } from './analysis/infer';
import { resolveNames } from './analysis/scope';
import type { BindingInfo, Instrumented, InstrumentOptions } from './contract';
import { Emitter } from './emit/emitter';
import { temporaryPrefix } from './emit/frame';
import { liftedNode, liftText } from './emit/lift';
import { importsOf, type ModuleFacts, RegistryModule, RegistryScript, SameModule } from './emit/modules';
import { withModuleResources } from './emit/resources';
import { scriptStatement } from './emit/statements';
import { loadsVariables } from './emit/variables';
import { languageOf, parseSource } from './parse';
import { Sites } from './sites';

/** Globals that are quicker as constants of the module than as members of a context's global object. */
const quickGlobals = [
  'Math',
  'Number',
  'Array',
  'Object',
  'String',
  'Boolean',
  'Map',
  'Set',
  'JSON',
  'Symbol',
  'BigInt',
  'NaN',
  'Infinity',
  'Float64Array',
  'Float32Array',
  'Int32Array',
  'Uint32Array',
  'Int16Array',
  'Uint16Array',
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'DataView',
  'ArrayBuffer',
  'isNaN',
  'isFinite',
  'parseFloat',
  'parseInt',
  'Error',
  'TypeError',
  'RangeError',
];

const typedArrayNames =
  /\b(?:Float(?:16|32|64)|Big(?:Int|Uint)64|U?[Ii]nt(?:8|16|32)|Uint8Clamped)Array\b|\bArrayBuffer\b|\bDataView\b/;

/** Whether a text mentions typed arrays, so that reads and stores of elements must be watched in the whole program. */
export function mentionsTypedArrays(source: string): boolean {
  return typedArrayNames.test(source);
}

/**
 * Instruments one file. The text runs in any realm where the prelude ran before.
 * @throws SyntaxError (with `pos` and `loc`) when the text cannot be parsed.
 */
export function instrument(source: string, options: InstrumentOptions = {}): Instrumented {
  const fileName = options.fileName ?? 'snippet.js';
  // 1. text → tree
  const file = parseSource(source, fileName, options.sourceType) as unknown as Node;
  const program = file.program as Node;
  const { typescript, kind } = languageOf(fileName);
  const esm = isModule(program, options.sourceType, kind);
  const type = esm
    ? 'module'
    : options.sourceType === 'script'
      ? 'script'
      : options.sourceType === 'commonjs' || kind === 'commonjs' || usesCommonJs(source)
        ? 'commonjs'
        : 'script';
  return instrumentTree(source, program, { ...options, fileName }, type, typescript);
}

export type ProgramType = 'module' | 'script' | 'commonjs';

/** As `instrument`, for a tree that was parsed already. */
export function instrumentTree(
  source: string,
  program: Node,
  options: InstrumentOptions,
  type: ProgramType,
  typescript: boolean,
  strict = false,
): Instrumented {
  const registry = options.format === 'registry';
  // 2. statements that are kept, and copies of what is lifted
  const lifted = options.lift ? liftedNode(program, options.lift) : null;
  const all = program.body as Node[];
  const dropped = keep(program, options);
  // 3. names → bindings, and what each can hold
  const scopes = resolveNames(program, registry && type === 'script' ? 'commonjs' : type, strict, lifted?.node ?? null);
  inferKinds(scopes);
  const facts: ModuleFacts = {
    typescript: typescript || dropped,
    refuseImports: options.refuseImports,
    isUsed: (binding) => binding.references.length > 1 || (scopes.usesJsx && binding.name === 'React'),
  };
  // 4. tree → text
  const sites = new Sites(options.siteBase ?? 0, lifted !== null);
  const prefix = temporaryPrefix(source);
  const sourceKey = options.sources === false ? null : hashOf(source);
  const emitter = new Emitter(
    source,
    scopes,
    sites,
    {
      typedArrays: options.typedArrays ?? mentionsTypedArrays(source),
      marks: options.marks ?? true,
      sourceKey,
      typescript,
      variables: loadsVariables(program, scopes),
      decorators: options.decorators,
      privateMember: options.lift?.privateMember,
    },
    prefix,
  );
  emitter.strict = scopes.program.strict;
  const self = `${prefix}0m`;
  const module = !registry
    ? new SameModule(facts)
    : type === 'module'
      ? new RegistryModule(facts, self, prefix)
      : new RegistryScript(facts, self);
  emitter.module = module;
  if (module instanceof RegistryModule) module.link(program);
  const topLevelAwait = type === 'module' && hasTopLevelAwait(program);
  const body = programBody(emitter, program, type, registry);
  const epilogue = lifted
    ? emitter.inFrame('body', () =>
        liftText(
          emitter,
          lifted,
          registry ? self : '$gl',
          module instanceof RegistryModule ? module.defaultText({ ...program, body: all }) : 'module.exports',
        ),
      )
    : '';
  const text = body.text + epilogue;
  const original =
    sourceKey !== null && emitter.sourceMarked ? `$gl.source("${sourceKey}", ${JSON.stringify(source)});` : '';
  const temporaries = body.names ? `let ${body.names};` : '';
  let code: string;
  if (!registry)
    code = body.directives + (body.directives && (original || temporaries) ? ';' : '') + original + temporaries + text;
  else {
    const quick = quickGlobals.filter((name) => scopes.globals.has(name) && !scopes.assignedGlobals.has(name));
    const globals = quick.length > 0 ? `const { ${quick.join(', ')} } = globalThis;` : '';
    code =
      module instanceof RegistryModule
        ? `(${topLevelAwait ? 'async ' : ''}function* (${self}) {"use strict";${original}${globals}${temporaries}${module.head()}${body.directives};${text}\n})`
        : `(function (exports, require, module, __filename, __dirname, ${self}) {${body.directives};${original}${globals}${temporaries}${text}\n})`;
  }
  return {
    code,
    sites: sites.list,
    // a package is not looked at: nobody asks for its names
    bindings: options.marks === false ? [] : bindingsOf(scopes),
    imports: importsOf(program, facts, scopes.loads),
    esm: type === 'module',
    topLevelAwait,
    warnings: emitter.warnings,
  };
}

/** Drops statements that are not in `keep`; returns whether imports have to be checked for use. */
function keep(program: Node, options: InstrumentOptions): boolean {
  const spans = options.keep;
  if (!spans) return false;
  const kept = (node: Node): boolean =>
    (node.type === 'ImportDeclaration' && node.specifiers.length > 0) ||
    spans.some((span) => span.start < node.end && node.start < span.end);
  // Erased like a type, so that its text is gone and its line breaks stay.
  program.body = (program.body as Node[]).map((node) =>
    kept(node) ? node : { type: 'TSInterfaceDeclaration', start: node.start, end: node.end },
  );
  return true;
}

function programBody(
  e: Emitter,
  program: Node,
  type: ProgramType,
  registry: boolean,
): { directives: string; text: string; names: string } {
  const directives = program.directives as Node[];
  const start =
    directives.length > 0
      ? (directives[directives.length - 1] as Node).end
      : program.interpreter
        ? (program.interpreter.end as number)
        : 0;
  const head = e.src.slice(0, start);
  const end = program.end;
  if (type === 'script' && !registry) {
    e.completion = true;
    let text = '';
    let at = start;
    for (const node of program.body as Node[]) {
      text += e.src.slice(at, node.start) + scriptStatement(e, node);
      at = node.end;
    }
    e.completion = false;
    return { directives: head, text: text + e.src.slice(at, end), names: '' };
  }
  return e.inFrame('body', (frame) => {
    const statements = program.body as Node[];
    const text = withModuleResources(e, statements, e.list(statements, start, end));
    return { directives: head.startsWith('#!') && registry ? `//${head}` : head, text, names: frame.names() };
  });
}

function isModule(program: Node, given: InstrumentOptions['sourceType'], kind: 'esm' | 'commonjs' | 'either'): boolean {
  if (given) return given === 'module';
  if (kind !== 'either')
    return kind === 'esm' || (program.body as Node[]).some((node) => /^(Import|Export)/.test(node.type));
  return (
    (program.body as Node[]).some((node) => /^(Import|Export)/.test(node.type)) ||
    (program.sourceType === 'module' && hasTopLevelAwait(program))
  );
}

function usesCommonJs(source: string): boolean {
  return /\b(?:module|exports|require|__dirname|__filename)\b/.test(source);
}

function hasTopLevelAwait(program: Node): boolean {
  let found = false;
  const visit = (value: unknown): void => {
    if (found || typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const one of value) visit(one);
      return;
    }
    const node = value as Node;
    if (typeof node.type !== 'string' || /Function|Method$/.test(node.type)) return;
    if (
      node.type === 'AwaitExpression' ||
      node.kind === 'await using' ||
      (node.type === 'ForOfStatement' && node.await)
    ) {
      found = true;
      return;
    }
    if (/^Class.*Property$|^StaticBlock$/.test(node.type)) return;
    for (const key of Object.keys(node)) if (key !== 'loc' && key.charCodeAt(0) !== 36) visit(node[key]);
  };
  visit(program.body);
  return found;
}

function bindingsOf(scopes: Scopes): BindingInfo[] {
  const known = new Map<string, BindingInfo>();
  for (const binding of scopes.bindings) {
    const { node } = binding;
    if (!node || node.start < 0) continue;
    const key = `${binding.name}@${node.start}`;
    let info = known.get(key);
    if (!info) {
      info = { name: binding.name, references: [spanOf(node)], sites: [] };
      known.set(key, info);
    }
    addTo(info, binding, node);
  }
  for (const info of known.values()) {
    const [first, ...others] = info.references;
    const unique = new Map(others.filter((one) => one.start !== first.start).map((one) => [one.start, one]));
    info.references = [first, ...[...unique.values()].sort((a, b) => a.start - b.start)];
    info.sites = [...new Set(info.sites)];
  }
  return [...known.values()];
}

function addTo(info: BindingInfo, binding: Binding, declaration: Node): void {
  for (const one of binding.references) if (one !== declaration && one.start >= 0) info.references.push(spanOf(one));
  info.sites.push(...binding.sites);
}

function spanOf(node: Node): { start: number; end: number } {
  const at = bare(node);
  return { start: at.start, end: at.start + (at.name as string).length };
}

/** A short name for a text (FNV-1a); of a long one, every so many characters count. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  const step = 1 + (text.length >> 16);
  for (let i = 0; i < text.length; i += step) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return `${(hash >>> 0).toString(36)}${text.length.toString(36)}`;
}
