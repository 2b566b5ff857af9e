import { nothingBeside } from "../../src/model/beside.ts";
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import t from "tap";
import { openFile } from "../../src/database/file.ts";
import { introspect } from "../../src/introspect/introspect.ts";
import type { Checked } from "../../src/problem/problem.ts";
import { type Pulled, pull } from "../../src/pull/pull.ts";

/** A whole pull, from the name of a database to its declarations. */
async function pullFrom(path: string, strict = false): Promise<Checked<Pulled>> {
  const opened = await openFile(path, { timeout: 50 });
  if (!opened.ok) return opened;
  try {
    const schema = await opened.value.snapshot((snapshot) => introspect(snapshot, nothingBeside));
    if (!schema.ok) return schema;
    return await pull({ schema: schema.value, into: new Map(), path: "schema", strict });
  } finally {
    await opened.value.close();
  }
}

function made(path: string, sql: string, encryptionKey?: string): string {
  // The binding's published types lack the key that it accepts.
  const options: Record<string, string> = encryptionKey === undefined ? {} : { encryptionKey };
  const database = new Database(path, options);
  database.exec(sql);
  database.close();
  return path;
}

const rows =
  "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 3000) INSERT INTO t SELECT hex(randomblob(50)) FROM c;";

interface Case {
  readonly what: string;
  readonly code: string;
  readonly make: (path: string) => unknown;
}

const cases: readonly Case[] = [
  {
    what: "a text file",
    code: "database-not-sqlite",
    make: (path) => writeFileSync(path, "no database, only words. ".repeat(99)),
  },
  {
    what: "random bytes",
    code: "database-not-sqlite",
    make: (path) => writeFileSync(path, Buffer.alloc(9000, "\x93q\x01")),
  },
  {
    what: "an encrypted database",
    code: "database-not-sqlite",
    make: (path) => made(path, "CREATE TABLE t (a)", "secret"),
  },
  { what: "a folder", code: "database-not-a-file", make: (path) => mkdirSync(path) },
  { what: "no file at all", code: "database-missing", make: () => {} },
  {
    what: "a truncated database",
    code: "database-damaged",
    make: (path) => truncateSync(made(path, `CREATE TABLE t (a TEXT); ${rows}`), 6000),
  },
  {
    what: "half a header",
    code: "database-damaged",
    make: (path) => truncateSync(made(path, "CREATE TABLE t (a)"), 60),
  },
  {
    what: "a schema that does not parse",
    code: "database-schema-damaged",
    make: (path) =>
      made(
        path,
        "CREATE TABLE t (a TEXT); PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE t (a TEXT'",
      ),
  },
  {
    what: "a schema of a newer SQLite",
    code: "database-schema-damaged",
    make: (path) =>
      made(
        path,
        "CREATE TABLE t (a TEXT); PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE t (a TEXT FUTURE WORDS 1)'",
      ),
  },
  {
    what: "a name that is not UTF-8",
    code: "schema-text-invalid",
    make: (path) =>
      made(
        path,
        "CREATE TABLE t (abc TEXT); PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = CAST(replace(CAST(sql AS BLOB), 'abc', x'61ff62') AS TEXT)",
      ),
  },
];

for (const { what, code, make } of cases) {
  t.test(`${what} is refused with a clear error`, async (t) => {
    const path = join(t.testdir(), "it.db");
    make(path);
    const pulled = await pullFrom(path);
    if (pulled.ok) return t.fail("it was pulled");
    t.same(
      pulled.problems.map((problem) => problem.code),
      [code],
    );
    t.ok(
      pulled.problems.every((problem) => problem.help.length > 0 && !/\n\s+at /.test(problem.message)),
      "it says what to do",
    );
  });
}

t.test(
  "a database that cannot be opened for want of permission is refused",
  { skip: process.getuid?.() === 0 && "root may read everything" },
  async (t) => {
    const path = made(join(t.testdir(), "it.db"), "CREATE TABLE t (a)");
    chmodSync(path, 0o000);
    const pulled = await pullFrom(path);
    t.match(pulled, { ok: false, problems: [{ code: "database-permission" }] });
  },
);

t.test("a database that another process holds is refused after a while", async (t) => {
  const path = made(join(t.testdir(), "it.db"), "CREATE TABLE t (a)");
  const script = `const Database = require("libsql"); const d = new Database(${JSON.stringify(path)}); d.exec("BEGIN EXCLUSIVE"); console.log("held"); setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    await new Promise((resolve) => holder.stdout.once("data", resolve));
    t.match(await pullFrom(path), { ok: false, problems: [{ code: "database-locked" }] });
  } finally {
    holder.kill();
  }
});

t.test("an empty file is an empty database", async (t) => {
  const path = join(t.testdir(), "it.db");
  writeFileSync(path, "");
  const pulled = await pullFrom(path);
  t.same(pulled.ok && [...pulled.value.files], [["schema/schema.ts", "// The database is empty.\nexport {};\n"]]);
});

t.test("rows that are not UTF-8 do not matter", async (t) => {
  const path = made(join(t.testdir(), "it.db"), "CREATE TABLE t (a TEXT); INSERT INTO t VALUES (CAST(x'ff' AS TEXT))");
  t.ok((await pullFrom(path)).ok);
});

t.test("what cannot be declared is a warning, and an error with --strict", async (t) => {
  const path = made(
    join(t.testdir(), "it.db"),
    "CREATE TABLE t (a TEXT CHECK (length(a) > 1)); PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'length', 'title_sort')",
  );
  t.match(await pullFrom(path), {
    ok: true,
    warnings: [
      {
        code: "pull-opaque",
        subject: "t",
        message: /function title_sort is not in this engine/,
        help: [/name it in trueup.config.ts: functions: \["title_sort"\]/, /^otherwise it stays in the database/],
      },
    ],
  });
  t.match(await pullFrom(path, true), { ok: false, problems: [{ code: "pull-opaque", level: "error" }] });
});

t.test("of what a view calls, only functions are named as missing", async (t) => {
  const view = `CREATE VIEW due AS WITH a(x) AS (SELECT 1), b(x) AS MATERIALIZED (SELECT CAST(days_left(x) AS INT) FROM a)
    SELECT row_number() OVER (PARTITION BY (x)) AS n, colour(x) AS c FROM b ORDER BY (x)`;
  t.match(await pullFrom(made(join(t.testdir(), "it.db"), view)), {
    ok: true,
    warnings: [{ message: /: the functions colour, days_left are not in this engine$/ }],
  });
});

t.test(
  "what cannot be declared for one reason is one warning: an extension has a trigger for each table",
  async (t) => {
    const tables = Array.from(
      { length: 20 },
      (_, n) => `CREATE TABLE place_${n} (at BLOB);
    CREATE TRIGGER check_${n} BEFORE INSERT ON place_${n} BEGIN SELECT ${n % 2 ? "GeometryConstraints" : "IsValid"}(NEW.at); END;`,
    );
    const pulled = await pullFrom(made(join(t.testdir(), "it.db"), tables.join("\n")));
    t.match(pulled, {
      ok: true,
      warnings: [
        {
          message:
            "the trigger check_0 and 19 more objects cannot be declared: the functions GeometryConstraints, IsValid are not in this engine",
          help: [
            /name them in trueup.config.ts: functions: \["GeometryConstraints", "IsValid"\]/,
            /^otherwise they stay/,
          ],
        },
      ],
    });
    const warnings = pulled.ok ? pulled.warnings : [];
    t.equal(warnings.length, 1);
    t.equal(warnings[0]?.evidence?.length, 11, "ten of them, and how many more there are");
  },
);

t.test("ten thousand tables are no problem", { timeout: 120_000 }, async (t) => {
  // To create them one by one would take the engine seconds; these have no rows, and share a page.
  const path = made(
    join(t.testdir(), "it.db"),
    `CREATE TABLE table_0 (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
    PRAGMA writable_schema = ON;
    WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 9999)
      INSERT INTO sqlite_schema
      SELECT type, 'table_' || n, 'table_' || n, rootpage, replace(sql, '_0', '_' || n) FROM sqlite_schema, c WHERE name = 'table_0';`,
  );
  const pulled = await pullFrom(path);
  if (!pulled.ok) return t.fail(JSON.stringify(pulled.problems));
  const text = [...pulled.value.files.values()].join("");
  t.equal(text.match(/^export const table_/gm)?.length, 10_000);
});
