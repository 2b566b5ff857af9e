import { ts } from "../syntax.ts";
import { Cursor } from "./cursor.ts";
import { access, call, getStart, made, type Node, property } from "./node.ts";
import { NotPlain } from "./not-plain.ts";
import { constants, reserved, typeKeywords, typeWords } from "./words.ts";

/** Most calls are without arguments. */
const none: readonly Node[] = [];
/** A deeper tree is a mistake or an attack. */
const deepest = 100;

/** Expressions without operators. */
export class Expressions extends Cursor {
  #depth = 0;

  protected expression(): Node {
    if (++this.#depth > deepest) throw new NotPlain();
    const pos = this.before;
    const { start } = this.token;
    let made = this.#primary(pos, start);
    if (made.kind !== ts.SyntaxKind.ArrowFunction && made.kind !== ts.SyntaxKind.PrefixUnaryExpression)
      for (let more = this.#more(made, pos, start); more !== null; more = this.#more(made, pos, start)) made = more;
    this.#depth--;
    return made;
  }

  /** What follows an expression: `.name`, `[…]`, `(…)` or a template. */
  #more(expression: Node, pos: number, start: number): Node | null {
    if (this.token.kind === "template") {
      const template = this.#template();
      return {
        kind: ts.SyntaxKind.TaggedTemplateExpression,
        pos,
        start,
        end: this.before,
        getStart,
        tag: expression,
        template,
      };
    }
    if (this.token.kind !== "mark") return null;
    switch (this.token.text) {
      case ".": {
        this.advance();
        if (!this.isKind("word")) throw new NotPlain();
        const name = this.identifier();
        return access(pos, start, this.before, expression, name);
      }
      case "(": {
        const list = this.#list("(", ")");
        return call(pos, start, this.before, expression, list);
      }
      case "[": {
        this.advance();
        const argumentExpression = this.expression();
        this.take("]");
        return {
          kind: ts.SyntaxKind.ElementAccessExpression,
          pos,
          start,
          end: this.before,
          getStart,
          expression,
          argumentExpression,
        };
      }
      case "<": {
        const typeArguments = this.#typeArguments();
        const list = this.#list("(", ")");
        return call(pos, start, this.before, expression, list, typeArguments);
      }
      default:
        return null;
    }
  }

  /** The name of one type: `integer<boolean>()`. */
  #typeArguments(): readonly Node[] {
    this.advance();
    const pos = this.before;
    const { text, start } = this.token;
    if (typeWords.has(text)) throw new NotPlain();
    const keyword = typeKeywords.get(text);
    const name = this.name();
    const type =
      keyword === undefined
        ? { kind: ts.SyntaxKind.TypeReference, pos, start, end: this.before, getStart, typeName: name }
        : this.made(keyword, pos, start);
    this.take(">");
    return [type];
  }

  #primary(pos: number, start: number): Node {
    switch (this.token.kind) {
      case "string":
        return this.literal(ts.SyntaxKind.StringLiteral);
      case "number":
        return this.literal(ts.SyntaxKind.NumericLiteral);
      case "bigint":
        return this.literal(ts.SyntaxKind.BigIntLiteral);
      case "template":
        return this.#template();
      case "word":
        return this.#word(pos, start);
      case "mark":
        return this.#marked(pos, start);
    }
  }

  #word(pos: number, start: number): Node {
    const constant = constants.get(this.token.text);
    if (constant !== undefined) {
      this.advance();
      return this.made(constant, pos, start);
    }
    const name = this.name();
    if (!this.is("=>")) return name;
    const parameter = { kind: ts.SyntaxKind.Parameter, pos, start, end: this.before, getStart, name };
    return this.#arrow(pos, start, [parameter]);
  }

  #marked(pos: number, start: number): Node {
    switch (this.token.text) {
      case "{":
        return this.#object(pos, start);
      case "[": {
        const elements = this.#list("[", "]");
        return { kind: ts.SyntaxKind.ArrayLiteralExpression, pos, start, end: this.before, getStart, elements };
      }
      case "(":
        return this.#inParentheses(pos, start);
      case "-": {
        this.advance();
        const isNumber = this.isKind("number") || this.isKind("bigint");
        if (!isNumber) throw new NotPlain();
        const operand = this.#primary(this.before, this.token.start);
        return {
          kind: ts.SyntaxKind.PrefixUnaryExpression,
          pos,
          start,
          end: this.before,
          getStart,
          operator: ts.SyntaxKind.MinusToken,
          operand,
        };
      }
      default:
        throw new NotPlain();
    }
  }

  /** The parameters of a function, or an expression. */
  #inParentheses(pos: number, start: number): Node {
    if (!this.text.isArrowAhead()) {
      this.advance();
      const expression = this.expression();
      this.take(")");
      return { kind: ts.SyntaxKind.ParenthesizedExpression, pos, start, end: this.before, getStart, expression };
    }
    this.advance();
    const parameters: Node[] = [];
    while (!this.is(")")) {
      const name = this.name();
      parameters.push({
        kind: ts.SyntaxKind.Parameter,
        pos: name.pos,
        start: name.start,
        end: this.before,
        getStart,
        name,
      });
      if (!this.is(")")) this.take(",");
    }
    this.advance();
    return this.#arrow(pos, start, parameters);
  }

  #arrow(pos: number, start: number, parameters: readonly Node[]): Node {
    if (this.token.onNewLine) throw new NotPlain();
    const arrowPos = this.before;
    const sign = this.take("=>");
    // A body in braces contains statements.
    if (this.is("{")) throw new NotPlain();
    const equalsGreaterThanToken = made(ts.SyntaxKind.EqualsGreaterThanToken, arrowPos, sign.start, sign.end);
    const body = this.expression();
    return {
      kind: ts.SyntaxKind.ArrowFunction,
      pos,
      start,
      end: this.before,
      getStart,
      parameters,
      equalsGreaterThanToken,
      body,
    };
  }

  #list(open: string, close: string): readonly Node[] {
    this.take(open);
    if (this.skip(close)) return none;
    const list = [this.#element()];
    while (!this.skip(close)) {
      this.take(",");
      if (this.skip(close)) break;
      list.push(this.#element());
    }
    return list;
  }

  #element(): Node {
    return this.is("...") ? this.#spread(ts.SyntaxKind.SpreadElement) : this.expression();
  }

  #spread(kind: ts.SyntaxKind): Node {
    const pos = this.before;
    const { start } = this.advance();
    const expression = this.expression();
    return { kind, pos, start, end: this.before, getStart, expression };
  }

  #object(pos: number, start: number): Node {
    this.take("{");
    const properties: Node[] = [];
    while (!this.is("}")) {
      properties.push(this.is("...") ? this.#spread(ts.SyntaxKind.SpreadAssignment) : this.#property());
      if (!this.is("}")) this.take(",");
    }
    this.advance();
    return { kind: ts.SyntaxKind.ObjectLiteralExpression, pos, start, end: this.before, getStart, properties };
  }

  #property(): Node {
    const { kind, text } = this.token;
    if (kind !== "word" && kind !== "string") throw new NotPlain();
    const name = this.literal(kind === "word" ? ts.SyntaxKind.Identifier : ts.SyntaxKind.StringLiteral);
    if (this.skip(":")) {
      const initializer = this.expression();
      return property(name, this.before, initializer);
    }
    const short = kind === "word" && !reserved.has(text) && !constants.has(text);
    if (!short || !(this.is(",") || this.is("}"))) throw new NotPlain();
    return {
      kind: ts.SyntaxKind.ShorthandPropertyAssignment,
      pos: name.pos,
      start: name.start,
      end: this.before,
      getStart,
      name,
    };
  }

  #template(): Node {
    const pos = this.before;
    const { start, text, open } = this.token;
    if (open !== true) return this.literal(ts.SyntaxKind.NoSubstitutionTemplateLiteral);
    const head = { kind: ts.SyntaxKind.TemplateHead, pos, start, end: this.token.end, getStart, text };
    this.advance();
    const templateSpans: Node[] = [];
    for (let more = true; more; ) {
      const expression = this.expression();
      if (!this.is("}")) throw new NotPlain();
      const literalPos = this.before;
      this.token = this.text.restOfTemplate(this.token);
      more = this.token.open === true;
      const kind = more ? ts.SyntaxKind.TemplateMiddle : ts.SyntaxKind.TemplateTail;
      const piece = this.advance();
      const literal = { kind, pos: literalPos, start: piece.start, end: piece.end, getStart, text: piece.text };
      const { pos, start } = expression;
      templateSpans.push({
        kind: ts.SyntaxKind.TemplateSpan,
        pos,
        start,
        end: this.before,
        getStart,
        expression,
        literal,
      });
    }
    return { kind: ts.SyntaxKind.TemplateExpression, pos, start, end: this.before, getStart, head, templateSpans };
  }
}
