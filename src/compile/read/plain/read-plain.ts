import { ts } from "../syntax.ts";
import { Expressions } from "./expressions.ts";
import { getStart, made, type Node } from "./node.ts";
import { NotPlain } from "./not-plain.ts";
import { Text } from "./tokens.ts";
import { statementWords } from "./words.ts";

/**
 * Reads a file of plain declarations: imports, exports and consts that are calls, names, lists, objects, strings,
 * numbers and short functions. The tree is the one that TypeScript's parser makes, which takes ten times as long, and
 * even longer to load. Null for a file that contains anything else, or a mistake: that is left to the parser.
 */
export function readPlain(text: string): ts.SourceFile | null {
  if (/[\u2028\u2029]/.test(text)) return null;
  try {
    return new Reader(new Text(text)).file();
  } catch (error) {
    if (error instanceof NotPlain) return null;
    throw error;
  }
}

const none: readonly Node[] = [];

/** The nodes have what the reader of declarations needs: test/compile/plain.test.ts compares them with the parser's. */
function isFile(node: object): node is ts.SourceFile {
  return "kind" in node && node.kind === ts.SyntaxKind.SourceFile;
}

class Reader extends Expressions {
  file(): ts.SourceFile {
    const statements: Node[] = [];
    while (!this.is("end")) statements.push(this.#statement());
    const { text } = this.text;
    const last = made(ts.SyntaxKind.EndOfFileToken, this.before, text.length, text.length);
    const first = statements[0]?.start ?? text.length;
    const file = {
      kind: ts.SyntaxKind.SourceFile,
      pos: 0,
      start: first,
      end: text.length,
      getStart,
      statements,
      endOfFileToken: last,
      text,
      parseDiagnostics: [],
    };
    if (!isFile(file)) throw new NotPlain();
    return file;
  }

  #statement(): Node {
    const { start } = this.token;
    const pos = this.before;
    if (this.is(";")) {
      this.advance();
      return this.made(ts.SyntaxKind.EmptyStatement, pos, start);
    }
    if (this.isWord("import")) return this.#import(pos, start);
    if (this.isWord("const")) return this.#consts(pos, start, undefined);
    if (this.isWord("export")) {
      const word = this.advance();
      if (this.isWord("const"))
        return this.#consts(pos, start, [made(ts.SyntaxKind.ExportKeyword, pos, start, word.end)]);
      return this.isWord("default") ? this.#default(pos, start) : this.#export(pos, start);
    }
    if (this.token.kind !== "word" || statementWords.has(this.token.text)) throw new NotPlain();
    const expression = this.expression();
    if (expression.kind !== ts.SyntaxKind.CallExpression) throw new NotPlain();
    this.#endOfStatement();
    return { kind: ts.SyntaxKind.ExpressionStatement, pos, start, end: this.before, getStart, expression };
  }

  /** Without a semicolon, only what certainly begins another statement may follow. */
  #endOfStatement(): void {
    if (this.skip(";") || this.is("end")) return;
    const follows = this.isWord("export") || this.isWord("const") || this.isWord("import");
    if (!follows || !this.token.onNewLine) throw new NotPlain();
  }

  #consts(pos: number, start: number, modifiers: readonly Node[] | undefined): Node {
    const listPos = this.before;
    const listStart = this.advance().start;
    const declarations: Node[] = [];
    do declarations.push(this.#declaration());
    while (this.skip(","));
    const list = {
      kind: ts.SyntaxKind.VariableDeclarationList,
      pos: listPos,
      start: listStart,
      end: this.before,
      getStart,
      declarations,
      flags: ts.NodeFlags.Const,
    };
    this.#endOfStatement();
    return {
      kind: ts.SyntaxKind.VariableStatement,
      pos,
      start,
      end: this.before,
      getStart,
      modifiers,
      declarationList: list,
    };
  }

  #declaration(): Node {
    const name = this.name();
    this.take("=");
    const initializer = this.expression();
    return {
      kind: ts.SyntaxKind.VariableDeclaration,
      pos: name.pos,
      start: name.start,
      end: this.before,
      getStart,
      name,
      initializer,
    };
  }

  #default(pos: number, start: number): Node {
    this.advance();
    if (this.token.kind === "word" && statementWords.has(this.token.text)) throw new NotPlain();
    const expression = this.expression();
    this.#endOfStatement();
    return { kind: ts.SyntaxKind.ExportAssignment, pos, start, end: this.before, getStart, expression };
  }

  #import(pos: number, start: number): Node {
    this.advance();
    const clausePos = this.before;
    const clauseStart = this.token.start;
    const isType = this.isWord("type");
    if (isType) this.advance();
    const name = !isType && this.token.kind === "word" ? this.name() : undefined;
    if (name !== undefined && !this.is(",")) {
      if (!this.isWord("from")) throw new NotPlain();
    } else if (name !== undefined) this.advance();
    const namedBindings = this.isWord("from") && name !== undefined ? undefined : this.#imported();
    const importClause = {
      kind: ts.SyntaxKind.ImportClause,
      pos: clausePos,
      start: clauseStart,
      end: this.before,
      getStart,
      phaseModifier: isType ? ts.SyntaxKind.TypeKeyword : undefined,
      isTypeOnly: isType,
      name,
      namedBindings,
    };
    const moduleSpecifier = this.#from();
    this.#endOfStatement();
    return {
      kind: ts.SyntaxKind.ImportDeclaration,
      pos,
      start,
      end: this.before,
      getStart,
      importClause,
      moduleSpecifier,
    };
  }

  #imported(): Node {
    const pos = this.before;
    const { start } = this.token;
    if (this.skip("*")) {
      this.takeWord("as");
      const name = this.name();
      return { kind: ts.SyntaxKind.NamespaceImport, pos, start, end: this.before, getStart, name };
    }
    const elements = this.#specifiers(ts.SyntaxKind.ImportSpecifier);
    return { kind: ts.SyntaxKind.NamedImports, pos, start, end: this.before, getStart, elements };
  }

  #export(pos: number, start: number): Node {
    const clausePos = this.before;
    const clauseStart = this.token.start;
    const all = this.skip("*");
    const elements = all ? none : this.#specifiers(ts.SyntaxKind.ExportSpecifier);
    const clause = {
      kind: ts.SyntaxKind.NamedExports,
      pos: clausePos,
      start: clauseStart,
      end: this.before,
      getStart,
      elements,
    };
    const moduleSpecifier = all || this.isWord("from") ? this.#from() : undefined;
    this.#endOfStatement();
    return {
      kind: ts.SyntaxKind.ExportDeclaration,
      pos,
      start,
      end: this.before,
      getStart,
      isTypeOnly: false,
      exportClause: all ? undefined : clause,
      moduleSpecifier,
    };
  }

  #from(): Node {
    this.takeWord("from");
    if (this.token.kind !== "string") throw new NotPlain();
    return this.literal(ts.SyntaxKind.StringLiteral);
  }

  #specifiers(kind: ts.SyntaxKind): readonly Node[] {
    this.take("{");
    const list: Node[] = [];
    while (!this.is("}")) {
      list.push(this.#specifier(kind));
      if (!this.is("}")) this.take(",");
    }
    this.advance();
    return list;
  }

  #specifier(kind: ts.SyntaxKind): Node {
    const pos = this.before;
    const { start } = this.token;
    // `type as as`, and the like.
    if (this.isWord("as")) throw new NotPlain();
    const first = this.isWord("type") ? this.advance() : null;
    const isTypeOnly = first !== null && this.token.kind === "word";
    if (isTypeOnly && this.isWord("as")) throw new NotPlain();
    const given =
      first === null || isTypeOnly
        ? this.name()
        : { kind: ts.SyntaxKind.Identifier, pos, start, end: first.end, getStart, text: "type" };
    const renamed = this.isWord("as");
    if (renamed) this.advance();
    const name = renamed ? this.name() : given;
    const propertyName = renamed ? given : undefined;
    return { kind, pos, start, end: this.before, getStart, isTypeOnly, propertyName, name };
  }
}
