/** @file Every place where a program refers to a name or writes it, and the scopes that its nodes open. */
import { eachChild, type Node } from './ast';
import type { Scope } from './binding';
import { hasValues, hoist, hoistLexical } from './hoisting';
import { Kind } from './kinds';
import { exportedNames, MergedSpaces } from './merging';
import { functionScope, hasUseStrict, type NameTable } from './names';
import { assignPattern, keyOf } from './patterns';

export class ReferencePass {
  private readonly spaces = new MergedSpaces();

  constructor(private readonly names: NameTable) {}

  private assign(pattern: Node, scope: Scope, value: Node | null, initial: boolean, writes: boolean): void {
    assignPattern(this.names, (node, at) => this.visit(node, at), pattern, scope, value, initial, writes);
  }

  private visitAll(nodes: readonly (Node | null)[], scope: Scope): void {
    for (let k = 0; k < nodes.length; k++) {
      const node = nodes[k];
      if (node) this.visit(node, scope);
    }
  }

  visit(node: Node, scope: Scope): void {
    switch (node.type) {
      case 'StringLiteral':
      case 'NumericLiteral':
      case 'ThisExpression':
      case 'BooleanLiteral':
      case 'NullLiteral':
        return;
      case 'ExpressionStatement':
        this.visit(node.expression, scope);
        return;
      case 'BinaryExpression':
      case 'LogicalExpression':
        this.visit(node.left, scope);
        this.visit(node.right, scope);
        return;
      case 'ReturnStatement':
      case 'UnaryExpression':
        if (node.argument) this.visit(node.argument, scope);
        return;
      case 'IfStatement':
      case 'ConditionalExpression':
        this.visit(node.test, scope);
        this.visit(node.consequent, scope);
        if (node.alternate) this.visit(node.alternate, scope);
        return;
      case 'Identifier':
        this.names.refer(node, scope);
        if (node.name === 'arguments') functionScope(scope).usesArguments = true;
        return;
      case 'JSXIdentifier':
        this.names.usesJsx = true;
        if (!/^[a-z]/.test(node.name)) this.names.refer(node, scope);
        return;
      case 'VariableDeclaration':
        if (node.declare) return;
        for (const one of node.declarations as Node[]) {
          this.assign(one.id, scope, one.init ?? null, true, one.init !== null && one.init !== undefined);
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
        const inner = this.names.scope('block', scope, scope.owner);
        node.$scope = inner;
        const statements = (node.cases as Node[]).flatMap((one) => one.consequent as Node[]);
        for (const one of statements) hoistLexical(this.names, one, inner);
        for (const one of node.cases as Node[]) {
          if (one.test) this.visit(one.test, inner);
          for (const statement of one.consequent as Node[]) this.visit(statement, inner);
        }
        return;
      }
      case 'CatchClause': {
        const inner = this.names.scope('block', scope, scope.owner);
        node.$scope = inner;
        if (node.param) {
          this.names.declarePattern(node.param, inner, 'catch');
          this.assign(node.param, inner, null, true, true);
        }
        this.visitBlock(node.body, node.body.body as Node[], inner);
        return;
      }
      case 'WithStatement':
        this.visit(node.object, scope);
        this.visit(node.body, this.names.scope('with', scope, scope.owner));
        return;
      case 'AssignmentExpression':
        this.assign(node.left, scope, node.operator === '=' ? node.right : node, false, true);
        this.visit(node.right, scope);
        return;
      case 'UpdateExpression':
        this.assign(node.argument, scope, node, false, true);
        return;
      case 'CallExpression':
        if (node.callee.type === 'Identifier' && node.callee.name === 'eval') this.names.directEval(scope);
        if (node.arguments.length > 0 && (node.callee.type === 'Import' || node.callee.name === 'require'))
          this.names.loads.push(node);
        this.visit(node.callee, scope);
        this.visitAll(node.arguments, scope);
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
        const inner = this.names.scope('function', scope, node);
        node.$scope = inner;
        hoist(this.names, node.body as Node[], inner, inner);
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
    const inner = this.names.scope('block', scope, scope.owner);
    node.$scope = inner;
    for (let k = 0; k < statements.length; k++) hoistLexical(this.names, statements[k], inner);
    this.visitAll(statements, inner);
  }

  private visitFor(node: Node, scope: Scope): void {
    const inner = this.names.scope('block', scope, scope.owner);
    node.$scope = inner;
    if (node.type === 'ForStatement') {
      if (node.init) {
        hoistLexical(this.names, node.init, inner);
        this.visit(node.init, inner);
      }
      if (node.test) this.visit(node.test, inner);
      if (node.update) this.visit(node.update, inner);
    } else {
      const keys = node.type === 'ForInStatement';
      if (node.left.type === 'VariableDeclaration') {
        hoistLexical(this.names, node.left, inner);
        const { id, init } = node.left.declarations[0] as Node;
        // a loop writes its variable again and again: never an initialiser alone
        this.assign(id, inner, keys ? keyOf(id) : null, node.left.kind !== 'var', true);
        if (init) {
          this.assign(id, inner, init, false, true);
          this.visit(init, inner);
        }
      } else this.assign(node.left, inner, keys ? keyOf(node.left) : null, false, true);
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
      outer = this.names.scope('block', scope, scope.owner);
      this.names.declare(outer, node.id, node.id.name, 'name').kind = Kind.object;
    }
    const inner = this.names.scope('function', outer, node);
    node.$scope = inner;
    if (node.body.type === 'BlockStatement' && hasUseStrict(node.body)) inner.strict = true;
    for (const parameter of node.params as Node[]) {
      if (parameter.type === 'Identifier' && parameter.name === 'this') continue;
      this.names.declarePattern(parameter, inner, 'param');
      this.assign(parameter, inner, null, true, true);
    }
    if (node.body.type === 'BlockStatement') {
      hoist(this.names, node.body.body as Node[], inner, inner);
      this.visitAll(node.body.body, inner);
    } else this.visit(node.body, inner);
    for (const parameter of node.params as Node[])
      for (const one of (parameter.decorators ?? []) as Node[]) this.visit(one, scope);
  }

  private visitClass(node: Node, scope: Scope): void {
    for (const one of (node.decorators ?? []) as Node[]) this.visit(one, scope);
    const inner = this.names.scope('class', scope, scope.owner);
    inner.strict = true;
    node.$scope = inner;
    if (node.id) this.names.declare(inner, null, node.id.name, 'name').node = node.id;
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
            const body = this.names.scope('function', inner, member);
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
    const inner = this.names.scope('function', scope, node);
    node.$scope = inner;
    const members = node.members as Node[];
    const own = members.map((member) => (member.id.name ?? member.id.value) as string);
    for (const name of own) this.names.declare(inner, null, name, 'enum').writes.push(null);
    this.spaces.merge(this.names, node.id.name as string, inner, own);
    for (const member of members) if (member.initializer) this.visit(member.initializer, inner);
  }

  private visitNamespace(node: Node, scope: Scope): void {
    const inner = this.names.scope('function', scope, node);
    node.$scope = inner;
    const name = node.id.name as string;
    if (node.body.type === 'TSModuleDeclaration') {
      hoistLexical(this.names, node.body, inner);
      this.spaces.merge(this.names, name, inner, [node.body.id.name as string]);
      this.visit(node.body, inner);
      return;
    }
    const statements = node.body.body as Node[];
    hoist(this.names, statements, inner, inner);
    this.spaces.merge(this.names, name, inner, exportedNames(statements));
    for (const statement of statements) this.visit(statement, inner);
  }
}
