/**
 * Text for HTML and SVG, in content and in quoted attributes. Control characters that XML forbids become `�`, and
 * direction marks that would show SQL in another order than it runs in become visible.
 */
function escapeMarkup(text: string): string {
  return text
    .replace(
      /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      "\ufffd",
    )
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, (char) => `\\u{${char.charCodeAt(0).toString(16)}}`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** Finished markup: `html` makes it, and inserts only other finished markup unescaped. */
export interface Markup {
  readonly markup: string;
}

export type MarkupPart = string | number | null | Markup | readonly MarkupPart[];

/** `` html`<td>${name}</td>` ``: every value is escaped, except markup that was made in the same way. */
export function html(parts: TemplateStringsArray, ...pieces: readonly MarkupPart[]): Markup {
  return {
    markup: parts.map((part, at) => part + (at < pieces.length ? rendered(pieces[at] as MarkupPart) : "")).join(""),
  };
}

function rendered(piece: MarkupPart): string {
  if (piece === null) return "";
  if (typeof piece === "string") return escapeMarkup(piece);
  if (typeof piece === "number") return String(piece);
  if ("markup" in piece) return piece.markup;
  return piece.map(rendered).join("");
}

/** For text that is already markup: our own style sheets and scripts, a drawing from `svg.ts`. */
export function trusted(markup: string): Markup {
  return { markup };
}

/** Data for a script element: nothing in it can end the element or open a comment. */
export function scriptData(value: unknown): Markup {
  const json = JSON.stringify(value);
  return trusted(
    json.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`),
  );
}

/** A name as an anchor; two names never share one. */
export function anchor(kind: string, name: string): string {
  const plain = name.replace(/[^A-Za-z0-9-]/g, (char) => `_${char.codePointAt(0)?.toString(16)}_`);
  return `${kind}-${plain}`;
}
