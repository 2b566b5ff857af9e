import { createClient } from "@libsql/client";
import { join } from "node:path";
import t, { type Test } from "tap";
import { converge } from "../../src/start/start.ts";
import { skipServer, startSqld } from "../server/sqld.ts";
import { bundleFor } from "../kit/bundle.ts";
import { temporaryFolder } from "../kit/database.ts";
import { notebook, someRows } from "./notebook.ts";

/** @libsql/client on a file: a change is one request, and what would be decided under the lock raises an error in it. */
const [v10, v11, v12] = [
  await bundleFor(notebook, "v1.0.0"),
  await bundleFor(notebook, "v1.1.0"),
  await bundleFor(notebook, "v1.2.0"),
];

function client(t: Test, path = join(temporaryFolder(t), "app.db")) {
  const db = createClient({ url: `file:${path}` });
  t.teardown(() => db.close());
  const one = async (sql: string) => (await db.execute(sql)).rows[0]?.[0];
  return { db, path, one };
}

t.test("a new file, two releases at once, and nothing to do", async (t) => {
  const { db, one } = client(t);
  t.match(await converge(db, v10), { state: "created", from: null });
  await db.executeMultiple(someRows);
  t.match(await converge(db, v12), { state: "applied", from: "v1.0.0", reached: "v1.2.0", backup: null });
  t.equal(await one("SELECT name FROM project WHERE id = 'p1'"), "");
  t.equal(await one("SELECT count(*) FROM session"), 2, "no child was lost");
  t.equal(await one("PRAGMA foreign_keys"), 1);
  t.match(await converge(db, v12), { state: "unchanged" });
  await t.rejects(converge(db, v11), {
    code: "newer",
    differences: ["rules of table project", "rules of table session", "view open_session"],
  });
});

t.test("rows that a new rule does not allow are named, and stay", async (t) => {
  const { db, one } = client(t);
  await converge(db, v10);
  await db.executeMultiple(`${someRows}; UPDATE project SET path = '/same'`);
  await t.rejects(converge(db, v12), { code: "rows", changed: false, rows: { check: "unique project" } });
  t.equal(await one("SELECT count(*) FROM session"), 2);
  t.match(await converge(db, v10), { state: "unchanged" });
});

t.test("several at once: one applies, and each is up to date", async (t) => {
  const { db, path } = client(t);
  await converge(db, v10);
  await db.executeMultiple(someRows);
  const clients = [db, client(t, path).db, client(t, path).db];
  const states = (await Promise.all(clients.map((each) => converge(each, v12)))).map(({ state }) => state);
  t.equal(states.filter((state) => state === "applied").length, 1, states.join(", "));
});

t.test("a definition that another tool spelled", async (t) => {
  const { db, one } = client(t);
  await db.executeMultiple((notebook.releases["v1.0.0"] ?? "").replaceAll("TEXT", "text"));
  await db.executeMultiple(someRows);
  t.match(await converge(db, v11), { state: "applied", from: "v1.0.0" });
  t.equal(await one("SELECT count(*) FROM session WHERE archived = 0"), 2);
});

t.test("a copy cannot be made", async (t) => {
  const { db } = client(t);
  await converge(db, v10);
  await t.rejects(converge(db, v12, { backup: { folder: temporaryFolder(t), when: "always" } }), { code: "backup" });
});

t.test("on a server", { skip: skipServer }, async (t) => {
  const server = await startSqld();
  t.teardown(() => server.remove());
  const [db, other] = [createClient({ url: server.url }), createClient({ url: server.url })];
  t.match(await converge(db, v10), { state: "created" });
  await db.executeMultiple(`${someRows}; UPDATE project SET path = '/same'`);
  await t.rejects(converge(db, v12), { code: "rows", changed: false, rows: { check: "unique project" } });
  await db.execute("UPDATE project SET path = id");
  const states = (await Promise.all([converge(db, v12), converge(other, v12)])).map(({ state }) => state);
  t.strictSame(states.toSorted(), ["applied", "done-by-another"]);
  t.equal((await db.execute("SELECT count(*) FROM session")).rows[0]?.[0], 2, "no child was lost");
  t.equal((await db.execute("PRAGMA foreign_keys")).rows[0]?.[0], 1);
  t.match(await converge(db, v12), { state: "unchanged" });
});
