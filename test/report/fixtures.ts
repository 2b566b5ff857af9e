import type { Action, Column, ForeignKey, Index, Schema, Sql, Table, Trigger, View } from "../../src/model/schema.ts";
import type { Explanation } from "../../src/plan/explanation.ts";
import type { Plan } from "../../src/plan/plan.ts";

/** The whole schema of an empty database. */
export const emptySchema: Schema = {
  tables: [],
  indexes: [],
  views: [],
  triggers: [],
  virtualTables: [],
  opaque: [],
  ignored: [],
  requoted: [],
  triggerOrder: [],
};

/** Schemas written by hand: reports take values, so nothing here needs an engine. */
function sql(text: string): Sql {
  return { text, canon: text };
}

export function column(name: string, type: string, more: Partial<Column> = {}): Column {
  return {
    name,
    type,
    notNull: { name: null, conflict: null },
    default: null,
    collate: null,
    generated: null,
    comment: null,
    text: `${name} ${type}`,
    ...more,
  };
}

function key(...columns: readonly string[]): Table["primaryKey"] {
  const terms = columns.map((name) => ({ column: name, collate: null, descending: false }));
  return { name: null, terms, conflict: null, autoincrement: false, isRowid: false, at: null };
}

export function reference(from: string, to: string, toColumn = "id", onDelete: Action = "NO ACTION"): ForeignKey {
  return {
    name: null,
    columns: [from],
    table: to,
    references: [toColumn],
    onDelete,
    onUpdate: "NO ACTION",
    match: null,
    deferrable: null,
    at: from,
  };
}

export function table(name: string, columns: readonly Column[], more: Partial<Table> = {}): Table {
  return {
    kind: "table",
    name,
    columns,
    primaryKey: key(columns[0]?.name ?? "id"),
    uniques: [],
    checks: [],
    foreignKeys: [],
    strict: false,
    withoutRowid: false,
    randomRowid: false,
    comment: null,
    text: `CREATE TABLE "${name}" (${columns.map((one) => one.text).join(", ")})`,
    ...more,
  };
}

function index(name: string, on: string, columns: readonly string[], more: Partial<Index> = {}): Index {
  return {
    kind: "index",
    name,
    table: on,
    unique: false,
    terms: columns.map((one) => ({ column: one, expr: null, collate: null, descending: false })),
    where: null,
    comment: null,
    text: `CREATE INDEX "${name}" ON "${on}" (${columns.join(", ")})`,
    ...more,
  };
}

export function view(name: string, select: string): View {
  return { kind: "view", name, body: sql(`AS ${select}`), comment: null, text: `CREATE VIEW "${name}" AS ${select}` };
}

function trigger(name: string, on: string, body: string): Trigger {
  const fires = { time: "AFTER", event: "UPDATE", of: [], when: null } as const;
  const text = `CREATE TRIGGER "${name}" ${body}`;
  return { kind: "trigger", name, table: on, fires, body: sql(body), comment: null, text };
}

const nullable = { notNull: null };

export const shopBefore: Schema = {
  ...emptySchema,
  tables: [
    table("users", [column("id", "INTEGER"), column("full_name", "TEXT"), column("country", "TEXT", nullable)]),
    table(
      "orders",
      [
        column("id", "INTEGER"),
        column("user_id", "INTEGER"),
        column("total", "REAL"),
        column("status", "TEXT", { default: sql("'open'") }),
      ],
      { foreignKeys: [reference("user_id", "users")] },
    ),
    table(
      "legacy_sessions",
      [column("token", "TEXT"), column("user_id", "INTEGER", nullable), column("data", "BLOB")],
      {
        foreignKeys: [reference("user_id", "users")],
      },
    ),
    table("order_log", [column("order_id", "INTEGER"), column("at", "TEXT")], { primaryKey: null }),
  ],
  indexes: [index("orders_user", "orders", ["user_id"])],
  views: [view("open_orders", "SELECT o.id, u.full_name, o.total FROM orders o JOIN users u ON u.id = o.user_id")],
  triggers: [trigger("orders_audit", "orders", "AFTER UPDATE OF status ON orders BEGIN SELECT 1; END")],
};

export const shopAfter: Schema = {
  ...emptySchema,
  tables: [
    table("users", [
      column("id", "INTEGER"),
      column("display_name", "TEXT"),
      column("country", "TEXT", nullable),
      column("region", "TEXT", { default: sql("'unknown'") }),
    ]),
    table(
      "orders",
      [
        column("id", "INTEGER"),
        column("user_id", "INTEGER"),
        column("total", "INTEGER"),
        column("currency", "TEXT"),
        column("status", "TEXT", { default: sql("'open'") }),
      ],
      { foreignKeys: [reference("user_id", "users")], checks: [{ name: null, expr: sql("total >= 0"), at: "total" }] },
    ),
    table("order_log", [column("order_id", "INTEGER"), column("at", "TEXT")], { primaryKey: null }),
    table("coupon", [column("code", "TEXT"), column("order_id", "INTEGER", nullable)], {
      foreignKeys: [reference("order_id", "orders", "id", "CASCADE")],
    }),
  ],
  indexes: [index("orders_user", "orders", ["user_id"])],
  views: [view("open_orders", "SELECT o.id, u.display_name, o.total FROM orders o JOIN users u ON u.id = o.user_id")],
  triggers: shopBefore.triggers,
};

export const shopExplanation: Explanation = {
  changes: [
    {
      mark: ">",
      object: "column",
      subject: "users.full_name",
      what: "→ display_name",
      facts: ["data kept"],
      why: null,
      rows: null,
      children: [],
    },
    {
      mark: "+",
      object: "column",
      subject: "users.region",
      what: "TEXT NOT NULL DEFAULT 'unknown'",
      facts: ["100 rows get 'unknown'"],
      why: null,
      rows: null,
      children: [],
    },
    {
      mark: "#",
      object: "table",
      subject: "orders",
      what: "rebuilt",
      facts: ["index orders_user, trigger orders_audit and view open_orders are created again"],
      why: "a column without DEFAULT becomes NOT NULL",
      rows: 5000,
      bytes: 1_204_224,
      children: [
        {
          mark: "~",
          object: "column",
          subject: "orders.total",
          what: "REAL → INTEGER CHECK (total >= 0)",
          facts: ["0 of 5,000 rows fail the check", "12 lose digits, 0.004 at most"],
          why: null,
          rows: null,
          children: [],
        },
        {
          mark: "+",
          object: "column",
          subject: "orders.currency",
          what: "TEXT NOT NULL",
          facts: ["filled with 'EUR'"],
          why: null,
          rows: null,
          children: [],
        },
      ],
    },
    {
      mark: "+",
      object: "table",
      subject: "coupon",
      what: "table, 2 columns",
      facts: [],
      why: null,
      rows: null,
      children: [],
    },
    {
      mark: "-",
      object: "table",
      subject: "legacy_sessions",
      what: "table and its rows",
      facts: [],
      why: null,
      rows: 1204,
      children: [],
    },
  ],
  hazards: [
    { kind: "lossy-convert", object: "orders.total", destroys: true, rows: 12, message: "12 values lose digits" },
    {
      kind: "drop-table",
      object: "legacy_sessions",
      destroys: true,
      rows: 1204,
      message: "the table and its 1,204 rows go",
    },
  ],
  kept: [{ name: "litestream_seq", why: { kind: "ignored" } }],
  cosmetic: ["users: the columns stand in another order"],
  order: [
    "the columns of orders will be in another order: currency is at position 5, declared at 3; view open_orders depends on the order",
  ],
  counts: { added: 3, changed: 1, renamed: 1, rebuilt: 1, dropped: 1 },
  cost: { rowsMoved: 5100, rowsRead: 5000, bytes: 1_204_224, milliseconds: 2100, blocks: "writers" },
};

export const shopPlan: Plan = {
  base: "fp1:171b82359c198d7dd4179dd232ecc8d74df89c3defee8589c3d2b4d67f19b54a",
  target: "fp1:d53e8194122d98f1f68ad52381b1d16f9425c8eb779a5f8f0eb4d09592d71744",
  decisions: [
    { kind: "rename-column", table: "users", from: "full_name", to: "display_name" },
    { kind: "fill", table: "orders", column: "currency", sql: "'EUR'" },
    { kind: "approve", rule: "lossy-convert", object: "orders.total", rows: 12, because: "store cents, see #398" },
    {
      kind: "approve",
      rule: "drop-table",
      object: "legacy_sessions",
      rows: 1204,
      because: "sessions moved to Redis in #412",
    },
  ],
  engine: "libsql",
  summary: ["1 renamed, 3 added, 1 rebuilt (orders: NOT NULL without DEFAULT), 1 dropped"],
  items: [
    {
      kind: "check",
      check: "drop-table",
      subject: "legacy_sessions",
      note: null,
      expect: { kind: "most", value: 1204 },
      sql: 'SELECT count(*) FROM "legacy_sessions"',
    },
    {
      kind: "step",
      step: "drop-view",
      subject: "open_orders",
      note: "created again below: it reads orders and users",
      sql: 'DROP VIEW "open_orders"',
    },
    {
      kind: "step",
      step: "rename-column",
      subject: "users.display_name",
      note: null,
      sql: 'ALTER TABLE "users" RENAME COLUMN "full_name" TO "display_name"',
    },
    {
      kind: "step",
      step: "add-column",
      subject: "users.region",
      note: null,
      sql: `ALTER TABLE "users" ADD COLUMN "region" TEXT NOT NULL DEFAULT 'unknown'`,
    },
    {
      kind: "step",
      step: "rebuild-create",
      subject: "orders",
      note: "total REAL → INTEGER; adds currency NOT NULL without DEFAULT",
      sql: `CREATE TABLE "_trueup_new_orders" (\n  id INTEGER PRIMARY KEY,\n  user_id INTEGER NOT NULL REFERENCES users (id),\n  total INTEGER NOT NULL CHECK (total >= 0),\n  currency TEXT NOT NULL,\n  status TEXT NOT NULL DEFAULT 'open'\n)`,
    },
    {
      kind: "step",
      step: "rebuild-copy",
      subject: "orders",
      note: null,
      sql: `INSERT INTO "_trueup_new_orders" (id, user_id, total, currency, status)\nSELECT id, user_id, CAST(round(total * 100) AS INTEGER), 'EUR', status FROM orders`,
    },
    {
      kind: "check",
      check: "rebuild-rows",
      subject: "orders",
      note: "no row is lost",
      expect: { kind: "equal", value: 0 },
      sql: 'SELECT (SELECT count(*) FROM "orders") - (SELECT count(*) FROM "_trueup_new_orders")',
    },
    { kind: "step", step: "rebuild-drop", subject: "orders", note: null, sql: 'DROP TABLE "orders"' },
    {
      kind: "step",
      step: "rebuild-rename",
      subject: "orders",
      note: null,
      sql: 'ALTER TABLE "_trueup_new_orders" RENAME TO "orders"',
    },
    {
      kind: "step",
      step: "create-index",
      subject: "orders_user",
      note: null,
      sql: "CREATE INDEX orders_user ON orders (user_id)",
    },
    {
      kind: "step",
      step: "create-table",
      subject: "coupon",
      note: null,
      sql: 'CREATE TABLE "coupon" (\n  code TEXT PRIMARY KEY,\n  order_id INTEGER REFERENCES orders (id) ON DELETE CASCADE\n)',
    },
    { kind: "step", step: "drop-table", subject: "legacy_sessions", note: null, sql: 'DROP TABLE "legacy_sessions"' },
    {
      kind: "step",
      step: "create-view",
      subject: "open_orders",
      note: null,
      sql: "CREATE VIEW open_orders AS SELECT o.id, u.display_name, o.total FROM orders o JOIN users u ON u.id = o.user_id WHERE o.status = 'open'",
    },
    {
      kind: "check",
      check: "foreign-keys",
      subject: "all",
      note: null,
      expect: { kind: "no-worse" },
      sql: "PRAGMA foreign_key_check",
    },
  ],
  before: [
    {
      type: "table",
      name: "users",
      sql: "CREATE TABLE users (id INTEGER PRIMARY KEY, full_name TEXT NOT NULL, country TEXT)",
    },
    {
      type: "table",
      name: "orders",
      sql: "CREATE TABLE orders (\n  id INTEGER PRIMARY KEY,\n  user_id INTEGER NOT NULL REFERENCES users (id),\n  total REAL NOT NULL,\n  status TEXT NOT NULL DEFAULT 'open'\n)",
    },
    {
      type: "table",
      name: "legacy_sessions",
      sql: "CREATE TABLE legacy_sessions (token TEXT PRIMARY KEY, user_id INTEGER REFERENCES users (id), data BLOB NOT NULL)",
    },
    { type: "index", name: "orders_user", sql: "CREATE INDEX orders_user ON orders (user_id)" },
    {
      type: "view",
      name: "open_orders",
      sql: "CREATE VIEW open_orders AS SELECT o.id, u.full_name, o.total FROM orders o JOIN users u ON u.id = o.user_id WHERE o.status = 'open'",
    },
  ],
};

/** A schema as large as asked, the same every time: areas of tables that refer to each other, and a few hubs. */
export function largeSchema(count: number): Schema {
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % below;
  };
  const areas = ["account", "billing", "stock", "ship", "catalog", "support", "audit", "media", "search", "event"];
  const types = ["TEXT", "INTEGER", "REAL", "BLOB", "VARCHAR(20)"];
  const tables = Array.from({ length: count }, (_, at) => {
    const area = areas[Math.floor(at / 9) % areas.length];
    const first = at - (at % 9);
    const columns = [column("id", "INTEGER")];
    for (let n = 0; n < 3 + random(6); n += 1)
      columns.push(
        column(`field_${n}`, types[random(types.length)] ?? "TEXT", random(2) === 0 ? { notNull: null } : {}),
      );
    const foreignKeys: ForeignKey[] = [];
    const refer = (to: number): void => {
      const name = `t${to}_id`;
      if (columns.some((one) => one.name === name)) return;
      columns.push(column(name, "INTEGER"));
      foreignKeys.push(reference(name, nameOf(to)));
    };
    if (at % 9 !== 0) refer(first + random(at % 9));
    if (random(4) === 0) refer(0);
    if (random(9) === 0) refer(random(count));
    return table(nameOf(at), columns, { foreignKeys });
    function nameOf(number: number): string {
      return `${areas[Math.floor(number / 9) % areas.length] ?? area}_${number}`;
    }
  });
  return { ...emptySchema, tables };
}
