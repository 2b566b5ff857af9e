/**
 * The width of text in a terminal: a Han character or an emoji takes two cells, a combining mark none. All functions
 * here accept text with colour codes (`style.ts`) and do not count them.
 */
const colour = /\x1b\[[0-9;]*m/g;

/** East Asian Wide and Fullwidth, by block: https://www.unicode.org/reports/tr11/. Ambiguous ones count as narrow. */
const wide =
  /^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]/u;
/** Letters and signs of one cell each: most of what is ever printed. */
const plain =
  /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u2038\u2190-\u2193\u2500-\u257f\u2713\u2717]*$/;

let segmenter: Intl.Segmenter | undefined;

/** Created when first needed: that takes longer than many commands. */
function segments(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return segmenter.segment(text);
}

export function displayWidth(text: string): number {
  const bare = text.replace(colour, "");
  if (plain.test(bare)) return bare.length;
  let width = 0;
  for (const { segment } of segments(bare)) width += graphemeWidth(segment);
  return width;
}

/** These classes take long to compile, so they stand where they are needed. */
function graphemeWidth(segment: string): number {
  if (/^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]+$/u.test(segment)) return 0;
  const emoji = /^(?:\p{Emoji_Presentation}|\p{Regional_Indicator}|\p{Extended_Pictographic}\ufe0f|[0-9#*]\ufe0f)/u;
  return wide.test(segment) || emoji.test(segment) ? 2 : 1;
}

export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

export function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - displayWidth(text))) + text;
}

/** Cuts text without colour to `width` cells; `…` marks a cut. */
export function fit(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = "";
  let used = 0;
  for (const { segment } of segments(text)) {
    const next = graphemeWidth(segment);
    if (used + next > width - 1) break;
    kept += segment;
    used += next;
  }
  return width > 0 ? `${kept}…` : "";
}

/**
 * The same for a name. Its end distinguishes it from its neighbours as well as its beginning does, so the middle is
 * cut.
 */
export function fitMiddle(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const all = [...segments(text)].map(({ segment }) => segment);
  const firstOf = (letters: readonly string[], room: number): string[] => {
    const kept: string[] = [];
    let used = 0;
    for (const letter of letters) {
      used += graphemeWidth(letter);
      if (used > room) break;
      kept.push(letter);
    }
    return kept;
  };
  const head = firstOf(all, Math.ceil((width - 1) / 2));
  const tail = firstOf([...all].reverse(), Math.floor((width - 1) / 2)).reverse();
  return width > 0 ? `${head.join("")}…${tail.join("")}` : "";
}

/** Wraps text without colour at its spaces; a word longer than a line is broken where names are joined. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (displayWidth(joined) <= width) {
      line = joined;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    while (width > 0 && displayWidth(line) > width) {
      const head = atJoint(takeCells(line, width), line);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  if (line !== "" || lines.length === 0) lines.push(line);
  return lines;
}

/**
 * Breaks a word that does not fit after one of the characters that join names, if there is one, so that it stays
 * readable.
 */
function atJoint(head: string, word: string): string {
  if (head.length === word.length) return head;
  const joint = Math.max(...[..."_./,;:-)"].map((sign) => head.lastIndexOf(sign))) + 1;
  return joint > head.length / 3 ? head.slice(0, joint) : head;
}

/** A text after a lead, its further lines indented under the first. The lead may have colour, the text may not. */
export function hang(lead: string, text: string, width: number): string {
  const indent = displayWidth(lead);
  const lines = wrap(text, Math.max(24, width - indent));
  return lines.map((line, at) => (at === 0 ? lead : " ".repeat(indent)) + line).join("\n");
}

/** At least one grapheme, so that a loop over it always ends. */
function takeCells(text: string, width: number): string {
  let taken = "";
  let used = 0;
  for (const { segment } of segments(text)) {
    used += graphemeWidth(segment);
    if (used > width && taken !== "") break;
    taken += segment;
  }
  return taken;
}

/**
 * Text from a database or a file, made safe to print: a name may contain an escape sequence that rewrites the screen,
 * or a direction mark that shows SQL in a different order than it runs in. Both are printed as visible escapes. Tab and
 * line feed stay; `oneLine` replaces those, too.
 */
export function printable(text: string): string {
  return text.replace(
    /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    (char) => `\\u{${char.charCodeAt(0).toString(16)}}`,
  );
}

/** The same for text with colour: escape sequences other than those of `style.ts` are made visible. */
export function tame(text: string): string {
  return text
    .split(/(\x1b\[(?:[12]|22|39|22;39|(?:1;)?3[1-6])m)/)
    .map((part, at) => (at % 2 === 0 ? printable(part) : part))
    .join("");
}

/** Like `printable`, on one line: each run of white space becomes one space. */
export function oneLine(text: string): string {
  return printable(text.replace(/[\t\n\r ]+/g, " ").trim());
}
