import { sameName } from "../../model/names.ts";
import type { Schema } from "../../model/schema.ts";
import type { Problem } from "../../problem/problem.ts";
import { copyToCompile } from "../../prove/copy.ts";
import type { OfApplication } from "../../sql/stand-ins.ts";

/** A renamed column renames columns of views that select it without an alias, which affects readers of the view. */
export function viewColumnChanges(
  before: Schema,
  after: Schema,
  from: string,
  to: string,
  beside: OfApplication,
): Problem[] {
  const old = columnsOfViews(before, beside);
  return [...columnsOfViews(after, beside)].flatMap(([view, columns]): Problem[] => {
    const was = old.get(view) ?? (sameName(view, to) ? old.get(from) : undefined);
    if (was === undefined || was.join("\n") === columns.join("\n")) return [];
    const pairs = columns.flatMap((column, n) => (column === was[n] ? [] : [`${was[n]} → ${column}`]));
    return [
      {
        code: "rename-uncertain",
        level: "warning",
        subject: view,
        message: `columns of the view ${view} now have other names: ${pairs.join(", ")}`,
        why: "a column that a view selects without AS has the same name as in its table",
        help: ["write AS with the old name if something uses that name"],
      },
    ];
  });
}

function columnsOfViews(schema: Schema, beside: OfApplication): Map<string, string[]> {
  const { scratch } = copyToCompile(schema, beside);
  try {
    const columns = (view: string) =>
      scratch.all("SELECT name FROM temp.pragma_table_xinfo(?)", view).map(([name]) => String(name));
    return new Map(schema.views.map((view) => [view.name, columns(view.name)]));
  } finally {
    scratch.close();
  }
}
