import { join } from "node:path";
import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import t from "tap";
import { Engine } from "../../src/database/engine.ts";
import { fileUri } from "../../src/database/file.ts";
import { putBackFile } from "../../src/target/file/put-back.ts";
import { check, folder, planOf, step } from "../apply/fixture.ts";
import { act, full, neighbour, report, worldIn } from "./harness.ts";
import { isWhole, plan, schema, templateIn, trialOf } from "./large.ts";

/**
 * In one transaction with the table that says what is in the other. Each row says which schema it found. An insert that
 * fails ends the process.
 */
const found = "(SELECT group_concat(sql, ';') FROM sqlite_schema)";
const inserts = `db.exec("BEGIN IMMEDIATE; INSERT INTO t (a, b) VALUES (${found}, randomblob(300)); UPDATE total SET n = n + 1, s = s + last_insert_rowid(); COMMIT"); n++;`;

const copied = 'CREATE TABLE "t__new" (id INTEGER PRIMARY KEY, a TEXT, b BLOB, UNIQUE (id, a))';
const plans = {
  "a column is added": plan,
  "NOT NULL": planOf(schema, [
    check("not-null", "t.a", { kind: "equal", value: 0 }, "SELECT count(*) FROM t WHERE a IS NULL"),
    step("alter-column", "t.a", "ALTER TABLE t ALTER COLUMN a TO a TEXT NOT NULL"),
  ]),
  "a rebuild": planOf(schema, [
    step("rebuild-create", "t", copied),
    step("rebuild-copy", "t", 'INSERT INTO "t__new" ("id", "a", "b") SELECT "id", "a", "b" FROM "t" ORDER BY "id"'),
    step("rebuild-drop", "t", 'DROP TABLE "t"'),
    step("rebuild-rename", "t", 'ALTER TABLE "t__new" RENAME TO "t"'),
    step("create-index", "t_a", "CREATE INDEX t_a ON t (a)"),
  ]),
};
const asked = { full: {}, changes: { fullUpTo: 0 } };

/** `earlier`: the rows that were inserted before the change. */
async function seen(path: string, base: unknown = null) {
  const engine = new Engine(fileUri(path, "rw"));
  const [[rows, text] = []] = engine.all(`SELECT count(*), ${found} FROM t`);
  const [[earlier] = []] = engine.all("SELECT count(*) FROM t WHERE a = ?", [String(base ?? text)]);
  await engine.close();
  return { rows: Number(rows), text, earlier: Number(earlier) };
}

t.test("without a log, an application that inserts all the time loses nothing and is refused nothing", async (t) => {
  const world = await worldIn(folder(t), 1, "DELETE");
  const template = await templateIn(world, "DELETE");
  const before = await seen(template);
  const outcomes: string[] = [];
  let earlier = 0;
  for (const [what, plan] of Object.entries(plans)) {
    for (const [backup, more] of Object.entries(asked)) {
      for (let n = 0; n < (full ? 20 : 1); n++) {
        const trial = trialOf(world, template, { ...more, plan });
        const writer = neighbour(trial.path, inserts);
        await writer.ready();
        await sleep(30);
        const { outcome } = await act(world, trial).ended;
        await sleep(30);
        const inserted = await writer.stop();
        const after = await seen(trial.path, before.text);
        const wrong: string[] = [];
        if (!(inserted > 0)) wrong.push("an insert was refused");
        if (after.rows !== before.rows + inserted) wrong.push(`${before.rows + inserted - after.rows} rows are lost`);
        if (after.text === before.text || !(await isWhole(trial.path))) wrong.push("the database after the change");
        if (outcome?.kind !== "applied" || outcome.backup === null) wrong.push(JSON.stringify(outcome));
        else {
          const request = { ...trial.request, backup: outcome.backup.path, discardWrites: true };
          const back = await putBackFile(request, quiet);
          const undone = await seen(trial.path, before.text);
          if (back.kind !== "restored") wrong.push(JSON.stringify(back));
          if (undone.text !== before.text || !(await isWhole(trial.path))) wrong.push("the database after the undo");
          if (undone.rows !== before.rows + after.earlier) wrong.push("the rows after the undo");
          earlier += after.earlier;
        }
        t.same(wrong, [], `${what}, ${backup}, round ${n}`);
        outcomes.push(wrong.length > 0 ? `WRONG: ${wrong.join()}` : "applied and undone, every row there");
        if (wrong.length === 0) rmSync(join(trial.path, ".."), { recursive: true, force: true });
      }
    }
  }
  t.ok(earlier > 0, `${earlier} rows came before the changes`);
  report(
    "another process inserts all the time into a large database (DELETE): a column, NOT NULL, a rebuild",
    outcomes,
    "every committed row is there afterwards, and the backup has those from before the change",
  );
});

const quiet = {
  onEvent: () => {},
  now: () => new Date(),
  stop: new AbortController().signal,
  kill: new AbortController().signal,
};
