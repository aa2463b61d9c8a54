/** @file Where a person's own function has its `backward` in the source. */

import type { SourceRange } from '../../../protocol/evaluation';
import { parseSource } from '../../../snippet/parse';
import type { ReportedModule } from '../site-table';

interface Node {
  type: string;
  start: number;
  end: number;
  [field: string]: unknown;
}

/** The name of `backward` in the class of this name, else the class's own name; null where no text has it. */
export function placeOfBackward(name: string, modules: readonly ReportedModule[]): SourceRange | null {
  for (const { fileName, text } of modules) {
    if (!text?.includes(name) || !text.includes('backward')) continue;
    const found = inText(name, text, fileName);
    if (found) return { fileName, ...found };
  }
  return null;
}

function inText(name: string, text: string, fileName: string): { start: number; end: number } | null {
  let program: Node;
  try {
    program = parseSource(text, fileName).program as unknown as Node;
  } catch {
    return null;
  }
  let found: { start: number; end: number } | null = null;
  const visit = (value: unknown, holder: Node | null): void => {
    if (found || typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const one of value) visit(one, holder);
      return;
    }
    const node = value as Node;
    if (typeof node.type !== 'string') return;
    if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') {
      const id = (node.id ?? (holder?.type === 'VariableDeclarator' ? holder.id : null)) as Node | null;
      if (id?.name === name) found = methodIn(node) ?? { start: id.start, end: id.end };
    }
    for (const key of Object.keys(node)) if (key !== 'loc' && key !== 'extra') visit(node[key], node);
  };
  visit(program, null);
  return found;
}

function methodIn(node: Node): { start: number; end: number } | null {
  for (const member of (node.body as Node).body as Node[]) {
    const key = member.key as Node | undefined;
    if (key?.name === 'backward') return { start: key.start, end: key.end };
  }
  return null;
}
