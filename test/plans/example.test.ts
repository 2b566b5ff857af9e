import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import t, { type Test } from "tap";
import { built, command, type Ran, root } from "../cli/run.ts";
import { chapters, declarationsAfter } from "./history.ts";

built();

// The plans of the example schema in `schema/`, from the empty database on. UPDATE_GOLDEN=1 rewrites them.
const plans = join(root, "plans");
const inOrder = [...chapters].reverse();

/** Rows that existed before the second plan did. */
const rows = `
  INSERT INTO tune (id, title, kind) VALUES (1, 'The Silver Spear', 'reel'), (2, 'Out on the Ocean', NULL);
  INSERT INTO user (id, name, email) VALUES (1, 'Mairead', 'mairead@example.org');
  INSERT INTO playlist (id, owner, name) VALUES (1, 1, 'Tuesday session');
  INSERT INTO playlist_entry (playlist, position, tune, times) VALUES (1, 1, 2, 3), (1, 2, 1, 2);
  INSERT INTO played (user, tune) VALUES (1, 1), (1, 2), (1, 1);
`;

function all(path: string, query: string): unknown {
  const database = new Database(path);
  const found = database.prepare(query).raw().all();
  database.close();
  return found;
}

function good(t: Test, ran: Ran, what: string): void {
  t.equal(ran.exit, 0, ran.exit === 0 ? what : `${what}\n${ran.out}${ran.err}`);
}

t.test("each plan is what would be written for its own declarations", async (t) => {
  const cwd = t.testdir();
  const database = join(cwd, "practice.db");
  writeFileSync(database, "");
  for (const [index, { plan, decisions }] of inOrder.entries()) {
    const schema = join(cwd, `schema-${index + 1}`);
    declarationsAfter(index + 1, schema);
    const file = join(cwd, "plans", `${plan}.plan.sql`);
    good(t, await command({ cwd }, "--schema", schema, "plan", database, "--out", file, ...decisions), `plan ${plan}`);
    const made = readFileSync(file, "utf8");
    if (process.env.UPDATE_GOLDEN === "1") {
      mkdirSync(plans, { recursive: true });
      writeFileSync(join(plans, `${plan}.plan.sql`), made);
    }
    t.equal(made, readFileSync(join(plans, `${plan}.plan.sql`), "utf8"), `${plan} is what is checked in`);
    good(t, await command({ cwd }, "--schema", schema, "apply", file, database), `apply ${plan}`);
    copyFileSync(database, join(cwd, `after-${index + 1}.db`));
    if (index === 0) {
      const opened = new Database(database);
      opened.exec(rows);
      opened.close();
    }
  }
  t.strictSame(
    readdirSync(plans).sort(),
    inOrder.map(({ plan }) => `${plan}.plan.sql`).sort(),
    "and there are no others",
  );
  t.strictSame(
    all(database, "SELECT title, type FROM tune ORDER BY id"),
    [
      ["The Silver Spear", "reel"],
      ["Out on the Ocean", "other"],
    ],
    "what was renamed keeps its values, and what was missing was filled",
  );
  t.strictSame(all(database, "SELECT position, tune, times FROM playlist_entry"), [
    [1, 2, 3],
    [2, 1, 2],
  ]);

  t.test("and the folder leads from the empty database and from each base to the declarations", async (t) => {
    good(t, await command({ cwd: root }, "verify", "plans/"), "verify plans/");
    writeFileSync(join(cwd, "after-0.db"), "");
    for (const count of chapters.keys()) {
      const target = join(cwd, `from-${count}.db`);
      copyFileSync(join(cwd, `after-${count}.db`), target);
      const applied = await command({ cwd: root }, "apply", "plans/", target, "--backup", join(cwd, "backups"));
      good(t, applied, `from after ${count} plans`);
      good(t, await command({ cwd: root }, "drift", target), "and it is as declared");
    }
  });
});
