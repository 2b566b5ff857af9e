import { type Problem, type Span, ProblemError } from "../../problem/problem.ts";
import { plain, type Token, tokensOf } from "./tokens.ts";

/** A value of an argument: a string, a number, a name, a list, a call. */
export type Value =
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "number"; readonly text: string }
  | { readonly is: "name"; readonly name: string; readonly args: readonly Argument[] | null }
  | { readonly is: "list"; readonly values: readonly Value[] };

export interface Argument {
  readonly name: string | null;
  readonly value: Value;
}

/** `@id`, `@@index([a])`, `@db.Text`, `@default(now())`: without the `@`. */
export interface Attribute {
  readonly name: string;
  readonly args: readonly Argument[];
  readonly at: Span;
}

export interface Field {
  readonly name: string;
  readonly type: string;
  /** The type in the database, from `Unsupported("circle")`. */
  readonly unsupported: string | null;
  readonly optional: boolean;
  readonly list: boolean;
  readonly attributes: readonly Attribute[];
  readonly at: Span;
  readonly doc: string | null;
}

export interface Block {
  readonly kind: string;
  readonly name: string;
  readonly fields: readonly Field[];
  readonly attributes: readonly Attribute[];
  /** `provider = "sqlite"` in a datasource. */
  readonly settings: ReadonlyMap<string, Value>;
  readonly at: Span;
  readonly doc: string | null;
}

/** The blocks of a file, as Prisma writes them: https://www.prisma.io/docs/orm/reference/prisma-schema-reference */
export function parse(file: string, text: string): readonly Block[] {
  const tokens = tokensOf(text);
  let at = 0;
  const blocks: Block[] = [];
  let doc: string[] = [];
  while (at < tokens.length) {
    const token = tokens[at] as Token;
    if (token.kind === "doc") doc.push(plain(token));
    if (token.kind === "doc" || token.kind === "line") {
      if (token.kind === "line" && token.text.split("\n").length > 2) doc = [];
      at += 1;
      continue;
    }
    blocks.push(block(doc));
    doc = [];
  }
  return blocks;

  function here(): Token | undefined {
    return tokens[at];
  }

  function wrong(what: string): ProblemError {
    const token = here() ?? tokens.at(-1);
    const [start, end] = token === undefined ? [0, 0] : [token.start, token.end];
    return new ProblemError({
      code: "prisma-syntax",
      level: "error",
      subject: file,
      message: `this is not a Prisma schema: ${what} was expected`,
      at: { file, start, end },
      label: "cannot be read from here",
      help: ["prisma validate  shows the same"],
    } satisfies Problem);
  }

  function take(kind: Token["kind"], what: string): Token {
    const token = here();
    if (token?.kind !== kind) throw wrong(what);
    at += 1;
    return token;
  }

  function takes(text: string): boolean {
    if (here()?.text !== text || here()?.kind !== "sign") return false;
    at += 1;
    return true;
  }

  function expect(text: string): void {
    if (!takes(text)) throw wrong(`\`${text}\``);
  }

  function skipLines(): string[] {
    const found: string[] = [];
    for (let token = here(); token?.kind === "line" || token?.kind === "doc"; token = here()) {
      if (token.kind === "doc") found.push(plain(token));
      at += 1;
    }
    return found;
  }

  function spanOf(token: Token): Span {
    return { file, start: token.start, end: token.end };
  }

  function block(docs: readonly string[]): Block {
    const kind = take("name", "model, enum, datasource or generator").text;
    const name = take("name", "a name");
    expect("{");
    const fields: Field[] = [];
    const attributes: Attribute[] = [];
    const settings = new Map<string, Value>();
    for (;;) {
      const above = skipLines();
      if (takes("}")) break;
      if (here() === undefined) throw wrong("`}`");
      if (takes("@@")) attributes.push(attribute());
      else line(kind, above, fields, settings);
    }
    return {
      kind,
      name: name.text,
      fields,
      attributes,
      settings,
      at: spanOf(name),
      doc: docs.length === 0 ? null : docs.join("\n"),
    };
  }

  function line(kind: string, above: readonly string[], fields: Field[], settings: Map<string, Value>): void {
    const name = take("name", "a name");
    if (takes("=")) {
      settings.set(name.text, value());
      return;
    }
    const isValue = kind === "enum";
    const type = isValue ? "" : take("name", "a type").text;
    let unsupported: string | null = null;
    if (type === "Unsupported" && takes("(")) {
      unsupported = JSON.parse(take("text", "a type in quotes").text);
      expect(")");
    }
    const list = takes("[");
    if (list) expect("]");
    const optional = takes("?");
    const attributes: Attribute[] = [];
    while (takes("@")) attributes.push(attribute());
    const behind = here()?.kind === "doc" ? [plain(here() as Token)] : [];
    const docs = [...above, ...behind];
    const doc = docs.length === 0 ? null : docs.join("\n");
    fields.push({ name: name.text, type, unsupported, optional, list, attributes, at: spanOf(name), doc });
  }

  function attribute(): Attribute {
    const first = take("name", "the name of an attribute");
    let name = first.text;
    while (takes(".")) name += `.${take("name", "a name").text}`;
    const args = takes("(") ? argumentList() : [];
    return { name, args, at: spanOf(first) };
  }

  function argumentList(): readonly Argument[] {
    const args: Argument[] = [];
    for (skipLines(); !takes(")"); skipLines()) {
      const isNamed = here()?.kind === "name" && tokens[at + 1]?.text === ":";
      const name = isNamed ? take("name", "a name").text : null;
      if (isNamed) expect(":");
      args.push({ name, value: value() });
      skipLines();
      if (!takes(",") && here()?.text !== ")") throw wrong("`,` or `)`");
    }
    return args;
  }

  function value(): Value {
    skipLines();
    const token = here();
    if (token === undefined) throw wrong("a value");
    if (takes("[")) {
      const values: Value[] = [];
      for (skipLines(); !takes("]"); skipLines()) {
        values.push(value());
        skipLines();
        if (!takes(",") && here()?.text !== "]") throw wrong("`,` or `]`");
      }
      return { is: "list", values };
    }
    at += 1;
    if (token.kind === "text") return { is: "text", text: JSON.parse(token.text) };
    if (token.kind === "number") return { is: "number", text: token.text };
    if (token.kind !== "name") throw wrong("a value");
    let name = token.text;
    while (takes(".")) name += `.${take("name", "a name").text}`;
    return { is: "name", name, args: takes("(") ? argumentList() : null };
  }
}
