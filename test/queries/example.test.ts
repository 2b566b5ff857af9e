import { cpSync, readFileSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import t, { type Test } from "tap";
import { openDatabase } from "../../examples/practice-server/src/database.ts";
import { serve } from "../../examples/practice-server/src/server.ts";
import { built, root, command } from "../cli/run.ts";

t.setTimeout(900_000);
built();

/** The example with its schema, somewhere else, its database as declared. */
async function example(t: Test): Promise<string> {
  const folder = t.testdir({});
  for (const part of ["schema", "examples"]) cpSync(join(root, part), join(folder, part), { recursive: true });
  const cwd = join(folder, "examples", "practice-server");
  writeFileSync(join(cwd, "practice.db"), "");
  t.equal((await command({ cwd }, "apply", "--yes")).exit, 0);
  return cwd;
}

function declare(cwd: string, file: string, from: string | RegExp, to: string): void {
  const path = join(cwd, "../../schema", file);
  const text = readFileSync(path, "utf8");
  if (text.replace(from, to) === text) throw new Error(`nothing to replace: ${from}`);
  writeFileSync(path, text.replace(from, to));
}

t.test("every query of the example compiles on the declarations", async (t) => {
  const { exit, out } = await command({ cwd: join(root, "examples", "practice-server") }, "check", "--json");
  t.equal(exit, 0);
  const { queries, problems } = JSON.parse(out);
  t.same(problems, []);
  t.equal(queries.checked, queries.read);
  t.equal(queries.part, 0);
  t.ok(queries.read >= 10);
});

t.test("and the example works", async (t) => {
  const cwd = await example(t);
  const server = serve(join(cwd, "practice.db"));
  t.teardown(() => server.close());
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    t.equal(answer.status, 200, `${method} ${path}`);
    return (await answer.json()) as { readonly id: number };
  };
  const { id: tune } = await ask("POST", "/tunes", { title: "The Silver Spear", type: "reel" });
  const { id: user } = await ask("POST", "/users", { name: "Máire", email: "maire@example.org" });
  await ask("POST", "/playlists", { user, playlist: "session", tune });
  t.match(await ask("GET", `/practice?user=${user}`), [{ title: "The Silver Spear" }]);
  for (let n = 0; n < 4; n++) await ask("POST", "/played", { user, tune, remembered: false });
  t.match(await ask("GET", `/leeches?user=${user}`), [{ title: "The Silver Spear", lapses: 4 }]);
  t.match(await ask("GET", "/tunes/search?words=spear"), [{ id: tune }]);
  t.match(await ask("GET", "/tunes/from?letter=s"), [{ id: tune }]);
  t.match(await ask("GET", "/tunes?back=1"), [{ id: tune }]);
});

const guide = readFileSync(join(root, "docs/guide/queries.md"), "utf8");

/** The part of a plan that speaks of queries, as the guide shows it. */
async function shown(t: Test, cwd: string, ...flags: string[]): Promise<string> {
  const { out } = await command({ cwd, env: { COLUMNS: "100" } }, "plan", ...flags);
  const [, part = ""] = /^(Queries {4}[^]*?)\n\n/m.exec(out) ?? [];
  t.ok(guide.includes(part) && part !== "", `the guide shows:\n${part}`);
  return part;
}

t.test("a plan that breaks queries, one that makes one scan, one that does neither", async (t) => {
  const breaking = await example(t);
  declare(breaking, "practice.ts", /\n {4}lapses: .*/, "");
  t.match(
    await shown(t, breaking, "--approve", "drop-column:practice.lapses:0"),
    /✗ src\/practice\.ts:21 +no such column: lapses/,
  );

  const scanning = await example(t);
  declare(scanning, "music.ts", /export const tune_by_sort_title = .*/, "");
  const flags = ["--approve", "drop-index:tune_by_sort_title"];
  t.match(
    (await command({ cwd: scanning }, "plan", ...flags, "--json")).out,
    /"scans": \[\]/,
    "a small table may be scanned",
  );
  const db = openDatabase(join(scanning, "practice.db"));
  db.exec(`WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 2000)
    INSERT INTO tune (title, type) SELECT 'Tune ' || x, 'reel' FROM n`);
  db.close();
  t.match(await shown(t, scanning, ...flags), /~ src\/tunes\.ts:24 +scans `tune` \(2,000 rows\) on each run/);

  const safe = await example(t);
  declare(safe, "music.ts", /\n {4}composer: /, "\n    tempo: integer().default(100),$&");
  t.match(await shown(t, safe), /in any order/);
});
