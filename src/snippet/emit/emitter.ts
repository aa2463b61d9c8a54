/** @file Emission by slices: copies the source between children and lets each kind of node rewrite itself. */
import { bare, eachChild, type Node } from '../analysis/ast';
import type { Scopes } from '../analysis/binding';
import type { Lift } from '../contract';
import type { Hint, Sites } from '../sites';
import { assignment, update } from './assignments';
import { call, newCall } from './calls';
import { type ClassPlan, classNode, field, fieldIsErased } from './classes';
import { Frame, type FrameMode } from './frame';
import { functionNode } from './functions';
import { jsxElement } from './jsx';
import { member, objectLiteral, optionalChain, optionalMember, plainMember } from './members';
import type { ModuleText } from './modules';
import { enumDeclaration, namespaceDeclaration } from './namespaces';
import { binary, returned, unary } from './operators';
import { opened } from './patterns';
import { block, labelledStatement, withResources } from './resources';
import {
  catchClause,
  expressionStatement,
  forStatement,
  statement,
  switchStatement,
  variableDeclaration,
} from './statements';
import { conditional, logical, tested } from './truth';
import { blank, erasedText, typeCast } from './types';
import { called, constructed } from './variables';

export interface EmitOptions {
  /** Keyed reads and stores ask for the shadow of a typed array. */
  typedArrays: boolean;
  /** Values that are named without an operation are marked. */
  marks: boolean;
  /** Name of the registered source text, for `toString` of functions; null: not kept. */
  sourceKey: string | null;
  typescript: boolean;
  /** The module imports 'gradlens': calls may give Variables. */
  variables?: boolean;
  decorators?: 'legacy' | 'standard';
  privateMember?: Lift['privateMember'];
}

export class Emitter {
  frame: Frame;
  /** What the value of the next expression is bound to; taken by the expression emitted next. */
  hint: Hint | null = null;
  /** Set while a module becomes a function. */
  module: ModuleText | null = null;
  /** Set inside of a namespace: exported names and the object that holds them. */
  readonly warnings: { code: string; message: string; span: { start: number; end: number } }[] = [];
  classPlan: ClassPlan | null = null;
  /** Of the code being emitted. */
  strict = false;
  /** In the body of a class's constructor, or of a function that may be one. */
  constructing: 'class' | 'function' | null = null;
  private constructedNames: Set<string> | null = null;
  /** At script and eval level the value of a statement is observable. */
  completion = false;

  constructor(
    readonly src: string,
    readonly scopes: Scopes,
    readonly sites: Sites,
    readonly options: EmitOptions,
    readonly prefix: string,
  ) {
    this.frame = new Frame('none', prefix);
  }

  /** The text of `node`, instrumented and without types. */
  emit(node: Node): string {
    const hint = this.hint;
    this.hint = null;
    switch (node.type) {
      case 'Identifier':
        return this.identifier(node);
      case 'NumericLiteral':
      case 'StringLiteral':
      case 'ThisExpression':
      case 'BooleanLiteral':
      case 'NullLiteral':
        return this.src.slice(node.start, node.end);
      case 'BinaryExpression':
        return binary(this, node, hint);
      case 'UnaryExpression':
        return unary(this, node, hint);
      case 'UpdateExpression':
        return update(this, node, true);
      case 'AssignmentExpression':
        return assignment(this, node, true);
      case 'LogicalExpression':
        return logical(this, node, hint);
      case 'ConditionalExpression':
        return conditional(this, node, hint);
      case 'CallExpression':
      case 'OptionalCallExpression':
        return called(this, node, hint, call(this, node, hint));
      case 'NewExpression':
        return constructed(this, node, hint, newCall(this, node));
      case 'MemberExpression':
        return member(this, node, true);
      case 'OptionalMemberExpression':
        return optionalMember(this, node);
      case 'SequenceExpression':
        return this.sequence(node, hint);
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
      case 'ObjectMethod':
      case 'ClassMethod':
      case 'ClassPrivateMethod':
        return functionNode(this, node);
      case 'ClassDeclaration':
      case 'ClassExpression':
        return classNode(this, node);
      case 'ClassProperty':
      case 'ClassPrivateProperty':
      case 'ClassAccessorProperty':
        return fieldIsErased(node) ? erasedText(this, node.start, node.end) : field(this, node);
      case 'ObjectExpression':
        return objectLiteral(this, node);
      case 'ObjectProperty':
        return this.property(node);
      case 'BlockStatement':
        return block(this, node);
      case 'LabeledStatement':
        return labelledStatement(this, node);
      case 'StaticBlock':
        return this.staticBlock(node);
      case 'ObjectPattern':
      case 'ArrayPattern':
      case 'AssignmentPattern':
      case 'RestElement':
        return this.pattern(node);
      case 'VariableDeclaration':
        return variableDeclaration(this, node);
      case 'ExpressionStatement':
        return expressionStatement(this, node);
      case 'IfStatement':
      case 'WhileStatement':
      case 'DoWhileStatement':
        return statement(
          this,
          node,
          this.copyWith(node, (child, name) => (name === 'test' ? tested(this, child) : this.emit(child))),
        );
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
        return forStatement(this, node);
      case 'SwitchStatement':
        return switchStatement(this, node);
      case 'CatchClause':
        return catchClause(this, node);
      case 'ReturnStatement':
        return statement(
          this,
          node,
          // a constructor that returns a number returns its object
          this.constructing ? this.copyWith(node, (child) => returned(this, child)) : this.copy(node),
        );
      case 'ThrowStatement':
      case 'BreakStatement':
      case 'ContinueStatement':
      case 'DebuggerStatement':
        return statement(this, node, this.copy(node));
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TSTypeAssertion':
      case 'TSInstantiationExpression':
        return typeCast(this, node, hint);
      case 'TSEnumDeclaration':
        return enumDeclaration(this, node);
      case 'TSModuleDeclaration':
        return namespaceDeclaration(this, node);
      case 'TSParameterProperty':
        return this.emit(node.parameter);
      case 'TSInterfaceDeclaration':
      case 'TSTypeAliasDeclaration':
      case 'TSDeclareFunction':
      case 'TSDeclareMethod':
      case 'TSIndexSignature':
      case 'TSNamespaceExportDeclaration':
      case 'TSAbstractMethodDefinition':
        return erasedText(this, node.start, node.end, ';');
      case 'ImportDeclaration':
      case 'ExportNamedDeclaration':
      case 'ExportDefaultDeclaration':
      case 'ExportAllDeclaration':
      case 'TSImportEqualsDeclaration':
      case 'TSExportAssignment':
        return (this.module as ModuleText).statement(this, node);
      case 'ImportExpression':
        return (this.module as ModuleText).dynamicImport(this, node);
      case 'MetaProperty':
        return node.meta.name === 'import'
          ? (this.module as ModuleText).meta(this, node)
          : this.src.slice(node.start, node.end);
      case 'JSXElement':
      case 'JSXFragment':
        return jsxElement(this, node);
      default:
        return this.copy(node);
    }
  }

  /** As `emit`, with what the value is bound to. */
  emitNamed(node: Node, hint: Hint | null): string {
    this.hint = hint;
    return this.emit(node);
  }

  /** The source of `node` with its children emitted. */
  copy(node: Node): string {
    return this.copyWith(node, (child) => this.emit(child));
  }

  copyWith(node: Node, emitChild: (child: Node, field: string) => string, start = node.start, end = node.end): string {
    let text = '';
    let at = start;
    eachChild(node, (child, field) => {
      if (child.start < at) return;
      text += this.between(node, at, child.start) + emitChild(child, field);
      at = child.end;
    });
    return text + this.between(node, at, end);
  }

  // f<T>(x), new C<T>(x), tag<T>`…`  →  without <T>
  private between(node: Node, from: number, to: number): string {
    const types = (node.typeParameters ?? node.typeArguments) as Node | null | undefined;
    if (types?.type !== 'TSTypeParameterInstantiation' || types.start < from || types.end > to)
      return this.src.slice(from, to);
    return this.src.slice(from, types.start) + blank(this, types.start, types.end) + this.src.slice(types.end, to);
  }

  /** A name, as the module's text reads it. */
  identifier(node: Node): string {
    const name: string = node.$binding?.text ?? node.name;
    // in source text an identifier may be written with escapes
    if (node.typeAnnotation) return name + blank(this, node.typeAnnotation.start, node.typeAnnotation.end);
    return name === node.name && !node.optional && node.start >= 0 ? this.src.slice(node.start, node.end) : name;
  }

  private sequence(node: Node, hint: Hint | null): string {
    const last = node.expressions.length - 1;
    let k = 0;
    return `(${this.copyWith(node, (child) => (k++ === last ? this.emitNamed(child, hint) : this.unused(child)))})`;
  }

  /** An expression whose value nobody reads. */
  unused(node: Node): string {
    this.hint = null;
    const at = bare(node);
    if (at === node) {
      if (node.type === 'UpdateExpression') return update(this, node, false);
      if (node.type === 'AssignmentExpression') return assignment(this, node, false);
      if (node.type === 'SequenceExpression') return this.copyWith(node, (child) => this.unused(child));
    }
    return this.emit(node);
  }

  private property(node: Node, assigned = false): string {
    if (node.shorthand) {
      // `{ x }` keeps its key when the value's text is another one; in a pattern the value may have a default
      const value = node.value.type === 'AssignmentPattern' ? node.value.left : node.value;
      const text = this.emit(node.value);
      if (value.type === 'Identifier' && (value.$binding?.text ?? value.name) !== value.name)
        return `${node.key.name}: ${text}`;
      return text;
    }
    return this.copyWith(node, (child, field) => {
      if (field === 'key')
        return node.computed ? this.wrapped(() => this.emit(child)) : this.src.slice(child.start, child.end);
      return assigned ? this.target(child) : this.emit(child);
    });
  }

  private pattern(node: Node): string {
    const end = node.typeAnnotation ? node.typeAnnotation.start : node.end;
    const text = this.copyWith(
      node,
      (child, field) => {
        if (node.type === 'AssignmentPattern' && field === 'right')
          return this.wrapped(() => opened(this, node.left, this.emit(child)));
        if (child.type === 'ObjectProperty') return this.property(child, true);
        return node.type === 'ObjectPattern' || field === 'left' || field === 'argument' || field === 'elements'
          ? this.target(child)
          : this.emit(child);
      },
      node.start,
      end,
    );
    if (!node.typeAnnotation) return text;
    return (node.optional ? text.replace(/\?\s*$/, '') : text) + erasedText(this, end, node.end);
  }

  /** A node that stands for a place, not for its value: a target, a callee, the operand of `delete`. */
  reference(node: Node): string {
    const at = bare(node);
    switch (at.type) {
      case 'MemberExpression':
        return plainMember(this, at);
      case 'OptionalMemberExpression':
        return optionalChain(this, at);
      default:
        return this.emit(at);
    }
  }

  /** The target of a destructuring assignment: a name, a pattern or a member. */
  target(node: Node): string {
    const at = bare(node);
    if (at.type === 'MemberExpression') return member(this, at, false, true);
    if (at !== node) return this.emit(at);
    return this.emit(node);
  }

  /** Names that stand after `new`. */
  get constructed(): ReadonlySet<string> {
    this.constructedNames ??= new Set(Array.from(this.src.matchAll(/\bnew\s+([\w$]+)/g), (one) => one[1]));
    return this.constructedNames;
  }

  /** Some function says where its own text is. */
  sourceMarked = false;
  /** Text to insert after a statement. */
  readonly afterStatement = new Map<Node, string>();

  /** Statements (or members of a class) with the text between them, from `at` to `end`. */
  list(nodes: readonly Node[], start: number, end: number): string {
    let text = '';
    let at = start;
    for (const node of nodes) {
      text += this.src.slice(at, node.start) + this.emit(node);
      const more = this.afterStatement.size > 0 ? this.afterStatement.get(node) : undefined;
      if (more) text += more;
      at = node.end;
    }
    return text + this.src.slice(at, end);
  }

  /** Stands before the closing brace of a changed function or class: where its own text is, for its `toString`. */
  sourceMark(node: Node): string {
    const { sourceKey } = this.options;
    if (sourceKey === null) return '';
    this.sourceMarked = true;
    let { start } = node;
    if (node.static)
      start += /^static(?:\s|\/\*[\s\S]*?\*\/|\/\/[^\n]*\n)*/.exec(this.src.slice(start, node.end))?.[0].length ?? 0;
    return `/*$gl:${sourceKey}:${start}:${node.end}*/`;
  }

  private staticBlock(node: Node): string {
    return this.inFrame('body', (frame) => {
      const statements = node.body as Node[];
      const brace = this.src.indexOf('{', node.start + 6) + 1 - node.start;
      const head = this.src.slice(node.start, node.start + brace);
      const inside = this.list(statements, node.start + brace, node.end - 1);
      const text = `${head}${withResources(this, statements, inside)}}`;
      const names = frame.names();
      return names ? `${text.slice(0, brace)}let ${names};${text.slice(brace)}` : text;
    });
  }

  /** Runs `body` with temporaries of its own. */
  inFrame<T>(mode: FrameMode, body: (frame: Frame) => T): T {
    const outer = this.frame;
    const frame = new Frame(mode, this.prefix);
    this.frame = frame;
    try {
      return body(frame);
    } finally {
      this.frame = outer;
    }
  }

  /** An expression where temporaries may have nowhere to live: they become parameters of an arrow function. */
  wrapped(body: () => string): string {
    if (this.frame.mode !== 'none') return body();
    return this.inFrame('wrap', (frame) => {
      const text = body();
      const names = frame.names();
      return names ? `((${names}) => (${text}))()` : text;
    });
  }
}
