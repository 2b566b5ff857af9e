import { fold, sameName } from "../model/names.ts";
import type { Hints } from "../model/hints.ts";
import type { Problem, Span } from "../problem/problem.ts";
import { makePen } from "./write/pen.ts";
import { canon } from "../sql/tokens.ts";
import { writeTemplate } from "./write/write-template.ts";
import { type ColumnClause, declared, type Declared, type SqlData } from "../vocabulary/declaration.ts";
import type { SpansOf } from "./places.ts";
import type { NamedObject } from "./read/name-objects.ts";

type Rename = { readonly from: string; readonly to: string };

/** The hints of `.was` and `.fill`, and the problems of former names that something else has today. */
export function readHints(
  objects: readonly NamedObject[],
  names: ReadonlyMap<object, string>,
  spans: SpansOf,
): { readonly hints: Hints; readonly problems: readonly Problem[] } {
  const tables: Rename[] = [];
  const columns: { table: string; from: string; to: string }[] = [];
  const fills: Hints["fills"][number][] = [];
  const problems: Problem[] = [];
  const taken = new Map(objects.map((object) => [fold(object.name), object.name]));
  for (const { name, value } of objects) {
    const data = value[declared];
    if (data.declare !== "table") continue;
    for (const from of data.was) {
      const bearer = taken.get(fold(from));
      if (bearer !== undefined) problems.push(stillThere(name, from, bearer, spans().get(`was:${name}`)));
      tables.push({ from, to: name });
    }
    for (const column of data.columns) {
      const { clauses } = column.column[declared];
      for (let n = 0; n < clauses.length; n++) {
        const clause = clauses[n] as ColumnClause;
        if (clause.clause === "fill") fills.push({ table: name, column: column.name, sql: sqlOf(clause.expr, names) });
        if (clause.clause !== "was") continue;
        const subject = `${name}.${column.name}`;
        for (const from of clause.names) {
          const bearer = data.columns.find((other) => sameName(other.name, from));
          if (bearer !== undefined)
            problems.push(stillThere(subject, from, `${name}.${bearer.name}`, spans().get(`was:${subject}`)));
          columns.push({ table: name, from, to: column.name });
        }
      }
    }
  }
  problems.push(...contested(tables, "", spans), ...contestedColumns(columns, spans));
  return { hints: { tables, columns, fills }, problems };
}

function sqlOf(template: Declared<SqlData>, names: ReadonlyMap<object, string>) {
  const pen = makePen();
  writeTemplate(pen, template, names, "bare");
  const text = pen.text().trim();
  return { text, canon: canon(text) };
}

function stillThere(subject: string, from: string, bearer: string, at: Span | undefined): Problem {
  const itself = bearer === subject;
  return {
    code: "former-name",
    level: "error",
    subject,
    message: itself
      ? `\`${subject}\` cannot have been named \`${from}\` before: that is its name now`
      : `\`${from}\` is the former name of \`${subject}\`, and \`${bearer}\` has that name today`,
    ...(at !== undefined && { at, label: "a name that is in use" }),
    help: ["a former name must not be in use: remove .was, or rename the other one"],
  };
}

function contestedColumns(
  columns: readonly { readonly table: string; readonly from: string; readonly to: string }[],
  spans: SpansOf,
): readonly Problem[] {
  const tables = [...new Set(columns.map((column) => column.table))];
  return tables.flatMap((table) =>
    contested(
      columns.filter((column) => column.table === table),
      `${table}.`,
      spans,
    ),
  );
}

/** Two objects that claim the same former name. */
function contested(renames: readonly Rename[], prefix: string, spans: SpansOf): readonly Problem[] {
  const first = new Map<string, Rename>();
  return renames.flatMap((rename) => {
    const before = first.get(fold(rename.from));
    if (before === undefined) {
      first.set(fold(rename.from), rename);
      return [];
    }
    if (before.to === rename.to) return [];
    const at = spans().get(`was:${prefix}${rename.to}`);
    const also = spans().get(`was:${prefix}${before.to}`);
    return [
      {
        code: "former-name",
        level: "error",
        subject: `${prefix}${rename.to}`,
        message: `\`${prefix}${before.to}\` and \`${prefix}${rename.to}\` both say that they were \`${rename.from}\``,
        ...(at !== undefined && { at, label: "the second one" }),
        ...(also !== undefined && { also: [{ at: also, label: "the first one" }] }),
        help: ["only one of them can have its rows: remove .was from the other"],
      } satisfies Problem,
    ];
  });
}
