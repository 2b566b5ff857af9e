import t from "tap";
import { compileSources } from "../../src/compile/compile.ts";
import { objectsOf } from "../../src/model/canonical.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import { schemaOf } from "../kit/database.ts";

/** More tables than are created one after the other, of all kinds. */
const count = 230;

t.test("many tables, created in batches, are the same as when created one by one", async (t) => {
  const lines = Array.from({ length: count }, (_, n) => {
    const other = `t${(n * 7) % count}`;
    const options = ["", ", { strict: true }", ", { withoutRowid: true }", ""][n % 4];
    const key = n % 4 === 3 ? "primaryKey({ autoincrement: true })" : "primaryKey()";
    return [
      `export const t${n} = table({ id: integer().${key}, title: text().unique().check(sql\`length(title) > ${n}\`),`,
      `  other: integer().nullable().references(${n === 0 ? 'self("id")' : `"${other}.id"`}) }${options});`,
      `export const i${n} = index(t${n}.other, sql\`lower(\${t${n}.title})\`);`,
      n % 5 === 0 ? `export const v${n} = view(sql\`SELECT \${t${n}.id} AS id FROM \${t${n}}\`);` : "",
      n % 9 === 0
        ? `export const g${n} = trigger(sql\`AFTER INSERT ON \${t${n}} BEGIN DELETE FROM ${other}; END\`);`
        : "",
    ].join("\n");
  });
  const words = "index, integer, self, sql, table, text, trigger, view, virtualTable";
  const text = `import { ${words} } from "trueup";\n${lines.join("\n")}\nexport const found = virtualTable(sql\`fts5(title)\`);\n`;
  const compiled = await compileSources(new Map([["schema.ts", text]]), "schema.ts");
  if (!compiled.ok) throw new Error(compiled.problems.map(({ message }) => message).join("\n"));
  const { schema } = compiled.value;
  t.equal(schema.tables.length, count);
  t.equal(schema.indexes.length, count);
  const alone = schemaOf(...objectsOf(schema).map((object) => object.text));
  t.equal(fingerprint(schema), fingerprint(alone));
  t.same(schema.tables, alone.tables, "down to the text");
  const statements = objectsOf(schema).map((object) => `${object.text};`);
  const script = await fromScript(statements);
  t.equal(script.ok && fingerprint(script.value.schema), fingerprint(alone), "from a script as well");
  const order = statements.filter((text) => text.startsWith("CREATE TRIGGER")).map((text) => text.split(/\W+/)[2]);
  t.strictSame(script.ok && script.value.schema.triggerOrder, order);
});

const fromScript = (statements: readonly string[]) =>
  compileSources(new Map([["schema.sql", statements.join("\n")]]), "schema.sql");

t.test("a script of many tables means what its statements do, one after the other", async (t) => {
  const tables = Array.from({ length: count }, (_, n) => `CREATE TABLE t${n} (id INTEGER PRIMARY KEY, a);`);
  for (const [what, statements, message] of [
    ["an index before its table", ["CREATE INDEX i ON t1 (a);", ...tables], /nothing is declared as `t1`/],
    ["a name twice", [...tables, "CREATE VIEW T7 AS SELECT 1 AS a;"], /table `?T7`? already exists/i],
    ["an index called like a table", [...tables, "CREATE INDEX t7 ON t8 (a);"], /already a table named `?t7/],
    ["a table that does not compile", [...tables, "CREATE TABLE wrong (a, A);"], /two columns with the same name/],
  ] as const) {
    const compiled = await fromScript(statements);
    const said = compiled.ok ? [] : compiled.problems.map(({ message }) => message);
    t.equal(said.length, 1, what);
    t.match(said[0] ?? "", message);
  }
  const changed = await fromScript([...tables, "ALTER TABLE t3 ADD COLUMN b TEXT;", "DROP TABLE t4;"]);
  if (!changed.ok) return t.fail(JSON.stringify(changed.problems));
  t.equal(changed.value.schema.tables.length, count - 1);
  t.equal(changed.value.schema.tables.find(({ name }) => name === "t3")?.columns.length, 3);
});

t.test("of many triggers in a script, the wrong one is reported", async (t) => {
  const statements = Array.from({ length: count }, (_, n) => [
    `CREATE TABLE t${n} (id INTEGER PRIMARY KEY);`,
    `CREATE TRIGGER IF NOT EXISTS g${n} AFTER INSERT ON t${n} BEGIN DELETE FROM ${n === 7 ? "gone" : "t1"}; END;`,
  ]).flat();
  const compiled = await fromScript(statements);
  const problems = compiled.ok ? [] : compiled.problems;
  t.strictSame(
    problems.map(({ subject, message }) => `${subject}: ${message}`),
    ["g7: nothing is declared as `gone`"],
  );
});

const triggers = (broken: string) => {
  const lines = Array.from({ length: count }, (_, n) => {
    const next = `t${(n + 1) % count}`;
    const body = n === 7 && broken !== "" ? broken : `DELETE FROM log WHERE a = NEW.id`;
    return `export const t${n} = table({ id: integer().primaryKey() });
      export const g${n} = trigger(sql\`AFTER INSERT ON t${n} BEGIN ${body}; INSERT INTO ${next} VALUES (1); END\`);`;
  });
  const tables = "export const log = table({ a: integer() }); export const loud = view(sql`SELECT a FROM log`);";
  const onView = "export const into = trigger(sql`INSTEAD OF INSERT ON loud BEGIN DELETE FROM log; END`);";
  return `import { integer, sql, table, trigger, view } from "trueup";\n${tables}\n${lines.join("\n")}\n${onView}`;
};

t.test("many triggers, created in batches, are the same as when created one by one", async (t) => {
  const compiled = await compileSources(new Map([["schema.ts", triggers("")]]), "schema.ts");
  if (!compiled.ok) throw new Error(compiled.problems.map(({ message }) => message).join("\n"));
  const { schema } = compiled.value;
  const alone = schemaOf(...objectsOf(schema).map((object) => object.text));
  t.equal(schema.triggers.length, count + 1);
  t.equal(fingerprint(schema), fingerprint(alone));
  t.same(schema.triggers, alone.triggers, "down to the text");
  const order = Array.from({ length: count }, (_, n) => `g${n}`);
  t.strictSame(schema.triggerOrder, [...order, "into"], "in the order in which they are declared");
});

t.test("of many triggers, the wrong one is reported, and not those that fire it", async (t) => {
  const compiled = await compileSources(new Map([["schema.ts", triggers("DELETE FROM log WHERE b = 1")]]), "schema.ts");
  const problems = compiled.ok ? [] : compiled.problems;
  t.strictSame(
    problems.map(({ subject, message }) => `${subject}: ${message}`),
    ["g7: `b` is not a column here"],
  );
});
