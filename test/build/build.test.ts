import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Libsql from "libsql";
import t from "tap";
import { fingerprint } from "../../src/model/fingerprint.ts";
import type { Decision } from "../../src/plan/plan.ts";
import type { Bundle } from "../../src/start/bundle.ts";
import type { StartEvent } from "../../src/start/start.ts";
import { convergeSync } from "../../src/start/sync.ts";
import { build } from "../../src/work/build/build.ts";
import { apply } from "../../src/work/change/apply.ts";
import { plan } from "../../src/work/planning/plan.ts";
import { makeDatabase, onFile, schemaOf, temporaryFolder, withSnapshot } from "../kit/database.ts";
import { built, projectAt, refusals, repository } from "./kit.ts";

/** A column is renamed, another one is dropped, a table is added; and what was SQL is now TypeScript. */
const releases = {
  "v1.0.0": {
    "trueup.config.ts": `export default { schema: "schema" };`,
    "schema/all.sql": "CREATE TABLE users (id INTEGER PRIMARY KEY, full_name TEXT, nickname TEXT);",
  },
  "v1.1.0-beta.1": {
    "schema/all.sql": `CREATE TABLE users (id INTEGER PRIMARY KEY, full_name TEXT, nickname TEXT);
      CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT);`,
  },
  "v1.1.0": {
    "schema/all.sql": `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, nickname TEXT);
      CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT, user_id INTEGER);`,
  },
  "v1.1.1": {},
};

const now = {
  "schema/all.ts": `import { integer, table, text } from "trueup";
export const users = table("users", { id: integer().primaryKey(), name: text().nullable().was("full_name") });
export const notes = table("notes", {
  id: integer().primaryKey(),
  body: text().nullable(),
  user_id: integer().nullable().references(() => users.id),
});`,
};

const decided = {
  decisions: [
    { kind: "approve", rule: "drop-column", object: "users.nickname", rows: Number.POSITIVE_INFINITY, because: null },
  ],
  refuse: ["references:notes.user_id"],
} as const;

t.test("every release and the empty database have a plan straight to the declarations", async (t) => {
  const bundle = await built(repository(t, releases, now), { ...decided, release: "v1.2.0" });
  t.strictSame(
    bundle.bases.map(({ releases }) => releases),
    [["v1.0.0"], ["v1.1.0-beta.1"], ["v1.1.0", "v1.1.1"]],
    "oldest first, a beta before its release, and two releases with one schema are one",
  );
  t.strictSame(bundle.target.releases, ["v1.2.0"]);
  t.equal(bundle.plans.length, 4);
  for (const base of [null, ...bundle.bases]) {
    const from = base?.releases[0] ?? "nothing";
    for (const [name, apply] of Object.entries(appliers)) {
      const path = join(temporaryFolder(t), "app.db");
      await makeDatabase(
        path,
        ...(base === null ? [] : base.objects.map(({ texts }) => `${texts[0]};`)),
        rowsFor(base),
      );
      if (apply(path, bundle, base?.fingerprint ?? emptyFingerprint) === "not here") continue;
      await withSnapshot(path, async (_snapshot, live) => {
        t.equal(fingerprint(live), bundle.target.fingerprint, `${name}, from ${from}`);
      });
      await onFile(path, (engine) => {
        for (const { type, name, texts } of bundle.target.objects) {
          const [[text] = []] = engine.all("SELECT sql FROM sqlite_schema WHERE type = ? AND name = ?", [type, name]);
          t.ok(texts.includes(String(text)), `the text of ${name} is known`);
        }
        if (base !== null) t.strictSame(engine.all("SELECT name FROM users"), [["Ada"]], "what was renamed is kept");
      });
    }
  }
});

t.test("a folder of plans, and fingerprints, name the releases that they lead through", async (t) => {
  const folder = temporaryFolder(t);
  const schema = (body: string) => `CREATE TABLE list (id INTEGER PRIMARY KEY);
CREATE TABLE item (id INTEGER PRIMARY KEY, list INTEGER REFERENCES list (id) ON DELETE CASCADE, ${body});`;
  writeFileSync(join(folder, "trueup.config.ts"), `export default { schema: "schema.sql", plans: "plans" };`);
  await makeDatabase(join(folder, "dev.db"), schema("body TEXT"));
  const planned = async (name: string, body: string) => {
    writeFileSync(join(folder, "schema.sql"), schema(body));
    const project = await projectAt(folder);
    const made = await plan(project, { target: "file:dev.db", out: join(folder, "plans", `${name}.plan.sql`) });
    if (!made.ok) throw new Error(made.problems[0]?.message);
    const done = await apply(project, { plan: join(folder, "plans", `${name}.plan.sql`), target: "file:dev.db" });
    if (!done.ok) throw new Error(done.problems[0]?.message);
  };
  await planned("done", "body TEXT, done INTEGER");
  await planned("due", "body TEXT, done INTEGER, due TEXT");
  const bundle = await built(folder, { bases: ["plans"] });
  t.equal(bundle.bases.length, 2);
  t.strictSame(
    bundle.bases.map(({ releases }) => releases),
    bundle.bases.map(({ fingerprint }) => [fingerprint.slice(0, 12)]),
  );
  t.equal(bundle.plans.length, 3, "and the empty database");
  const [first = ""] = bundle.bases.map(({ fingerprint }) => fingerprint);
  t.match(await built(folder, { bases: [`v1.0.0=${first}`] }), {
    bases: [{ releases: ["v1.0.0"], fingerprint: first }],
  });
  t.match(await built(folder, { bases: [first.slice(0, 16)] }), { bases: [{ releases: [first.slice(0, 12)] }] });
  for (const wrong of ["fp1:0000", "fp1:"])
    t.match(await refusals(folder, { bases: [wrong] }), [{ code: "base-unknown", subject: wrong }], wrong);
  // The plan to these declarations was not written: what the others quote is incomplete.
  writeFileSync(join(folder, "schema.sql"), schema("text TEXT, done INTEGER"));
  t.match(await refusals(folder, { bases: ["plans"] }), [
    { code: "base-unknown", subject: "plans", evidence: [/^fp1:/, /^fp1:/, /^fp1:/] },
  ]);
});

const emptyFingerprint = fingerprint(schemaOf());

function rowsFor(base: Bundle["bases"][number] | null): string {
  if (base === null) return "";
  const column = base.objects.some(({ texts }) => texts[0]?.includes("full_name")) ? "full_name" : "name";
  return `INSERT INTO users (id, ${column}, nickname) VALUES (1, 'Ada', 'A');`;
}

/** The runtime on libSQL, and SQLite's own shell, which knows only the plain statements. */
const appliers: Readonly<Record<string, (path: string, bundle: Bundle, from: string) => "applied" | "not here">> = {
  "trueup/start": (path, bundle) => {
    const db = new Libsql(path);
    try {
      convergeSync(db, bundle);
    } finally {
      db.close();
    }
    return "applied";
  },
  sqlite3: (path, { plans }, from) => {
    const items = plans.find((plan) => plan.from === from)?.items ?? [];
    const steps = items.flatMap((item) => (item.kind === "step" ? [`${item.sql};`] : []));
    const script = ["PRAGMA foreign_keys = OFF;", "BEGIN;", ...steps, "COMMIT;"].join("\n");
    const ran = spawnSync("sqlite3", ["-batch", "-bail", "-init", "/dev/null", path], {
      input: script,
      encoding: "utf8",
    });
    if (ran.error !== undefined) return "not here";
    if (ran.status !== 0) throw new Error(ran.stderr);
    return "applied";
  },
};

t.test("if the releases were installed one after the other, their texts are known as well", async (t) => {
  const schemas = ["", ", b TEXT", ", b TEXT, c TEXT", ", c TEXT, d TEXT", ", e TEXT, c TEXT, d TEXT"].map((more) => ({
    "trueup.config.ts": `export default { schema: "schema.sql" };`,
    "schema.sql": `CREATE TABLE t (id INTEGER PRIMARY KEY${more});`,
  }));
  const drop = { kind: "approve", rule: "drop-column", object: "t.b", rows: Number.POSITIVE_INFINITY, because: null };
  const path = join(temporaryFolder(t), "app.db");
  const db = new Libsql(path);
  t.teardown(() => db.close());
  for (const [n, files] of schemas.entries()) {
    const before = Object.fromEntries(schemas.slice(0, n).map((each, at) => [`v1.${at}.0`, each]));
    const folder = repository(t, before, files);
    const bundle = await built(folder, {
      bases: n === 0 ? [] : ["v*"],
      decisions: n === 3 || n === 4 ? [drop as Decision] : [],
    });
    convergeSync(db, bundle);
    const [text] = db.prepare("SELECT sql FROM sqlite_schema WHERE name = 't'").raw(true).get() as [string];
    t.ok(bundle.target.objects[0]?.texts.includes(text), text);
  }
});

t.test("the same input gives the same bytes, and --check compares with them", async (t) => {
  const folder = repository(t, releases, now);
  const project = await projectAt(folder);
  for (const out of ["a.ts", "a.js", "a.json"]) {
    const options = { ...decided, out, bases: ["v*"] };
    const first = await build(project, options);
    t.equal(first.ok && first.value.state, "written");
    const text = readFileSync(join(folder, out), "utf8");
    const again = await build(project, { ...options, out: `other-${out}` });
    t.ok(again.ok);
    t.equal(readFileSync(join(folder, `other-${out}`), "utf8"), text, `${out} once more`);
    const checked = await build(project, { ...options, check: true });
    t.equal(checked.ok && checked.value.state, "unchanged");
    writeFileSync(join(folder, out), `${text}\n`);
    const edited = await build(project, { ...options, check: true });
    t.equal(edited.ok && edited.value.state, "differs", "edited");
    t.equal(readFileSync(join(folder, out), "utf8"), `${text}\n`, "and nothing is written");
  }
});

t.test("what rows on other machines may break has to be answered, once for all bases", async (t) => {
  const folder = repository(t, releases, now);
  const problems = await refusals(folder);
  t.strictSame(
    problems.map(({ code, subject }) => `${code} ${subject}`),
    ["approval-needed users.nickname", "rows-elsewhere notes.user_id"],
  );
  t.match(problems[0]?.help.at(-1), /--approve drop-column:users.nickname:any/, "a drop without a bound");
  t.match(problems[0]?.evidence?.[0], /from v1.0.0, v1.1.0-beta.1, v1.1.0/, "which bases ask");
  t.match(problems[1]?.evidence?.[0], /from v1.1.0, v1.1.1/);
  const bounded = [{ ...decided.decisions[0], rows: 1000 }];
  const [small] = await refusals(folder, { ...decided, decisions: bounded });
  t.equal(small?.code, "approval-too-small", "a number is no answer for rows that nobody can count");
  const [unused] = await refusals(folder, { ...decided, refuse: [...decided.refuse, "unique:users.name"] });
  t.match(unused, { code: "decision-unused", subject: "refuse unique:users.name" });
});

t.test("decisions in the configuration", async (t) => {
  const settings = `build: {
    out: "src/bundle.ts",
    bases: "v*",
    approve: ["drop-column:users.nickname:any"],
    repair: { "references:notes.user_id": "UPDATE notes SET user_id = NULL WHERE user_id NOT IN (SELECT id FROM users)" },
  }`;
  const folder = repository(t, releases, {
    ...now,
    "trueup.config.ts": `export default { schema: "schema", ${settings} };`,
  });
  const result = await build(await projectAt(folder));
  t.ok(result.ok && result.value.file === "src/bundle.ts");
  const bundle = result.ok ? result.value.bundle : null;
  const from = bundle?.bases.at(-1)?.fingerprint;
  const items = bundle?.plans.find((plan) => plan.from === from)?.items ?? [];
  t.match(items[0], { kind: "step", step: "data", sql: /^UPDATE notes/ }, "a repair comes first");
  t.match(items[1], { kind: "check", check: "references", expect: { kind: "equal", value: 0 } }, "and then the check");
});

t.test("an engine that can change a column in place has its own plan, and uses it", async (t) => {
  const schema = (email: string) => ({
    "trueup.config.ts": `export default { schema: "schema.sql" };`,
    "schema.sql": `CREATE TABLE users (id INTEGER PRIMARY KEY, ${email}); CREATE TABLE notes (body TEXT);`,
  });
  const folder = repository(t, { "v1.0.0": schema("email TEXT") }, schema("email TEXT NOT NULL"));
  const bundle = await built(folder, { engines: ["plain", "libsql"], refuse: ["not-null:users.email"] });
  const from = bundle.bases[0]?.fingerprint;
  const kinds = bundle.plans.filter((plan) => plan.from === from).map(({ engine, rewrites }) => ({ engine, rewrites }));
  t.strictSame(kinds, [
    { engine: "plain", rewrites: true },
    { engine: "libsql", rewrites: false },
  ]);
  t.equal(bundle.plans.filter((plan) => plan.from !== from).length, 1, "where both are the same there is one");
  const db = new Libsql(":memory:");
  t.teardown(() => db.close());
  db.exec(bundle.bases[0]?.objects.map(({ texts }) => texts[0]).join(";") ?? "");
  db.exec("INSERT INTO users VALUES (1, NULL)");
  t.throws(() => convergeSync(db, bundle), { code: "rows" }, "the rule that was answered stops it");
  db.exec("DELETE FROM users; INSERT INTO users VALUES (1, 'a')");
  const steps: string[] = [];
  const onEvent = (event: StartEvent) => event.kind === "step" && steps.push(event.name);
  t.match(convergeSync(db, bundle, { onEvent }), { state: "applied" });
  t.ok(
    steps.some((name) => name.startsWith("alter-column")),
    steps.join(),
  );
});

t.test("what another tool's declarations cannot express can be set in the configuration as well", async (t) => {
  const drizzle = (columns: string) => ({
    "trueup.config.ts": `export default { schema: "schema.ts" };`,
    "schema.ts": `import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
      export const users = sqliteTable("users", { id: integer("id").primaryKey(), ${columns} });`,
  });
  const settings = `build: {
    out: "bundle.json", bases: "v*", release: "v1.1.0",
    rename: ["users.full_name:users.name"], fill: { "users.email": "''" }, approve: ["drop-index:*:2"],
  }`;
  const folder = repository(
    t,
    {
      "v1.0.0": drizzle(`full_name: text("full_name"), a: integer("a")`),
      "v1.0.1": { "schema.ts": drizzle(`full_name: text("full_name"), a: integer("a").unique()`)["schema.ts"] },
    },
    {
      ...drizzle(`name: text("name"), a: integer("a"), email: text("email").notNull()`),
      "trueup.config.ts": `export default { schema: "schema.ts", ${settings} };`,
    },
  );
  const result = await build(await projectAt(folder));
  if (!result.ok) t.fail(result.problems.map(({ message }) => message).join());
  else t.match(result.value.bundle, { release: "v1.1.0", bases: [{ releases: ["v1.0.0"] }, { releases: ["v1.0.1"] }] });
});

t.test("what another tool spelled in its own way is known if such a database is given as well", async (t) => {
  const schema = (more: string) => ({
    "trueup.config.ts": `export default { schema: "schema.ts" };`,
    "schema.ts": `import { integer, table, text } from "trueup";
      export const user = table("user", { id: integer().primaryKey(), name: text()${more} });`,
  });
  for (const more of ["", ", icon: text().nullable()"]) {
    const folder = repository(t, { "v1.0.0": schema("") }, schema(more));
    const db = new Libsql(join(folder, "old.db"));
    t.teardown(() => db.close());
    db.exec("CREATE TABLE `user` (\n\t`id` integer PRIMARY KEY NOT NULL,\n\t`name` text NOT NULL\n);");
    const bundle = await built(folder, { bases: ["v*", "v1.0.0=old.db"], release: "v1.1.0" });
    t.match(convergeSync(db, bundle), { state: more === "" ? "unchanged" : "applied" });
    const [text] = db.prepare("SELECT sql FROM sqlite_schema").raw(true).get() as [string];
    t.ok(bundle.target.objects[0]?.texts.includes(text), text);
  }
});

t.test("the declarations of a tag may be Prisma's", async (t) => {
  const prisma = (fields: string) => ({
    "trueup.config.ts": `export default { schema: "schema.prisma" };`,
    "schema.prisma": `datasource db {\n  provider = "sqlite"\n  url = "file:app.db"\n}
model User {\n  id Int @id @default(autoincrement())\n  email String @unique\n${fields}}\n`,
  });
  const folder = repository(
    t,
    { "v1.0.0": prisma(""), "v1.1.0": prisma("  name String?\n") },
    prisma("  bio String?\n"),
  );
  const drop = { ...dropY, object: "User.name" };
  const bundle = await built(folder, { decisions: [drop] });
  t.strictSame(
    bundle.bases.map(({ releases }) => releases),
    [["v1.0.0"], ["v1.1.0"]],
  );
});

t.test("what only the application can compute is left to it", async (t) => {
  const config = { "trueup.config.ts": `export default { schema: "schema.sql", functions: ["slug"] };` };
  const tune = "CREATE TABLE tune (id INTEGER PRIMARY KEY);";
  const folder = repository(
    t,
    { "v1.0.0": { ...config, "schema.sql": tune } },
    { "schema.sql": `${tune} CREATE TABLE page (name TEXT CHECK (name = slug(name)));` },
  );
  t.match(await refusals(folder), [{ code: "only-in-application", help: [/after it has converged/, /or declare it/] }]);
});

t.test("a repair is for the bases that have the column", async (t) => {
  const schema = (columns: string) => ({
    "trueup.config.ts": `export default { schema: "schema.sql" };`,
    "schema.sql": `CREATE TABLE tune (id INTEGER PRIMARY KEY${columns});`,
  });
  const folder = repository(
    t,
    { "v1.0.0": schema(""), "v1.1.0": schema(", tempo INTEGER NOT NULL DEFAULT 60") },
    schema(", tempo INTEGER NOT NULL DEFAULT 60 CONSTRAINT playable CHECK (tempo > 20)"),
  );
  const repair = ["check:tune.playable=UPDATE tune SET tempo = 60 WHERE tempo <= 20"];
  const { plans, bases } = await built(folder, { repair });
  const repairs = bases.map(({ fingerprint }) =>
    plans.find(({ from }) => from === fingerprint)?.items.some(({ note }) => note?.startsWith("repair ") === true),
  );
  t.strictSame(repairs, [false, true], "a new column is 60 in every row");
});

t.test("a module loads where its project says what modules are", async (t) => {
  for (const [type, file] of [
    ["module", "a.js"],
    ["commonjs", "a.js"],
    ["commonjs", "a.mjs"],
    ["module", "a.cjs"],
  ] as const) {
    const folder = repository(t, releases, { ...now, "package.json": `{ "type": "${type}" }` });
    await built(folder, { ...decided, out: file });
    const program = `import(${JSON.stringify(join(folder, file))}).then(({ bundle }) => console.log(bundle.format))`;
    // As with the oldest Node: the kind of a file follows from its name and its project alone.
    const { stdout, stderr } = spawnSync(process.execPath, ["--no-experimental-detect-module", "-e", program], {
      encoding: "utf8",
    });
    t.equal(stdout, "1\n", `${file} of a ${type}: ${stderr}`);
  }
});

t.test("a missing base is reported", async (t) => {
  const folder = repository(t, releases, now);
  const [none] = await refusals(folder, { bases: ["release-*"] });
  t.match(none, { code: "base-unknown", subject: "release-*", help: [/git tag/, /in CI/, /before the first release/] });
  t.match(await refusals(folder, { oldest: "v9.0.0" }), [{ code: "base-unknown" }]);
  const moved = repository(
    t,
    { "v1.0.0": { "db/schema.sql": "CREATE TABLE a (x);" } },
    { "schema.sql": "CREATE TABLE a (x);", "trueup.config.ts": `export default { schema: "schema.sql" };` },
  );
  const [problem] = await refusals(moved);
  t.match(problem, {
    message: "v1.0.0 has no declarations at schema.sql",
    evidence: ["in v1.0.0 there is db/schema.sql"],
  });
  t.match(problem?.help[0], /--bases v1.0.0=/);
  writeFileSync(join(moved, "v1.sql"), "CREATE TABLE a (x, y);");
  const bundle = await built(moved, { bases: ["v1.0.0=v1.sql"], decisions: [dropY] });
  t.strictSame(
    bundle.bases.map(({ releases }) => releases),
    [["v1.0.0"]],
    "given as a file",
  );
});

const dropY = {
  kind: "approve",
  rule: "drop-column",
  object: "a.y",
  rows: Number.POSITIVE_INFINITY,
  because: null,
} as const;
