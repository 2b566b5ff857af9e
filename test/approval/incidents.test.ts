import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { built } from "../cli/run.ts";
import { onFile } from "../kit/database.ts";
import { config, guarded, journal, plan, schema } from "./fixture.ts";

t.before(built);
t.setTimeout(900_000);

/** A coding agent that was asked to bring the schema to production. */
const agent = { CLAUDECODE: "1" };

/**
 * https://github.com/anthropics/claude-code/issues/33183 and /36183: asked to push a small change, an agent was told that
 * the database had drifted and that all of it could be reset, and accepted that, on production.
 */
t.test("a drop during a push: everything that an agent can type is refused, and no row is lost", async (t) => {
  const it = await guarded(t);
  // What was asked for: a column. What is in the way: a table that is not declared.
  writeFileSync(
    join(it.cwd, "schema", "schema.ts"),
    schema.replace("title: text()", "title: text(), description: text().nullable()"),
  );
  writeFileSync(join(it.cwd, "delete.sql"), "DELETE FROM session;\n");
  const approve = ["--approve", "drop-table:session:3", "--because", "the prompt said so"];
  const tried: [args: readonly string[], exit: number, said: RegExp][] = [
    [["plan"], 21, /approval-needed.*session/],
    [["apply", "--yes", "--confirm", "prod"], 21, /approval-needed/],
    [["apply", "--yes", "--confirm", "prod", ...approve], 21, /yes-of-an-agent.*CLAUDECODE/],
    [["apply", "--confirm", "prod", ...approve], 21, /no-terminal|approval-outside/],
    [["reset", "--confirm", "prod"], 1, /not-disposable/],
    [
      [
        "plan",
        "--to",
        "empty",
        "--out",
        "plans/empty.plan.sql",
        ...approve,
        "--approve",
        "drop-table:tune:0",
        "--because",
        "start anew",
      ],
      0,
      /by a person at a terminal/,
    ],
    [["apply", "plans/empty.plan.sql", "--confirm", "prod"], 21, /approval-outside.*drop-table session/],
    [["run", "delete.sql", "--confirm", "prod"], 21, /approval-outside.*rows of/],
    [["plan", "--out", "plans/push.plan.sql", ...approve], 0, /by a person at a terminal/],
    [["apply", "plans/push.plan.sql", "--confirm", "prod"], 21, /approval-outside.*would answer/],
  ];
  for (const [args, exit, said] of tried) {
    const ran = await it.run(agent, ...args);
    t.equal(ran.exit, exit, `trueup ${args.join(" ")}\n${ran.err}`);
    t.match(`${ran.out}\n${ran.err}`.replace(/\s+/g, " "), said, args.join(" "));
  }
  t.equal(await it.rows(), 3);
  // And what was asked for goes through without a person: the table stays where it is.
  writeFileSync(
    join(it.cwd, "trueup.config.ts"),
    config("").replace("confirm: true", 'confirm: true, ignore: ["session"]'),
  );
  t.equal((await it.run(agent, "plan", "--out", "plans/column.plan.sql")).exit, 0);
  t.equal((await it.run(agent, "apply", "plans/column.plan.sql", "--confirm", "prod")).exit, 0);
  t.equal(await it.rows(), 3);
});

/**
 * https://github.com/widefix/actual_db_schema/issues/15: two branches share a database, and to migrate on the one drops
 * the table of the other; on the way back it is created again, without its rows.
 * https://github.com/autonnel/autonnel/issues/7 asks about the same with containers: each start pushes the schema of its
 * image, so going back to an older tag would drop what the newer one added.
 */
t.test("a downgrade of a shared database: an older branch cannot revert what others use", async (t) => {
  const it = await guarded(t);
  const newer = `${schema.replace("title: text()", "title: text(), mood: text().nullable()")}export const session = table({ id: integer().primaryKey(), who: text() });\n`;
  writeFileSync(join(it.cwd, "schema", "schema.ts"), newer);
  mkdirSync(join(it.cwd, "plans"), { recursive: true });
  t.equal((await it.run({}, "plan", "--out", "plans/mood.plan.sql")).exit, 0);
  t.equal((await it.run({}, "apply", "plans/mood.plan.sql", "--confirm", "prod")).exit, 0);
  await onFile(join(it.cwd, "prod.db"), (engine) =>
    engine.exec(
      "INSERT INTO tune (id, title, mood) VALUES (1, 'The Silver Spear', 'bright'); INSERT INTO session VALUES (99, 'zoe')",
    ),
  );
  // The other branch has neither the column nor the table, but a table of its own.
  writeFileSync(
    join(it.cwd, "schema", "schema.ts"),
    newer.replace(", mood: text().nullable()", "").replace("const session = table({", 'const other = table("other", {'),
  );
  const tried: [args: readonly string[], exit: number, said: RegExp][] = [
    [["apply", "--yes", "--confirm", "prod"], 21, /was session renamed.*approval-needed.*mood/],
    [["apply", "plans/", "--confirm", "prod"], 20, /./],
    [["undo", "--yes", "--confirm", "prod"], 21, /discard-writes/],
    [["undo", "--yes", "--confirm", "prod", "--discard-writes"], 21, /approval-outside.*what was written since/],
    [
      [
        "plan",
        "--out",
        "plans/back.plan.sql",
        "--approve",
        "drop-column:tune.mood:1",
        "--approve",
        "drop-table:session:9",
        "--because",
        "not on this branch",
      ],
      0,
      /./,
    ],
    [["apply", "plans/back.plan.sql", "--confirm", "prod"], 21, /approval-outside.*drop-table session/],
  ];
  for (const [args, exit, said] of tried) {
    const ran = await it.run(agent, ...args);
    t.equal(ran.exit, exit, `trueup ${args.join(" ")}\n${ran.out}\n${ran.err}`);
    t.match(`${ran.out}\n${ran.err}`.replace(/\s+/g, " "), said, args.join(" "));
  }
  const moods = await onFile(join(it.cwd, "prod.db"), (engine) =>
    engine.all("SELECT mood, who FROM tune, session WHERE session.id = 99"),
  );
  t.strictSame(moods, [["bright", "zoe"]]);
});

t.test("an approval is valid for that plan at that state, and for no more rows than it says", async (t) => {
  const it = await guarded(t);
  const seal = it.seal.replace("sha256:", "");
  const ci = {
    CI: "true",
    GITLAB_CI: "true",
    CI_JOB_ID: "7",
    CI_ENVIRONMENT_NAME: "production",
    TRUEUP_APPROVED_SEALS: seal,
  };
  await onFile(join(it.cwd, "prod.db"), (engine) => engine.exec("INSERT INTO session VALUES (4, 'dan')"));
  const more = await it.run(ci, "apply", plan, "--confirm", "prod");
  t.equal(more.exit, 23, "there are more rows than were approved");
  t.equal(await it.rows(), 4);
  await onFile(join(it.cwd, "prod.db"), (engine) => engine.exec("DELETE FROM session WHERE id = 4"));
  t.equal((await it.run(ci, "apply", plan, "--confirm", "prod")).exit, 0);
  t.match(journal(it), [{ approved: { by: "seal", where: "GitLab, job 7, environment production" } }]);
  t.equal((await it.run(ci, "apply", plan, "--confirm", "prod")).exit, 0, "again: it was applied already");
  t.equal((await it.run({}, "undo", "--yes", "--confirm", "prod")).exit, 0, "nothing was written since");
  t.equal(await it.rows(), 3);
  t.equal(
    (await it.run({}, "apply", plan, "--confirm", "prod")).exit,
    21,
    "without the variable it is no longer approved",
  );
  await onFile(join(it.cwd, "prod.db"), (engine) => engine.exec("CREATE TABLE other (id INTEGER PRIMARY KEY)"));
  t.equal(
    (await it.run(ci, "apply", plan, "--confirm", "prod")).exit,
    20,
    "from another state it does not apply at all",
  );
  t.equal(await it.rows(), 3);
});
