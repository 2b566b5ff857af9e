import { succeeded } from "../kit/succeeded.ts";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import t, { type Test } from "tap";
import { apply, compare, drift, loadProject, plan, plans, type Project, pull, restore } from "../../src/api.ts";

import { plansText } from "../../src/report/plans/plans-text.ts";
import { plainStyle } from "../../src/report/style.ts";
import { makeDatabase, onFile, temporaryFolder } from "../kit/database.ts";

/** Declared rows from end to end: planned, reviewed as files, applied from a folder, drifted, pulled back. */
const genre = "CREATE TABLE genre (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL)";
const table = "export const genre = table({ id: text().primaryKey(), name: text() });";

function declare(project: Project, rows: string, rest = table): void {
  mkdirSync(join(project.folder, "schema"), { recursive: true });
  const words = 'import { rows, rowsFrom, table, text } from "trueup";';
  writeFileSync(join(project.folder, "schema", "schema.ts"), `${words}\n${rest}\n${rows}\n`);
}

async function projectIn(t: Test, targets: string): Promise<Project> {
  const cwd = temporaryFolder(t);
  const config = `import { defineConfig } from "trueup";\nexport default defineConfig({ targets: ${targets}, default: "one" });\n`;
  writeFileSync(join(cwd, "trueup.config.ts"), config);
  return succeeded(await loadProject({ cwd, env: {} }));
}

function rowsOf(project: Project, file: string): Promise<string> {
  return onFile(join(project.folder, file), (engine) =>
    JSON.stringify(engine.all("SELECT id, name FROM genre ORDER BY id")),
  );
}

t.test("a folder of plans brings any database from where its rows are to the declared ones", async (t) => {
  const project = await projectIn(t, '{ one: "one.db", two: "two.db", new: { url: "new.db", create: true } }');
  for (const file of ["one.db", "two.db"]) await makeDatabase(join(project.folder, file), genre);
  const write = async (rows: string, out: string, rest = table) => {
    declare(project, rows, rest);
    const decisions = [
      { kind: "approve", rule: "overwrite-rows", object: "genre", rows: 1, because: "a test" },
    ] as const;
    const made = await plan(project, { out: `plans/${out}.plan.sql` });
    const planned = succeeded(made);
    if (planned.kind === "database" && planned.comparison.planned.kind === "refused")
      succeeded(await plan(project, { out: `plans/${out}.plan.sql`, decisions }));
    succeeded(await apply(project, { plan: "plans" }));
  };
  await write('rows(genre, [{ id: "irl", name: "Irsh" }]);', "a");
  await write('rows(genre, [{ id: "irl", name: "Irish" }, { id: "sco", name: "Scottish" }]);', "b");
  const wider = table.replace(" });", ", family: text().nullable() });");
  await write('rows(genre, [{ id: "irl", name: "Irish" }, { id: "sco", name: "Scottish" }]);', "c", wider);
  const wanted = '[["irl","Irish"],["sco","Scottish"]]';
  t.equal(await rowsOf(project, "one.db"), wanted);

  /** The states of the drawn folder, and where the database is among them. */
  const drawn = async () => {
    const found = succeeded(await plans(project, { target: "two" }));
    const report = { ...found, name: "plans/", unreadable: [], declared: true };
    const text = plansText({ ...report, shown: ({ file }) => basename(file) }, { width: 80, style: plainStyle });
    return text.split("\n").flatMap((line) => /^ {2}([●○◆]|│ {2}\S+)/.exec(line)?.[1] ?? []);
  };
  t.match(succeeded(await plans(project, { target: "two" })).target?.where, { kind: "behind" });
  t.strictSame(await drawn(), ["●", "│  a.plan.sql", "○", "│  b.plan.sql", "○", "│  c.plan.sql", "◆"]);
  succeeded(await apply(project, { plan: "plans", target: "two" }));
  t.strictSame(await drawn(), ["○", "│  a.plan.sql", "○", "│  b.plan.sql", "○", "│  c.plan.sql", "●"]);
  t.equal(await rowsOf(project, "two.db"), wanted, "the one that is three plans behind");
  t.match(succeeded(await apply(project, { plan: "plans", target: "two" })), { kind: "nothing" });
  succeeded(await apply(project, { plan: "plans", target: "new", create: true } as never));
  t.equal(await rowsOf(project, "new.db"), wanted, "and a new one has its rows as it is created");

  await onFile(join(project.folder, "two.db"), (engine) => engine.exec("DELETE FROM genre WHERE id = 'irl'"));
  const refused = await apply(project, { plan: "plans", target: "two" });
  t.match(
    refused.ok ? [] : refused.problems,
    [{ code: "no-plan-for-base" }],
    "no plan leads from rows that nobody planned for",
  );
  const compared = succeeded(await compare(project, { target: "two" }));
  t.match(compared.planned, { kind: "plan", plan: { items: { length: 4 } } });
});

t.test("a folder that creates a table, and then its rows, is one change on a new database", async (t) => {
  const project = await projectIn(t, '{ one: "one.db", new: { url: "new.db", create: true }, old: "old.db" }');
  await makeDatabase(join(project.folder, "one.db"), genre);
  await makeDatabase(join(project.folder, "old.db"), genre);
  const tag = `${table}\nexport const tag = table({ name: text() });`;
  declare(project, "", tag);
  succeeded(await plan(project, { to: "schema", target: "new", out: "plans/a.plan.sql" }));
  succeeded(await plan(project, { out: "plans/b.plan.sql" }));
  succeeded(await apply(project, { plan: "plans" }));
  declare(project, 'export const genres = rows(genre, [{ id: "irl", name: "Irish" }]);', tag);
  succeeded(await plan(project, { out: "plans/c.plan.sql" }));
  const created = succeeded(await apply(project, { plan: "plans", target: "new" }));
  const names = (found: typeof created) =>
    found.kind === "database" && found.outcome.kind === "applied"
      ? found.outcome.plans.map(({ name }) => basename(name ?? ""))
      : [];
  t.strictSame(names(created), ["a.plan.sql", "c.plan.sql"]);
  t.match(created, { outcome: { created: true, backup: null, undo: null } });
  t.equal(await rowsOf(project, "new.db"), '[["irl","Irish"]]');
  const seal = /--@ seal (\S+)/.exec(readFileSync(join(project.folder, "plans", "b.plan.sql"), "utf8"))?.[1] ?? "";
  const half = await apply(project, { plan: "plans", target: "old", seals: [seal] });
  t.match(half, { ok: false, problems: [{ code: "seal-expected", subject: /c\.plan\.sql$/ }] });
  t.equal(await rowsOf(project, "old.db"), "[]", "rows that nobody approved are not written");
  succeeded(await restore(project, { target: "old", backup: { step: "undo" } }));
  const both = succeeded(await apply(project, { plan: "plans", target: "old" }));
  t.strictSame(
    names(both),
    ["b.plan.sql", "c.plan.sql"],
    "whose rows nobody knows: two changes, and both are reported",
  );
  for (const rows of ["[]", "[]"]) {
    succeeded(await restore(project, { target: "old", backup: { step: "undo" } }));
    t.equal(await rowsOf(project, "old.db"), rows);
  }
  t.match(
    succeeded(await plans(project, { target: "old" })).target?.where,
    { kind: "behind" },
    "undone twice, both are gone",
  );
});

t.test("drift distinguishes the schema from the rows, and pull fetches both", async (t) => {
  const project = await projectIn(t, '{ one: "one.db", all: { glob: "tenants/*.db" } }');
  declare(project, 'rows(genre, [{ id: "irl", name: "Irish" }]);');
  mkdirSync(join(project.folder, "tenants"));
  const irish = "INSERT INTO genre VALUES ('irl', 'Irish');";
  await makeDatabase(join(project.folder, "one.db"), genre, irish);
  await makeDatabase(join(project.folder, "tenants/a.db"), genre, irish);
  await makeDatabase(join(project.folder, "tenants/b.db"), genre);
  await makeDatabase(join(project.folder, "tenants/c.db"), genre, "CREATE TABLE other (id INTEGER PRIMARY KEY);");
  const state = async (...targets: string[]) => succeeded(await drift(project, { targets })).databases;
  t.match(await state("one"), [{ state: "matches" }]);
  t.match(await state("all"), [
    { name: /a\.db/, state: "matches" },
    { name: /b\.db/, state: "drifted", differs: "rows" },
    { name: /c\.db/, state: "drifted", differs: "both" },
  ]);
  t.match(succeeded(await drift(project, { targets: ["all"], rows: false })).databases, [
    { state: "matches" },
    { state: "matches" },
    { state: "drifted" },
  ]);

  await onFile(join(project.folder, "one.db"), (engine) => engine.exec("INSERT INTO genre VALUES ('sco', 'Scottish')"));
  t.match(await state("one"), [{ state: "drifted", differs: "rows", changes: [{ object: "rows" }] }]);
  const pulled = succeeded(await pull(project, { rows: ["genre"] }));
  t.match(pulled.files[0]?.after, '{ id: "sco", name: "Scottish" }');
  t.match(await state("one"), [{ state: "matches" }]);

  const planned = succeeded(await plan(project, { target: "all", out: "plans/all.plan.sql" }));
  t.equal(planned.kind === "fleet" && planned.states.length, 3, "a plan for each state of schema and rows");
});

t.test("a plan counts as applied only as long as its rows exist", async (t) => {
  const project = await projectIn(t, '{ one: "one.db" }');
  declare(project, 'rows(genre, [{ id: "irl", name: "Irish" }]);');
  await makeDatabase(join(project.folder, "one.db"), "");
  succeeded(await plan(project, { target: "one", out: "plans/first.plan.sql" }));
  const again = async () => {
    const done = succeeded(await apply(project, { plan: "plans/first.plan.sql", target: "one" }));
    return done.kind === "database" ? done.outcome.kind : done.kind;
  };
  t.equal(await again(), "applied");
  t.equal(await again(), "already");
  await onFile(join(project.folder, "one.db"), (engine) => engine.exec("UPDATE genre SET name = 'Eire'"));
  t.equal(await again(), "stale", "the schema is as the plan leaves it, and the rows are not");
});
