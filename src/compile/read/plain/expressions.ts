import { ts } from "../syntax.ts";
import { Cursor } from "./cursor.ts";
import { getStart, made, type Node } from "./node.ts";
import { NotPlain } from "./not-plain.ts";
import { constants, reserved, typeKeywords, typeWords } from "./words.ts";

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
      return { ...this.made(ts.SyntaxKind.TaggedTemplateExpression, pos, start), tag: expression, template };
    }
    if (this.token.kind !== "mark") return null;
    switch (this.token.text) {
      case ".": {
        this.advance();
        if (!this.isKind("word")) throw new NotPlain();
        const name = this.identifier();
        return {
          kind: ts.SyntaxKind.PropertyAccessExpression,
          pos,
          start,
          end: this.before,
          getStart,
          expression,
          name,
        };
      }
      case "(": {
        const list = this.#list("(", ")");
        return {
          kind: ts.SyntaxKind.CallExpression,
          pos,
          start,
          end: this.before,
          getStart,
          expression,
          arguments: list,
        };
      }
      case "[": {
        this.advance();
        const argumentExpression = this.expression();
        this.take("]");
        const fields = { expression, argumentExpression };
        return { ...this.made(ts.SyntaxKind.ElementAccessExpression, pos, start), ...fields };
      }
      case "<": {
        const typeArguments = this.#typeArguments();
        const list = this.#list("(", ")");
        const fields = { expression, typeArguments, arguments: list };
        return { kind: ts.SyntaxKind.CallExpression, pos, start, end: this.before, getStart, ...fields };
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
        ? { ...this.made(ts.SyntaxKind.TypeReference, pos, start), typeName: name }
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
    const parameter = { ...this.made(ts.SyntaxKind.Parameter, pos, start), name };
    return this.#arrow(pos, start, [parameter]);
  }

  #marked(pos: number, start: number): Node {
    switch (this.token.text) {
      case "{":
        return this.#object(pos, start);
      case "[": {
        const elements = this.#list("[", "]");
        return { ...this.made(ts.SyntaxKind.ArrayLiteralExpression, pos, start), elements };
      }
      case "(":
        return this.#inParentheses(pos, start);
      case "-": {
        this.advance();
        const isNumber = this.isKind("number") || this.isKind("bigint");
        if (!isNumber) throw new NotPlain();
        const operand = this.#primary(this.before, this.token.start);
        const fields = { operator: ts.SyntaxKind.MinusToken, operand };
        return { ...this.made(ts.SyntaxKind.PrefixUnaryExpression, pos, start), ...fields };
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
      return { ...this.made(ts.SyntaxKind.ParenthesizedExpression, pos, start), expression };
    }
    this.advance();
    const parameters: Node[] = [];
    while (!this.is(")")) {
      const name = this.name();
      parameters.push({ ...this.made(ts.SyntaxKind.Parameter, name.pos, name.start), name });
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
    const fields = { parameters, equalsGreaterThanToken, body };
    return { ...this.made(ts.SyntaxKind.ArrowFunction, pos, start), ...fields };
  }

  #list(open: string, close: string): readonly Node[] {
    this.take(open);
    const list: Node[] = [];
    while (!this.is(close)) {
      list.push(this.is("...") ? this.#spread(ts.SyntaxKind.SpreadElement) : this.expression());
      if (!this.is(close)) this.take(",");
    }
    this.advance();
    return list;
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
    return { ...this.made(ts.SyntaxKind.ObjectLiteralExpression, pos, start), properties };
  }

  #property(): Node {
    const { kind, text } = this.token;
    if (kind !== "word" && kind !== "string") throw new NotPlain();
    const name = this.literal(kind === "word" ? ts.SyntaxKind.Identifier : ts.SyntaxKind.StringLiteral);
    if (this.skip(":")) {
      const initializer = this.expression();
      return {
        kind: ts.SyntaxKind.PropertyAssignment,
        pos: name.pos,
        start: name.start,
        end: this.before,
        getStart,
        name,
        initializer,
      };
    }
    const short = kind === "word" && !reserved.has(text) && !constants.has(text);
    if (!short || !(this.is(",") || this.is("}"))) throw new NotPlain();
    return { ...this.made(ts.SyntaxKind.ShorthandPropertyAssignment, name.pos, name.start), name };
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
      const span = this.made(ts.SyntaxKind.TemplateSpan, expression.pos, expression.start);
      templateSpans.push({ ...span, expression, literal });
    }
    return { ...this.made(ts.SyntaxKind.TemplateExpression, pos, start), head, templateSpans };
  }
}
