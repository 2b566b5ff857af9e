import { displayWidth } from "./width.ts";

/** Wraps a sentence at its spaces, but never inside quotes or backticks, so that text to paste stays whole. */
export function wrapProse(text: string, room: number): readonly string[] {
  const words = text.match(/(?:[^\s`"']|`[^`]*`|"[^"]*"|'[^'\s]*'|["'`])+|\s+/g) ?? [];
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    if (!/^\s/.test(word) && line.trim() !== "" && displayWidth(line) + displayWidth(word) > room) {
      lines.push(line.trimEnd());
      line = word;
    } else {
      line += word;
    }
  }
  if (line !== "") lines.push(line.trimEnd());
  return lines;
}

/** The same with all lines but the first indented by two. */
export function wrapHanging(text: string, room: number): readonly string[] {
  const [first = ""] = wrapProse(text, room);
  return [first, ...wrapProse(text.slice(first.length).trimStart(), room - 2).map((line) => `  ${line}`)];
}

/** A phrase as a sentence of its own. */
export function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}
