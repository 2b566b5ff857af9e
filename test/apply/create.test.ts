import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { openFile } from "../../src/database/file.ts";
import { changeFile } from "../../src/target/file/change.ts";
import { unfinished } from "../../src/target/file/create.ts";
import { applied, ask, folder, planOf, request, run, shop, shopSteps, step } from "./fixture.ts";

const create = planOf("", [
  step("create-table", "a", "CREATE TABLE a (x)"),
  step("create-index", "i", "CREATE INDEX i ON a (x)"),
]);

function place(t: Parameters<typeof folder>[0]) {
  const at = folder(t);
  const path = join(at, "app.db");
  const beside = () => readdirSync(at).filter((name) => name !== "backups");
  return { at, path, beside, asked: request(path, create, { createAs: unfinished(path) }) };
}

t.test("a missing database is created, and nothing else is left", async (t) => {
  const { path, beside, asked } = place(t);
  const { outcome } = await applied(asked);
  t.match(outcome, { kind: "applied", created: true, backup: null, undo: null });
  t.same(beside(), ["app.db"]);
  t.same(await ask(path, "SELECT count(*) FROM sqlite_schema"), [[2]]);
  t.match((await applied(asked)).outcome, { kind: "already" }, "the second time it is there");
});

t.test("without consent, nothing is created", async (t) => {
  const { path, beside } = place(t);
  t.match((await applied(request(path, create))).outcome, { kind: "failed", problems: [{ code: "database-missing" }] });
  t.same(beside(), []);
});

t.test("a plan whose base is not the empty database creates nothing", async (t) => {
  const { path, beside } = place(t);
  const asked = request(path, planOf(shop, shopSteps), { createAs: unfinished(path) });
  t.match((await applied(asked)).outcome, { kind: "stale" });
  t.same(beside(), []);
});

t.test("a failure halfway leaves nothing", async (t) => {
  const { path, beside } = place(t);
  const broken = { ...create, items: [...create.items, step("edit", "b", "INSERT INTO nothing VALUES (1)")] };
  const asked = request(path, broken, { createAs: unfinished(path) });
  t.match((await applied(asked)).outcome, { kind: "failed", state: "unchanged" });
  t.same(beside(), []);
});

t.test("a process that is killed while it creates a database leaves nothing", async (t) => {
  const { path, beside } = place(t);
  const slow = step("edit", "a", "INSERT INTO a SELECT count(*) FROM generate_series(1, 60000000)");
  const plan = { ...create, items: [...create.items, slow] };
  const kill = new AbortController();
  const outcome = await changeFile(request(path, plan, { createAs: unfinished(path) }), {
    onEvent: (event) => event.kind === "step-started" && event.n === 3 && setTimeout(() => kill.abort(), 50),
    stop: new AbortController().signal,
    kill: kill.signal,
  });
  t.match(outcome, { kind: "interrupted" });
  t.same(beside(), []);
});

t.test("if several create the same database, one does and the others find it", async (t) => {
  const { path, beside } = place(t);
  const never = new AbortController().signal;
  const outcomes = await Promise.all(
    [1, 2, 3, 4].map(() =>
      changeFile(request(path, create, { createAs: unfinished(path) }), {
        onEvent: () => {},
        stop: never,
        kill: never,
      }),
    ),
  );
  t.same(outcomes.map(({ kind }) => kind).sort(), ["already", "already", "already", "applied"]);
  t.same(beside(), ["app.db"]);
});

t.test(
  "a journal or a log without its database stands in the way: SQLite would work it into the new one",
  async (t) => {
    for (const end of ["-wal", "-journal"]) {
      const { path, beside, asked } = place(t);
      await run(path, "PRAGMA journal_mode = WAL; CREATE TABLE old (x)");
      rmSync(path);
      writeFileSync(path + end, "what is left");
      const { outcome } = await applied(asked);
      t.match(outcome, {
        kind: "failed",
        problems: [{ evidence: [`app.db${end} is there, without the database that it belongs to`] }],
      });
      t.same(beside(), [`app.db${end}`]);
    }
  },
);

t.test("a link that leads nowhere stays, and so does a missing folder", async (t) => {
  const { at, path, asked } = place(t);
  symlinkSync(join(at, "elsewhere.db"), path);
  t.match((await applied(asked)).outcome, { kind: "failed" });
  t.ok(lstatSync(path).isSymbolicLink());
  const deep = join(at, "data", "app.db");
  const there = request(deep, create, { createAs: unfinished(deep) });
  t.match((await applied(there)).outcome, {
    kind: "failed",
    problems: [{ evidence: [`there is no folder ${join(at, "data")}`] }],
  });
  mkdirSync(join(at, "data"));
  t.match((await applied(there)).outcome, { kind: "applied", created: true });
});

t.test(
  "a folder that may not be written gets no database",
  { skip: process.getuid?.() === 0 && "root may write anywhere" },
  async (t) => {
    const { at, path, asked } = place(t);
    mkdirSync(join(at, "backups"), { recursive: true });
    const { chmodSync } = await import("node:fs");
    chmodSync(at, 0o500);
    t.teardown(() => chmodSync(at, 0o700));
    t.match((await applied(asked)).outcome, { kind: "failed", problems: [{ code: "database-permission" }] });
    t.notOk(existsSync(path));
  },
);

t.test("an encrypted target is created encrypted", async (t) => {
  const { path, asked } = place(t);
  const encryptionKey = "a key that nobody guesses";
  t.match((await applied({ ...asked, encryptionKey, backup: "none" })).outcome, { kind: "applied", created: true });
  t.match(await openFile(path), { ok: false, problems: [{ code: "database-not-sqlite" }] });
  const opened = await openFile(path, { encryptionKey });
  t.ok(opened.ok);
  if (opened.ok) await opened.value.close();
});
