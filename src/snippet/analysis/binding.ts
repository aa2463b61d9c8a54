/** @file What names stand for: bindings, the scopes that hold them, and everything that is found out about a program's names. */
import type { Node } from './ast';
import type { Kind } from './kinds';

export type Declared =
  | 'var'
  | 'let'
  | 'const'
  | 'param'
  | 'function'
  | 'class'
  | 'import'
  | 'catch'
  | 'name'
  | 'enum'
  | 'namespace';

export interface Binding {
  name: string;
  declared: Declared;
  scope: Scope;
  /** The declaring identifier (for a lifted function's parameter: where the name was declared in the source). */
  node: Node | null;
  references: Node[];
  /** Expressions assigned; null stands for a value the text does not show. */
  writes: (Node | null)[];
  /** Positions of assignments after the declaration. */
  assigned: number[];
  /** Assigned in another function than the declaring one, or through eval or `arguments`. */
  assignedElsewhere: boolean;
  kind: Kind;
  /** Name of the `Math` function that a constant stands for: `const { sin } = Math`. */
  math?: string;
  /** Set for a constant that stands for the built-in `eval`. */
  isEval?: boolean;
  /** For an import: the module it comes from and the name there (`*` for the namespace). */
  imported?: { source: string; name: string };
  /** How a module's text reads it, where that is not its name: `$m1.x`. */
  text?: string;
  typeOnly?: boolean;
  /** Sites that give it values. */
  sites: number[];
}

export interface Scope {
  kind: 'script' | 'module' | 'function' | 'block' | 'class' | 'with';
  parent: Scope | null;
  names: Map<string, Binding>;
  /** The function (or program) this scope belongs to. */
  owner: Node;
  strict: boolean;
  /** A direct eval stands here or in a scope inside. */
  evalInside: boolean;
  /** A sloppy direct eval stands in this very function, so that it may declare names. */
  evalDeclares: boolean;
  usesArguments: boolean;
}

export interface Scopes {
  program: Scope;
  bindings: Binding[];
  /** Names that no declaration of the file explains. */
  globals: Set<string>;
  usesEval: boolean;
  /** Calls of `require` and `import()` with one argument. */
  loads: Node[];
  /** Globals that the file assigns. */
  assignedGlobals: Set<string>;
  usesJsx: boolean;
}
