import { nothingBeside } from "../../src/model/beside.ts";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { copyServer } from "../../src/target/server/copy.ts";
import { openFile } from "../../src/database/file.ts";
import { introspect } from "../../src/introspect/introspect.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import { opened, people, shop } from "./fixture.ts";
import { wireTo } from "./proxy.ts";
import { ask, run, skipServer, startSqld } from "./sqld.ts";

const quiet = { timeout: 5000, progress: () => {} };

t.test("a server's database as a file", { skip: skipServer }, async (t) => {
  const server = await startSqld();
  const folder = mkdtempSync(join(tmpdir(), "trueup-copy-"));
  const connection = opened(server.url);
  t.teardown(async () => {
    await connection.close();
    await server.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  await run(server.url, [
    ...shop,
    ...people(3000),
    "CREATE TABLE loose (a)",
    "INSERT INTO loose (rowid, a) VALUES (7, 'x'), (70, x'00ff'), (700, 1.0)",
    "CREATE VIRTUAL TABLE notes USING fts5(body)",
    "INSERT INTO notes (rowid, body) VALUES (5, 'the quick brown fox')",
    "CREATE TABLE embedded (id INTEGER PRIMARY KEY, e F32_BLOB(3))",
    "CREATE INDEX embedded_e ON embedded (libsql_vector_idx(e))",
    "INSERT INTO embedded VALUES (1, vector32('[1,2,3]'))",
    "CREATE TABLE large AS SELECT value AS n, hex(randomblob(500)) AS h FROM generate_series(1, 3000)",
    "DELETE FROM large WHERE n % 3 = 0",
    "PRAGMA user_version = 7",
  ]);
  const questions = [
    "SELECT group_concat(type || name || coalesce(sql, '')) FROM sqlite_schema",
    "SELECT count(*), sum(id), group_concat(name) FROM customer",
    "SELECT group_concat(name || seq) FROM sqlite_sequence",
    "SELECT group_concat(rowid || ' ' || typeof(a) || ' ' || hex(a)) FROM loose",
    "SELECT rowid FROM notes WHERE notes MATCH 'quick'",
    "SELECT id FROM vector_top_k('embedded_e', '[1,2,3]', 1)",
    "SELECT hex(sha3_query('SELECT * FROM large ORDER BY n'))",
    "SELECT user_version FROM pragma_user_version",
    "SELECT freelist_count FROM pragma_freelist_count",
  ];

  t.test("is equal in everything, and opens on its own", async (t) => {
    const seen: number[] = [];
    const path = join(folder, "deep", "copy.db");
    const copy = await copyServer(connection, path, { timeout: 5000, progress: (bytes, of) => seen.push(bytes / of) });
    if (!copy.ok) return t.fail(JSON.stringify(copy.problems));
    t.same(copy.warnings, []);
    t.equal(copy.value.bytes, statSync(path).size);
    t.equal(statSync(path).mode & 0o777, 0o600);
    t.equal(seen.at(-1), 1);
    t.ok(seen.length > 2);
    const file = await openFile(path);
    if (!file.ok) return t.fail(JSON.stringify(file.problems));
    for (const sql of questions) {
      const [rows = []] = await file.value.snapshot((snapshot) => snapshot.read([{ sql }]));
      t.same(
        rows.map((row) => row.map((value) => (value === null ? null : String(value)))),
        await ask(server.url, sql),
        sql,
      );
    }
    const [here, there] = await Promise.all(
      [file.value, connection].map((place) => place.snapshot((snapshot) => introspect(snapshot, nothingBeside))),
    );
    t.ok(here?.ok && there?.ok && fingerprint(here.value) === fingerprint(there.value));
    await file.value.close();
    t.same(readdirSync(join(folder, "deep")), ["copy.db"], "no log, no part is left");
  });

  t.test("is of one moment, although others write", async (t) => {
    await run(server.url, ["CREATE TABLE pair (a, b)", "INSERT INTO pair SELECT 0, 0 FROM generate_series(1, 2000)"]);
    let writing = true;
    const writer = (async () => {
      for (let n = 1; writing; n++) await run(server.url, [`UPDATE pair SET a = ${n}, b = ${n}`]);
    })();
    for (let round = 0; round < 3; round++) {
      const path = join(folder, `moment${round}.db`);
      const copy = await copyServer(connection, path, quiet);
      t.ok(copy.ok && copy.warnings.length === 0);
      const file = await openFile(path);
      if (!file.ok) throw new Error("cannot open");
      const [rows] = await file.value.snapshot((s) =>
        s.read([{ sql: "SELECT count(DISTINCT a), min(a) = max(b) FROM pair" }]),
      );
      t.same(rows, [[1, 1]]);
      await file.value.close();
    }
    writing = false;
    await writer;
  });

  t.test("is started again if the connection is cut, and leaves nothing if it cannot be made", async (t) => {
    const wire = await wireTo(server.port);
    const through = opened(wire.url);
    let cuts = 1;
    let bytes = 0;
    wire.answer = (part, client) => {
      bytes += part.length;
      if (bytes > 200_000 && cuts > 0) {
        cuts--;
        bytes = 0;
        return wire.cut();
      }
      client.write(part);
    };
    const copy = await copyServer(through, join(folder, "cut.db"), quiet);
    t.ok(copy.ok, JSON.stringify(copy));
    cuts = 99;
    const broken = await copyServer(through, join(folder, "never.db"), quiet);
    t.match(broken, { ok: false, problems: [{ code: "server-cut" }] });
    t.notOk(readdirSync(folder).some((name) => name.startsWith("never")));
    await through.close();
    await wire.close();
  });

  t.test("cannot be written if a file is in the place of a folder", async (t) => {
    const copy = await copyServer(connection, join(folder, "cut.db", "inside.db"), quiet);
    t.match(copy, { ok: false, problems: [{ code: "server-copy-disk" }] });
  });
});
