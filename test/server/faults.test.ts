import { nothingBeside } from "../../src/model/beside.ts";
import { quiet } from "../kit/target.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import type { ApplyOutcome } from "../../src/apply/events.ts";
import { writeManifest } from "../../src/apply/manifest.ts";
import { putBackServer } from "../../src/target/server/put-back.ts";
import { copyServer } from "../../src/target/server/copy.ts";
import { openAdmin } from "../../src/target/server/admin.ts";
import { applying, fingerprintOf, opened, people, rebuild, rowsSql, shop } from "./fixture.ts";
import { insteadOfItsAnswer, wireTo } from "./proxy.ts";
import { report } from "../faults/harness.ts";
import { ask, run, skipServer, startSqld } from "./sqld.ts";

/** `npm run faults:server` runs all rounds; continuous integration a few. */
const rounds = Number(process.env.FAULT_ROUNDS ?? 4);
// For what hangs: a busy machine takes ten times as long.
const timeout = 900_000 + rounds * 10_000;
t.setTimeout(3 * timeout + 200_000);

/** The same places each time, unless a seed says otherwise. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
const random = dice(Number(process.env.FAULT_SEED ?? 1));

/** Any moment, and every second time one around the commit. */
function moment(round: number, span: number): number {
  return round % 2 === 0 ? random() * span : span * (0.8 + random() * 0.4);
}

const schemaSql = "SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_schema ORDER BY type, name)";
const soundSql = "SELECT group_concat(integrity_check) FROM pragma_integrity_check";

/** Slow enough to be hit in the middle: the copy counts to some millions first. */
const slow = {
  ...rebuild,
  items: rebuild.items.map((item) =>
    item.kind === "step" && item.step === "rebuild-copy"
      ? {
          ...item,
          sql: `${item.sql} LIMIT (WITH RECURSIVE q(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM q WHERE n < 800000) SELECT max(n) FROM q)`,
        }
      : item,
  ),
};

const agrees = "the old database or the new one, and an outcome that says which one";

function told(outcome: ApplyOutcome): string {
  return outcome.kind === "failed" ? `failed ${outcome.state}` : outcome.kind;
}

t.test(
  "a server killed in the middle has the old state or the new one, and the outcome says which",
  { skip: skipServer, timeout },
  async (t) => {
    const server = await startSqld();
    t.teardown(server.remove);
    const said: string[] = [];
    const span = await lengthOf(server.url);
    for (let round = 0; round < rounds; round++) {
      await reset(server.url);
      const rows = await ask(server.url, rowsSql);
      const connection = opened(server.url, { timeout: 2000 });
      const work = applying(connection, slow);
      await new Promise((resolve) => setTimeout(resolve, moment(round, span)));
      await server.stop("SIGKILL");
      await new Promise((resolve) => setTimeout(resolve, random() * 50));
      await server.start();
      const outcome = await work;
      const word = told(outcome);
      const isNew = /UNIQUE \(name\)/.test(String(await ask(server.url, schemaSql)));
      t.equal(outcome.kind === "applied", isNew, `${word}, and the schema is ${isNew ? "new" : "old"}`);
      t.same(await ask(server.url, rowsSql), rows, "rows");
      t.same(await ask(server.url, soundSql), [["ok"]]);
      t.same(
        await ask(server.url, "SELECT name FROM sqlite_schema WHERE name LIKE '\\_\\_%' ESCAPE '\\'"),
        [],
        "no leftovers",
      );
      const again = await applying(connection, rebuild);
      t.equal(again.kind, isNew ? "already" : "applied", "repeating the command finishes it");
      said.push(`${isNew ? "new" : "old"}, whole; reported as "${word}"`);
      await connection.close();
    }
    report("server killed (-9) at a random moment of an apply, and started again", said, agrees);
  },
);

t.test("a server killed while a backup is restored into it", { skip: skipServer, timeout }, async (t) => {
  const server = await startSqld();
  const root = mkdtempSync(join(tmpdir(), "trueup-killed-"));
  t.teardown(async () => {
    await server.remove();
    rmSync(root, { recursive: true, force: true });
  });
  const content = async () => ask(server.url, "SELECT hex(sha3_query('SELECT * FROM large ORDER BY n'))");
  const fill = "CREATE TABLE large AS SELECT value AS n, randomblob(3900) AS b FROM generate_series(1, 4200)";
  const hooks = quiet;
  const said: string[] = [];
  await run(server.url, [fill]);
  const connection = opened(server.url, { timeout: 2000 });
  const backup = join(root, "2026-01-01T00-00-00-000Z-1.db");
  const copy = await copyServer(connection, backup, { timeout: 5000, progress: () => {} });
  await connection.close();
  if (!copy.ok) return t.fail("no copy");
  const { bytes, pages, pageSize, sha256 } = copy.value;
  writeManifest(backup, {
    ...{ trueup: 1, before: "apply", taken: "2026-01-01T00:00:00Z", database: server.url, label: "prod", plan: null },
    ...{ fingerprint: null, bytes, pages, pageSize, sha256, after: null },
  });
  const wanted = String(await content());
  const restore = () =>
    putBackServer(
      {
        ...{
          label: "prod",
          beside: nothingBeside,
          lockTimeout: 1000,
          place: { root, name: "prod" },
          keep: null,
          backup,
        },
        ...{ url: server.url, token: null, discardWrites: true },
      },
      hooks,
    );
  const spoil = () => run(server.url, ["DROP TABLE large", fill]);
  await spoil();
  const whole = await restore();
  if (whole.kind !== "restored") return t.fail(whole.kind);
  const span = whole.milliseconds;
  // Two parts of one transaction each, so a third of it lies behind the first.
  for (let round = 0; round < Math.ceil(rounds / 10); round++) {
    await spoil();
    const live = String(await content());
    const work = restore();
    await new Promise((resolve) => setTimeout(resolve, span * (0.3 + random() * 0.8)));
    await server.stop("SIGKILL");
    await server.start();
    const outcome = await work;
    const now = String(await content());
    t.ok(now === wanted || now === live, "the one or the other, never between");
    t.ok(outcome.kind !== "restored" || now === wanted, "restored is said only where it is");
    t.same(await ask(server.url, soundSql), [["ok"]]);
    said.push(`${now === wanted ? "as the backup" : "as before"}, whole; reported as "${outcome.kind}"`);
    t.match((await restore()).kind, /restored|same/, "repeating the command finishes it");
    t.equal(String(await content()), wanted);
  }
  report("server killed (-9) at a random moment of a restore of 17 MB", said, "all of the backup, or nothing of it");
});

t.test("a connection that is cut", { skip: skipServer, timeout }, async (t) => {
  const server = await startSqld();
  t.teardown(server.remove);

  t.test("at any moment: the outcome agrees with the database", { timeout }, async (t) => {
    const said: string[] = [];
    const span = await lengthOf(server.url);
    for (let round = 0; round < rounds; round++) {
      await reset(server.url);
      const wire = await wireTo(server.port);
      const connection = opened(wire.url, { timeout: 2000 });
      const work = applying(connection, slow);
      await new Promise((resolve) => setTimeout(resolve, moment(round, span)));
      wire.cut();
      const outcome = await work;
      const isNew = /UNIQUE \(name\)/.test(String(await ask(server.url, schemaSql)));
      t.equal(outcome.kind === "applied", isNew, `${told(outcome)}, and the schema is ${isNew ? "new" : "old"}`);
      said.push(`${isNew ? "new" : "old"}, whole; reported as "${told(outcome)}"`);
      await connection.close();
      await wire.close();
    }
    report("connection cut at a random moment of an apply", said, agrees);
  });

  t.test("after the change, before the answer: the database is read again, and the result is reported", async (t) => {
    await reset(server.url);
    const wire = await wireTo(server.port);
    const connection = opened(wire.url, { timeout: 2000 });
    insteadOfItsAnswer(wire, () => wire.cut());
    const notes: string[] = [];
    const outcome = await applying(connection, rebuild, {
      tell: (event) => {
        if (event.kind === "note") notes.push(event.problem.code);
      },
    });
    t.equal(told(outcome), "applied");
    t.same(notes, ["server-cut"]);
    report("connection cut between the commit and its answer", [told(outcome)], "read again, and reported as applied");
    await connection.close();
    await wire.close();
  });

  t.test("a gateway that answers 502 for a change that went through", async (t) => {
    await reset(server.url);
    const wire = await wireTo(server.port);
    const connection = opened(wire.url, { timeout: 2000 });
    insteadOfItsAnswer(wire, (client) =>
      client.end("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 3\r\nconnection: close\r\n\r\nno!"),
    );
    const outcome = told(await applying(connection, rebuild));
    t.equal(outcome, "applied");
    report(
      "a gateway that answers 502 for a change that went through",
      [outcome],
      "read again, and reported as applied",
    );
    await connection.close();
    await wire.close();
  });

  t.test("a request that never arrived is not waited for", async (t) => {
    await reset(server.url);
    const wire = await wireTo(server.port);
    const connection = opened(wire.url, { timeout: 500 });
    const outcome = await applying(connection, rebuild, {
      backup: async () => {
        await wire.close();
        return { ok: true, value: { backup: null, stream: null, reading: null }, warnings: [] };
      },
    });
    t.equal(told(outcome), "failed unchanged");
    t.match(outcome, { problems: [{ code: "server-unreachable" }] });
    report("connection lost before the request left", [told(outcome)], "failed, unchanged");
    await connection.close();
  });

  t.test("Ctrl-C in the middle ends the request, and the server rolls back", async (t) => {
    await reset(server.url);
    const connection = opened(server.url);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 40);
    const outcome = await applying(connection, slow, { signal: stop.signal });
    t.equal(outcome.kind, "interrupted");
    report("Ctrl-C while the server works", [outcome.kind], "rolled back by the server");
    t.notMatch(String(await ask(server.url, schemaSql)), /UNIQUE \(name\)/);
    await connection.close();
  });
});

t.test(
  "a server that takes the lock away after 5 s",
  { skip: skipServer || (rounds < 50 && "takes long"), timeout: 900_000 },
  async (t) => {
    const server = await startSqld({ admin: true });
    t.teardown(server.remove);
    const connection = opened(server.url);
    // Quick on the empty copy, slow where there are rows.
    const endless = {
      ...slow,
      items: slow.items.map((item) => ({
        ...item,
        sql: item.sql.replace("n < 800000", "n < (SELECT count(*) * 400000 FROM customer)"),
      })),
    };
    /** Writes like an application that does not know about the change. */
    const write = async (seconds: number) => {
      const end = performance.now() + seconds * 1000;
      while (performance.now() < end) {
        await run(server.url, ["INSERT INTO orders (customer, total) VALUES (1, 1.0)"]).catch(() => {});
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    await reset(server.url);
    const before = await ask(server.url, schemaSql);
    const writing = write(7);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const outcome = await applying(connection, endless);
    t.match(outcome, { kind: "failed", state: "unchanged", problems: [{ code: "server-too-long" }] });
    t.same(await ask(server.url, schemaSql), before);
    await writing;
    const admin = openAdmin(server.admin ?? "", null, "default");
    const [patient] = await Promise.all([
      admin.alone(1500, () => applying(connection, endless)),
      new Promise((resolve) => setTimeout(resolve, 2500)).then(() => write(3)),
    ]);
    t.equal(patient.kind, "applied", "where others are turned away, nobody takes it");
    report(
      "a writer that waits for the lock of a change that takes longer than 5 s",
      [told(outcome)],
      "rolled back, and reported",
    );
    report("the same with adminUrl", [patient.kind], "writers are turned away, applied");
    t.same(await ask(server.url, soundSql), [["ok"]]);
    admin.close();
    await connection.close();
  },
);

t.test(
  "a snapshot that is held too long is read again",
  { skip: skipServer || (rounds < 50 && "takes long"), timeout: 900_000 },
  async (t) => {
    const server = await startSqld();
    t.teardown(server.remove);
    await reset(server.url);
    const connection = opened(server.url);
    let begun = 0;
    const rows = await connection.snapshot(async (snapshot) => {
      const first = await snapshot.read([{ sql: "SELECT count(*) FROM customer" }]);
      if (begun++ === 0) await new Promise((resolve) => setTimeout(resolve, 12_000));
      return [first, await snapshot.read([{ sql: "SELECT count(*) FROM orders" }])];
    });
    t.equal(begun, 2);
    t.same(rows, [[[[199]]], [[[199]]]]);
    await connection.close();
  },
);

t.test("the slow plan leads to the same schema as the quick one", async (t) => {
  t.equal(slow.target, rebuild.target);
  t.equal(slow.base, fingerprintOf(shop));
});

/** Milliseconds that the slow plan takes undisturbed. */
async function lengthOf(url: string): Promise<number> {
  await reset(url);
  const connection = opened(url);
  const outcome = await applying(connection, slow);
  await connection.close();
  return outcome.kind === "applied" ? outcome.milliseconds : 0;
}

async function reset(url: string): Promise<void> {
  const objects = await ask(
    url,
    "SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'",
  );
  await run(url, [
    "PRAGMA foreign_keys = OFF",
    ...objects.map(([type, name]) => `DROP ${type} "${name}"`),
    ...shop,
    ...people(200),
  ]);
}
