/** @file Which name means which declaration: scopes, bindings, references, writes, and what eval and `with` make uncertain. */
import { bare, eachChild, eachTarget, type Node } from './ast';
import { Kind } from './kinds';

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

interface Reference {
  node: Node;
  scope: Scope;
}
interface Write extends Reference {
  value: Node | null;
  /** The write is the declaration's own initialiser. */
  initial: boolean;
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

/** Reads a program and annotates it: `$binding` on identifiers, `$scope` on what opens a scope. */
export function resolveNames(
  program: Node,
  kind: 'script' | 'module' | 'commonjs',
  strict: boolean,
  lifted: Node | null = null,
): Scopes {
  const pass = new ScopePass(program, kind, strict);
  pass.run(lifted);
  const { top, bindings, globals, usesEval, loads, assignedGlobals, usesJsx } = pass;
  return { program: top, bindings, globals, usesEval, loads, assignedGlobals, usesJsx };
}

function hasUseStrict(body: Node): boolean {
  for (const directive of (body.directives ?? []) as Node[])
    if (directive.value.extra?.rawValue === 'use strict' || directive.value.value === 'use strict') return true;
  return false;
}

class ScopePass {
  readonly top: Scope;
  readonly bindings: Binding[] = [];
  readonly globals = new Set<string>();
  usesEval = false;
  usesJsx = false;
  readonly loads: Node[] = [];
  readonly assignedGlobals = new Set<string>();
  private readonly references: Reference[] = [];
  private readonly writes: Write[] = [];

  constructor(
    private readonly program: Node,
    kind: 'script' | 'module' | 'commonjs',
    strict: boolean,
  ) {
    this.top = this.scope(kind === 'script' ? 'script' : kind === 'module' ? 'module' : 'function', null, program);
    this.top.strict = strict || kind === 'module' || hasUseStrict(program);
    program.$scope = this.top;
  }

  run(lifted: Node | null): void {
    this.hoist(this.program.body as Node[], this.top, this.top);
    for (const statement of this.program.body as Node[]) this.visit(statement, this.top);
    if (lifted) this.visit(lifted, this.top);
    this.resolve();
  }

  private scope(kind: Scope['kind'], parent: Scope | null, owner: Node): Scope {
    return {
      kind,
      parent,
      names: new Map(),
      owner,
      strict: parent?.strict ?? false,
      evalInside: false,
      evalDeclares: false,
      usesArguments: false,
    };
  }

  private declare(scope: Scope, node: Node | null, name: string, declared: Declared): Binding {
    const known = scope.names.get(name);
    if (known) {
      if (declared === 'function' || known.declared !== declared) known.writes.push(null);
      if (declared === 'function') known.assigned.push(-1);
      if (node) known.references.push(node);
      if (node) node.$binding = known;
      return known;
    }
    const made: Binding = {
      name,
      declared,
      scope,
      node,
      references: node ? [node] : [],
      writes: [],
      assigned: [],
      assignedElsewhere: false,
      kind: Kind.none,
      sites: [],
    };
    scope.names.set(name, made);
    this.bindings.push(made);
    if (node) node.$binding = made;
    return made;
  }

  private declarePattern(pattern: Node, scope: Scope, declared: Declared): void {
    eachTarget(pattern, (target) => {
      if (target.type === 'Identifier') this.declare(scope, target, target.name, declared);
    });
  }

  // --- what a statement list declares before it runs ---

  private hoist(statements: Node[], scope: Scope, owner: Scope): void {
    for (const statement of statements) {
      this.hoistLexical(statement, scope);
      this.hoistVars(statement, owner, scope === owner);
    }
  }

  private hoistLexical(statement: Node, scope: Scope): void {
    switch (statement.type) {
      case 'VariableDeclaration':
        if (statement.kind === 'var' || statement.declare) return;
        for (const one of statement.declarations as Node[])
          this.declarePattern(one.id, scope, statement.kind === 'const' ? 'const' : 'let');
        return;
      case 'FunctionDeclaration':
        if (statement.id && statement.body) this.declare(scope, statement.id, statement.id.name, 'function');
        return;
      case 'ClassDeclaration':
        if (statement.id && !statement.declare) this.declare(scope, statement.id, statement.id.name, 'class');
        return;
      case 'TSEnumDeclaration':
        if (!statement.declare) this.declare(scope, statement.id, statement.id.name, 'enum').writes.push(null);
        return;
      case 'TSModuleDeclaration':
        if (!statement.declare && statement.id.type === 'Identifier' && hasValues(statement)) {
          this.declare(scope, statement.id, statement.id.name, 'namespace').writes.push(null);
        }
        return;
      case 'TSImportEqualsDeclaration':
        if (statement.importKind !== 'type')
          this.declare(scope, statement.id, statement.id.name, 'import').writes.push(null);
        return;
      case 'ImportDeclaration':
        for (const one of statement.specifiers as Node[]) {
          const binding = this.declare(scope, one.local, one.local.name, 'import');
          binding.writes.push(null);
          binding.typeOnly =
            statement.importKind === 'type' || one.importKind === 'type' || statement.importKind === 'typeof';
          const name =
            one.type === 'ImportDefaultSpecifier'
              ? 'default'
              : one.type === 'ImportNamespaceSpecifier'
                ? '*'
                : (one.imported.name ?? one.imported.value);
          binding.imported = { source: statement.source.value, name };
        }
        return;
      case 'ExportNamedDeclaration':
      case 'ExportDefaultDeclaration':
        if (statement.declaration && !statement.declaration.declare) this.hoistLexical(statement.declaration, scope);
        return;
      case 'LabeledStatement':
        this.hoistLexical(statement.body, scope);
        return;
    }
  }

  /** `var` names of a statement, and functions in blocks where sloppy code makes them `var` too. */
  private hoistVars(node: Node, owner: Scope, topLevel: boolean): void {
    switch (node.type) {
      case 'VariableDeclaration':
        if (node.kind === 'var' && !node.declare)
          for (const one of node.declarations as Node[]) this.declarePattern(one.id, owner, 'var');
        return;
      case 'FunctionDeclaration':
        if (!topLevel && !owner.strict && node.id && node.body) {
          const outer = this.declare(owner, null, node.id.name, 'var');
          outer.writes.push(null);
          outer.assigned.push(-1);
        }
        return;
      case 'ExportNamedDeclaration':
        if (node.declaration) this.hoistVars(node.declaration, owner, topLevel);
        return;
      case 'IfStatement':
        this.hoistVars(node.consequent, owner, false);
        if (node.alternate) this.hoistVars(node.alternate, owner, false);
        return;
      case 'ForStatement':
        if (node.init) this.hoistVars(node.init, owner, false);
        this.hoistVars(node.body, owner, false);
        return;
      case 'ForInStatement':
      case 'ForOfStatement':
        this.hoistVars(node.left, owner, false);
        this.hoistVars(node.body, owner, false);
        return;
      case 'WhileStatement':
      case 'DoWhileStatement':
      case 'WithStatement':
        this.hoistVars(node.body, owner, false);
        return;
      case 'LabeledStatement':
        this.hoistVars(node.body, owner, topLevel);
        return;
      case 'BlockStatement':
        for (const one of node.body as Node[]) this.hoistVars(one, owner, false);
        return;
      case 'TryStatement':
        this.hoistVars(node.block, owner, false);
        if (node.handler) this.hoistVars(node.handler.body, owner, false);
        if (node.finalizer) this.hoistVars(node.finalizer, owner, false);
        return;
      case 'SwitchStatement':
        for (const one of node.cases as Node[])
          for (const inner of one.consequent as Node[]) this.hoistVars(inner, owner, false);
        return;
    }
  }

  // --- references and writes ---

  private visit(node: Node, scope: Scope): void {
    switch (node.type) {
      case 'Identifier':
        this.references.push({ node, scope });
        if (node.name === 'arguments') this.functionScope(scope).usesArguments = true;
        return;
      case 'JSXIdentifier':
        this.usesJsx = true;
        if (!/^[a-z]/.test(node.name)) this.references.push({ node, scope });
        return;
      case 'VariableDeclaration':
        if (node.declare) return;
        for (const one of node.declarations as Node[]) {
          this.assignPattern(one.id, scope, one.init ?? null, true, one.init !== null && one.init !== undefined);
          if (one.init) this.visit(one.init, scope);
        }
        return;
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
      case 'ObjectMethod':
      case 'ClassMethod':
      case 'ClassPrivateMethod':
        this.visitFunction(node, scope);
        return;
      case 'ClassDeclaration':
      case 'ClassExpression':
        if (!node.declare) this.visitClass(node, scope);
        return;
      case 'BlockStatement':
        this.visitBlock(node, node.body as Node[], scope);
        return;
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
        this.visitFor(node, scope);
        return;
      case 'SwitchStatement': {
        this.visit(node.discriminant, scope);
        const inner = this.scope('block', scope, scope.owner);
        node.$scope = inner;
        const statements = (node.cases as Node[]).flatMap((one) => one.consequent as Node[]);
        for (const one of statements) this.hoistLexical(one, inner);
        for (const one of node.cases as Node[]) {
          if (one.test) this.visit(one.test, inner);
          for (const statement of one.consequent as Node[]) this.visit(statement, inner);
        }
        return;
      }
      case 'CatchClause': {
        const inner = this.scope('block', scope, scope.owner);
        node.$scope = inner;
        if (node.param) {
          this.declarePattern(node.param, inner, 'catch');
          this.assignPattern(node.param, inner, null, true, true);
        }
        this.visitBlock(node.body, node.body.body as Node[], inner);
        return;
      }
      case 'WithStatement':
        this.visit(node.object, scope);
        this.visit(node.body, this.scope('with', scope, scope.owner));
        return;
      case 'AssignmentExpression':
        this.assignPattern(node.left, scope, node.operator === '=' ? node.right : node, false, true);
        this.visit(node.right, scope);
        return;
      case 'UpdateExpression':
        this.assignPattern(node.argument, scope, node, false, true);
        return;
      case 'CallExpression':
        if (node.callee.type === 'Identifier' && node.callee.name === 'eval') this.directEval(scope);
        if (node.arguments.length > 0 && (node.callee.type === 'Import' || node.callee.name === 'require'))
          this.loads.push(node);
        eachChild(node, (child) => this.visit(child, scope));
        return;
      case 'MemberExpression':
      case 'OptionalMemberExpression':
        this.visit(node.object, scope);
        if (node.computed) this.visit(node.property, scope);
        return;
      case 'ObjectProperty':
        if (node.computed) this.visit(node.key, scope);
        this.visit(node.value, scope);
        return;
      case 'StaticBlock': {
        const inner = this.scope('function', scope, node);
        node.$scope = inner;
        this.hoist(node.body as Node[], inner, inner);
        for (const statement of node.body as Node[]) this.visit(statement, inner);
        return;
      }
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'TSInterfaceDeclaration':
      case 'TSTypeAliasDeclaration':
      case 'TSDeclareFunction':
      case 'MetaProperty':
      case 'PrivateName':
        return;
      case 'ExportNamedDeclaration':
        if (node.exportKind === 'type' || node.source) return;
        if (node.declaration) this.visit(node.declaration, scope);
        for (const one of node.specifiers as Node[])
          if (one.exportKind !== 'type' && one.local?.type === 'Identifier') this.visit(one.local, scope);
        return;
      case 'TSEnumDeclaration':
        if (!node.declare) this.visitEnum(node, scope);
        return;
      case 'TSModuleDeclaration':
        if (!node.declare && hasValues(node)) this.visitNamespace(node, scope);
        return;
      case 'TSImportEqualsDeclaration':
        if (node.importKind !== 'type' && node.moduleReference.type !== 'TSExternalModuleReference')
          this.visitEntity(node.moduleReference, scope);
        return;
      case 'TSParameterProperty':
        this.visit(node.parameter, scope);
        return;
      default:
        eachChild(node, (child) => this.visit(child, scope));
    }
  }

  private visitEntity(name: Node, scope: Scope): void {
    if (name.type === 'TSQualifiedName') this.visitEntity(name.left, scope);
    else this.visit(name, scope);
  }

  private visitBlock(node: Node, statements: Node[], scope: Scope): void {
    const inner = this.scope('block', scope, scope.owner);
    node.$scope = inner;
    for (const one of statements) this.hoistLexical(one, inner);
    for (const one of statements) this.visit(one, inner);
  }

  private visitFor(node: Node, scope: Scope): void {
    const inner = this.scope('block', scope, scope.owner);
    node.$scope = inner;
    if (node.type === 'ForStatement') {
      if (node.init) {
        this.hoistLexical(node.init, inner);
        this.visit(node.init, inner);
      }
      if (node.test) this.visit(node.test, inner);
      if (node.update) this.visit(node.update, inner);
    } else {
      const keys = node.type === 'ForInStatement';
      if (node.left.type === 'VariableDeclaration') {
        this.hoistLexical(node.left, inner);
        const { id, init } = node.left.declarations[0] as Node;
        // a loop writes its variable again and again: never an initialiser alone
        this.assignPattern(id, inner, keys ? keyOf(id) : null, node.left.kind !== 'var', true);
        if (init) {
          this.assignPattern(id, inner, init, false, true);
          this.visit(init, inner);
        }
      } else this.assignPattern(node.left, inner, keys ? keyOf(node.left) : null, false, true);
      this.visit(node.right, inner);
    }
    this.visit(node.body, inner);
  }

  private visitFunction(node: Node, scope: Scope): void {
    if (node.computed) this.visit(node.key, scope);
    for (const one of (node.decorators ?? []) as Node[]) this.visit(one, scope);
    if (!node.body) return;
    let outer = scope;
    if (node.type === 'FunctionExpression' && node.id) {
      outer = this.scope('block', scope, scope.owner);
      this.declare(outer, node.id, node.id.name, 'name').kind = Kind.object;
    }
    const inner = this.scope('function', outer, node);
    node.$scope = inner;
    if (node.body.type === 'BlockStatement' && hasUseStrict(node.body)) inner.strict = true;
    for (const parameter of node.params as Node[]) {
      if (parameter.type === 'Identifier' && parameter.name === 'this') continue;
      this.declarePattern(parameter, inner, 'param');
      this.assignPattern(parameter, inner, null, true, true);
    }
    if (node.body.type === 'BlockStatement') {
      this.hoist(node.body.body as Node[], inner, inner);
      for (const statement of node.body.body as Node[]) this.visit(statement, inner);
    } else this.visit(node.body, inner);
    for (const parameter of node.params as Node[])
      for (const one of (parameter.decorators ?? []) as Node[]) this.visit(one, scope);
  }

  private visitClass(node: Node, scope: Scope): void {
    for (const one of (node.decorators ?? []) as Node[]) this.visit(one, scope);
    const inner = this.scope('class', scope, scope.owner);
    inner.strict = true;
    node.$scope = inner;
    if (node.id) this.declare(inner, null, node.id.name, 'name').node = node.id;
    if (node.superClass) this.visit(node.superClass, inner);
    for (const member of node.body.body as Node[]) {
      switch (member.type) {
        case 'ClassProperty':
        case 'ClassAccessorProperty':
        case 'ClassPrivateProperty':
          if (member.declare || member.abstract) break;
          for (const one of (member.decorators ?? []) as Node[]) this.visit(one, inner);
          if (member.computed) this.visit(member.key, inner);
          if (member.value) {
            const body = this.scope('function', inner, member);
            this.visit(member.value, body);
          }
          break;
        case 'ClassMethod':
        case 'ClassPrivateMethod':
        case 'StaticBlock':
          this.visit(member, inner);
          break;
      }
    }
  }

  private visitEnum(node: Node, scope: Scope): void {
    const inner = this.scope('function', scope, node);
    node.$scope = inner;
    for (const member of node.members as Node[]) {
      this.declare(inner, null, member.id.name ?? member.id.value, 'enum').writes.push(null);
    }
    for (const member of node.members as Node[]) if (member.initializer) this.visit(member.initializer, inner);
  }

  private visitNamespace(node: Node, scope: Scope): void {
    const inner = this.scope('function', scope, node);
    node.$scope = inner;
    if (node.body.type === 'TSModuleDeclaration') {
      this.hoistLexical(node.body, inner);
      this.visit(node.body, inner);
      return;
    }
    const statements = node.body.body as Node[];
    this.hoist(statements, inner, inner);
    for (const statement of statements) this.visit(statement, inner);
  }

  private directEval(scope: Scope): void {
    this.usesEval = true;
    for (let at: Scope | null = scope; at; at = at.parent) at.evalInside = true;
    if (scope.strict) return;
    // parameters' own expressions share the function's scope here, which is on the safe side
    this.functionScope(scope).evalDeclares = true;
  }

  /** The scope of the nearest function that has its own `arguments`, or of the program. */
  private functionScope(scope: Scope): Scope {
    let at = scope;
    while (at.parent && (at.kind !== 'function' || at.owner.type === 'ArrowFunctionExpression')) at = at.parent;
    return at;
  }

  private assignPattern(pattern: Node, scope: Scope, value: Node | null, initial: boolean, writes: boolean): void {
    const at = bare(pattern);
    switch (at.type) {
      case 'Identifier':
        // a declaration is resolved like a reference; without a value a variable holds undefined
        this.references.push({ node: at, scope });
        if (writes) this.writes.push({ node: at, scope, value, initial });
        return;
      case 'ObjectPattern':
        for (const property of at.properties as Node[]) {
          if (property.type === 'RestElement') this.assignPattern(property.argument, scope, null, initial, true);
          else {
            if (property.computed) this.visit(property.key, scope);
            this.assignPattern(property.value, scope, mathMember(value, property), initial, true);
          }
        }
        return;
      case 'ArrayPattern':
        for (const element of at.elements as (Node | null)[])
          if (element) this.assignPattern(element, scope, null, initial, true);
        return;
      case 'AssignmentPattern':
        this.assignPattern(at.left, scope, null, initial, true);
        this.visit(at.right, scope);
        return;
      case 'RestElement':
        this.assignPattern(at.argument, scope, null, initial, true);
        return;
      case 'TSParameterProperty':
        this.assignPattern(at.parameter, scope, value, initial, writes);
        return;
      default:
        this.visit(at, scope);
    }
  }

  // --- resolution ---

  private resolve(): void {
    for (const { node, scope } of this.references) this.resolveOne(node, scope);
    for (const { node, scope, value, initial } of this.writes) {
      const binding = node.$binding ?? this.lookup(node.name, scope)?.binding;
      if (!binding) {
        this.assignedGlobals.add(node.name);
        continue;
      }
      binding.writes.push(value);
      if (!initial || (binding.declared === 'var' && binding.writes.length > 1)) binding.assigned.push(node.start);
      if (ownerOf(scope) !== ownerOf(binding.scope)) binding.assignedElsewhere = true;
    }
    for (const binding of this.bindings) {
      const { scope } = binding;
      if (scope.evalInside || (binding.declared === 'param' && scope.usesArguments && !scope.strict)) {
        binding.assignedElsewhere = true;
        binding.assigned.push(-1);
        binding.writes.push(null);
      }
      if (scope.kind === 'script' && binding.declared !== 'const') {
        // another script, or the global object, may assign it
        binding.assignedElsewhere = true;
        binding.assigned.push(-1);
        binding.writes.push(null);
      }
    }
  }

  private resolveOne(node: Node, scope: Scope): void {
    const found = this.lookup(node.name, scope);
    if (!found) {
      this.globals.add(node.name);
      return;
    }
    if (found.dynamic) {
      node.$dynamic = true;
      node.$binding = undefined;
      if (!found.binding) this.globals.add(node.name);
      return;
    }
    const binding = found.binding as Binding;
    if (node.$binding !== binding) {
      node.$binding = binding;
      binding.references.push(node);
    }
  }

  private lookup(name: string, from: Scope): { binding: Binding | null; dynamic: boolean } | null {
    let dynamic = false;
    for (let at: Scope | null = from; at; at = at.parent) {
      const binding = at.names.get(name);
      if (binding) return { binding, dynamic };
      if (at.kind === 'with' || at.evalDeclares) dynamic = true;
    }
    return dynamic ? { binding: null, dynamic } : null;
  }
}

function ownerOf(scope: Scope): Node {
  return scope.owner;
}

const textKey: Node = { type: 'StringLiteral', start: 0, end: 0, value: '' };
/** A loop over keys gives text to a plain name; what a pattern takes from it is not known. */
function keyOf(target: Node): Node | null {
  return target.type === 'Identifier' ? textKey : null;
}

/** For `{ sin } = Math`: the member it reads. */
function mathMember(value: Node | null, property: Node): Node | null {
  if (value?.type !== 'Identifier' || value.name !== 'Math' || property.computed || property.key.type !== 'Identifier')
    return null;
  if (property.value.type !== 'Identifier') return null;
  return {
    type: 'MemberExpression',
    start: property.start,
    end: property.end,
    object: value,
    property: property.key,
    computed: false,
  };
}

/** Whether a namespace has anything that exists while running. */
export function hasValues(declaration: Node): boolean {
  const { body } = declaration;
  if (!body) return false;
  if (body.type === 'TSModuleDeclaration') return hasValues(body);
  return (body.body as Node[]).some((statement) => {
    const at =
      statement.type === 'ExportNamedDeclaration' && statement.declaration
        ? (statement.declaration as Node)
        : statement;
    if (at.declare) return false;
    if (at.type === 'TSModuleDeclaration') return hasValues(at);
    if (at.type === 'TSImportEqualsDeclaration') return at.importKind !== 'type';
    return (
      !/^TS(Interface|TypeAlias|DeclareFunction)/.test(at.type) &&
      at.type !== 'EmptyStatement' &&
      !(at.type === 'ExportNamedDeclaration' && at.exportKind === 'type')
    );
  });
}
