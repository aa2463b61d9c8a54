/** @file Where the types of one file come from: its declarations, what it imports, and how deep they are followed. */
import type { InputType } from './inputType';
import type { Node } from './syntax';

/** Where names of types are looked up. */
export interface TypeContext {
  types: Map<string, Node[]>;
  /** JSDoc `@typedef`s. */
  defined: Map<string, () => InputType>;
  imported: Map<string, { specifier: string; name: string }>;
  /** The context of another module's text, where it was given. */
  module(specifier: string): TypeContext | null;
  /** Local name of a module's export: `export { A as B }`. */
  exportedAs(name: string): string;
  /** `export * from …`. */
  stars: string[];
  /** Specifiers from the file itself to this context's module. */
  path: string[];
  /** Where a class is to be had at run time; null where it is local to a function or not exported. */
  placeOf(node: Node): { from: string[]; name: string } | null;
  /** Paths of specifiers whose types were asked for and not given; one step per line. */
  wanted: Set<string>;
  /** Declarations being read: a type inside itself is unknown. */
  busy: Set<Node>;
}

export type Generics = Map<string, InputType>;

export const none: Generics = new Map();

export const deepest = 12;
