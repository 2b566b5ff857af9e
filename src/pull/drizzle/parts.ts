import type { Spans } from "../../compile/declared.ts";
import { canonicalPart } from "../../model/canonical.ts";
import { fold } from "../../model/names.ts";
import type { Check, ForeignKey, PrimaryKey, Table, Unique } from "../../model/schema.ts";
import type { Span } from "../../problem/problem.ts";
import type { CodeNames } from "./names.ts";
import { keyCall, referenceCall } from "./write-column.ts";
import { drizzleCheck, drizzleForeign, drizzleKey, drizzleUnique } from "./write-table.ts";

/** A key or check of a table: as the schema means it, and as the database has it. One of them may be null. */
export type Part =
  | { readonly is: "primary-key"; readonly before: PrimaryKey | null; readonly after: PrimaryKey | null }
  | { readonly is: "unique"; readonly before: Unique | null; readonly after: Unique | null }
  | { readonly is: "check"; readonly before: Check | null; readonly after: Check | null }
  | { readonly is: "foreign-key"; readonly before: ForeignKey | null; readonly after: ForeignKey | null };

export function partsThatDiffer(wanted: Table, live: Table): readonly Part[] {
  const [before, after] = [wanted.primaryKey, live.primaryKey];
  const isSame = before === null || after === null ? before === after : bare(before) === bare(after);
  return [
    ...(isSame ? [] : [{ is: "primary-key" as const, before, after }]),
    ...paired(wanted.uniques, live.uniques, ({ terms }) => columnsOf(terms)).map((pair) => ({
      is: "unique" as const,
      ...pair,
    })),
    ...paired(wanted.checks, live.checks, ({ name, expr }) => fold(name ?? expr.canon)).map((pair) => ({
      is: "check" as const,
      ...pair,
    })),
    ...paired(wanted.foreignKeys, live.foreignKeys, ({ columns }) => fold(columns.join("\0"))).map((pair) => ({
      is: "foreign-key" as const,
      ...pair,
    })),
  ];
}

/** Without the name and the place, which are no difference here. */
function bare(part: object): string {
  return canonicalPart({ ...part, name: null, at: null });
}

function paired<T extends object>(
  wanted: readonly T[],
  live: readonly T[],
  keyOf: (each: T) => string,
): readonly { readonly before: T | null; readonly after: T | null }[] {
  const left = [...live];
  const alone = wanted.filter((each) => {
    const same = left.findIndex((other) => bare(other) === bare(each));
    if (same >= 0) left.splice(same, 1);
    return same < 0;
  });
  const changed = alone.map((before) => {
    const at = left.findIndex((other) => keyOf(other) === keyOf(before));
    return { before, after: at < 0 ? null : (left.splice(at, 1)[0] ?? null) };
  });
  return [...changed, ...left.map((after) => ({ before: null, after }))];
}

function columnsOf(terms: readonly { readonly column: string }[]): string {
  return fold(terms.map(({ column }) => column).join("\0"));
}

/** What it is, in words. */
export function textOfPart(part: Part): string {
  switch (part.is) {
    case "primary-key":
      return "primary key";
    case "check": {
      const { name = null, expr } = part.before ?? part.after ?? {};
      return `check ${name ?? `(${expr?.text ?? ""})`}`;
    }
    case "unique":
      return `unique (${(part.before ?? part.after)?.terms.map(({ column }) => column).join(", ")})`;
    case "foreign-key":
      return `foreign key (${(part.before ?? part.after)?.columns.join(", ")})`;
  }
}

/** What to write for it; nothing if it goes. */
export function partText(part: Part, table: Table, names: CodeNames): string {
  const own = (column: string) => `t.${names.column(table.name, column)}`;
  if (part.after === null) return "";
  switch (part.is) {
    case "primary-key":
      return part.after.terms.length === 1 ? `.${keyCall(part.after)}` : drizzleKey(part.after, own);
    case "check":
      return drizzleCheck(part.after, table);
    case "unique":
      return drizzleUnique(part.after, own);
    case "foreign-key":
      return part.after.columns.length === 1
        ? `.${referenceCall(part.after, table, names)}`
        : drizzleForeign(part.after, names, own);
  }
}

export function spanOfPart(part: Part, { name }: Table, spans: Spans): Span | undefined {
  if (part.is === "primary-key") return spans.get(`primary-key:${name}`);
  if (part.is !== "foreign-key") return undefined;
  const columns = (part.before ?? part.after)?.columns ?? [];
  return spans.get(`foreign-key:${name}.${columns.join(",")}`) ?? spans.get(`column:${name}.${columns[0]}`);
}
