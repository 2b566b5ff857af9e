import t from "tap";
import { collected, shown, texts } from "./application.ts";

t.test("every call shape: a string that is a statement is found, whatever it is passed to", async (t) => {
  const found = await texts(
    `
    db.prepare("SELECT 1 FROM a");
    const { results } = await env.DB.prepare(\`SELECT 2 FROM a\`).bind(id).all();
    queryAll(db, 'DELETE FROM a');
    client.execute({ sql: "UPDATE a SET x = ?", args: [1] });
    client.batch(["INSERT INTO a VALUES (1)", { sql: "INSERT INTO a VALUES (2)", args: [] }]);
    const QUERY = "SELECT 3 FROM a" as const;
    export default <Query text="SELECT 4 FROM a" />;
  `,
    "src/app.tsx",
  );
  t.same(found, [
    "SELECT 1 FROM a",
    "SELECT 2 FROM a",
    "DELETE FROM a",
    "UPDATE a SET x = ?",
    "INSERT INTO a VALUES (1)",
    "INSERT INTO a VALUES (2)",
    "SELECT 3 FROM a",
    "SELECT 4 FROM a",
  ]);
});

t.test("in a tagged template, what a function returns is a value, unless it is a piece of SQL", async (t) => {
  const found = await texts(`
    const status = (ok: boolean) => (ok ? "done" : "error");
    const mine = (id: number) => sql\`user = \${id}\`;
    const both = () => sql.join([sql\`x = 1\`, mine(2)], sql\` AND \`);
    db.all(sql\`UPDATE a SET status = \${status(true)} WHERE \${mine(1)}\`);
    db.all(sql\`DELETE FROM a WHERE \${both()}\`);
  `);
  t.same(found, ["UPDATE a SET status = … WHERE user = …", "DELETE FROM a WHERE x = 1 AND user = …"]);
});

t.test("what other files pass to an exported function is what it can be given", async (t) => {
  const { queries } = await collected({
    "src/db/helpers.ts": `
      export function every(table: string, order = "id") { return db.all(\`SELECT * FROM \${table} ORDER BY \${order}\`); }
      const select = (rest: string) => db.all("SELECT " + rest);
      export { select as pick };
      export class Store { one(table: string) { return db.get(\`SELECT 1 FROM \${table}\`); } all() { return this.one("session"); } }
      export const queries = { some: (table: string) => db.all(\`SELECT 2 FROM \${table}\`) };
      function own(table: string) { db.run(\`DELETE FROM \${table}\`); }
      own("mine");
      export default (table: string) => db.run(\`DROP TABLE x; UPDATE \${table} SET a = 1\`);`,
    "src/db/index.ts": `export * from "./helpers.js";`,
    "src/app.ts": `import { every as all, pick } from "./db"; all("tune"); pick("title FROM tune"); own("no");`,
    "src/page.ts": `import * as db from "@/db/helpers"; db.every("genre", "name"); db.every(prompt());`,
    "src/store.ts": `import update, { queries, Store } from "./db/helpers"; new Store().one("lost"); update("seen"); queries.some("tune");`,
    "src/else.ts": `import { every } from "./else/where"; every("nothing");`,
    "tsconfig.json": `{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }`,
  });
  t.same(
    queries.map(({ variants }) => variants.map(({ sql }) => shown(sql)).sort()),
    [
      [
        "SELECT * FROM genre ORDER BY id",
        "SELECT * FROM genre ORDER BY name",
        "SELECT * FROM tune ORDER BY id",
        "SELECT * FROM tune ORDER BY name",
        "SELECT * FROM … ORDER BY id",
        "SELECT * FROM … ORDER BY name",
      ],
      ["SELECT title FROM tune"],
      ["SELECT 1 FROM lost", "SELECT 1 FROM session", "SELECT 1 FROM …"],
      ["SELECT 2 FROM tune"],
      ["DELETE FROM mine"],
      ["UPDATE seen SET a = 1"],
    ],
  );
});

t.test("methods of a class are followed to other files, if it is certain whose they are", async (t) => {
  const { queries } = await collected({
    "src/store.ts": `
      export class Store {
        constructor(private readonly db: Database) {}
        rows(table: string) { return this.db.all(\`SELECT * FROM \${table}\`); }
        drop = (table: string) => this.db.run(\`DELETE FROM \${table}\`);
      }
      export const store = new Store(open());`,
    "src/repository.ts": `
      import { Store } from "./store";
      export abstract class Repository {
        constructor(protected readonly store: Store, private readonly table: string) {}
        count() { return db.get(\`SELECT count(*) FROM \${this.table}\`); }
        page(order: string) { return db.all(\`SELECT title FROM tune ORDER BY \${order}\`); }
      }`,
    "src/made.ts": `import { Store } from "./store"; export const made = new Store(open()); export const get = () => made;`,
    "src/a.ts": `import { store } from "./store"; store.rows("one");`,
    "src/b.ts": `import { made, get } from "./made"; made.rows("two"); get().rows("returned");`,
    "src/c.ts": `import type { Store } from "./store"; export function f(store: Store | null) { store?.rows("three"); store?.drop("four"); }`,
    "src/d.ts": `import { Store as S } from "./store"; class D { constructor(private s: S) {} f() { this.s.rows("five"); } }`,
    "src/e.ts": `
      import { Repository } from "./repository";
      export class Tunes extends Repository {
        constructor(store) { super(store, "tunes"); }
        list() { return [this.page("title"), super.page("id")]; }
      }`,
    "src/f.ts": `import { Other, type Store } from "./store"; new Other().rows("no"); anything.rows("no"); map.get("rows");`,
    "src/g.ts": `const store = otherwise(); store.rows("no");`,
    "src/h.ts": `import { Store } from "./store"; async function open(): Promise<Store> {} (await open()).rows("seven");`,
  });
  t.same(
    queries.map(({ variants }) => variants.map(({ sql }) => shown(sql).split(" ").at(-1)).sort()),
    [["tunes"], ["id", "title", "…"], ["five", "one", "returned", "seven", "three", "two", "…"], ["four"]],
  );
});

t.test("prose, comments, keys and types are not statements", async (t) => {
  const found = await texts(`
    // SELECT title FROM tune
    /* db.run("DELETE FROM tune") */
    import x from "select";
    type Kind = "insert" | "SELECT id FROM tune";
    const message = "Update your profile to continue";
    const labels = { "delete": "Delete the file", select: "Insert a coin" };
    switch (kind) { case "select": break; }
    throw new Error("With great power");
  `);
  t.same(found, []);
});

t.test("constants, pieces from other files, enums and members", async (t) => {
  const { queries } = await collected({
    "src/app.ts": `
      import { TABLES, columns as c } from "./names.js";
      import * as names from "@/names";
      import other from "./names";
      enum Way { Up = "ASC", Down = "DESC" }
      db.all(\`SELECT \${c} FROM \${TABLES.tune}\`);
      db.all("SELECT x FROM " + names.TABLES["genre"] + " ORDER BY x " + Way.Down);
      db.all(\`SELECT \${other} FROM a\`);
      class Repository {
        private readonly table = "tune";
        static COLUMNS = ["id", "title"];
        all() { return this.db.all(\`SELECT \${Repository.COLUMNS.join(", ")} FROM \${this.table}\`); }
      }`,
    "src/names.ts": `
      export const TABLES = { tune: "tune", genre: "genre" } as const;
      export const columns = ["id", "title"].join(", ");
      export default "y";`,
  });
  t.same(
    queries.flatMap(({ variants }) => variants.map(({ sql }) => sql)),
    [
      "SELECT id, title FROM tune",
      "SELECT x FROM genre ORDER BY x DESC",
      "SELECT y FROM a",
      "SELECT id, title FROM tune",
    ],
  );
});

t.test("each text that a template can become", async (t) => {
  t.same(await texts("const f = (way: 'ASC' | 'DESC') => db.all(`SELECT 1 FROM a ORDER BY x ${way}`);"), [
    "SELECT 1 FROM a ORDER BY x ASC",
    "SELECT 1 FROM a ORDER BY x DESC",
  ]);
  t.same(
    await texts(
      "function count(table: string) { return db.get(`SELECT count(*) FROM ${table}`); } count('a'); count('b');",
    ),
    ["SELECT count(*) FROM a", "SELECT count(*) FROM b"],
  );
  t.same(await texts("for (const table of ['a', 'b']) db.run(`DELETE FROM ${table}`);"), [
    "DELETE FROM a",
    "DELETE FROM b",
  ]);
  t.same(await texts("['a', 'b'].forEach((table) => db.run(`DELETE FROM ${table}`));"), [
    "DELETE FROM a",
    "DELETE FROM b",
  ]);
  t.same(await texts("db.all(`SELECT 1 FROM a ${deleted ? 'WHERE gone' : ''}`)"), [
    "SELECT 1 FROM a WHERE gone",
    "SELECT 1 FROM a",
  ]);
  t.same(await texts("const where = () => 'x = ?'; db.all(`SELECT 1 FROM a WHERE ${where()}`)"), [
    "SELECT 1 FROM a WHERE x = ?",
  ]);
  t.same(await texts("const by = (column: string) => `ORDER BY ${column}`; db.all(`SELECT 1 FROM a ${by('x')}`)"), [
    "SELECT 1 FROM a ORDER BY x",
  ]);
});

t.test("a text that grows, and a list that is filled and joined", async (t) => {
  const grown = await texts(`
    let sql = "SELECT 1 FROM a WHERE 1";
    if (x) sql += " AND x = ?";
    sql += " LIMIT 1";
    db.all(sql);`);
  t.same(grown, ["SELECT 1 FROM a WHERE 1 AND x = ? LIMIT 1", "SELECT 1 FROM a WHERE 1 LIMIT 1"]);
  const listed = await texts(`
    const where = ["y = ?"];
    if (x) where.push("x = ?");
    db.all(\`SELECT 1 FROM a WHERE \${where.join(" AND ")}\`);`);
  t.same(listed, ["SELECT 1 FROM a WHERE y = ? AND x = ?", "SELECT 1 FROM a WHERE y = ?"]);
  t.same(await texts("db.all(`SELECT 1 FROM a WHERE x IN (${ids.map(() => '?').join(',')})`)"), [
    "SELECT 1 FROM a WHERE x IN (?)",
  ]);
  t.same(await texts("db.all(['SELECT 1', 'FROM a'].join('\\n'))"), ["SELECT 1 FROM a"]);
  t.same(await texts("db.run(`UPDATE a SET ${['x', 'y'].map((c) => `${c} = ?`).join(', ')}`)"), [
    "UPDATE a SET x = ?, y = ?",
  ]);
  t.same(await texts("db.all('SELECT 1 FROM $t AS $t'.replaceAll('$t', 'a'))"), ["SELECT 1 FROM a AS a"]);
});

t.test("behind a tag a value is bound, and a piece of SQL is not", async (t) => {
  const { queries } = await collected({
    "src/app.ts": `
      import { users } from "./schema";
      const active = sql\`\${users.gone} = 0\`;
      db.all(sql\`SELECT \${users.email} FROM \${users} WHERE \${users.id} = \${id} AND \${active} ORDER BY \${sql.raw("id")}\`);
      await prisma.$queryRaw\`SELECT id FROM User WHERE id IN (\${Prisma.join(ids)})\`;
      sql<Row>\`SELECT \${sql.ref("tune.id")} FROM \${sql.table("tune")}\`.execute(db);`,
    "src/schema.ts": `
      export const users = sqliteTable("user", { id: integer().primaryKey(), email: text("e_mail").notNull(), gone: integer() });`,
  });
  t.same(
    queries.map(({ variants }) => shown(variants[0]?.sql ?? "")),
    [
      'SELECT "user"."e_mail" FROM "user" WHERE "user"."id" = … AND "user"."gone" = 0 ORDER BY id',
      "SELECT id FROM User WHERE id IN (…)",
      'SELECT tune.id FROM "tune"',
    ],
  );
});

t.test("scripts are split, but the body of a trigger is not", async (t) => {
  const { queries, runtime } = await collected({
    "src/app.ts": `db.exec(\`
      CREATE TEMP TABLE seen (id);
      CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; SELECT 1; END;
      INSERT INTO seen VALUES (1);
      DELETE FROM a;\`);`,
  });
  t.same(
    queries.map(({ line, endLine, variants }) => [line, endLine, variants[0]?.sql]),
    [
      [4, 4, "INSERT INTO seen VALUES (1)"],
      [5, 5, "DELETE FROM a"],
    ],
  );
  t.same(runtime.temporary, ["CREATE TEMP TABLE seen (id)"]);
});

t.test("SQL files, with the annotations of any tool", async (t) => {
  const { queries } = await collected({
    "q.sql": `-- name: GetTune :one
SELECT sqlc.embed(tune) FROM tune WHERE id = sqlc.arg(id);
/* @name ByTitle */
SELECT id FROM tune WHERE title = :title!;
-- :name touch :!
UPDATE tune SET title = ?;
CREATE TABLE made (a);`,
  });
  t.same(
    queries.map(({ name, line, variants }) => [name, line, variants[0]?.sql.split("\n").at(-1)]),
    [
      ["GetTune", 2, "SELECT tune.* FROM tune WHERE id = ?"],
      ["ByTitle", 4, "SELECT id FROM tune WHERE title = :title"],
      ["touch", 6, "UPDATE tune SET title = ?"],
    ],
  );
});

t.test("the scripts of Vue, Svelte and Astro, at the lines of the file", async (t) => {
  const page = `<template>SELECT 1 FROM template</template>\n<script setup lang="ts">\nconst rows = db.all("SELECT 1 FROM a");\n</script>`;
  for (const file of ["A.vue", "A.svelte"]) {
    const { queries } = await collected({ [file]: page });
    t.same(
      queries.map(({ line, variants }) => [line, variants[0]?.sql]),
      [[3, "SELECT 1 FROM a"]],
      file,
    );
  }
  const astro = await collected({
    "a.astro": `---\nconst rows = db.all("SELECT 1 FROM a");\n---\n<p>"SELECT 2 FROM a"</p>`,
  });
  t.same(
    astro.queries.map(({ line }) => line),
    [2],
  );
});

t.test("what a recorder wrote is a source like any other, and nothing is counted twice", async (t) => {
  const { queries } = await collected({
    "src/app.ts": `db.all("SELECT 1 FROM a");`,
    "queries.log": [
      '{"sql":"select 1  from A","at":"src/app.ts:1"}',
      '{"sql":"SELECT \\"x\\" FROM b WHERE y IN (?, ?, ?)","at":"src/b.ts:7"}',
      '{"sql":"SELECT \\"x\\" FROM b WHERE y IN (?, ?)","at":"src/b.ts:7"}',
      "",
    ].join("\n"),
  });
  t.same(
    queries.map(({ file, line, variants }) => [file, line, variants[0]?.sql]),
    [
      ["src/app.ts", 1, "SELECT 1 FROM a"],
      ["src/b.ts", 7, 'SELECT "x" FROM b WHERE y IN (?)'],
    ],
  );
});

t.test("a log of a million lines is read line by line, and each statement once", async (t) => {
  const { readLog } = await import("../../src/queries/read/read-log.ts");
  function* lines() {
    for (let n = 0; n < 1_000_000; n++) yield `{"sql":"SELECT ${n % 500} FROM a","at":"src/a.ts:1"}`;
    yield "not a recorder's";
  }
  const log = readLog(lines());
  t.equal(log.statements.length, 500);
  t.equal(log.broken, 1);
});

t.test("what cannot be read is reported, never guessed", async (t) => {
  const { queries, skipped } = await collected({
    "src/broken.ts": `const a = "SELECT 1 FROM a"; function ( { ]] "SELECT 2 FROM a"`,
    "src/minified.js": `const a="SELECT 1 FROM a";${"x=1;".repeat(1_300_000)}`,
    "src/deep.ts": `const a = "SELECT 1 FROM a"; ${"(".repeat(20_000)}1${")".repeat(20_000)}`,
    "src/crlf.ts": `// one\r\ndb.all(\`SELECT 1\r\n  FROM a\`);\r\n`,
  });
  t.same(skipped, [
    { file: "src/deep.ts", why: "not read: it is nested too deeply" },
    { file: "src/minified.js", why: "not read: it has more than 2 MB" },
  ]);
  t.same(
    queries.map(({ file, line, endLine }) => [file, line, endLine]),
    [
      ["src/broken.ts", 1, 1],
      ["src/broken.ts", 1, 1],
      ["src/crlf.ts", 2, 3],
    ],
    "the parser mends what it can",
  );
});

t.test("no text, however it is built, keeps the reader busy for long", async (t) => {
  const options = Array.from({ length: 60 }, (_, n) => `\${x${n} ? "AND a${n} = 1" : ""}`).join(" ");
  const recursive = "const f = (n) => n ? f(n - 1) + 'x' : f(n); db.all(`SELECT 1 FROM a WHERE ${f(3)}`);";
  const circular = "const a = `${b} FROM a`; const b = `SELECT ${a}`; let c = 'SELECT 1'; c = c + c; c = c + c;";
  const { queries } = await collected({
    "src/many.ts": `db.all(\`SELECT 1 FROM a WHERE 1 ${options}\`);`,
    "src/recursive.ts": recursive,
    "src/circular.ts": circular,
  });
  t.equal(queries.find(({ file }) => file === "src/many.ts")?.variants.length, 24);
  t.equal(queries.find(({ file }) => file === "src/many.ts")?.cut, true);
});
