import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { makeDatabase, temporaryFolder } from "../kit/database.ts";
import { built, trueup } from "./run.ts";

t.before(built);

t.test("a cached catalog is never used for another one", async (t) => {
  const cwd = temporaryFolder(t);
  const cache = join(cwd, "cache");
  const env = { XDG_CACHE_HOME: cache };
  const make = async (...statements: readonly string[]) => {
    rmSync(join(cwd, "app.db"), { force: true });
    await makeDatabase(join(cwd, "app.db"), ...statements);
  };
  const kept = () =>
    readdirSync(join(cache, "trueup"))
      .map((name) => readFileSync(join(cache, "trueup", name), "utf8"))
      .filter((text) => text.includes("CREATE TABLE other"));
  const plan = (...more: readonly string[]) => trueup({ cwd, env }, "plan", "app.db", "--no-input", ...more);
  writeFileSync(
    join(cwd, "schema.ts"),
    'import { integer, table, text } from "trueup";\nexport const tune = table({ id: integer().primaryKey(), title: text() });\n',
  );
  const known = "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT)";
  const config = (ignore: string) =>
    writeFileSync(
      join(cwd, "trueup.config.ts"),
      `import { defineConfig } from "trueup";\nexport default defineConfig({ schema: "schema.ts", ignore: [${ignore}] });\n`,
    );
  config("");

  await make(known, "CREATE TABLE other (a)");
  const first = plan();
  t.match(first.err + first.out, /other/);
  t.equal(kept().length, 1, "it was written down");
  t.same(plan(), first, "and says the same when it is read again");

  await make(known, "CREATE TABLE other (a, b)");
  plan();
  t.equal(kept().length, 2, "another column of a table is another catalog");

  config('"other"');
  t.match(plan().out, /other: it is ignored/, "and so is another list of what is ignored");

  await make("CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL)");
  t.match(plan().out, /matches|nothing/i);
});
