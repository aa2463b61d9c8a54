/** @file Types that JSDoc comments give: `@param {number[]} xs`, `@type`, `@typedef` with `@property`. */
import { parseExpression } from '@babel/parser';
import type * as t from '@babel/types';
import { typeOf } from './annotation';
import { type InputField, type InputType, unknown } from './inputType';
import type { TypeContext } from './typeContext';

export interface JsDocParameter {
  name: string;
  type: InputType;
  optional: boolean;
  rest: boolean;
  /** Text of a default, as in `[x=3]`. */
  initial: string | null;
}

export interface JsDoc {
  parameters: JsDocParameter[];
  /** `@type`. */
  type: InputType | null;
}

interface Tag {
  name: string;
  type: string | null;
  rest: string;
}

/** Tags of a `/** … *​/` comment's inner text. */
function tagsOf(comment: string): Tag[] {
  const text = comment.replace(/^\*/, '').replace(/^[ \t]*\*[ \t]?/gm, '');
  const tags: Tag[] = [];
  for (const part of text.split(/(?:^|\n)\s*@/).slice(1)) {
    const name = /^\w+/.exec(part)?.[0] ?? '';
    let rest = part.slice(name.length).trimStart();
    let type: string | null = null;
    if (rest.startsWith('{')) {
      let depth = 0;
      let end = 0;
      for (; end < rest.length; end++) {
        if (rest[end] === '{') depth++;
        else if (rest[end] === '}' && --depth === 0) break;
      }
      type = rest.slice(1, end);
      rest = rest.slice(end + 1).trimStart();
    }
    tags.push({ name, type, rest });
  }
  return tags;
}

/** JSDoc's own spellings, turned into TypeScript's. */
function asTypeScript(text: string): string {
  return text
    .trim()
    .replace(/^\.\.\./, '')
    .replace(/=$/, '')
    .replace(/^[?!]/, '')
    .replace(/\*/g, 'any')
    .replace(/\.</g, '<')
    .replace(/\bfunction\s*\(([^)]*)\)(\s*:\s*[\w.<>[\]]+)?/gi, (_whole, list: string) => {
      const count = list.trim() === '' ? 0 : list.split(',').length;
      return `((${Array.from({ length: count }, (_, i) => `a${i}: any`).join(', ')}) => any)`;
    })
    .replace(/\b(Number|Numbers|float|double|Float|integer|int|Integer)\b(?!\s*[<.])/g, 'number')
    .replace(/\b(Array|Object|array)\b(?!\s*<)/g, (name) => (name === 'Object' ? 'object' : 'any[]'));
}

/** The type that JSDoc's `{…}` text says; unknown where it cannot be read. */
export function typeFromText(text: string, context: TypeContext): InputType {
  try {
    const node = parseExpression(`0 as (${asTypeScript(text)})`, { plugins: ['typescript'] }) as t.TSAsExpression;
    return node.type === 'TSAsExpression' ? typeOf(node.typeAnnotation, context) : unknown;
  } catch {
    return unknown;
  }
}

function named(rest: string): { name: string; optional: boolean; initial: string | null } {
  const bracket = /^\[\s*([\w$.[\]]+)\s*(?:=\s*([^\]]*(?:\[[^\]]*\])?[^\]]*))?\]/.exec(rest);
  if (bracket) return { name: bracket[1], optional: true, initial: bracket[2]?.trim() || null };
  return { name: /^[\w$.[\]]+/.exec(rest)?.[0] ?? '', optional: false, initial: null };
}

/** `opts.x` tags become fields of `opts`; `list[].x` fields of its elements. */
function nest(parameters: JsDocParameter[]): JsDocParameter[] {
  const out: JsDocParameter[] = [];
  for (const parameter of parameters) {
    const [head, ...path] = parameter.name.split('.');
    const ofElements = head.endsWith('[]');
    const owner = out.find((one) => one.name === head.replace(/\[\]$/, ''));
    if (path.length === 0 || !owner) {
      if (path.length === 0) out.push(parameter);
      continue;
    }
    let type = owner.type;
    if (ofElements && type.kind === 'array') {
      if (type.of.kind !== 'object') type.of = { kind: 'object', fields: [] };
      type = type.of;
    }
    for (let i = 0; ; i++) {
      if (type.kind !== 'object') {
        if (type !== owner.type || ofElements) break;
        type = owner.type = { kind: 'object', fields: [] };
      }
      const name = path[i].replace(/\[\]$/, '');
      const known: InputField | undefined = type.fields.find((field) => field.name === name);
      if (i === path.length - 1) {
        if (!known) type.fields.push({ name, type: parameter.type, optional: parameter.optional });
        break;
      }
      if (!known) break;
      type = known.type;
    }
  }
  return out;
}

/** A type that `nest` may change without changing the context's own. */
const own = (type: InputType): InputType => structuredClone(type);

export function readJsDoc(comment: string, context: TypeContext): JsDoc {
  const parameters: JsDocParameter[] = [];
  let type: InputType | null = null;
  for (const tag of tagsOf(comment)) {
    if (tag.name === 'param' || tag.name === 'arg' || tag.name === 'argument') {
      const { name, optional, initial } = named(tag.rest);
      const text = tag.type ?? '';
      parameters.push({
        name,
        type: text ? own(typeFromText(text, context)) : unknown,
        optional: optional || /=\s*$/.test(text),
        rest: /^\s*\.\.\./.test(text),
        initial,
      });
    } else if (tag.name === 'type' && tag.type) type = typeFromText(tag.type, context);
  }
  return { parameters: nest(parameters), type };
}

/** `@typedef`s of a file's comments, by name. */
export function typedefs(comments: readonly t.Comment[], context: TypeContext): void {
  for (const comment of comments) {
    if (comment.type !== 'CommentBlock' || !comment.value.includes('@typedef')) continue;
    const tags = tagsOf(comment.value);
    tags.forEach((tag, i) => {
      if (tag.name !== 'typedef') return;
      const { name } = named(tag.rest);
      const properties: JsDocParameter[] = [];
      const read = (): InputType => {
        for (const next of tags.slice(i + 1)) {
          if (next.name === 'typedef') break;
          if (next.name !== 'property' && next.name !== 'prop') continue;
          const field = named(next.rest);
          const fieldType = next.type ? own(typeFromText(next.type, context)) : unknown;
          properties.push({ ...field, type: fieldType, rest: false });
        }
        if (properties.length) {
          const fields = nest(properties).map(({ name: field, type, optional }) => ({ name: field, type, optional }));
          return { kind: 'object', fields };
        }
        return tag.type ? typeFromText(tag.type, context) : unknown;
      };
      let made: InputType | null = null;
      let busy = false;
      context.defined.set(name, () => {
        if (made || busy) return made ?? unknown;
        busy = true;
        made = read();
        busy = false;
        return made;
      });
    });
  }
}
