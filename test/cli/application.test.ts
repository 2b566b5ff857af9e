import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { live } from "../kit/application.ts";
import { makeDatabase, onFile, temporaryFolder } from "../kit/database.ts";
import { built, command } from "./run.ts";

t.before(built);

const config = (more: string) =>
  `import { defineConfig } from "trueup";\nexport default defineConfig({ schema: "schema.ts", ${more} targets: { dev: "file:app.db" } });\n`;

t.test("functions and collations of an application, from pull to undo", async (t) => {
  const cwd = temporaryFolder(t);
  const env = { XDG_CACHE_HOME: join(cwd, "cache") };
  const run = (...words: readonly string[]) => command({ cwd, env }, ...words);
  await makeDatabase(join(cwd, "app.db"), live);

  writeFileSync(join(cwd, "trueup.config.ts"), config(""));
  t.match(await run("pull", "--strict"), { exit: 1 }, "not named, they are not understood");
  const warned = (await run("pull", "--check")).err.match(/^warning.*/gm) ?? [];
  t.ok(warned.length > 0 && new Set(warned).size === warned.length, "each warning is printed once");

  writeFileSync(
    join(cwd, "trueup.config.ts"),
    config('functions: ["now/0", "title_sort/1"], collations: ["unicase"],'),
  );
  t.match(await run("pull", "--strict"), { exit: 0 });
  const schema = readFileSync(join(cwd, "schema.ts"), "utf8");
  for (const part of ["title_sort(", 'collate("UNICASE")', "now()", "COLLATE unicase"]) t.match(schema, part);
  t.match((await run("plan")).out, /matches the declarations/);

  const changed = schema
    .replace("SET changed = now()", "SET changed = now() || 'Z'")
    .replace("title_sort(title) AS s", "title_sort(title) AS sorted_by")
    .replace("changed: text().nullable()", "changed: text().nullable(),\n  tempo: integer().nullable()");
  writeFileSync(join(cwd, "schema.ts"), changed);
  t.match(await run("plan", "--out", "plans/a.plan.sql"), { exit: 0 });
  t.match(await run("verify", "plans"), { exit: 0 });

  const elsewhere = join(cwd, "elsewhere");
  mkdirSync(elsewhere);
  for (const [from, to] of [
    ["app.db", "copy.db"],
    ["plans/a.plan.sql", "a.plan.sql"],
  ] as const)
    copyFileSync(join(cwd, from), join(elsewhere, to));
  const there = (...words: readonly string[]) =>
    command({ cwd: elsewhere, env }, ...words, "--config", "bare.config.ts");
  writeFileSync(join(elsewhere, "bare.config.ts"), config(""));
  t.match(await there("rehearse", "a.plan.sql", "copy.db"), { exit: 0 }, "the plan carries what it needs");
  t.match(await there("apply", "a.plan.sql", "copy.db", "--yes"), { exit: 0 });

  const texts = () => onFile(join(cwd, "app.db"), (engine) => engine.all("SELECT * FROM sqlite_schema", []));
  const before = await texts();
  t.match(await run("apply", "plans/", "--yes"), { exit: 0 });
  t.match((await run("drift")).out, /1 matches/);
  const code = await onFile(join(cwd, "app.db"), (engine) =>
    engine.all("SELECT name FROM sqlite_schema WHERE sql LIKE '%sorted_by%' OR sql LIKE '%''Z''%' ORDER BY name", []),
  );
  t.strictSame(code.flat(), ["sorted", "tune_changed"]);
  t.match(await run("undo", "--yes"), { exit: 0 });
  t.strictSame(await texts(), before, "as it was");

  writeFileSync(join(cwd, "schema.ts"), changed.replace("title_sort(title) AS", "tilte_sort(title) AS"));
  t.match((await run("plan")).err, /no function `tilte_sort`[\s\S]+did you mean `title_sort`/);
});
