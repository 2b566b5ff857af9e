import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { built } from "../cli/run.ts";
import { onFile } from "../kit/database.ts";
import { schema, served } from "./fixture.ts";

t.before(built);
t.setTimeout(900_000);

const edited = schema.replace("  title: text(),\n", "  title: text(),\n  tempo: integer().default(100),\n");

t.test("what the server offers: tools with types on both sides, and resources", async (t) => {
  const { client } = await served(t);
  const { tools } = await client.listTools();
  const names = [
    "check",
    "plan",
    "explain",
    "show",
    "drift",
    "diff",
    "rehearse",
    "schema",
    "rename",
    "pull",
    "queries",
  ];
  t.strictSame(
    tools.map(({ name }) => name),
    [...names, "apply"],
  );
  for (const { name, description, inputSchema, outputSchema, annotations } of tools) {
    t.ok(description, name);
    t.equal(inputSchema.type, "object", name);
    t.ok(Object.keys(outputSchema?.properties ?? {}).includes("exit"), `${name} says what --json says`);
    t.equal(annotations?.destructiveHint, name === "apply", name);
  }
  t.match(client.getInstructions(), "show the plan to the person");
  const { resources } = await client.listResources();
  t.strictSame(resources.map(({ uri }) => uri).sort(), ["trueup://codes", "trueup://vocabulary"]);
  const read = async (uri: string) => {
    const [first] = (await client.readResource({ uri })).contents;
    return first !== undefined && "text" in first ? first.text : "";
  };
  t.match(await read("trueup://vocabulary"), "primaryKey");
  t.match(await read("trueup://codes"), "`drop-table`");
  t.match(await read("trueup://codes/drop-table"), /^# drop-table: /);
  await t.rejects(read("trueup://codes/__proto__"));
});

t.test("a whole change on the database for development, stopped before production", async (t) => {
  const { cwd, call } = await served(t);
  t.match((await call("check")).document, { exit: 0, tables: 2 });
  t.match((await call("drift")).document, { exit: 0, counts: { matching: 1 } });
  // The session table goes, and a column comes.
  writeFileSync(join(cwd, "schema", "schema.ts"), edited.replace(/\nexport const session[\s\S]*$/, ""));
  const open = await call("plan", { target: "prod" });
  t.match(open.document, {
    exit: 21,
    outcome: "refused",
    decisions: [{ code: "approval-needed", subject: "session" }],
  });
  const approve = [{ what: "drop-table:session:3", because: "sessions are in Redis now" }];
  const plan = "plans/session.plan.sql";
  const planned = await call("plan", { target: "dev", out: plan, approve });
  t.match(planned.document, { exit: 0, outcome: "plan", file: plan });
  t.match((await call("show", { plan })).document, { exit: 0, name: plan, seal: planned.document.seal });
  t.match((await call("rehearse", { plan, target: "prod" })).document, { exit: 0 });
  t.match((await call("apply", { target: "dev" })).text, "approval-needed", "without a plan file nothing is destroyed");
  const prod = await call("apply", { target: "prod", plan });
  t.ok(prod.failed);
  t.match(prod.text, /Invalid|expected/i, "prod is not among its targets");
  t.match((await call("apply", { target: "dev", plan })).document, { exit: 0, kind: "applied" });
  t.match((await call("drift", { target: "prod" })).document, { exit: 2, counts: { waiting: 1 } });
  const rows = await onFile(join(cwd, "prod.db"), (engine) => engine.all("SELECT count(*) FROM session"));
  t.strictSame(rows, [[3]]);
  t.notOk(existsSync(join(cwd, "backups", "prod")));
});

t.test("a configuration that is edited while the server runs adds nothing", async (t) => {
  const { cwd, call } = await served(t);
  const file = join(cwd, "trueup.config.ts");
  writeFileSync(file, readFileSync(file, "utf8").replace("confirm: true", "dev: true"));
  const refused = await call("apply", { target: "prod" });
  t.ok(refused.failed);
  writeFileSync(file, readFileSync(file, "utf8").replace('"file:app.db", dev: true', '"file:app.db"'));
  t.match(await call("apply", { target: "dev" }), { failed: true, text: /does not have dev: true/ });
  writeFileSync(file, readFileSync(file, "utf8").replace('"file:app.db"', '"file:prod.db", dev: true'));
  t.match(await call("apply", { target: "dev" }), { failed: true, text: /is another database than when/ });
  writeFileSync(file, "export default {");
  t.match(await call("drift"), { failed: true, text: /"code":"syntax/ });
});

t.test("the configuration that the server was started with is that of each command", async (t) => {
  const other = `export default { targets: { dev: { url: "file:app.db", dev: true } }, default: "dev" };\n`;
  const configuration = `export default { targets: { dev: "file:prod.db" }, default: "dev" };\n`;
  const { cwd, call } = await served(t, { args: ["--config", "other.config.ts"], other, configuration });
  writeFileSync(join(cwd, "schema", "schema.ts"), edited);
  t.match((await call("apply", { target: "dev" })).document, { exit: 0, kind: "applied" });
  const columns = (name: string) =>
    onFile(join(cwd, name), (engine) => engine.all("SELECT count(*) FROM pragma_table_info('tune')"));
  t.notSame(await columns("app.db"), await columns("prod.db"), "prod.db, the dev of the other file, is as it was");
});

t.test("without a development target there is no tool that applies", async (t) => {
  const { client } = await served(t, { configuration: 'export default { targets: { prod: "file:prod.db" } };\n' });
  const { tools } = await client.listTools();
  t.notOk(tools.some(({ name }) => name === "apply"));
});

t.test("paths stay inside the project, wherever links lead", async (t) => {
  const { cwd, call } = await served(t);
  const other = t.testdir({ "other.plan.sql": "--@ plan 1\n", schema: { "schema.ts": schema } });
  symlinkSync(other, join(cwd, "link"));
  const outside = /outside of the project/;
  for (const plan of ["../x.plan.sql", "/etc/x.plan.sql", "link/other.plan.sql", "plans/../../x.plan.sql"])
    t.match(await call("show", { plan }), { failed: true, text: outside }, plan);
  t.match(await call("plan", { out: "link/new.plan.sql" }), { failed: true, text: outside });
  t.match(await call("diff", { from: "link/schema", to: "empty" }), { failed: true, text: outside });
  t.match(await call("schema", { state: join(other, "schema") }), { failed: true, text: outside });
  t.match(await call("drift", { target: "libsql://example.org" }), { failed: true });
  t.match(await call("drift", { target: "--json" }), { failed: true, text: /not a path/ });
  t.match(await call("plan", { out: "trueup.config.ts" }), { failed: true, text: /not the name of a plan file/ });
  t.match(await call("diff", { from: "git:--output=x", to: "empty" }), { failed: true });
  t.strictSame(readdirSync(other).sort(), ["other.plan.sql", "schema"]);
});

t.test("secrets never leave, and values of rows only if a person allowed it", async (t) => {
  const needing = schema
    .replace("who: text(),", "who: text(),\n  age: integer().check(sql`length(who) < 5`).fill(sql`1`),")
    .replace("text }", "sql, text }");
  const quiet = await served(t, { declarations: needing });
  const silent = await quiet.call("plan", { target: "prod" });
  t.equal(silent.document.outcome, "refused");
  t.notMatch(silent.text, /cleopatra/);
  writeFileSync(
    join(quiet.cwd, "schema", "schema.ts"),
    `${schema}// very-secret-token\nexport const x = table({ "very-secret-token": text() });\n`,
  );
  const shown = await quiet.call("schema");
  t.match(shown.text, "•••");
  t.notMatch(shown.text, "very-secret-token");
  writeFileSync(
    join(quiet.cwd, "schema", "schema.ts"),
    `${schema.replace("integer, ", "integer, rows, ")}rows(session, [{ id: 1, who: "declared" }]);\n`,
  );
  for (const [name, given] of [
    ["plan", {}],
    ["drift", {}],
    ["diff", { from: "dev", to: "schema" }],
    ["diff", { from: "schema", to: "dev" }],
  ] as const) {
    const { text } = await quiet.call(name, given);
    t.match(text, "declared");
    t.notMatch(text, /ann|ben|cleopatra/, "no row that only the database has");
  }
  const loud = await served(t, { declarations: needing, args: ["--values"] });
  t.match((await loud.call("plan", { target: "prod" })).text, /cleopatra/);
});

t.test("two requests at once are answered, and an invalid one does no harm", async (t) => {
  const { call, client } = await served(t);
  const all = await Promise.all([
    call("check"),
    call("drift", { target: "prod" }),
    call("schema"),
    call("explain", { code: "drop-table" }),
  ]);
  for (const { failed } of all) t.notOk(failed);
  t.match(await call("explain", { code: "no-such-code" }), { failed: true, text: /unknown-code/ });
  t.match(await call("show", { plan: 5 }), { failed: true });
  await t.rejects(
    client.callTool({ name: "drop_everything" }).then((result) => {
      if (result.isError === true) throw new Error("refused");
    }),
  );
  t.notOk((await call("check")).failed);
});

t.test("a huge schema is cut, says so, and can be read in parts", async (t) => {
  const many = Array.from(
    { length: 1500 },
    (_, n) => `export const table_${n} = table({ id: integer().primaryKey(), some_text: text() });`,
  );
  const { call } = await served(t, {
    declarations: `import { integer, table, text } from "trueup";\n${many.join("\n")}\n`,
  });
  const whole = await call("schema");
  t.notOk(whole.failed, whole.text.slice(0, 500));
  t.ok(whole.text.length < 80_000, `${whole.text.length} characters`);
  t.match(whole.document.cut, [/^objects: \d+ of 1500$/]);
  const part = await call("schema", { only: ["table_1499", "table_70*"] });
  t.equal((part.document.objects as unknown[]).length, 12);
  t.equal(part.document.cut, undefined);
});

t.test("a client that disconnects in the middle of a rehearsal leaves no copy and no process", async (t) => {
  const { cwd, client, transport, call } = await served(t);
  await onFile(join(cwd, "app.db"), (engine) =>
    engine.exec(
      "INSERT INTO session WITH RECURSIVE n(i) AS (SELECT 4 UNION ALL SELECT i + 1 FROM n WHERE i < 400000) SELECT i, 'somebody ' || i FROM n",
    ),
  );
  writeFileSync(
    join(cwd, "schema", "schema.ts"),
    schema.replace("who: text(),", "who: text().check(sql`length(who) > 1`),").replace("text }", "sql, text }"),
  );
  const plan = "plans/check.plan.sql";
  t.match((await call("plan", { out: plan })).document, { exit: 0 });
  const { pid } = transport;
  const asked = call("rehearse", { plan }).catch(() => "gone");
  const children = () => readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
  await until(() => children().length > 0);
  const [child = ""] = children();
  await client.close();
  t.equal(await asked, "gone");
  await until(() => !existsSync(`/proc/${child}`) && !existsSync(`/proc/${pid}`));
  t.strictSame(readdirSync(join(cwd, "tmp")), [], "no copy is left");
});

async function until(holds: () => boolean): Promise<void> {
  for (let n = 0; n < 600; n++) {
    if (holds()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error("it did not come to that");
}
