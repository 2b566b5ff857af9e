import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import t from "tap";
import { skipServer, startSqld } from "../server/sqld.ts";
import { built, command } from "./run.ts";

built();

const tune = (more = "") => `CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT${more});\n`;

/** One machine of a team: its own checkout, and the folder that everybody shares. */
function checkout(base: string, name: string, database = join(base, name, "app.db"), target = "prod") {
  const cwd = join(base, name);
  mkdirSync(cwd, { recursive: true });
  if (!database.includes("://") && !existsSync(database)) {
    const made = new Database(database);
    made.exec(tune());
    made.close();
  }
  writeFileSync(
    join(cwd, "trueup.config.ts"),
    `export default { schema: "schema.sql", history: "../shared", targets: { ${target}: "${database}" } };\n`,
  );
  const run = async (...args: readonly string[]) => {
    const done = await command({ cwd, env: { USER: name } }, ...args);
    t.equal(done.exit, 0, `${name}: ${args.join(" ")}: ${done.err}`);
    return done;
  };
  const apply = (more: string) => {
    writeFileSync(join(cwd, "schema.sql"), tune(more));
    return run("apply", target, "--yes");
  };
  const history = async () => JSON.parse((await run("history", target, "--json")).out);
  return { cwd, run, apply, history };
}

const shared = (base: string) => readdirSync(join(base, "shared")).sort();

t.test("in one folder a team reads what was applied to one database, from each of its machines", async (t) => {
  const base = t.testdir();
  const ann = checkout(base, "ann");
  const bob = checkout(base, "bob", join(base, "ann", "app.db"));
  await ann.apply(", tempo INTEGER");
  await bob.apply(", tempo INTEGER, mood TEXT");
  for (const { history } of [ann, bob]) {
    const { entries, others, now } = await history();
    t.strictSame([entries.length, others], [2, []]);
    t.equal(now, "as-applied");
  }
  t.strictSame(shared(base), ["prod.ndjson"]);
  t.notOk(
    readdirSync(join(base, "ann", "backups", "prod")).includes("history.ndjson"),
    "and beside the backups is none",
  );
});

t.test("entries of different databases never mix, even if both are named prod", async (t) => {
  const base = t.testdir();
  const ann = checkout(base, "ann");
  const bob = checkout(base, "bob");
  await ann.apply(", tempo INTEGER");
  await bob.apply(", mood TEXT");
  await bob.apply(", mood TEXT, place TEXT");
  const [of, and] = [await ann.history(), await bob.history()];
  t.strictSame([of.entries.length, and.entries.length], [1, 2]);
  t.strictSame(
    of.others.map(({ entries }: { readonly entries: number }) => entries),
    [2],
  );
  t.match(of.others[0].database, join("bob", "app.db"));
  const { out, err } = await ann.run("history", "prod");
  t.match(
    out + err,
    /2 entries of another database that prod was: .*bob/,
    "those of the other are counted, and not shown",
  );
  t.equal((await ann.run("undo", "prod", "--yes")).exit, 0);
  t.equal((await bob.history()).entries.length, 2, "an undo is written down for its own database");
  t.equal((await ann.history()).entries.length, 2);
});

t.test("each target has its own file", async (t) => {
  const base = t.testdir();
  await checkout(base, "ann", undefined, "live").apply(", tempo INTEGER");
  await checkout(base, "bob", undefined, "staging").apply(", tempo INTEGER");
  t.strictSame(shared(base), ["live.ndjson", "staging.ndjson"]);
  t.equal(
    readFileSync(join(base, "shared", "live.ndjson"), "utf8")
      .trim()
      .split("\n").length,
    1,
  );
});

t.test("two databases of a server with one target name", { skip: skipServer }, async (t) => {
  const base = t.testdir();
  const server = await startSqld({ namespaces: true, admin: true });
  t.teardown(() => server.remove());
  const at = async (name: string) => {
    const headers = { "content-type": "application/json" };
    await fetch(`${server.admin}/v1/namespaces/${name}/create`, { method: "POST", headers, body: "{}" });
    return checkout(base, name, `http://${name}.localhost:${server.port}`);
  };
  const [ann, bob] = [await at("ann"), await at("bob")];
  await ann.apply("");
  await bob.apply(", mood TEXT");
  t.strictSame([(await ann.history()).entries.length, (await ann.history()).others.length], [1, 1]);
});
