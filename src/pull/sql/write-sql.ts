import { byName, fold } from "../../model/names.ts";
import type { Schema } from "../../model/schema.ts";
import { terminated } from "../../sql/statement.ts";

/** A whole schema as one script that runs from its first line to its last: every definition as the database has it. */
export function writeSql(schema: Schema): string {
  const turn = new Map(schema.triggerOrder.map((name, n) => [name, n]));
  const triggers = schema.triggers.toSorted(
    (a, b) => (turn.get(fold(a.name)) ?? turn.size) - (turn.get(fold(b.name)) ?? turn.size),
  );
  const parts = schema.tables
    .toSorted(byName)
    .map((table) =>
      [table, ...schema.indexes.filter((index) => fold(index.table) === fold(table.name)).toSorted(byName)]
        .map(({ text }) => terminated(text))
        .join("\n"),
    );
  const others = [...schema.virtualTables.toSorted(byName), ...schema.views, ...triggers];
  return `${[...parts, ...others.map(({ text }) => terminated(text))].join("\n\n")}\n`;
}
