import { leavingAlone, nothingBeside } from "../../src/model/beside.ts";
import { quiet } from "../kit/target.ts";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import t from "tap";
import { changeServer, type ServerRequest } from "../../src/target/server/change.ts";
import { readManifest } from "../../src/apply/read-manifest.ts";
import { putBackServer } from "../../src/target/server/put-back.ts";
import { openFile } from "../../src/database/file.ts";
import { report } from "../faults/harness.ts";
import { people, rebuild, rowsSql, shop } from "./fixture.ts";
import { type Wire, wireTo } from "./proxy.ts";
import { ask, run, type Sqld, skipServer, startSqld } from "./sqld.ts";

const schemaSql = "SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_schema ORDER BY type, name)";
const order = "INSERT INTO orders (customer, total) VALUES (1, 1.0)";

/** An apply and its undo, as the commands do it, on a server that nobody else uses. */
function shopOn(server: Sqld, root: string, url = server.url) {
  const notes: string[] = [];
  const more = { label: "prod", beside: nothingBeside, lockTimeout: 1000, place: { root, name: "prod" }, keep: null };
  const request: ServerRequest = {
    ...more,
    plan: rebuild,
    seal: "sha256:1",
    planName: null,
    url,
    token: null,
    adminUrl: null,
    adminToken: null,
    backup: "take",
    allowLong: false,
  };
  return {
    notes,
    apply: (also: Partial<ServerRequest> = {}) =>
      changeServer(
        { ...request, ...also },
        {
          onEvent: (event) => void (event.kind === "note" && notes.push(event.problem.code)),
          now: () => new Date(),
          signal: null,
        },
      ),
    restore: (backup: string, discardWrites = false) =>
      putBackServer({ ...more, backup, url, token: null, discardWrites }, quiet),
    backups: () => readdirSync(join(root, "prod")).filter((name) => name.endsWith(".db")),
  };
}

/** Does something each time the change is about to reach the server: after its backup, before its lock. */
function before(wire: Wire, work: () => Promise<void>): void {
  wire.request = (bytes, to) => {
    if (!bytes.includes('CREATE TABLE \\"__trueup_before')) return void to.write(bytes);
    return work().then(() => to.write(bytes));
  };
}

t.test("a server's backup is of exactly the state that the change starts from", { skip: skipServer }, async (t) => {
  const server = await startSqld({ admin: true });
  t.teardown(server.remove);
  let count = 0;
  const fresh = async () => {
    const root = mkdtempSync(join(tmpdir(), `trueup-exact-${++count}-`));
    t.teardown(() => rmSync(root, { recursive: true, force: true }));
    const objects = await ask(
      server.url,
      "SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'",
    );
    const drops = objects.map(([type, name]) => `DROP ${type} "${name}"`);
    await run(server.url, ["PRAGMA foreign_keys = OFF", ...drops, ...shop, ...people(500)]);
    return root;
  };
  const ordersIn = async (path: string) => {
    const file = await openFile(path);
    if (!file.ok) throw new Error("the backup does not open");
    const [[row] = []] = await file.value.snapshot((s) => s.read([{ sql: "SELECT count(*) FROM orders" }]));
    await file.value.close();
    return row?.[0];
  };

  t.test("no write since: it is restored without a question", async (t) => {
    const { apply, restore, notes } = shopOn(server, await fresh());
    const state = [await ask(server.url, schemaSql), await ask(server.url, rowsSql)];
    const outcome = await apply();
    if (outcome.kind !== "applied" || outcome.backup === null) return t.fail(JSON.stringify(outcome));
    t.same(notes, []);
    t.match(readManifest(outcome.backup.path), {
      value: { after: { content: /^pages:\d+:[0-9a-f]{64}:[0-9a-f]{64}$/ } },
    });
    const restored = await restore(outcome.backup.path);
    t.equal(restored.kind, "restored", JSON.stringify(restored));
    t.same([await ask(server.url, schemaSql), await ask(server.url, rowsSql)], state);
  });

  t.test("a write since: a single row is enough to ask", async (t) => {
    const { apply, restore } = shopOn(server, await fresh());
    const outcome = await apply();
    if (outcome.kind !== "applied" || outcome.backup === null) return t.fail(JSON.stringify(outcome));
    await run(server.url, [order]);
    t.match(await restore(outcome.backup.path), { kind: "changed", problems: [{ code: "restore-changed" }] });
    t.equal((await restore(outcome.backup.path, true)).kind, "restored");
  });

  t.test("a write between the backup and the change: the backup is taken again, and contains it", async (t) => {
    const wire = await wireTo(server.port);
    t.teardown(wire.close);
    const { apply, restore, notes, backups } = shopOn(server, await fresh(), wire.url);
    let writes = 1;
    before(wire, async () => {
      if (writes-- > 0) await run(server.url, [order]);
    });
    const outcome = await apply();
    if (outcome.kind !== "applied" || outcome.backup === null) return t.fail(JSON.stringify(outcome));
    t.same(notes, []);
    t.equal(backups().length, 1, "the first one is gone");
    t.equal(await ordersIn(outcome.backup.path), 500);
    t.equal((await restore(outcome.backup.path)).kind, "restored");
    t.same(await ask(server.url, "SELECT count(*) FROM orders"), [["500"]]);
    report(
      "a row written between the backup and the change",
      ["the backup was taken again"],
      "the row is in the backup",
    );
  });

  t.test("constant writes: what they changed is read under the lock, and they wait for it", async (t) => {
    const fill = "SELECT value AS n, randomblob(3900) AS b FROM generate_series(1, 3000)";
    for (let attempt = 1; ; attempt++) {
      const wire = await wireTo(server.port);
      t.teardown(wire.close);
      const { apply, restore, notes, backups } = shopOn(server, await fresh(), wire.url);
      await run(server.url, [`CREATE TABLE large AS ${fill}`]);
      const writes: Promise<unknown>[] = [];
      const pages: number[] = [];
      let locked = false;
      wire.request = (bytes, to) => {
        locked ||= bytes.includes("BEGIN IMMEDIATE") && !bytes.includes("COMMIT");
        const wanted = /"SELECT p\.pgno, p\.data[^{]*\{[^}]*"value":"\[([\d,]*)\]"/.exec(bytes.toString("latin1"))?.[1];
        if (wanted !== undefined) pages.push(wanted.split(",").length);
        if (!bytes.includes('CREATE TABLE \\"__trueup_before')) return void to.write(bytes);
        const write = run(server.url, [order]);
        writes.push(write);
        return (locked ? sleep(100) : write).then(() => to.write(bytes));
      };
      const outcome = await apply({ beside: leavingAlone(nothingBeside, ["large"]) });
      await Promise.all(writes);
      await run(server.url, ["DROP TABLE large"]);
      // On a busy machine it may be too much for the five seconds that a server grants.
      const late = notes.includes("server-backup-behind") || JSON.stringify(outcome).includes("server-too-long");
      if (late && attempt < 3) continue;
      if (outcome.kind !== "applied" || outcome.backup === null) return t.fail(JSON.stringify(outcome));
      t.same(notes, []);
      t.equal(backups().length, 1);
      t.ok(outcome.lockedMilliseconds > 100, "the time since the lock was taken");
      t.ok(locked && writes.length > 2, `${writes.length} writes`);
      const found = 499 + writes.length;
      t.equal(await ordersIn(outcome.backup.path), found - 1, "the last one waited until the change was done");
      t.same(await ask(server.url, "SELECT count(*) FROM orders"), [[String(found)]]);
      t.ok(pages.length === 2 && pages.every((count) => count < 1500), `${pages} of 3,000 pages were read again`);
      t.equal((await restore(outcome.backup.path, true)).kind, "restored");
      t.same(await ask(server.url, "SELECT count(*) FROM orders"), [[String(found - 1)]]);
      report(
        "a row written each time between the two",
        ["what changed was read under the lock"],
        "each row is in the backup, or comes after the change",
      );
      return;
    }
  });

  t.test(
    "constant writes, and more than can be read under the lock: the report says what the backup lacks",
    async (t) => {
      const wire = await wireTo(server.port);
      t.teardown(wire.close);
      const { apply, restore, notes, backups } = shopOn(server, await fresh(), wire.url);
      wire.request = (bytes, to) => {
        const change = bytes.includes('CREATE TABLE \\"__trueup_before');
        const held = change ? run(server.url, [order]) : sleep(bytes.includes("sha3_query") ? 2600 : 0);
        return held.then(() => to.write(bytes));
      };
      const outcome = await apply();
      if (outcome.kind !== "applied" || outcome.backup === null) return t.fail(JSON.stringify(outcome));
      t.same(notes, ["server-backup-behind"]);
      t.equal(backups().length, 1);
      t.match(readManifest(outcome.backup.path), { value: { after: { content: null } } });
      t.match(await restore(outcome.backup.path), { kind: "changed" }, "so restore asks");
      report(
        "a row written each time between the two, in a database that takes too long to read",
        ["applied, reporting what the backup lacks"],
        "reported, and restore asks",
      );
    },
  );

  t.test("with adminUrl, writers are turned away while the backup is taken again", async (t) => {
    const wire = await wireTo(server.port);
    t.teardown(wire.close);
    const { apply, notes } = shopOn(server, await fresh(), wire.url);
    const meanwhile: string[] = [];
    const write = (when: string) =>
      run(server.url, [order]).then(
        () => void meanwhile.push(`${when}: written`),
        (error: Error) => void meanwhile.push(`${when}: ${/blocked/i.test(error.message) ? "turned away" : "failed"}`),
      );
    wire.request = (bytes, to) => {
      const copy = bytes.includes("SELECT pgno, data") || bytes.includes("SELECT p.pgno, p.data");
      const change = bytes.includes("__trueup_before");
      if (copy) return write("copy").then(() => to.write(bytes));
      if (change && meanwhile.length === 1) return write("change").then(() => to.write(bytes));
      return void to.write(bytes);
    };
    const outcome = await apply({ adminUrl: server.admin });
    t.equal(outcome.kind, "applied", JSON.stringify(outcome));
    t.same(meanwhile, ["copy: written", "change: written", "copy: turned away"]);
    t.same(notes, []);
    await run(server.url, [order]);
  });

  t.test("pages for more than one request are still one transaction", async (t) => {
    const { apply, restore } = shopOn(server, await fresh());
    const fill = "SELECT value AS n, randomblob(3900) AS b FROM generate_series(1, 4500)";
    await run(server.url, [`CREATE TABLE large AS ${fill}`]);
    const large = "SELECT hex(sha3_query('SELECT * FROM large ORDER BY n'))";
    const was = await ask(server.url, large);
    const beside = { beside: leavingAlone(nothingBeside, ["large"]) };
    const outcome = await apply(beside);
    if (outcome.kind !== "applied" || outcome.backup === null) return t.fail(JSON.stringify(outcome));
    await run(server.url, ["DROP TABLE large", `CREATE TABLE large AS ${fill}`]);
    const restored = await restore(outcome.backup.path, true);
    if (restored.kind !== "restored") return t.fail(JSON.stringify(restored));
    t.ok((restored.pages ?? 0) * 4096 > 16e6, `${restored.pages} pages`);
    t.same(await ask(server.url, large), was);
    t.same(await ask(server.url, "SELECT group_concat(integrity_check) FROM pragma_integrity_check"), [["ok"]]);
  });

  t.test("a comparison that takes longer than a server keeps a silent stream", async (t) => {
    const wire = await wireTo(server.port);
    t.teardown(wire.close);
    const { apply, restore } = shopOn(server, await fresh(), wire.url);
    const outcome = await apply();
    if (outcome.kind !== "applied" || outcome.backup === null) return t.fail(JSON.stringify(outcome));
    let copied = false;
    wire.request = (bytes, to) => {
      copied ||= bytes.includes("SELECT pgno, data");
      // What the restore asks on a stream of its own while it compares.
      const aside = copied && bytes.includes("sqlite_schema");
      return aside ? sleep(12_000).then(() => to.write(bytes)) : void to.write(bytes);
    };
    t.equal((await restore(outcome.backup.path)).kind, "restored");
    t.ok(copied);
  });
});
