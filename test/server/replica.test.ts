import { nothingBeside } from "../../src/model/beside.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { copyHeld, copyServer } from "../../src/target/server/copy.ts";
import { contentAfter, contentOfCopy, versionOf } from "../../src/target/server/content.ts";
import { change } from "../../src/target/server/transaction.ts";
import { waitForReplicas } from "../../src/target/server/replicas.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { applying, fingerprintOf, opened, people, rebuild, rowsSql, shop } from "./fixture.ts";
import { ask, run, skipServer, startSqld } from "./sqld.ts";

t.test("replicas", { skip: skipServer, timeout: 900_000 }, async (t) => {
  const primary = await startSqld({ grpc: true });
  const replica = await startSqld({ replicaOf: primary });
  t.teardown(async () => {
    await replica.remove();
    await primary.remove();
  });
  await run(primary.url, [...shop, ...people(200)]);
  const at = opened(replica.url, { timeout: 1200 });
  t.teardown(() => at.close());
  const wait = (target: string, timeout: number) =>
    waitForReplicas([at, opened(primary.url)], { target, beside: nothingBeside, timeout, tell: () => {} });
  t.same((await wait(rebuild.base, 5000)).problems, []);

  t.test("so does its backup, and nothing can be written between the two", async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "trueup-replica-"));
    t.teardown(() => rmSync(folder, { recursive: true, force: true }));
    const held = await copyHeld(at, join(folder, "a.db"), { timeout: 5000, progress: () => {} });
    if (!held.ok) return t.fail(JSON.stringify(held));
    const { stream } = held.value;
    const version = await versionOf(stream);
    t.type(version, "number", "foreign keys are off on the primary too");
    await run(primary.url, ["INSERT INTO orders (customer, total) VALUES (1, 1.0)"]);
    const late = await change(at, [{ sql: "DELETE FROM orders" }], { stream, timeout: 5000 });
    t.match(late, { kind: "refused", error: { code: "SQLITE_BUSY" } });
    t.equal(await contentAfter(stream, version), null, "what it saw is not what is there");
    await stream.close();
    const again = await copyHeld(at, join(folder, "b.db"), { timeout: 5000, progress: () => {} });
    if (!again.ok) return t.fail(JSON.stringify(again));
    const seen = await versionOf(again.value.stream);
    const done = await change(at, [{ sql: "DELETE FROM orders WHERE total = 1.0 AND customer = 1" }], {
      stream: again.value.stream,
      timeout: 5000,
    });
    t.equal(done.kind, "committed");
    const content = await contentAfter(again.value.stream, seen);
    await again.value.stream.close();
    const after = await copyServer(opened(primary.url), join(folder, "c.db"), { timeout: 5000, progress: () => {} });
    t.equal(content, after.ok ? await contentOfCopy(after.value.path, null) : "", "the hash is of the primary's pages");
  });

  t.test("a plan applied to a replica runs on the primary, with foreign keys off, verified", async (t) => {
    const rows = await ask(primary.url, rowsSql);
    const outcome = await applying(at, rebuild);
    t.equal(outcome.kind, "applied", JSON.stringify(outcome));
    t.same(await ask(primary.url, rowsSql), rows, "no child was deleted");
    t.match(await ask(primary.url, "SELECT sql FROM sqlite_schema WHERE name = 'customer'"), [[/UNIQUE/]]);
    const waited = await wait(rebuild.target, 5000);
    t.same(waited.problems, []);
    t.match(waited.replicas, [{ there: true }, { there: true }]);
  });

  t.test("a replica that does not receive the change is named", async (t) => {
    const waited = await wait("fp1:0", 250);
    t.equal(waited.problems.length, 2);
    t.match(waited.problems[0], {
      code: "replica-late",
      subject: replica.url,
      evidence: ["waited for fp1:0", /still shows fp1:/],
    });
  });

  t.test("a replica without its primary can still be read, and a change through it ends in time", async (t) => {
    await primary.stop();
    const wide = [
      shop[0].replace("name TEXT", "name TEXT NOT NULL").replace("email TEXT)", "email TEXT, UNIQUE (name))"),
      ...shop.slice(1),
    ];
    const more = "ALTER TABLE orders ADD COLUMN note TEXT";
    const plan: Plan = {
      ...rebuild,
      base: rebuild.target,
      target: fingerprintOf([...wide, more]),
      items: [{ kind: "step", step: "add-column", subject: "orders.note", note: null, sql: more }],
    };
    t.same((await wait(rebuild.target, 1000)).replicas[0]?.there, true, "the replica itself is read");
    const outcome = await applying(at, plan);
    t.match(outcome, { kind: "failed", state: "unchanged", problems: [{ code: "server-no-answer" }] });
    await primary.start();
  });
});
