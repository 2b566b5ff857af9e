import { ts } from "../../compile/read/typescript.ts";

/** The SQL of a template, with the names for its `${…}`, and the source position of each character. */
export interface TemplateSql {
  readonly sql: string;
  /** Where each character begins and ends in the file; -1 inside a `${…}`. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** `nameHole` returns what a `${…}` means in SQL. */
export function templateSql(
  node: ts.TaggedTemplateExpression,
  tree: ts.SourceFile,
  nameHole: (expression: ts.Expression) => string,
): TemplateSql {
  const letters: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const { template } = node;
  if (ts.isNoSubstitutionTemplateLiteral(template)) {
    addRaw(template.getStart(tree) + 1, template.end - 1);
  } else {
    addRaw(template.head.getStart(tree) + 1, template.head.end - 2);
    for (const span of template.templateSpans) {
      for (const letter of nameHole(span.expression)) add(letter, -1, -1);
      const isLast = ts.isTemplateTail(span.literal);
      addRaw(span.literal.getStart(tree) + 1, span.literal.end - (isLast ? 1 : 2));
    }
  }
  return { sql: letters.join(""), starts, ends };

  function add(letter: string, start: number, end: number): void {
    for (let n = 0; n < letter.length; n += 1) {
      starts.push(start);
      ends.push(end);
    }
    letters.push(letter);
  }

  /** An escape is one character: its position is where it begins. */
  function addRaw(start: number, end: number): void {
    let at = start;
    while (at < end) {
      const raw =
        /^(?:\\u\{[0-9a-fA-F]+\}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\\r\n|\\[\s\S]|\r\n|[\s\S])/.exec(
          tree.text.slice(at, Math.min(at + 12, end)),
        )?.[0] ?? "";
      add(cooked(raw), at, at + raw.length);
      at += Math.max(raw.length, 1);
    }
  }
}

function cooked(raw: string): string {
  if (raw === "\r\n") return "\n";
  if (!raw.startsWith("\\")) return raw;
  const code = /^\\u\{?([0-9a-fA-F]+)\}?$|^\\x([0-9a-fA-F]{2})$/.exec(raw);
  if (code !== null) return String.fromCodePoint(Number.parseInt(code[1] ?? code[2] ?? "0", 16));
  const simple: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", "0": "\0" };
  const letter = raw.slice(1);
  return /^\r?\n$/.test(letter) ? "" : (simple[letter] ?? letter);
}
