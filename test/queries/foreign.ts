/**
 * Tries the reading of queries on a checkout of anybody's: `npm run foreign-queries -- DIR SCHEMA.sql [FILES…]`.
 * Prints what was found and what the engine said, and with `CHANGES=n OUT=file` makes that many changes of the schema
 * and writes what each is reported to break, one line of JSON each, for another program to judge.
 */
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { openScratch } from "../../src/database/scratch.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import type { Schema } from "../../src/model/schema.ts";
import { checkQueries } from "../../src/queries/check.ts";
import { collect } from "../../src/queries/collect.ts";
import { compareQueries } from "../../src/queries/compare.ts";
import type { Renamed } from "../../src/queries/changes.ts";
import type { Bench } from "../../src/queries/compile.ts";
import { filesOnDisk } from "../../src/queries/files.ts";
import { statementsOf } from "../../src/queries/statement.ts";
import { literal, type Text } from "../../src/queries/text.ts";
import { quoteName } from "../../src/sql/quote.ts";
import { Random } from "../generate/random.ts";

const [folder = ".", schemaFile = "", ...patterns] = process.argv.slice(2);
const { CHANGES, OUT, SEED } = process.env;
const named = patterns.length > 0 ? patterns : ["**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,vue,svelte,sql}"];
const files = filesOnDisk(folder, named, Date.now());
const textOf = (file: string) => files.read(file) ?? "";
const collected = await collect(files, { placeholders: {}, cache: { get: () => null, set: () => {} }, key: folder });
const before = bench(schemaFile === "" ? "" : readFileSync(schemaFile, "utf8"));
const live = introspectScratch(before.scratch);
const { read, checked, part, unread, problems } = checkQueries({
  collected,
  schema: live,
  bench: bench(textsOf(live).join(";\n")),
  functions: [],
  textOf,
});
const why: Record<string, number> = {};
for (const each of unread) why[each.why.replace(/`[^`]+`/, "X")] = (why[each.why.replace(/`[^`]+`/, "X")] ?? 0) + 1;
console.log(JSON.stringify({ files: files.files.length, found: collected.queries.length, read, checked, part, why }));
for (const { message, at } of problems) {
  const line = at === undefined ? 0 : textOf(at.file).slice(0, at.start).split("\n").length;
  console.log(`${at?.file}:${line}: ${message}`);
}
if (OUT !== undefined) {
  const lines = collected.queries.map(({ file, line, endLine }) => ({ file, line, endLine }));
  writeFileSync(`${OUT}.found.json`, JSON.stringify(lines));
  writeFileSync(`${OUT}.changes.jsonl`, "");
  changes(Number(CHANGES ?? 0), OUT);
}

function bench(sql: string): Bench {
  const scratch = openScratch();
  for (const { sql: statement } of statementsOf(literal(sql, { file: "", start: 0, end: sql.length }))) {
    try {
      scratch.exec(statement);
    } catch {
      // A module or a function that is not here.
    }
  }
  return { scratch, absent: new Set(), isLeftAlone: () => false };
}

function textsOf(schema: Schema): readonly string[] {
  const { tables, virtualTables, indexes, views, triggers, opaque } = schema;
  return [...tables, ...virtualTables, ...indexes, ...views, ...triggers, ...opaque].map(({ text }) => text);
}

/** One change at a time: something is dropped, renamed or added, with all that SQLite says must go with it. */
function changes(many: number, out: string): void {
  const pick = new Random(Number(SEED ?? 1));
  for (let n = 0; n < many; n++) {
    const table = live.tables[pick.below(live.tables.length)];
    const column = table?.columns[pick.below(table.columns.length)];
    if (table === undefined || column === undefined) continue;
    const [of, what] = [quoteName(table.name), quoteName(column.name)];
    const index = live.indexes[pick.below(Math.max(1, live.indexes.length))];
    const kinds = [
      `ALTER TABLE ${of} DROP COLUMN ${what}`,
      `ALTER TABLE ${of} RENAME COLUMN ${what} TO renamed_${n}`,
      `DROP TABLE ${of}`,
      `ALTER TABLE ${of} RENAME TO renamed_${n}`,
      index === undefined ? `DROP TABLE ${of}` : `DROP INDEX ${quoteName(index.name)}`,
      `ALTER TABLE ${of} ADD COLUMN ${quoteName(someColumn(pick.below(1000)))} TEXT NOT NULL DEFAULT ''`,
    ];
    const sql = kinds[n % kinds.length] ?? "";
    const after = bench(textsOf(live).join(";\n"));
    const was = bench(textsOf(live).join(";\n"));
    try {
      if (/DROP COLUMN/.test(sql)) withoutWhatStops(after, table.name, column.name);
      after.scratch.exec(sql);
    } catch {
      continue;
    }
    const renamed: Renamed = {
      tables: n % 6 === 3 ? [{ from: table.name, to: `renamed_${n}` }] : [],
      columns: n % 6 === 1 ? [{ table: table.name, from: column.name, to: `renamed_${n}` }] : [],
    };
    const goal = introspectScratch(after.scratch);
    const impact = compareQueries({ collected, live, goal, renamed, before: was, after, statistics: [], textOf });
    const told = (list: typeof impact.breaks) =>
      list.map(({ query, message }) => ({
        at: `${query.file}:${query.line}`,
        message,
        texts: query.variants.filter((text) => text.unlikely !== true && !hasUnknown(text)).map(({ sql }) => sql),
      }));
    const line = { sql, schema: textsOf(goal), breaks: told(impact.breaks), captured: told(impact.captured) };
    appendFileSync(`${out}.changes.jsonl`, `${JSON.stringify(line)}\n`);
    after.scratch.close();
    was.scratch.close();
  }
  const all = collected.queries.map((query) => ({
    at: `${query.file}:${query.line}`,
    texts: query.variants.filter((text) => text.unlikely !== true && !hasUnknown(text)).map(({ sql }) => sql),
  }));
  writeFileSync(
    `${out}.statements.json`,
    JSON.stringify({ schema: textsOf(live), temporary: collected.runtime.temporary, all }),
  );
}

function hasUnknown(text: Text): boolean {
  return text.pieces.some(({ hole }) => hole === "unknown");
}

function someColumn(n: number): string {
  const all = live.tables.flatMap(({ columns }) => columns.map(({ name }) => name));
  return all[n % all.length] ?? "added";
}

/** What SQLite requires to be gone before a column can be dropped. */
function withoutWhatStops({ scratch }: Bench, table: string, column: string): void {
  for (const { name, text } of [...live.triggers, ...live.views]) {
    if (!text.includes(column)) continue;
    scratch.exec(`DROP ${/^CREATE VIEW/i.test(text) ? "VIEW" : "TRIGGER"} IF EXISTS ${quoteName(name)}`);
  }
  for (const index of live.indexes)
    if (index.table === table && index.text.includes(column)) scratch.exec(`DROP INDEX ${quoteName(index.name)}`);
}
