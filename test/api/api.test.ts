import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { built, root } from "../cli/run.ts";
import { makeDatabase } from "../kit/database.ts";

t.setTimeout(900_000);
built();

const page = readFileSync(join(root, "docs/reference/api.md"), "utf8");

/** The example on the page, and the output that the page shows. */
const example = /^```ts\n([\s\S]*?)^```/m.exec(page)?.[1] ?? "";
const printed = /^```text\n([\s\S]*?)^```/m.exec(page)?.[1] ?? "";

const config = `import { defineConfig } from "trueup";
export default defineConfig({ targets: { dev: "file:app.db" }, default: "dev" });
`;
const schema = `import { integer, table, text } from "trueup";
export const tune = table({ id: integer().primaryKey(), title: text() });
`;
const database = `
  CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
  CREATE TABLE old_sessions (id INTEGER PRIMARY KEY, token TEXT);
  INSERT INTO tune VALUES (1, 'The Silver Spear');
  INSERT INTO old_sessions VALUES (1, 'a'), (2, 'b');
`;

const refusals = `
import { apply, compare, loadProject } from "trueup/api";
const nowhere = await loadProject({ cwd: "/nowhere", env: {} });
const project = await loadProject({ cwd: process.cwd(), env: process.env });
if (!project.ok) throw new Error("no project");
const unknown = await compare(project.value, { target: "prdo" });
const found = await compare(project.value);
if (!found.ok) throw new Error("not compared");
const unasked = await apply(project.value, { plan: found.value });
const noFile = await apply(project.value, { plan: "plans/none.plan.sql" });
const codes = [nowhere, unknown, unasked, noFile].map((each) => each.ok ? "ok" : each.problems.map(({ code }) => code));
console.log(JSON.stringify(codes));
`;

const agreed = `
import { apply, compare, drift, loadProject, readDecisions } from "trueup/api";
const project = await loadProject({ cwd: process.cwd(), env: process.env });
if (!project.ok) throw new Error("no project");
const decisions = readDecisions(["--approve", "drop-table:old_sessions:2"]);
if (!decisions.ok) throw new Error("no decisions");
const asked: string[] = [];
const answered = await compare(project.value, {
  answer: async (problems) => {
    asked.push(...problems.map(({ code }) => code));
    return decisions.value;
  },
});
if (!answered.ok) throw new Error("not compared");
const plan = answered.value;
const unasked = await apply(project.value, { plan });
const yes = await apply(project.value, { plan, yes: true });
const no = await apply(project.value, { plan, agree: async () => false });
const agreed = await apply(project.value, { plan, agree: async ({ target }) => target === "dev" });
const again = await apply(project.value, { plan, agree: async () => true });
const after = await drift(project.value);
const code = (each: typeof yes) => (each.ok ? each.value.kind : each.problems[0]?.code);
const ended = (each: typeof yes) => (each.ok && each.value.kind === "database" ? each.value.outcome.kind : "");
console.log(JSON.stringify([
  asked, code(unasked), code(yes), code(no), ended(agreed), ended(again), after.ok && after.value.databases[0]?.state,
]));
`;

/** A project in which the published package is installed. */
async function project(folder: string): Promise<string> {
  // Without scripts: they would build what is already built.
  execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder], { cwd: root });
  const packed = readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "";
  const app = join(folder, "app");
  mkdirSync(join(app, "schema"), { recursive: true });
  writeFileSync(join(app, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(app, "trueup.config.ts"), config);
  writeFileSync(join(app, "schema", "schema.ts"), schema);
  const modules = join(app, "node_modules");
  mkdirSync(join(modules, "trueup"), { recursive: true });
  mkdirSync(join(modules, "@libsql"));
  execFileSync("tar", ["-xzf", join(folder, packed), "--strip-components=1", "-C", join(modules, "trueup")]);
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const name of Object.keys(dependencies)) symlinkSync(join(root, "node_modules", name), join(modules, name));
  await makeDatabase(join(app, "app.db"), database);
  return app;
}

/** As strict as TypeScript can be; the package's own declarations are checked too. */
const strict = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--skipLibCheck", "false"];

function compiled(app: string, scripts: Readonly<Record<string, string>>): string {
  const files = Object.entries(scripts).map(([name, text]) => {
    writeFileSync(join(app, `${name}.ts`), text);
    return `${name}.ts`;
  });
  const types = ["--types", "node", "--typeRoots", join(root, "node_modules", "@types")];
  const how = ["--target", "es2023", "--lib", "es2023", "--module", "nodenext", ...types, ...strict];
  const args = [join(root, "node_modules/typescript-native/bin/tsc"), "--ignoreConfig", ...how, ...files];
  return spawnSync(process.execPath, args, { cwd: app, encoding: "utf8" }).stdout;
}

function ran(app: string, name: string) {
  const env = { PATH: process.env.PATH ?? "", HOME: app };
  return spawnSync(process.execPath, [`${name}.js`], { cwd: app, encoding: "utf8", env });
}

t.test("a script does what the command line does", async (t) => {
  const app = await project(t.testdir({}));
  t.equal(compiled(app, { example, refusals, agreed }), "", "the types hold under --strict");

  await t.test("the example of the documentation, exactly as it is there", async (t) => {
    const { stdout, stderr, status } = ran(app, "example");
    t.equal(stdout.replace(/\d+ bytes/, "8192 bytes"), printed);
    t.equal(stderr, "");
    t.equal(status, 0);
  });

  await t.test("what cannot be done comes back as problems, and nothing is printed", async (t) => {
    const { stdout, stderr } = ran(app, "refusals");
    t.strictSame(JSON.parse(stdout), [["path-unusable"], ["unknown-target"], ["approval-needed"], ["path-unusable"]]);
    t.equal(stderr, "");
  });

  await t.test("a comparison is applied only with consent", async (t) => {
    const { stdout, stderr } = ran(app, "agreed");
    t.strictSame(JSON.parse(stdout), [
      ["approval-needed"],
      "no-terminal",
      "destroys-unasked",
      "declined",
      "applied",
      "already",
      "matches",
    ]);
    t.equal(stderr, "");
  });
});

t.test("the page names every function", async (t) => {
  const exported = await import(join(root, "dist/cli/api.js"));
  for (const name of Object.keys(exported)) t.match(page, new RegExp(`^\\| \`${name}\\b`, "m"), name);
});
