/** @file The contract of `instrument`: what goes into the transform and what comes out. */

export interface Span {
  start: number;
  end: number;
}

/**
 * Makes one target of a module callable, wherever it stands. The module gets an epilogue
 * `$gl.target(function (…params) { …prologue; return … })` that is emitted, instrumented, from slices of the
 * same source, so that sites keep their offsets.
 */
export interface Lift {
  /** Names that become parameters of the lifted function: free variables and closed-over values. */
  params: string[];
  /**
   * Statements of enclosing functions that run first (locals whose values the file determines). With a name: an
   * expression, and the name it goes by (`m` in `(function (m) { … })(lib.Math)`).
   */
  prologue: (Span & { name?: string })[];
  /** The lifted function is `async`: the prologue or an expression or statement target awaits. */
  async?: boolean;
  body: /** `return (<the expression, function or class at this span>)`; a function target is returned, not called. */
    | { kind: 'value'; span: Span }
    /** The statements, then `return <result>`: an expression's span or a name. */
    | { kind: 'statements'; statements: Span[]; result: Span | string }
    /** `return <name>`: a binding of the module's top level. */
    | { kind: 'name'; name: string }
    /** `return <the default export>`. */
    | { kind: 'default' };
  /** A private member of a class: the class gives it away as a static function under `privateReach`. */
  privateMember?: { class: Span; name: string; accessor: boolean };
  /** Classes of the module's top level that inputs are instances of: handed out with the target, by name. */
  classes?: string[];
}

/** Name of the static function `(object, arguments) => result` by which a private member is reached. */
export const privateReach = '$gl.private';

export interface InstrumentOptions {
  fileName?: string;
  /** A `.js` script is plain sloppy JavaScript (`with`, Annex B). Default: by file name and syntax. */
  sourceType?: 'script' | 'module' | 'commonjs';
  /**
   * same: import and export stay, the text is what it was (default; what `instrument` of the headless API gives).
   * registry: the text is one function expression for the realm's module registry.
   */
  format?: 'same' | 'registry';
  /** Number of the first site; sites are numbered upwards from it. */
  siteBase?: number;
  /** Top-level statements to keep; all others are left out. Default: all. */
  keep?: Span[];
  lift?: Lift;
  /**
   * Whether any module of the program uses typed arrays, so that elements read and stored must be watched
   * everywhere. Default: whether this text mentions them (`mentionsTypedArrays`).
   */
  typedArrays?: boolean;
  /** Mark values that are named without an operation (parameters, aliases, call results) and list bindings. Default true; not worth it in packages. */
  marks?: boolean;
  /** Refuse `import(…)`: code made from text has no module to resolve it from. */
  refuseImports?: boolean;
  /** Which kind of decorators a file has (`experimentalDecorators` of its tsconfig). Default: by how it looks. */
  decorators?: 'legacy' | 'standard';
  /** Carry the original text, so that `toString` of a function shows it. Default true. */
  sources?: boolean;
}

export interface SiteInfo extends Span {
  kind: 'operation' | 'input' | 'value';
  /** Primitive, or null for a value site. */
  op: string | null;
  /** Name that the result is bound to, where the source says so. */
  name: string | null;
  /** Ranges of the operands, in operand order. */
  operands: Span[];
}

export interface BindingInfo {
  name: string;
  /** Identifier ranges, declaration first. */
  references: Span[];
  /** Indices into `sites` that give it values. */
  sites: number[];
}

export interface ImportInfo extends Span {
  specifier: string;
  kind: 'import' | 'export-from' | 'require' | 'dynamic';
}

export interface Instrumented {
  code: string;
  /** Site id = siteBase + index. */
  sites: SiteInfo[];
  bindings: BindingInfo[];
  /** Static imports (types elided) that survive `keep`. */
  imports: ImportInfo[];
  /** Written as ESM, so that default interop follows its rules. */
  esm: boolean;
  topLevelAwait: boolean;
  warnings: { code: string; message: string; span: Span }[];
}
