import { fold, sameName } from "../model/names.ts";
import type { VirtualTable } from "../model/schema.ts";
import { significant, tokenize, unquote } from "../sql/tokens.ts";
import type { Rule } from "./rule.ts";

export const ftsWithoutTriggers: Rule = {
  code: "fts-without-triggers",
  level: "warn",
  find: (schema) =>
    schema.virtualTables.flatMap((fts) => {
      const content = contentOf(fts);
      if (content === null || !schema.tables.some((table) => sameName(table.name, content))) return [];
      const feeding = schema.triggers.filter(
        (trigger) => sameName(trigger.table, content) && mentions(trigger.body.text, fts.name),
      );
      const missing = ["INSERT", "UPDATE", "DELETE"].filter(
        (event) => !feeding.some((trigger) => eventOf(trigger.body.text) === event),
      );
      if (missing.length === 0) return [];
      return [
        {
          subject: fts.name,
          places: [`virtual-table:${fts.name}`],
          message: `\`${fts.name}\` is not told of every ${missing.join(", ").replace(/, ([A-Z]+)$/, " and $1")} in \`${content}\``,
          label: `reads ${content}, and keeps an index of its own`,
          also: [{ place: `table:${content}`, label: "its rows are here" }],
          why: "an FTS table with external content learns of changes by triggers only; without them a search finds what is gone and misses what is new",
          help: ["add a trigger on each: see https://www.sqlite.org/fts5.html#external_content_tables"],
        },
      ];
    }),
};

/** The table that `content=` names; null where there is none, or an empty one (a contentless table). */
function contentOf({ module, args }: VirtualTable): string | null {
  if (module !== "fts5" && module !== "fts4") return null;
  const option = args
    .map((arg) => /^content\s*=\s*(.*)$/is.exec(arg)?.[1]?.trim())
    .find((value) => value !== undefined);
  const name = option === undefined ? "" : unquote(option);
  return name === "" ? null : name;
}

function mentions(sql: string, name: string): boolean {
  return significant(tokenize(sql)).some(
    (token) => token.kind !== "string" && fold(unquote(token.text)) === fold(name),
  );
}

function eventOf(body: string): string | undefined {
  return significant(tokenize(body))
    .find((token) => /^(INSERT|UPDATE|DELETE)$/i.test(token.text))
    ?.text.toUpperCase();
}
