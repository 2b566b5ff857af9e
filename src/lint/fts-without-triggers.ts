import { fold, sameName } from "../model/names.ts";
import { mentions } from "../sql/mentions.ts";
import type { Rule } from "./rule.ts";

export const ftsWithoutTriggers: Rule = {
  code: "fts-without-triggers",
  level: "warn",
  find: (schema) =>
    schema.virtualTables.flatMap((fts) => {
      if (fts.options.content.kind !== "table") return [];
      const content = fts.options.content.name;
      if (!schema.tables.some((table) => sameName(table.name, content))) return [];
      const feeding = schema.triggers.filter(
        (trigger) =>
          sameName(trigger.table, content) && mentions(trigger.body.text, { strings: false }).has(fold(fts.name)),
      );
      const missing = ["INSERT", "UPDATE", "DELETE"].filter(
        (event) => !feeding.some((trigger) => trigger.fires.event === event),
      );
      if (missing.length === 0) return [];
      return [
        {
          on: [fts.name],
          places: [`virtual-table:${fts.name}`],
          message: `\`${fts.name}\` is not updated by every ${missing.join(", ").replace(/, ([A-Z]+)$/, " and $1")} in \`${content}\``,
          label: `reads ${content}, and has an index of its own`,
          also: [{ place: `table:${content}`, label: "its rows are here" }],
          why: "an FTS table with external content is only updated by triggers; without them a search finds deleted rows and misses new ones",
          help: ["add a trigger on each: see https://www.sqlite.org/fts5.html#external_content_tables"],
        },
      ];
    }),
};
