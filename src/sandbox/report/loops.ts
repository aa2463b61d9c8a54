/** @file Loops and functions of the source whose bodies ran often: the boxes around rolled-up records. */
import type * as t from '@babel/types';
import type { FunctionRecord, LoopRecord } from '../../protocol/evaluation';
import type { Span } from '../../snippet/contract';
import { parseSource } from '../../snippet/parse';
import type { ReportedModule, SiteTable } from './site-table';

/** A loop or function in a text. */
interface Body extends Span {
  kind: LoopRecord['kind'];
  name: string | null;
  /** Where what runs each time begins: what a loop starts with belongs to what is around it. */
  from: number;
}

/** Longer texts are not read for their loops. */
const charactersRead = 500_000;
const known = new WeakMap<ReportedModule['sites'], Body[]>();

/** In source order, outer ones before those inside them. */
export function loopRecords(functions: readonly FunctionRecord[], table: SiteTable): LoopRecord[] {
  const found = new Map<Body, LoopRecord & { around: Body[] }>();
  for (const { site, rolled } of functions) {
    const place = site === null ? null : table.find(site);
    if (!place || site === null) continue;
    const { module, info } = place;
    const around = bodiesOf(module).filter(({ from, end }) => from <= info.start && info.end <= end);
    for (const [depth, body] of around.entries()) {
      let record = found.get(body);
      if (!record) {
        const { kind, name, start, end } = body;
        const { fileName } = module;
        record = {
          fileName,
          start,
          end,
          kind,
          name,
          count: null,
          sites: [],
          parent: null,
          around: around.slice(0, depth),
        };
        found.set(body, record);
      }
      if (depth < around.length - 1) continue;
      if (!record.sites.includes(site)) record.sites.push(site);
      record.count = Math.max(record.count ?? 1, rolled?.count ?? 1);
    }
  }
  // what ran once needs no box; of a loop whose operations are all in inner ones it is not known how often it ran
  const kept = [...found].filter(([, { kind, count }]) => (count === null ? kind === 'loop' : count > 1));
  kept.sort(([, p], [, q]) => (p.fileName === q.fileName ? p.start - q.start || q.end - p.end : 0));
  const places = new Map(kept.map(([body], k) => [body, k]));
  return kept.map(([, { around, ...record }]) => {
    const parent = around.findLast((body) => places.has(body));
    return { ...record, parent: parent === undefined ? null : (places.get(parent) ?? null) };
  });
}

/** Outer ones first. */
function bodiesOf({ fileName, text, sites }: ReportedModule): Body[] {
  let found = known.get(sites);
  if (found) return found;
  found = [];
  if (text !== undefined && text.length <= charactersRead) {
    try {
      collect(parseSource(text, fileName).program, null, found);
    } catch {
      // it was read in another way to be run; without its loops the records still stand by themselves
      found = [];
    }
  }
  known.set(sites, found);
  return found;
}

function collect(node: t.Node, name: string | null, found: Body[]): void {
  const body = bodyOf(node, name);
  if (body) found.push(body);
  for (const [key, value] of Object.entries(node)) {
    if (value === null || typeof value !== 'object' || key === 'loc') continue;
    const children = (Array.isArray(value) ? value : [value]) as unknown[];
    for (const child of children) if (isNode(child)) collect(child, nameFor(node, key), found);
  }
}

function bodyOf(node: t.Node, name: string | null): Body | null {
  const [start, end] = [node.start ?? 0, node.end ?? 0];
  switch (node.type) {
    case 'ForStatement':
      return { kind: 'loop', name: null, start, end, from: node.init?.end ?? start };
    case 'ForInStatement':
    case 'ForOfStatement':
      return { kind: 'loop', name: null, start, end, from: node.right.end ?? start };
    case 'WhileStatement':
    case 'DoWhileStatement':
      return { kind: 'loop', name: null, start, end, from: start };
    case 'FunctionDeclaration':
    case 'FunctionExpression':
      return { kind: 'function', name: node.id?.name ?? name, start, end, from: start };
    case 'ArrowFunctionExpression':
      return { kind: 'function', name, start, end, from: start };
    case 'ObjectMethod':
    case 'ClassMethod':
    case 'ClassPrivateMethod':
      return { kind: 'function', name: keyName(node.key), start, end, from: start };
    default:
      return null;
  }
}

/** What a function is called that stands at `key` of a node. */
function nameFor(node: t.Node, key: string): string | null {
  if (node.type === 'VariableDeclarator' && key === 'init') return keyName(node.id);
  if (node.type === 'AssignmentExpression' && key === 'right') return keyName(node.left);
  if ((node.type === 'ObjectProperty' || node.type === 'ClassProperty') && key === 'value') return keyName(node.key);
  return null;
}

function keyName(key: t.Node): string | null {
  if (key.type === 'Identifier') return key.name;
  if (key.type === 'PrivateName') return `#${key.id.name}`;
  return key.type === 'StringLiteral' ? key.value : null;
}

function isNode(value: unknown): value is t.Node {
  return value !== null && typeof value === 'object' && typeof (value as { type?: unknown }).type === 'string';
}
