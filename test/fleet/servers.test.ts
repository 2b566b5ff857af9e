import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { built, command } from "../cli/run.ts";
import { ask, run, skipServer, startSqld } from "../server/sqld.ts";

built();

const declarations = `import { integer, table, text } from "trueup";
export const tune = table({ id: integer().primaryKey(), title: text().nullable(), key: text().nullable() });
`;

/** A server of 51 databases: most are one change behind, in pairs; one is done, one was deleted. */
t.test("a fleet on one server, from its first look to its undo", { skip: skipServer, timeout: 900_000 }, async (t) => {
  const server = await startSqld({ namespaces: true, admin: true });
  const folder = mkdtempSync(join(tmpdir(), "trueup-tenants-"));
  t.teardown(async () => {
    await server.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  const names = Array.from({ length: 50 }, (_, n) => `t${n}`);
  const url = (name: string) => `http://${name}.localhost:${server.port}`;
  for (const [n, name] of names.entries()) {
    const admin = `${server.admin}/v1/namespaces/${name}/create`;
    await fetch(admin, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
    const columns = n === 0 ? "title TEXT, key TEXT" : n < 3 ? "" : "title TEXT";
    await run(url(name), [
      `CREATE TABLE tune (id INTEGER PRIMARY KEY${columns === "" ? "" : `, ${columns}`})`,
      "INSERT INTO tune (id) VALUES (1), (2)",
    ]);
  }
  for (const path of ["/v1/namespaces", "/v1/namespaces/", "/v1/namespaces/list", "/v1/diagnostics"]) {
    const answer = await fetch(`${server.admin}${path}`);
    t.notMatch(await answer.text(), /t17/, `${path} tells nobody the names`);
  }
  // The server's folder does.
  const list = join(folder, "tenants.sh");
  writeFileSync(
    list,
    `for name in $(ls ${server.folder}/data/dbs) gone; do echo http://$name.localhost:${server.port}; done`,
  );
  writeFileSync(
    join(folder, "trueup.config.ts"),
    `import { defineConfig } from "trueup";
export default defineConfig({ targets: { tenants: { command: ["sh", "tenants.sh"] } }, default: "tenants" });
`,
  );
  mkdirSync(join(folder, "schema"));
  writeFileSync(join(folder, "schema", "schema.ts"), declarations);
  const trueup = async (...words: readonly string[]) => {
    const { exit, out, err } = await command({ cwd: folder }, ...words);
    return { code: exit, said: out + err };
  };
  const columnsOf = async (name: string) =>
    String(await ask(url(name), "SELECT group_concat(name) FROM pragma_table_info('tune')"));

  const drift = await trueup("drift");
  t.match(drift.said, /51 databases/);
  t.match(drift.said, /gone\.localhost/, "the one that is gone is named");
  const plan = await trueup("plan", "--out", "plans/key.plan.sql");
  t.equal(readdirSync(join(folder, "plans")).length, 2, `one plan for each state: ${plan.said}`);

  const rehearsed = await trueup("rehearse", "plans");
  t.equal(rehearsed.code, 24, rehearsed.said);
  t.match(rehearsed.said, /gone\.localhost/);
  t.notMatch(rehearsed.said, /fleet-no-plan/);
  t.equal(await columnsOf("t7"), "id,title", "nothing was changed");

  const applied = await trueup("apply", "plans", "--canary", "2", "--parallel", "8", "--max-failures", "5");
  t.equal(applied.code, 24, applied.said);
  for (const name of names) t.equal((await columnsOf(name)).split(",").sort().join(), "id,key,title", name);
  t.same(await ask(url("t49"), "SELECT count(*) FROM tune"), [["2"]]);
  t.match((await trueup("drift", "--json")).said, /"unreadable"|gone/);

  const again = await trueup("apply", "plans");
  t.notMatch(again.said, /Applied to t/, "repeating it finds nothing to do");
  const backups = await trueup("backups");
  t.equal(backups.said.match(/before the apply/g)?.length ?? 0, 49, backups.said.slice(0, 2000));

  const [first = ""] = /\S+t7\S*\.db/.exec(backups.said) ?? [];
  const restored = await trueup("restore", first, url("t7"), "--yes");
  t.equal(restored.code, 0, restored.said);
  t.equal(await columnsOf("t7"), "id,title", "and one goes back alone");
  t.equal((await columnsOf("t8")).split(",").length, 3);
});
