import { besideWith } from "../../src/plan/of-application.ts";
import { nothingBeside } from "../../src/model/beside.ts";
import { openScratch } from "../../src/database/scratch.ts";
import { openServer, type ServerConnection } from "../../src/target/server/connection.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import type { Item, Plan } from "../../src/plan/plan.ts";
import { sendPlan } from "../../src/target/server/send.ts";
import type { ServerApply } from "../../src/target/server/request.ts";

export function opened(url: string, options: { token?: string; timeout?: number } = {}): ServerConnection {
  const connection = openServer(url, options);
  if (!connection.ok) throw new Error(connection.problems[0]?.message);
  return connection.value;
}

export function fingerprintOf(statements: readonly string[]): string {
  const scratch = openScratch();
  for (const sql of statements) scratch.exec(sql);
  const found = fingerprint(introspectScratch(scratch));
  scratch.close();
  return found;
}

/** A shop with everything that a rebuild may damage: children that cascade, a sequence, a view, a trigger, an index. */
export const shop = [
  "CREATE TABLE customer (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, email TEXT)",
  "CREATE INDEX customer_email ON customer (email)",
  "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customer (id) ON DELETE CASCADE, total REAL)",
  "CREATE VIEW spent AS SELECT c.name, sum(o.total) AS total FROM customer c JOIN orders o ON o.customer = c.id GROUP BY c.id",
  "CREATE TRIGGER customer_gone AFTER DELETE ON customer BEGIN DELETE FROM orders WHERE customer = old.id; END",
] as const;

export const people = (count: number) => [
  `INSERT INTO customer (name, email) SELECT 'name ' || value, 'm' || value || '@x' FROM generate_series(1, ${count})`,
  `INSERT INTO orders (customer, total) SELECT value, value * 1.5 FROM generate_series(1, ${count})`,
  "DELETE FROM orders WHERE customer = (SELECT max(id) FROM customer)",
  "DELETE FROM customer WHERE id = (SELECT max(id) FROM customer)",
];

const target = [
  "CREATE TABLE customer (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, email TEXT, UNIQUE (name))",
  ...shop.slice(1),
];

const step = (kind: Extract<Item, { kind: "step" }>["step"], subject: string, sql: string): Item => ({
  kind: "step",
  step: kind,
  subject,
  note: null,
  sql,
});

/** Rebuilds `customer` (a new UNIQUE cannot be added in place) as the planner would. */
export const rebuild: Plan = {
  base: fingerprintOf(shop),
  target: fingerprintOf(target),
  decisions: [],
  engine: "libsql",
  summary: [],
  before: [],
  items: [
    {
      kind: "check",
      check: "not-null",
      subject: "customer.name",
      note: null,
      expect: { kind: "empty" },
      sql: 'SELECT "customer"."id" FROM "customer" WHERE "customer"."name" IS NULL',
    },
    {
      kind: "check",
      check: "check",
      subject: "customer",
      note: null,
      expect: { kind: "equal", value: 0 },
      sql: 'SELECT count(*) FROM (SELECT 1 FROM "customer" GROUP BY "customer"."name" HAVING count(*) > 1)',
    },
    step("drop-view", "spent", 'DROP VIEW "spent"'),
    step("drop-trigger", "customer_gone", 'DROP TRIGGER "customer_gone"'),
    step(
      "rebuild-create",
      "customer",
      'CREATE TABLE "__trueup_customer" (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, email TEXT, UNIQUE (name))',
    ),
    step(
      "rebuild-copy",
      "customer",
      'INSERT INTO "__trueup_customer" ("id", "name", "email") SELECT "customer"."id", "customer"."name", "customer"."email" FROM "customer" ORDER BY "customer"."id"',
    ),
    {
      kind: "check",
      check: "rebuild-rows",
      subject: "customer",
      note: null,
      expect: { kind: "empty" },
      sql: 'SELECT "a"."id" FROM "customer" AS "a" LEFT JOIN "__trueup_customer" AS "b" ON "a"."id" = "b"."id" WHERE "a"."name" IS NOT "b"."name"',
    },
    step("rebuild-sequence", "customer", `DELETE FROM sqlite_sequence WHERE name = '__trueup_customer'`),
    step(
      "rebuild-sequence",
      "customer",
      `INSERT INTO sqlite_sequence SELECT '__trueup_customer', seq FROM sqlite_sequence WHERE name = 'customer'`,
    ),
    step("rebuild-drop", "customer", 'DROP TABLE "customer"'),
    step("rebuild-rename", "customer", 'ALTER TABLE "__trueup_customer" RENAME TO "customer"'),
    step("create-index", "customer_email", shop[1]),
    step("create-view", "spent", shop[3]),
    step("create-trigger", "customer_gone", shop[4]),
    {
      kind: "check",
      check: "foreign-keys",
      subject: "all",
      note: null,
      expect: { kind: "no-worse" },
      sql: "PRAGMA foreign_key_check",
    },
  ],
};

export function applying(server: ServerConnection, plan: Plan, more: Partial<ServerApply> = {}) {
  return sendPlan({
    server,
    plan,
    seal: "sha256:0",
    beside: besideWith(nothingBeside, [plan]),
    backup: null,
    admin: null,
    allowLong: false,
    lockTimeout: 2000,
    tell: () => {},
    ...more,
  });
}

/** Everything that must survive, as one text. */
export const rowsSql =
  "SELECT (SELECT group_concat(id || name || coalesce(email, '')) FROM customer), (SELECT group_concat(id || ':' || customer) FROM orders), (SELECT seq FROM sqlite_sequence WHERE name = 'customer')";
