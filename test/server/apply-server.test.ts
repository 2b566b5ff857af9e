import { nothingBeside } from "../../src/model/beside.ts";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { changeServer, type ServerRequest } from "../../src/target/server/change.ts";
import type { ApplyEvent } from "../../src/apply/events.ts";
import { readJournal } from "../../src/apply/journal.ts";
import { readManifest } from "../../src/apply/read-manifest.ts";
import { openFile } from "../../src/database/file.ts";
import { people, rebuild, shop } from "./fixture.ts";
import { wireTo } from "./proxy.ts";
import { ask, run, skipServer, startSqld } from "./sqld.ts";

function requestTo(url: string, root: string, name: string): ServerRequest {
  return {
    plan: rebuild,
    seal: "sha256:0123456789",
    planName: null,
    url,
    token: null,
    adminUrl: null,
    adminToken: null,
    label: name,
    beside: nothingBeside,
    lockTimeout: 5000,
    place: { root, name },
    backup: "take",
    keep: null,
    allowLong: false,
  };
}

t.test(
  "two that begin in one millisecond have a backup each, and that of the change stays",
  { skip: skipServer },
  async (t) => {
    const server = await startSqld();
    const root = mkdtempSync(join(tmpdir(), "trueup-place-"));
    t.teardown(async () => {
      await server.remove();
      rmSync(root, { recursive: true, force: true });
    });
    await run(server.url, [...shop, ...people(40)]);
    const request = requestTo(server.url, root, "prod");
    const hooks = { onEvent: () => {}, now: () => new Date("2026-01-02T03:04:05Z"), signal: null };
    const ended = await Promise.all([1, 2, 3].map(() => changeServer(request, hooks)));
    t.same(ended.map(({ kind }) => kind).sort(), ["already", "already", "applied"]);
    const [applied] = ended.filter((each) => each.kind === "applied");
    const [first = "", ...others] = readdirSync(join(root, "prod")).filter((name) => name.endsWith(".db"));
    t.same(others, [], "what changed nothing keeps no backup");
    const path = join(root, "prod", first);
    t.match(applied, { backup: { path } });
    t.match(readManifest(path), { ok: true, value: { after: { fingerprint: rebuild.target } } });
    t.same(
      readdirSync(join(root, "prod")).filter((name) => name.endsWith(".tmp")),
      [],
    );
  },
);

t.test("the whole of an apply: backup, change, journal, undo", { skip: skipServer }, async (t) => {
  const server = await startSqld({ admin: true });
  const root = mkdtempSync(join(tmpdir(), "trueup-place-"));
  t.teardown(async () => {
    await server.remove();
    rmSync(root, { recursive: true, force: true });
  });
  await run(server.url, [...shop, ...people(40)]);
  const request: ServerRequest = {
    ...requestTo(server.url, root, "prod"),
    planName: "plans/unique.plan.sql",
    adminUrl: server.admin,
    lockTimeout: 1000,
  };
  const events: ApplyEvent[] = [];
  const hooks = {
    onEvent: (event: ApplyEvent) => void events.push(event),
    now: () => new Date("2026-01-02T03:04:05Z"),
    signal: null,
  };

  await run(server.url, ["INSERT INTO customer (id, name) VALUES (99, NULL)"]);
  t.equal((await changeServer(request, hooks)).kind, "failed-check");
  t.same(readdirSync(join(root, "prod")), [], "a backup of what did not change is not kept");
  await run(server.url, ["DELETE FROM customer WHERE id = 99"]);

  const wire = await wireTo(Number(new URL(server.url).port));
  t.teardown(() => wire.close());
  // As a server answers that has the function.
  const asTurso = (bytes: Buffer) =>
    Buffer.from(bytes.toString("latin1").replace("turso_version()", "upper( '0.7.2')"), "latin1");
  wire.request = (bytes, to) => void to.write(asTurso(bytes));
  const refused = await changeServer({ ...request, url: wire.url }, hooks);
  t.match(refused, { kind: "failed", state: "unchanged", problems: [{ code: "server-turso", evidence: [/0\.7\.2/] }] });
  t.same(readdirSync(join(root, "prod")), [], "a server of Turso's own engine is not changed");

  const outcome = await changeServer(request, hooks);
  if (outcome.kind !== "applied") return t.fail(JSON.stringify(outcome));
  const path = join(root, "prod", "2026-01-02T03-04-05-000Z-01234567.db");
  t.match(outcome, { backup: { path }, undo: ["restore", path, "prod"] });
  t.match(readManifest(path), {
    ok: true,
    value: { fingerprint: rebuild.base, label: "prod", after: { fingerprint: rebuild.target } },
  });
  t.match(readJournal({ root, name: "prod" }).entries, [
    {
      database: /^http:\/\/127\.0\.0\.1:\d+$/,
      plan: "plans/unique.plan.sql",
      from: rebuild.base,
      to: rebuild.target,
      backup: path,
    },
  ]);
  t.notMatch(readFileSync(join(root, "prod", "history.ndjson"), "utf8"), /token/);
  const copy = await openFile(path);
  if (!copy.ok) return t.fail("the backup does not open");
  t.same(await copy.value.snapshot((s) => s.read([{ sql: "SELECT count(*) FROM customer" }])), [[[39]]]);
  await copy.value.close();
  t.same(
    [...new Set(events.map(({ kind }) => kind))],
    ["backup-progress", "backup", "step-started", "check", "step", "committed"],
  );
  t.equal((await changeServer(request, hooks)).kind, "already");
  t.same(await ask(server.url, "SELECT count(*) FROM customer"), [["39"]]);
});

t.test("a plan that reaches outside of the database is not sent", { skip: skipServer }, async (t) => {
  const server = await startSqld();
  t.teardown(server.remove);
  await run(server.url, [...shop]);
  const { applying, opened } = await import("./fixture.ts");
  const connection = opened(server.url);
  for (const sql of ["COMMIT", "SELECT writefile('/tmp/x', 'y')", "UPDATE orders SET total = 1; DROP TABLE orders"]) {
    const plan = { ...rebuild, items: [{ kind: "step", step: "edit", subject: "orders", note: null, sql } as const] };
    t.match(await applying(connection, plan), { kind: "failed", problems: [{ code: "plan-statement-refused" }] }, sql);
  }
  await connection.close();
});

t.test("a copy on the server itself, if it has namespaces", { skip: skipServer }, async (t) => {
  const server = await startSqld({ admin: true, namespaces: true });
  const root = mkdtempSync(join(tmpdir(), "trueup-fork-"));
  t.teardown(async () => {
    await server.remove();
    rmSync(root, { recursive: true, force: true });
  });
  await fetch(`${server.admin}/v1/namespaces/shop/create`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  const url = `http://shop.localhost:${server.port}`;
  await run(url, [...shop, ...people(40)]);
  const request: ServerRequest = {
    ...requestTo(url, root, "shop"),
    seal: "sha256:0",
    lockTimeout: 1000,
    backup: "fork",
  };
  const notes: string[] = [];
  const onEvent = (event: ApplyEvent) => void (event.kind === "note" && notes.push(event.problem.message));
  const hooks = { onEvent, now: () => new Date("2026-01-02T03:04:05Z"), signal: null };
  t.match(await changeServer(request, hooks), { kind: "failed", problems: [{ code: "server-admin" }] });
  t.match(await changeServer({ ...request, adminUrl: server.admin }, hooks), {
    kind: "applied",
    backup: null,
    undo: null,
  });
  t.match(notes, [/namespace shop-20260102030405/]);
  const fork = `http://shop-20260102030405.localhost:${server.port}`;
  t.same(await ask(fork, "SELECT count(*) FROM customer"), [["39"]]);
  t.notMatch(await ask(fork, "SELECT sql FROM sqlite_schema WHERE name = 'customer'"), [[/UNIQUE/]]);
});
