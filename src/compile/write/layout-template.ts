/** A range of a template's text that is written unchanged. */
export interface Stretch {
  /** The index of the text in the template. */
  readonly index: number;
  readonly from: number;
  readonly to: number;
  /** Whether it ends with a line feed followed by more text. */
  readonly breaks: boolean;
}

/**
 * A template without the indentation of its file, and without surrounding white space. Nothing inside a literal, a
 * quoted name or a comment changes. `trimEnd` also removes trailing semicolons.
 */
export function layoutTemplate(strings: readonly string[]): readonly Stretch[] {
  const breaks = lineBreaks(strings);
  const depth = Math.min(...breaks.filter((line) => !line.blank).map((line) => line.indent));
  const stretches: Stretch[] = [];
  strings.forEach((text, index) => {
    let from = index === 0 ? text.length - text.trimStart().length : 0;
    const to = index === strings.length - 1 ? Math.max(from, endOf(text)) : text.length;
    for (const line of breaks) {
      if (line.index !== index || line.at < from || line.at >= to) continue;
      stretches.push({ index, from, to: line.at + 1, breaks: !line.blank });
      from = Math.min(to, line.at + 1 + Math.min(line.indent, depth));
    }
    stretches.push({ index, from, to, breaks: false });
  });
  return stretches;
}

/** A semicolon in a comment is part of the comment. */
function endOf(text: string): number {
  const trimmed = text.trimEnd();
  const lastLine = trimmed.slice(trimmed.lastIndexOf("\n") + 1);
  return lastLine.includes("--") ? trimmed.length : trimmed.replace(/[\s;]+$/, "").length;
}

interface LineBreak {
  readonly index: number;
  /** The offset of the line feed in that text. */
  readonly at: number;
  /** How far the next line is indented. */
  readonly indent: number;
  /** Whether the next line is empty. */
  readonly blank: boolean;
}

/** Every line feed outside literals, quoted names and block comments. */
function lineBreaks(strings: readonly string[]): LineBreak[] {
  const breaks: LineBreak[] = [];
  /** What must come before line feeds count again: a closing quote, or the end of a block comment. */
  let closing: string | null = null;
  strings.forEach((text, index) => {
    for (let at = 0; at < text.length; at += 1) {
      const letter = text[at] as string;
      if (closing !== null) {
        if (!text.startsWith(closing, at)) continue;
        at += closing.length - 1;
        closing = null;
      } else if (text.startsWith("--", at)) {
        const end = text.indexOf("\n", at);
        at = (end === -1 ? text.length : end) - 1;
      } else if (text.startsWith("/*", at)) {
        closing = "*/";
        at += 1;
      } else if (letter in quotes) {
        closing = quotes[letter as keyof typeof quotes];
      } else if (letter === "\n") {
        const indent = text.slice(at + 1).match(/^[ \t]*/)?.[0].length ?? 0;
        const next = text[at + 1 + indent];
        const ends = next === undefined && index === strings.length - 1;
        breaks.push({ index, at, indent, blank: next === "\n" || ends });
      }
    }
  });
  return breaks;
}

/** What opens a literal or a quoted name, and what closes it. A doubled quote closes and opens again. */
const quotes = { "'": "'", '"': '"', "`": "`", "[": "]" } as const;
