import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import t from "tap";
import { built, command, shell } from "../cli/run.ts";

built();

const declared = "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);\n";
const wanted = declared.replace("TEXT", "TEXT NOT NULL");

/** A database as declared, with one row that a stricter goal has to fill. */
function project(cwd: string) {
  writeFileSync(join(cwd, "schema.sql"), declared);
  writeFileSync(join(cwd, "stricter.sql"), wanted);
  writeFileSync(
    join(cwd, "trueup.config.ts"),
    'export default { schema: "schema.sql", targets: { dev: "file:app.db" } };\n',
  );
  const database = new Database(join(cwd, "app.db"));
  database.exec(`${declared} INSERT INTO tune VALUES (1, NULL)`);
  database.close();
  return (...args: readonly string[]) => command({ cwd }, ...args);
}

/** The fill is rewritten by hand. */
function edit(cwd: string): string {
  const file = join(cwd, "plans", "stricter.plan.sql");
  writeFileSync(file, readFileSync(file, "utf8").replace(`"title" = ('untitled')`, `"title" = printf('no. %d', "id")`));
  return "plans/stricter.plan.sql";
}

for (const goal of ["stricter.sql", "git:HEAD"])
  t.test(`a plan made for ${goal} is edited, sealed again and applied, and the declarations stay`, async (t) => {
    const cwd = t.testdir();
    const run = project(cwd);
    if (goal === "git:HEAD") {
      writeFileSync(join(cwd, "schema.sql"), wanted);
      t.equal(shell({ cwd }, "git init -q && git add -A . && git commit -qm stricter").exit, 0);
      writeFileSync(join(cwd, "schema.sql"), declared);
    }
    const fill = ["--fill", "tune.title='untitled'", "--out", "plans/stricter.plan.sql"];
    t.equal((await run("plan", "--to", goal, ...fill)).exit, 0);
    const file = edit(cwd);
    const broken = await run("verify", file, "--to", goal);
    t.match([broken.exit, broken.err], [22, /seal/], "an edit breaks the seal");
    const blind = await run("verify", file, "--write", "--because", "numbered");
    t.match([blind.exit, blind.err], [20, /if it was made for another goal, name that one, as then: {2}--to STATE/]);
    const bare = await run("verify", file, "--write", "--to", goal);
    t.match([bare.exit, bare.err], [22, /edit-unapproved/], "a step of your own needs its reason");
    const sealed = await run("verify", file, "--write", "--to", goal, "--because", "numbered");
    t.match([sealed.exit, sealed.out], [0, /1 step written by hand and approved, sealed again/], sealed.err);
    t.equal(readFileSync(join(cwd, "schema.sql"), "utf8"), declared);
    t.equal((await run("verify", file, "--to", goal)).exit, 0);
    t.equal((await run("apply", file)).exit, 0);
    const database = new Database(join(cwd, "app.db"));
    t.strictSame(database.prepare("SELECT title FROM tune").raw().all(), [["no. 1"]]);
    database.close();
  });
