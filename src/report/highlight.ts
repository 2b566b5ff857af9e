import { tokenize } from "../sql/tokens.ts";
import { keywords } from "../sql/keywords.ts";
import { type Markup, html } from "./markup.ts";

/** SQL with its keywords, literals and comments marked up. Only colour: the text is unchanged. */
export function highlight(sql: string): Markup {
  const pieces = tokenize(sql).map((token) => {
    const kind = tokenClass(token.kind, token.text);
    return kind === null ? token.text : html`<span class="${kind}">${token.text}</span>`;
  });
  return html`<code class="sql">${pieces}</code>`;
}

function tokenClass(kind: string, text: string): string | null {
  if (kind === "word" && keywords.has(text.toUpperCase())) return "k";
  if (kind === "string" || kind === "blob") return "s";
  if (kind === "number") return "n";
  return kind === "comment" ? "c" : null;
}
