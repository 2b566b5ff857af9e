import Libsql from "libsql";
import t from "tap";
import { converge } from "../../src/start/start.ts";
import { convergeSync } from "../../src/start/sync.ts";
import { bundleFor } from "../kit/bundle.ts";
import { notebook, someRows } from "./notebook.ts";

/** `unknown: "plan"`: what a database of no known release lacks is added, and nothing that exists is touched. */
const [v10, v11] = [await bundleFor(notebook, "v1.0.0"), await bundleFor(notebook, "v1.1.0")];

function database(t: { teardown(work: () => void): void }, ...sql: readonly string[]) {
  const db = new Libsql(":memory:");
  t.teardown(() => db.close());
  for (const each of sql) db.exec(each);
  const one = (sql: string) => (db.prepare(sql).raw(true).get() as unknown[] | undefined)?.[0];
  return { db, one };
}

t.test("a table that exists according to a journal, but does not", async (t) => {
  const { db } = database(
    t,
    notebook.releases["v1.1.0"] ?? "",
    "DROP TABLE message; DROP INDEX session_project",
    someRows,
  );
  await t.rejects(converge(db, v11), { code: "unknown", differences: [/session_project/, /message/] });
  t.match(await converge(db, v11, { unknown: "plan" }), {
    state: "added",
    added: ["table message", "index session_project"],
  });
  t.match(await converge(db, v11), { state: "unchanged" });
});

t.test("columns are added, and the user's own objects stay", async (t) => {
  const { db, one } = database(t, notebook.releases["v1.0.0"] ?? "", someRows, "CREATE TABLE mine (a)");
  t.match(convergeSync(db, v11, { unknown: "plan" }), {
    state: "added",
    added: ["table message", "column project.icon", "column session.archived"],
  });
  t.equal(one("SELECT count(*) FROM session WHERE archived = 0"), 2);
  t.match(convergeSync(db, v11, { unknown: "plan" }), { state: "newer-compatible", more: ["table mine"] });
});

t.test("what exists in another form is not touched", async (t) => {
  const { db, one } = database(t, (notebook.releases["v1.0.0"] ?? "").replace("title TEXT", "title BLOB"));
  t.throws(() => convergeSync(db, v10, { unknown: "plan" }), { code: "unknown", changed: false });
  t.throws(() => convergeSync(db, v11, { unknown: "plan" }), { code: "unknown", differences: [/title/] });
  t.equal(one("SELECT count(*) FROM sqlite_schema WHERE name = 'message'"), 0);
});

t.test("a name that is taken", async (t) => {
  const { db } = database(t, notebook.releases["v1.0.0"] ?? "", "CREATE VIEW message AS SELECT 1 AS a");
  t.throws(() => convergeSync(db, v11, { unknown: "plan" }), { code: "unknown", message: /cannot be added/ });
});
