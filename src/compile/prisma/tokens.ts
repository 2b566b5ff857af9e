/** A token of a Prisma schema. `line` is one or more line ends; `doc` is a documentation comment. */
export interface Token {
  readonly kind: "name" | "text" | "number" | "sign" | "doc" | "line" | "bad";
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const shapes: readonly (readonly [Token["kind"] | null, RegExp])[] = [
  ["line", /[ \t\r]*(?:\n[ \t\r]*)+/y],
  [null, /[ \t\r\ufeff]+/y],
  ["doc", /\/\/\/[^\n]*/y],
  [null, /\/\/[^\n]*/y],
  [null, /\/\*[\s\S]*?\*\//y],
  ["text", /"(?:[^"\\\n]|\\.)*"/y],
  ["number", /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ["name", /[\p{L}_][\p{L}\p{N}_-]*/uy],
  ["sign", /@@|[@{}()[\],:=?.!]/y],
];

export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const found = shapes.find(([, shape]) => {
      shape.lastIndex = at;
      return shape.test(text);
    });
    const end = found === undefined ? at + 1 : found[1].lastIndex;
    const kind = found === undefined ? "bad" : found[0];
    if (kind !== null) tokens.push({ kind, text: text.slice(at, end), start: at, end });
    at = end;
  }
  return tokens;
}

/** The text of a comment. */
export function plain(token: Token): string {
  return token.text.replace(/^\/\/\/ ?/, "").trimEnd();
}
