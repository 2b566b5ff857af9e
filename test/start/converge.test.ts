import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Libsql from "libsql";
import t from "tap";
import { converge, inspect, type StartError } from "../../src/start/start.ts";
import { convergeSync } from "../../src/start/sync.ts";
import { bundleFor } from "../kit/bundle.ts";
import { temporaryFolder } from "../kit/database.ts";
import { notebook, someRows } from "./notebook.ts";

const [v10, v11, v12] = [
  await bundleFor(notebook, "v1.0.0"),
  await bundleFor(notebook, "v1.1.0"),
  await bundleFor(notebook, "v1.2.0"),
];

t.test("a new file, the same release again, and two releases at once", async (t) => {
  const folder = temporaryFolder(t);
  const db = new Libsql(join(folder, "app.db"));
  t.teardown(() => db.close());
  const backups = join(folder, "backups");

  t.match(await converge(db, v10), { state: "created", from: null, reached: "v1.0.0", backup: null });
  t.match(await converge(db, v10), { state: "unchanged" });
  db.exec(someRows);

  t.match(await inspect(db, v12), { state: "behind", from: "v1.0.0", rewrites: true });
  const steps: string[] = [];
  const outcome = await converge(db, v12, {
    backup: { folder: backups },
    onEvent: (event) => event.kind === "step" && steps.push(event.name),
  });
  t.match(outcome, { state: "applied", from: "v1.0.0", reached: "v1.2.0" });
  t.ok(steps.includes("create-table message"));
  t.strictSame(db.prepare("SELECT id, name FROM project ORDER BY id").raw(true).all(), [
    ["p1", ""],
    ["p2", "two"],
  ]);
  t.strictSame(db.prepare("SELECT count(*) FROM session").raw(true).all(), [[2]], "no child was lost");
  t.strictSame(db.prepare("PRAGMA foreign_keys").raw(true).all(), [[1]], "foreign keys are as they were");

  t.strictSame(readdirSync(backups).length, 1);
  const copy = new Libsql("backup" in outcome ? String(outcome.backup) : "");
  t.strictSame(copy.prepare("SELECT name FROM project WHERE id = 'p1'").raw(true).all(), [[null]]);
  copy.close();
  t.match(await converge(db, v12), { state: "unchanged" }, "what a rebuild leaves is known");
});

t.test("a start that changes nothing leaves no copy, however often it is tried", async (t) => {
  const folder = temporaryFolder(t);
  const db = new Libsql(join(folder, "app.db"));
  t.teardown(() => db.close());
  const backup = { folder: join(folder, "backups"), when: "always" } as const;
  convergeSync(db, v10);
  db.exec(`${someRows}; UPDATE project SET path = '/same'`);
  for (let n = 0; n < 2; n++) {
    t.throws(() => convergeSync(db, v12, { backup }), { code: "rows" });
    await t.rejects(converge(db, v12, { backup }), { code: "rows" });
  }
  t.strictSame(readdirSync(backup.folder), []);
  db.exec("UPDATE project SET path = id");
  convergeSync(db, v12, { backup });
  t.equal(readdirSync(backup.folder).length, 1);
});

t.test("an older release on a newer file is refused, with what is new", async (t) => {
  const db = new Libsql(":memory:");
  t.teardown(() => db.close());
  convergeSync(db, v11);
  await t.rejects(converge(db, v10), {
    name: "StartError",
    code: "newer",
    changed: false,
    differences: ["column project.icon", "column session.archived", "table message"],
  } satisfies Partial<StartError>);
  t.match(await converge(db, v10, { newer: "run-if-compatible" }), { state: "newer-compatible" });
});

t.test("a newer release may have done nothing but set rules", async (t) => {
  const tighter = (schema: string) => ({ releases: { "v2.0.0": schema } });
  const [loose, tight] = [
    await bundleFor(tighter("CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, tempo INTEGER)"), "v2.0.0"),
    await bundleFor(
      tighter(
        "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL UNIQUE, tempo INTEGER CHECK (tempo > 20))",
      ),
      "v2.0.0",
    ),
  ];
  const db = new Libsql(":memory:");
  t.teardown(() => db.close());
  convergeSync(db, tight);
  const refused = { code: "newer", differences: ["rules of table tune"] };
  t.throws(() => convergeSync(db, loose), refused);
  t.throws(() => convergeSync(db, loose, { newer: "run-if-compatible" }), refused, "rows of ours may not be allowed");
  const other = new Libsql(":memory:");
  t.teardown(() => other.close());
  convergeSync(other, loose);
  t.throws(() => convergeSync(other, tight), { code: "unknown" }, "and not the other way round");
});

t.test("without asking for it, nothing is written beside the database", async (t) => {
  const folder = temporaryFolder(t);
  const db = new Libsql(join(folder, "app.db"));
  convergeSync(db, v10);
  convergeSync(db, v12);
  db.close();
  t.strictSame(readdirSync(folder), ["app.db"]);
  t.notOk(existsSync(join(folder, "backups")));
});
