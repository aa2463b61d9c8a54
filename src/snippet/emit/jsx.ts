/** @file JSX: elements become calls, of React where the file has it, else of the runtime, which makes plain objects. */
import type { Node } from '../analysis/ast';
import type { Emitter } from './emitter';
import { lineBreaks } from './types';

export function jsxElement(e: Emitter, node: Node): string {
  const react = e.scopes.program.names.has('React');
  const create = react ? 'React.createElement' : '$gl.jsx';
  const fragment = node.type === 'JSXFragment';
  const type = fragment ? (react ? 'React.Fragment' : '""') : typeName(e, node.openingElement.name);
  const attributes = fragment ? [] : (node.openingElement.attributes as Node[]);
  const parts = [type, attributes.length > 0 ? `{${attributes.map((one) => attribute(e, one)).join(', ')}}` : 'null'];
  let seen = '';
  for (const child of node.children as Node[]) {
    const text = childText(e, child);
    if (text !== null) parts.push(text);
    seen += text ?? '';
  }
  const call = `${create}(${parts.join(', ')})`;
  // lines after the element keep their numbers
  const missing = lineBreaks(e.src.slice(node.start, node.end)).length - lineBreaks(call).length;
  void seen;
  return missing > 0 ? `${call.slice(0, -1)}${'\n'.repeat(missing)})` : call;
}

function typeName(e: Emitter, name: Node): string {
  if (name.type === 'JSXMemberExpression') return `${typeName(e, name.object)}.${name.property.name as string}`;
  if (name.type === 'JSXNamespacedName')
    return JSON.stringify(`${name.namespace.name as string}:${name.name.name as string}`);
  if (/^[a-z]/.test(name.name) && !name.name.includes('.'))
    return name.name === 'this' ? 'this' : JSON.stringify(name.name);
  return name.$binding?.text ?? (name.name as string);
}

function attribute(e: Emitter, node: Node): string {
  if (node.type === 'JSXSpreadAttribute') return `...${e.emit(node.argument)}`;
  const key = JSON.stringify(
    node.name.type === 'JSXNamespacedName'
      ? `${node.name.namespace.name as string}:${node.name.name.name as string}`
      : node.name.name,
  );
  if (!node.value) return `${key}: true`;
  if (node.value.type === 'StringLiteral') return `${key}: ${JSON.stringify(node.value.value)}`;
  return `${key}: ${e.emit(node.value.type === 'JSXExpressionContainer' ? node.value.expression : node.value)}`;
}

function childText(e: Emitter, node: Node): string | null {
  switch (node.type) {
    case 'JSXText': {
      const lines = (node.value as string).split(/\r?\n/);
      const kept = lines
        .map((line, k) => {
          let text = line.replace(/\t/g, ' ');
          if (k > 0) text = text.replace(/^ +/, '');
          if (k < lines.length - 1) text = text.replace(/ +$/, '');
          return text;
        })
        .filter((line) => line !== '');
      return kept.length > 0 ? JSON.stringify(kept.join(' ')) : null;
    }
    case 'JSXExpressionContainer':
      return node.expression.type === 'JSXEmptyExpression' ? null : e.emit(node.expression);
    case 'JSXSpreadChild':
      return `...${e.emit(node.expression)}`;
    default:
      return jsxElement(e, node);
  }
}
