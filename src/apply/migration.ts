import { openScratch } from "../database/scratch.ts";
import { objectsOf } from "../model/canonical.ts";
import { fold } from "../model/names.ts";
import type { Schema } from "../model/schema.ts";
import type { Plan } from "../plan/plan.ts";
import { heldBy } from "./look-ahead.ts";
import { script, type ScriptLine } from "./script.ts";
import { scriptFile } from "./script-file.ts";
import { quickCheckKept, standing, wireRow } from "./script-sql.ts";
import { type SchemaRow, tryPlan } from "./try-plan.ts";

/** What such a file lacks compared with apply, for whoever reads it. */
export const migrationLacks = [
  "no bookmark is noted: before it, run  wrangler d1 time-travel info DATABASE",
  "only what the plan touches is compared before and after, not the whole schema",
  "if the answer is lost, nothing finds out what happened: ask  trueup drift",
  "no journal records that it was applied: wrangler's table does, by the name of the file, and a name that it has is skipped",
] as const;

/**
 * A plan as one file for tools that run files on D1: its steps with the checks between them, each of which raises an
 * error if it fails. Everything is then rolled back, provided that the tool runs the file in one transaction, as
 * wrangler does.
 */
export function migration(name: string, seal: string, plan: Plan, base: Schema): string {
  const rows = rowsOf(base);
  const scratch = openScratch();
  try {
    const tried = tryPlan(rows, plan, scratch, []);
    const engine = { foreignKeys: "on", quickCheck: "temp.pragma_quick_check" } as const;
    const before = { base: [], blemishes: new Map(), held: heldBy(base, plan, tried) };
    const quoted = new Set(plan.before.map(({ type, name }) => key(type === "virtual-table" ? "table" : type, name)));
    const was = new Set(rows.map((row) => `${key(row.type, row.name)} ${row.hex}`));
    const touched = rows.filter((row) => quoted.has(key(row.type, row.name)));
    const made = tried.after.filter((row) => !was.has(`${key(row.type, row.name)} ${row.hex}`));
    const own = script(plan, before, tried, engine);
    const lines = own.flatMap((line): ScriptLine[] => {
      const { purpose } = line;
      if (purpose.kind === "base") return [check(purpose, standing, touched), ...quickCheckKept.before];
      if (purpose.kind === "target") return [check(purpose, standing, made)];
      return purpose.kind === "verify" && purpose.what === "soundness" ? [quickCheckKept.after] : [line];
    });
    return [...header(name, seal), scriptFile(lines)].join("\n");
  } finally {
    scratch.close();
  }
}

function header(name: string, seal: string): string[] {
  return [
    `-- Made by trueup from ${name}`,
    `-- ${seal}`,
    "-- Every statement that inserts into __trueup_before is a check: if one does not hold, it raises an error and nothing is changed.",
    "-- What it lacks compared with trueup apply:",
    ...migrationLacks.map((each) => `--   ${each}`),
    "",
  ];
}

function check(purpose: ScriptLine["purpose"], sql: string, rows: readonly SchemaRow[]): ScriptLine {
  return { purpose, query: { sql, args: [JSON.stringify(rows.map(wireRow))] }, checks: true };
}

function rowsOf(schema: Schema): readonly SchemaRow[] {
  const others = [...schema.opaque, ...schema.ignored].map(({ type, name, table, text }) => ({
    kind: type,
    name,
    table,
    text,
  }));
  return [...objectsOf(schema), ...others].map((object) => ({
    type: object.kind === "virtual-table" ? "table" : object.kind,
    name: object.name,
    table: "table" in object ? object.table : object.name,
    hex: Buffer.from(object.text).toString("hex").toUpperCase(),
  }));
}

function key(type: string, name: string): string {
  return `${type} ${fold(name)}`;
}
