import { printable } from "./width.ts";

/** Inline code in Markdown, whatever it contains: the fence is longer than any run of backticks inside. */
export function codeSpan(text: string): string {
  const line = printable(text.replace(/[\x00-\x1f\x7f]+/g, " "));
  const runs = line.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(0, ...runs.map((run) => run.length)) + 1);
  // A span that begins or ends with a backtick, or is blank, needs a space, which Markdown strips.
  const pad = /^`|`$|^ | $|^$/.test(line) ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** The same inside a table, where `|` would end the cell even in code. */
export function cellCode(text: string): string {
  return codeSpan(text).replaceAll("|", "\\|");
}

/** Text escaped for Markdown and HTML, on one line. `@name` notifies no one; `#12` stays a link, which is useful. */
export function plainText(text: string): string {
  return printable(text.replace(/[\x00-\x1f\x7f]+/g, " "))
    .replace(/[\\`*_[\]<>~|]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("\\<", "&lt;")
    .replaceAll("\\>", "&gt;")
    .replaceAll("@", "&#64;")
    .trim();
}

export function codeBlock(text: string, language: string): string {
  const runs = text.match(/`{3,}/g) ?? [];
  const fence = "`".repeat(Math.max(2, ...runs.map((run) => run.length)) + 1);
  return `${fence}${language}\n${text.replace(/\n$/, "")}\n${fence}`;
}

export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

export function details(summary: string, inside: string): string {
  return `<details><summary>${summary}</summary>\n\n${inside}\n\n</details>`;
}

/** GitHub counts characters; there are never fewer bytes. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
