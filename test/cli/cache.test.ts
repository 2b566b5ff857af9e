import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { command, type Ran, root, shell, trueup } from "./run.ts";

const config = `import { defineConfig } from "trueup";
export default defineConfig({ cache: ".trueup/cache", targets: { app: "file:app.db" } });
`;
const schema = `import { integer, table, text } from "trueup";
export const tune = table({ id: integer().primaryKey(), title: text() });
`;

/** A project whose cache is in the project, with a database that is as declared. */
async function project(t: Test, cwd: string): Promise<readonly string[]> {
  mkdirSync(join(cwd, "schema"), { recursive: true });
  writeFileSync(join(cwd, "schema", "tune.ts"), schema);
  writeFileSync(join(cwd, "trueup.config.ts"), config);
  t.equal((await command({ cwd }, "apply", "app", "--create", "--yes")).exit, 0);
  t.equal((await command({ cwd }, "drift")).exit, 0);
  return entries(cwd);
}

const entries = (cwd: string) => readdirSync(join(cwd, ".trueup", "cache")).sort();

t.test("CI can keep the cache: another installation of the same version finds what is in it", async (t) => {
  const folder = t.testdir();
  const [cwd, elsewhere] = [join(folder, "app"), join(folder, "elsewhere")];
  const before = await project(t, cwd);
  t.ok(before.length > 0, "entries are in the folder that the configuration names");

  for (const part of ["bin", "dist", "package.json"])
    cpSync(join(root, part), join(elsewhere, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(elsewhere, "node_modules"));
  const pieces = readdirSync(join(elsewhere, "dist", "cli")).map((name) => join(elsewhere, "dist", "cli", name));
  for (const piece of pieces) utimesSync(piece, 1, 1);
  const drift = shell({ cwd }, `${process.execPath} ${join(elsewhere, "bin", "trueup.js")} drift`);
  t.equal(drift.exit, 0, drift.err);
  t.same(entries(cwd), before, "nothing was read anew");
});

t.test("a damaged entry is ignored and written again", async (t) => {
  const cwd = t.testdir();
  for (const name of await project(t, cwd)) writeFileSync(join(cwd, ".trueup", "cache", name), "{}");
  const drift = await command({ cwd }, "drift");
  t.equal(drift.exit, 0, drift.err);
  t.ok(entries(cwd).some((name) => readFileSync(join(cwd, ".trueup", "cache", name), "utf8").length > 2));
});

t.test("an entry for other declarations is not used", async (t) => {
  const cwd = t.testdir();
  await project(t, cwd);
  writeFileSync(join(cwd, "schema", "tune.ts"), schema.replace("title: text()", "title: text().nullable()"));
  t.equal((await command({ cwd }, "drift")).exit, 2);
});

t.test("another file of rows makes another entry in the place of the one before", async (t) => {
  const cwd = t.testdir();
  const tables = Array.from({ length: 40 }, (_, n) => `export const t${n} = table({ id: integer().primaryKey() });\n`);
  mkdirSync(join(cwd, "schema"));
  writeFileSync(join(cwd, "trueup.config.ts"), config);
  writeFileSync(
    join(cwd, "schema", "tune.ts"),
    `import { integer, rows, rowsFrom, table, text } from "trueup";
export const genre = table({ id: integer().primaryKey(), name: text() });
export const genres = rows(genre, rowsFrom("../genres.csv"));
${tables.join("")}`,
  );
  const names = ["Reel", "Jig", "Reel"];
  for (const name of names) {
    writeFileSync(join(cwd, "genres.csv"), `id,name\n1,${name}\n`);
    for (let n = 0; n < 2; n++) {
      const check = trueup({ cwd }, "check");
      t.equal(check.exit, 0, check.err);
    }
  }
});

t.test("after an edit, what differs is found in parts, and told as ever", async (t) => {
  const cwd = t.testdir();
  mkdirSync(join(cwd, "schema"));
  const write = (n: number, more = "", key = "integer") =>
    writeFileSync(
      join(cwd, "schema", `t${n}.ts`),
      `import { index, integer, table, text } from "trueup";
${n === 0 ? "" : `import { t${n - 1} } from "./t${n - 1}.ts";\n`}export const t${n} = table({
  id: ${key}().primaryKey(), ${n === 0 ? "" : `before: integer().nullable().references(() => t${n - 1}.id), `}name: text()${more}
});
export const i${n} = index(t${n}.name);
`,
    );
  for (let n = 0; n < 12; n++) write(n);
  writeFileSync(join(cwd, "trueup.config.ts"), config);
  t.equal((await command({ cwd }, "apply", "app", "--create", "--yes")).exit, 0);
  t.equal((await command({ cwd }, "drift")).exit, 0);
  const told = ["drift", "--json"] as const;
  const steady = ({ out }: Ran) => out.replace(/"milliseconds": *[0-9]+/, "");
  const same = async (what: string, expected: RegExp) => {
    const inParts = steady(await command({ cwd }, ...told));
    t.match(inParts, expected, what);
    const parts = entries(cwd).some((name) =>
      /"base":\{"key":"[0-9a-f]{64}"/.test(readFileSync(join(cwd, ".trueup", "cache", name), "utf8")),
    );
    t.ok(parts, "the entry is a difference");
    t.equal(steady(trueup({ cwd }, ...told)), inParts, `${what}, from the cache, by a process that knows nothing else`);
    rmSync(join(cwd, ".trueup", "cache"), { recursive: true });
    t.equal(steady(await command({ cwd }, ...told)), inParts, `${what}, without the cache`);
  };
  write(11, ', more: text().default("a")');
  await same("a column is added", /"state": *"drifted"/);
  t.equal((await command({ cwd }, "plan", "app", "--out", "plans/more.plan.sql")).exit, 0);
  write(11, ', more: text().default("b")');
  await same("it is another one", /"state": *"drifted"/);
  write(11, ', more: text().default("a")');
  await same("a plan is waiting", /"state": *"waiting"/);
  write(11, "", "text");
  await same("a rebuild, with the index", /created again/);
  write(11);
  await same("as it was", /"state": *"matches"/);
});
