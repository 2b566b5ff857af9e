import { nothingBeside } from "../../src/model/beside.ts";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import t from "tap";
import { openScratch } from "../../src/database/scratch.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import { libsqlProfile } from "../../src/model/profile.ts";
import { noHints } from "../../src/model/hints.ts";
import { readPlan } from "../../src/plan/read.ts";
import { writePlan } from "../../src/plan/write.ts";
import { makePlan } from "../../src/prove/make-plan.ts";
import { built, command } from "../cli/run.ts";
import { schemaOf } from "../kit/database.ts";
import { type Situation, situations } from "./situation.ts";

built();

// Each file of `situations/` as it happens: a real folder of plans, a real database with rows, and the program.

/** The schema named by a letter: one table that all of them have, and one of its own. */
function sqlOf(state: string): string {
  if (state === "EMPTY") return "";
  return `CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL) STRICT;
CREATE TABLE in_${state.toLowerCase()} (id INTEGER PRIMARY KEY, said TEXT) STRICT;\n`;
}

async function planText(from: string, to: string, bound: number): Promise<string> {
  const live = openScratch();
  live.exec(sqlOf(from));
  const dropped = from === "EMPTY" ? [] : [`in_${from.toLowerCase()}`];
  const made = await makePlan({
    snapshot: { read: async (queries) => queries.map(({ sql, args = [] }) => live.all(sql, ...args)) },
    live: introspectScratch(live),
    target: schemaOf(sqlOf(to)),
    hints: noHints,
    decisions: dropped.map((object) => {
      return { kind: "approve", rule: "drop-table", object, rows: bound, because: "the story wants it" };
    }),
    protect: [],
    beside: nothingBeside,
    columnOrder: false,
    profile: libsqlProfile,
  });
  live.close();
  if (made.kind !== "plan") throw new Error(JSON.stringify(made));
  return writePlan(made.plan);
}

async function stage(cwd: string, situation: Situation): Promise<void> {
  const plans = join(cwd, "plans");
  mkdirSync(plans);
  const write = (name: string, text: string) => writeFileSync(join(plans, `${name}.plan.sql`), text);
  for (const { name, from, to, bound } of situation.plans) write(name, await planText(from, to, bound));
  for (const { name, of } of situation.copies) write(name, readFileSync(join(plans, `${of}.plan.sql`), "utf8"));
  for (const name of situation.broken) write(name, (await planText("A", "B", 1)).slice(0, 300));
  for (const { name, format } of situation.formats)
    write(name, (await planText("A", "B", 1)).replace("--@ plan 1", `--@ plan ${format}`));
  writeFileSync(join(cwd, "schema.sql"), sqlOf(situation.declared));
  writeFileSync(
    join(cwd, "trueup.config.ts"),
    `import { defineConfig } from "trueup";
export default defineConfig({
  schema: "schema.sql",
  targets: { app: { url: "file:app.db", hooks: { before: ["touch", "stopped"], after: ["touch", "started"] } } },
});\n`,
  );
  const database = new Database(join(cwd, "app.db"));
  const state = situation.database ?? "EMPTY";
  database.exec(sqlOf(state));
  if (state !== "EMPTY") database.exec("INSERT INTO tune VALUES (1, 'The Silver Spear')");
  else database.exec("PRAGMA user_version = 0");
  database.close();
}

/** The tables of the database, and the tunes in it. */
function contentOf(cwd: string): readonly unknown[] {
  const database = new Database(join(cwd, "app.db"));
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1").raw().all();
  const tunes = tables.length === 0 ? [] : database.prepare("SELECT * FROM tune").raw().all();
  database.close();
  return [tables.flat(), tunes];
}

for (const situation of situations()) {
  t.test(`${situation.name}: ${situation.story}`, async (t) => {
    const cwd = t.testdir();
    await stage(cwd, situation);
    const before = contentOf(cwd);
    const ran = await command({ cwd }, "apply", "plans/", "app", "--json");
    t.equal(ran.exit, situation.exit, ran.out + ran.err);
    const acted = situation.exit === 0 && situation.apply[0] !== "nothing";
    t.equal(existsSync(join(cwd, "stopped")), acted, "the hook runs only where something is done");
    t.equal(existsSync(join(cwd, "started")), acted);
    if (situation.exit !== 0) t.strictSame(contentOf(cwd), before, "nothing was touched");
    else {
      const tunes = situation.database === "EMPTY" ? [] : [[1, "The Silver Spear"]];
      t.strictSame(contentOf(cwd), [[`in_${situation.declared.toLowerCase()}`, "tune"], tunes], "as declared");
    }
    const history: unknown = JSON.parse((await command({ cwd }, "history", "app", "--json")).out);
    const names = situation.apply[0] === "created" ? [null] : acted ? situation.apply : [];
    t.match(history, {
      entries: [...names].reverse().map((name) => ({ plan: name === null ? null : `plans/${name}.plan.sql` })),
    });
    t.equal((history as { entries: unknown[] }).entries.length, names.length, "what the journal says");
    const again = await command({ cwd }, "apply", "plans/", "app");
    t.equal(again.exit, situation.exit, "once more");
    if (situation.exit === 0) t.match(again.out, "Nothing to do: app matches the declarations.");
    for (const name of situation.unreadable)
      if (situation.exit !== 0) t.match(again.err, `plans/${name}.plan.sql`, "what cannot be read is named");
    if (situation.exit === 20) t.match(again.err, /trueup plan app (--rebase|--out plans\/NAME.plan.sql)/);
  });
}

t.test("each plan of a situation is a plan file that can be read", async (t) => {
  const { plans } = situations().find(({ name }) => name === "two-pending") as Situation;
  for (const { from, to, bound } of plans) t.ok(readPlan(await planText(from, to, bound), "p").ok);
});
