import { leavingAlone, nothingBeside } from "../../src/model/beside.ts";
import { quiet } from "../kit/target.ts";
import { createHash } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { wholeFile } from "../../src/database/write-pages.ts";
import { changeServer } from "../../src/target/server/change.ts";
import { putBackServer, type ServerRestore } from "../../src/target/server/put-back.ts";
import { writeManifest } from "../../src/apply/manifest.ts";
import { readManifest } from "../../src/apply/read-manifest.ts";
import { copyHeld } from "../../src/target/server/copy.ts";
import { contentOfCopy } from "../../src/target/server/content.ts";
import { differing, restoreScript } from "../../src/target/server/pages.ts";
import { changeInParts } from "../../src/target/server/transaction.ts";
import { makeDatabase, onFile } from "../kit/database.ts";
import { fingerprintOf, opened, people, rebuild, rowsSql, shop } from "./fixture.ts";
import { ask, run, skipServer, startSqld } from "./sqld.ts";

const schemaSql = "SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_schema ORDER BY type, name)";

t.test("a server's backup is restored into it", { skip: skipServer }, async (t) => {
  const server = await startSqld();
  const root = mkdtempSync(join(tmpdir(), "trueup-restore-"));
  t.teardown(async () => {
    await server.remove();
    rmSync(root, { recursive: true, force: true });
  });
  await run(server.url, [
    ...shop,
    ...people(2000),
    "CREATE VIRTUAL TABLE notes USING fts5(body)",
    "INSERT INTO notes VALUES ('the quick brown fox')",
    "CREATE TABLE wide AS SELECT value AS n, hex(randomblob(300)) AS h FROM generate_series(1, 2000)",
  ]);
  const place = { root, name: "prod" };
  const shared = {
    label: "prod",
    beside: leavingAlone(nothingBeside, ["wide*"]),
    lockTimeout: 1000,
    place,
    keep: null,
  };
  const state = async (url = server.url) => [
    await ask(url, schemaSql),
    await ask(url, rowsSql),
    await ask(url, "SELECT rowid FROM notes WHERE notes MATCH 'quick'"),
    await ask(url, "SELECT hex(sha3_query('SELECT * FROM wide ORDER BY n'))"),
    await ask(url, "SELECT group_concat(integrity_check) FROM pragma_integrity_check"),
  ];
  const before = await state();
  const notes = "CREATE VIRTUAL TABLE notes USING fts5(body)";
  const target = [
    shop[0].replace("name TEXT", "name TEXT NOT NULL").replace("email TEXT)", "email TEXT, UNIQUE (name))"),
    ...shop.slice(1),
    notes,
  ];
  const plan = { ...rebuild, base: fingerprintOf([...shop, notes]), target: fingerprintOf(target) };
  const outcome = await changeServer(
    {
      ...shared,
      plan,
      seal: "sha256:1",
      planName: null,
      url: server.url,
      token: null,
      adminUrl: null,
      adminToken: null,
      backup: "take",
      allowLong: false,
    },
    { onEvent: () => {}, now: () => new Date(), signal: null },
  );
  if (outcome.kind !== "applied" || outcome.backup === null) return t.fail(JSON.stringify(outcome));
  const backup = outcome.backup.path;
  // Some of these tests restore it to another server, on purpose.
  const request: ServerRestore = {
    ...shared,
    backup,
    url: server.url,
    token: null,
    discardWrites: false,
    from: [server.url, "prod"],
  };
  const hooks = quiet;

  const held = async (work: (server: string) => Promise<void>) => {
    const path = join(root, "live.db");
    const connection = opened(server.url);
    const live = await copyHeld(connection, path, { timeout: 5000, progress: () => {} });
    const wanted = readManifest(backup);
    if (!live.ok || !wanted.ok) throw new Error("no copy");
    const { copy, stream } = live.value;
    const files = [backup, path].map((file) => openSync(file, "r"));
    const [from = 0, to = 0] = files;
    const one = wholeFile(from, wanted.value.pages, wanted.value.pageSize);
    const other = wholeFile(to, copy.pages, copy.pageSize);
    await work(server.url);
    const parts = restoreScript(one, other, await differing(one, other), await contentOfCopy(backup, null));
    const answer = await changeInParts(connection, parts, { stream, timeout: 5000 });
    for (const file of files) closeSync(file);
    await stream.close();
    await connection.close();
    return answer;
  };

  t.test("not if a write comes after the comparison", async (t) => {
    const answer = await held((url) => run(url, ["UPDATE wide SET h = 'late' WHERE n = 7"]));
    t.match(answer, { kind: "refused", at: 0, error: { code: "SQLITE_BUSY" } });
    t.same(await ask(server.url, "SELECT h FROM wide WHERE n = 7"), [["late"]]);
  });

  t.test("not unless later writes may be discarded", async (t) => {
    const changed = await state();
    const asked = await putBackServer(request, hooks);
    t.match(asked, { kind: "changed", problems: [{ code: "restore-changed" }] });
    t.same(
      readdirSync(join(root, "prod")).filter((name) => /replaced/.test(name)),
      [],
    );
    t.same(await state(), changed);
  });

  t.test("it is the same to the last page, and what was replaced can be restored too", async (t) => {
    await run(server.url, [
      "CREATE TABLE IF NOT EXISTS grown AS SELECT hex(randomblob(1000)) AS h FROM generate_series(1, 500)",
      "PRAGMA user_version = 9",
    ]);
    const replaced = await ask(server.url, schemaSql);
    const done = await putBackServer({ ...request, discardWrites: true }, hooks);
    if (done.kind !== "restored") return t.fail(JSON.stringify(done));
    t.same(await state(), before);
    t.same(await ask(server.url, "PRAGMA user_version"), [["0"]]);
    t.equal((await putBackServer(request, hooks)).kind, "same");
    const undone = await putBackServer({ ...request, backup: done.kept }, hooks);
    t.equal(undone.kind, "restored", "nobody wrote since, so nothing need be discarded");
    t.same(await ask(server.url, schemaSql), replaced);
    await run(server.url, ["INSERT INTO customer (name) VALUES ('after')", "CREATE TABLE after (a)"]);
    t.same(await ask(server.url, "SELECT group_concat(integrity_check) FROM pragma_integrity_check"), [["ok"]]);
    const schema = await ask(server.url, schemaSql);
    await server.stop();
    await server.start();
    t.same(await ask(server.url, schemaSql), schema, "after a restart as well");
    t.same(await ask(server.url, "SELECT group_concat(integrity_check) FROM pragma_integrity_check"), [["ok"]]);
  });

  t.test("into a new and empty database", async (t) => {
    const fresh = await startSqld();
    t.teardown(fresh.remove);
    await run(fresh.url, ["CREATE TABLE first (a)"]);
    const done = await putBackServer({ ...request, url: fresh.url, discardWrites: true }, hooks);
    t.equal(done.kind, "restored", JSON.stringify(done));
    t.same(await state(fresh.url), before);
    await run(fresh.url, ["CREATE TABLE second (a)"]);
    t.same(await ask(fresh.url, "SELECT group_concat(integrity_check) FROM pragma_integrity_check"), [["ok"]]);
  });

  for (const [what, pragma] of [
    ["text in another encoding", "encoding = 'UTF-16le'"],
    ["pages of another size", "page_size = 8192"],
  ]) {
    t.test(`${what} cannot go into it`, async (t) => {
      const backup = join(root, `${pragma?.length}.db`);
      await makeDatabase(backup, `PRAGMA ${pragma}; CREATE TABLE tune (title TEXT)`, "");
      const [pages = 0, pageSize = 0] = await onFile(backup, (engine) =>
        ["page_count", "page_size"].map((each) => Number(engine.all(`PRAGMA ${each}`)[0]?.[0])),
      );
      const sha256 = createHash("sha256").update(readFileSync(backup)).digest("hex");
      writeManifest(backup, {
        ...{ trueup: 1, before: "apply", taken: "2026-01-01T00:00:00Z", database: "prod", label: "prod", plan: null },
        ...{ fingerprint: null, bytes: pages * pageSize, pages, pageSize, sha256, after: null },
      });
      const live = await state();
      const refused = await putBackServer({ ...request, backup, discardWrites: true }, hooks);
      t.match(refused, { kind: "failed", problems: [{ code: "server-restore" }] });
      t.same(await state(), live);
    });
  }
});
