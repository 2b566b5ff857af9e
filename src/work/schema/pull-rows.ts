import { isSame } from "../../model/declared-rows.ts";
import type { Declared } from "../../compile/declared.ts";
import { asText } from "../../database/values.ts";
import type { Snapshot } from "../../database/connection.ts";
import type { DeclaredRows } from "../../model/declared-rows.ts";
import { named, sameName } from "../../model/names.ts";
import type { Schema, Table } from "../../model/schema.ts";
import type { Problem, Sources } from "../../problem/problem.ts";
import { didYouMean } from "../../problem/nearest.ts";
import type { LiveTable } from "../../pull/rows/pull-rows.ts";
import { askEncoding } from "../../introspect/profile.ts";
import { qualified, quoteName } from "../../sql/quote.ts";
import { askStored, type Read, readStored } from "../../sql/value.ts";
import { type Context, need, refuse } from "../context.ts";
import { type Aim, withDatabase } from "../targets.ts";

export interface RowsToPull {
  /** The declarations as they will be, with all their texts. */
  readonly sources: Sources;
  readonly path: string;
  readonly live: Schema;
  /** Tables, as they were typed. */
  readonly names: readonly string[];
}

/** The files that change so that the rows of these tables are declared. What is written declares exactly these rows. */
export async function pulledRows(
  context: Context,
  aim: Aim,
  { sources, path, live, names }: RowsToPull,
): Promise<ReadonlyMap<string, string>> {
  const { compileSources } = await import("../../compile/compile.ts");
  const { pullRows } = await import("../../pull/rows/pull-rows.ts");
  const tables = names.map((name) => named(live.tables, name) ?? refuse(unknown(name, live)));
  const declared = need(context, await compileSources(sources, path, aim.beside));
  const read = (declared: Declared) =>
    withDatabase(context, aim, (connection) =>
      connection.snapshot(async (snapshot) => {
        const found: LiveTable[] = [];
        for (const table of tables) found.push(await readTable(snapshot, declared, table));
        return found;
      }),
    );
  const files = pullRows(declared, await read(declared));
  const after = need(context, await compileSources(new Map([...sources, ...files]), path, aim.beside));
  const left = (await read(after)).filter(({ difference }) => difference === null || !isSame(difference));
  if (left.length > 0) refuse(...left.map(({ table }) => notLossless(table)));
  return files;
}

async function readTable(snapshot: Snapshot, { schema }: Declared, live: Table): Promise<LiveTable> {
  const { compareRows } = await import("../../prove/declared-rows/ask.ts");
  const columns = live.columns.filter(({ generated }) => generated === null);
  const [encoding] = await snapshot.read([askEncoding]);
  const asked = columns.map(({ name }) => askStored(qualified(live.name, name)));
  const order = live.primaryKey?.terms.map(({ column }) => qualified(live.name, column)) ?? [];
  const by = order.length === 0 ? "" : ` ORDER BY ${order.join(", ")}`;
  const [found = []] = await snapshot.read([{ sql: `SELECT ${asked.join(", ")} FROM ${quoteName(live.name)}${by}` }]);
  const readText = (value: Read) => asText(value, String(encoding?.[0]?.[0]));
  const rows = found.map((row) => columns.map((_, n) => readStored(row, n, readText)));
  const declared = (schema.rows ?? []).find((each: DeclaredRows) => sameName(each.table, live.name));
  const difference = declared === undefined ? null : await compareRows(snapshot, declared, schema, live);
  return { table: live, columns, rows, difference: typeof difference === "string" ? null : difference };
}

function unknown(name: string, { tables }: Schema): Problem {
  return {
    code: "unknown-table",
    level: "error",
    subject: name,
    message: `there is no table ${name} in the database, so it has no rows to pull`,
    help: didYouMean(
      name,
      tables.map((table) => table.name),
    ),
  };
}

function notLossless({ name }: Table): Problem {
  return {
    code: "pull-not-lossless",
    level: "error",
    subject: name,
    message: `the rows of ${name} that were written would not be what the database has, so nothing was written`,
    help: ["write these rows by hand, or report it: trueup doctor says how"],
  };
}
