import { besideWith } from "../../src/plan/of-application.ts";
import { nothingBeside } from "../../src/model/beside.ts";
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";
import { wholeFile } from "../../src/database/write-pages.ts";
import { copyHeld, copyServer } from "../../src/target/server/copy.ts";
import { contentOfCopy } from "../../src/target/server/content.ts";
import { differing, restoreScript } from "../../src/target/server/pages.ts";
import type { Engine } from "../../src/database/engine.ts";
import { changeInParts } from "../../src/target/server/transaction.ts";
import type { ServerConnection } from "../../src/target/server/connection.ts";
import { introspect } from "../../src/introspect/introspect.ts";
import { fingerprintLike } from "../../src/model/fingerprint.ts";
import { readPlan } from "../../src/plan/read.ts";
import { quoteName, quoteText } from "../../src/sql/quote.ts";
import { makeDatabase, onFile, temporaryFolder } from "../kit/database.ts";
import { runPlan } from "../kit/run-plan.ts";
import { report } from "../faults/harness.ts";
import { applying, opened } from "./fixture.ts";
import { run, skipServer, startSqld } from "./sqld.ts";

const folder = fileURLToPath(new URL("../scenarios/", import.meta.url));
/** `npm run faults:server` runs all of them; continuous integration some of every kind. SCENARIO=name runs one. */
const step = process.env.SERVER_SCENARIOS === "all" ? 1 : 4;
const only = process.env.SCENARIO;
const names = readdirSync(folder)
  .filter((name) => existsSync(join(folder, name, "plan.sql")))
  // A server keeps its text as UTF-8.
  .filter((name) => !readFileSync(join(folder, name, "before.sql"), "utf8").includes("PRAGMA encoding"))
  // It cannot check a table that computes with what only the application has.
  .filter((name) => !/^(?:application-(?:beside|in)|rows-beside)-/.test(name))
  // And does not let its stored definitions be changed.
  .filter((name) => !readFileSync(join(folder, name, "plan.sql"), "utf8").includes("--@ step requote"))
  .filter((name, at) => (only === undefined ? at % step === 0 : name === only));

t.setTimeout(900_000);

/** Every plan of the scenarios, applied to a real server, must leave what it leaves in a file. */
t.test("the plans of the scenarios do the same on a server", { skip: skipServer, timeout: 900_000 }, async (t) => {
  const server = await startSqld({ namespaces: true, admin: true });
  t.teardown(server.remove);
  const same: string[] = [];
  for (const [n, name] of names.entries()) {
    const read = (file: string) =>
      existsSync(join(folder, name, file)) ? readFileSync(join(folder, name, file), "utf8") : "";
    const plan = readPlan(read("plan.sql"), "plan.sql");
    if (!plan.ok) continue;
    const temporary = temporaryFolder(t);
    const local = join(temporary, "local.db");
    await makeDatabase(local, read("before.sql"), read("rows.sql"));
    const admin = `${server.admin}/v1/namespaces/s${n}/create`;
    await fetch(admin, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
    const connection = opened(`http://s${n}.localhost:${server.port}`);
    await load(connection, local, temporary);
    const outcome = await applying(connection, plan.value.plan);
    const problems = "problems" in outcome ? JSON.stringify(outcome.problems) : "";
    t.equal(outcome.kind, "applied", `${name} ${problems}`);
    const copy = await copyServer(connection, join(temporary, "after.db"), { timeout: 10_000, progress: () => {} });
    t.ok(copy.ok && copy.warnings.length === 0, `${name}: sound afterwards`);
    const live = await connection.snapshot((snapshot) =>
      introspect(snapshot, besideWith(nothingBeside, [plan.value.plan])),
    );
    t.ok(
      live.ok && fingerprintLike(plan.value.plan.target, live.value) === plan.value.plan.target,
      `${name}: at the target`,
    );
    const expected = await onFile(local, (engine) => {
      runPlan(engine, plan.value.plan);
      return content(engine);
    });
    if (copy.ok) t.strictSame(await onFile(copy.value.path, content), expected, `${name}: the same content`);
    same.push("the same schema and content as in a file");
    await connection.close();
  }
  report("a plan of test/scenarios applied to a server", same, "what it leaves in a file");
});

/** Puts a file's pages into a server's database, whatever is in them. */
async function load(connection: ServerConnection, path: string, temporary: string): Promise<void> {
  await run(connection.address.url.href, ["CREATE TABLE first (a)"]);
  const held = await copyHeld(connection, join(temporary, "empty.db"), { timeout: 10_000, progress: () => {} });
  if (!held.ok) throw new Error("no copy");
  const { copy: live, stream } = held.value;
  const pages = await onFile(path, (engine) => Number(engine.all("PRAGMA page_count")[0]?.[0]));
  const files = [path, live.path].map((file) => openSync(file, "r"));
  const wanted = wholeFile(files[0] ?? 0, pages, 4096);
  const empty = wholeFile(files[1] ?? 0, live.pages, 4096);
  const parts = restoreScript(wanted, empty, await differing(wanted, empty), await contentOfCopy(path, null));
  const loaded = await changeInParts(connection, parts, { stream, timeout: 10_000 });
  for (const file of files) closeSync(file);
  await stream.close();
  if (loaded.kind !== "committed") throw new Error(JSON.stringify(loaded));
}

function content(engine: Engine) {
  const objects = engine.all(
    "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name",
  );
  const tables = engine.all(
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') ORDER BY name",
  );
  const rows = tables
    .map(([name]) => String(name))
    .filter((name) => name !== "sqlite_schema")
    .map((name) => [
      name,
      engine.all(`SELECT hex(sha3_query(${quoteText(`SELECT * FROM ${quoteName(name)}`)}))`)[0]?.[0],
    ]);
  return { objects, rows };
}
