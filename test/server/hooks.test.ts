import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { command } from "../cli/run.ts";
import { ask, run, skipServer, startSqld } from "./sqld.ts";

t.test("the hook after a change runs even if a replica cannot be waited for", { skip: skipServer }, async (t) => {
  const server = await startSqld();
  t.teardown(() => server.remove());
  await run(server.url, ["CREATE TABLE tune (id INTEGER PRIMARY KEY)"]);
  const folder = t.testdir({});
  const project = (after: string, seed = '["false"]', more = "") => {
    const hooks = `hooks: { before: ["touch", "stopped"], after: ${after}, seed: ${seed} }${more}`;
    mkdirSync(join(folder, "schema"), { recursive: true });
    writeFileSync(
      join(folder, "trueup.config.ts"),
      `import { defineConfig } from "trueup";\nexport default defineConfig({ targets: { prod: { url: "${server.url}", ${hooks} } }, default: "prod" });\n`,
    );
    const tune = "export const tune = table({ id: integer().primaryKey(), key: text().nullable() });";
    writeFileSync(join(folder, "schema", "schema.ts"), `import { integer, table, text } from "trueup";\n${tune}\n`);
  };
  project('["rm", "stopped"]');
  t.equal((await command({ cwd: folder }, "plan", "--out", "plans/key.plan.sql")).exit, 0);
  const brief = await command({ cwd: folder }, "apply", "plans/key.plan.sql", "--lock-budget", "1ms");
  t.match(brief, { exit: 1, err: "lock-budget" });
  t.notOk(existsSync(join(folder, "stopped")), "nothing is stopped for a change that is refused");
  const apply = () => command({ cwd: folder }, "apply", "plans/key.plan.sql", "--wait-replicas", "ftp://nowhere");
  t.match(await apply(), { exit: 1, err: "ftp:" });
  t.notOk(existsSync(join(folder, "stopped")), "the application was started again");
  t.match(await ask(server.url, "SELECT sql FROM sqlite_schema"), [[/key/]], "the change is there");
  project('["false"]');
  t.match(await apply(), { exit: 1, err: /ftp:[^]*hook-failed/ }, "two troubles are both told");

  // The same server, now with rows in it, as one that may be emptied.
  await run(server.url, ["INSERT INTO tune (id) VALUES (1), (2)"]);
  const rows = () => ask(server.url, "SELECT count(*) FROM tune");
  t.match(await command({ cwd: folder }, "reset"), { exit: 1, err: /not-disposable/ });
  project('["rm", "stopped"]', '["touch", "seeded"]', ", disposable: true");
  t.match(await command({ cwd: folder }, "reset"), { exit: 0, out: /tune \(drop-table, 2 rows\)/ });
  t.strictSame([await rows(), existsSync(join(folder, "seeded"))], [[["0"]], true], "a reset empties it and seeds it");
  t.equal((await command({ cwd: folder }, "undo", "--yes")).exit, 0);
  t.strictSame(await rows(), [["2"]], "and undo brings back what was");
});
