import { nothingBeside } from "../../src/model/beside.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Test } from "tap";
import type { Row } from "../../src/database/connection.ts";
import { Engine } from "../../src/database/engine.ts";
import { fileUri } from "../../src/database/file.ts";
import { openScratch } from "../../src/database/scratch.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import type { StepKind } from "../../src/plan/kinds.ts";
import type { Item, Plan, PlanCheck, Step } from "../../src/plan/plan.ts";
import { changeHere } from "../../src/target/file/transaction.ts";
import type { ApplyEvent, ApplyOutcome } from "../../src/apply/events.ts";
import type { ApplyHooks, ApplyRequest } from "../../src/apply/run.ts";

/** A folder for this test, removed afterwards. */
export function folder(t: Pick<Test, "teardown">): string {
  const path = mkdtempSync(join(tmpdir(), "trueup-test-"));
  t.teardown(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Runs SQL on a file, which is created if it does not exist, and really closes it. */
export async function run(path: string, sql: string): Promise<void> {
  const engine = new Engine(fileUri(path, "rwc"), { timeout: 2000 });
  try {
    engine.exec(sql);
  } finally {
    await engine.close();
  }
}

export async function ask(path: string, sql: string): Promise<readonly Row[]> {
  const engine = new Engine(fileUri(path, "rw"), { timeout: 2000 });
  try {
    return engine.all(sql);
  } finally {
    await engine.close();
  }
}

export function fingerprintOf(sql: string): string {
  const scratch = openScratch();
  try {
    scratch.exec(sql);
    return fingerprint(introspectScratch(scratch));
  } finally {
    scratch.close();
  }
}

export function step(kind: StepKind, subject: string, sql: string): Step {
  return { kind: "step", step: kind, subject, note: null, sql };
}

export function check(kind: PlanCheck["check"], subject: string, expect: PlanCheck["expect"], sql: string): PlanCheck {
  return { kind: "check", check: kind, subject, note: null, expect, sql };
}

/** A plan written by hand: the schema before it, and the steps; the target is where the steps lead. */
export function planOf(before: string, items: readonly Item[], more: Partial<Plan> = {}): Plan {
  const steps = items.flatMap((item) => (item.kind === "step" ? [`${item.sql};`] : []));
  return {
    base: fingerprintOf(before),
    target: fingerprintOf(`${before};\n${steps.join("\n")}`),
    decisions: [],
    engine: "libsql",
    summary: [],
    items,
    before: [],
    ...more,
  };
}

export function request(path: string, plan: Plan, more: Partial<ApplyRequest> = {}): ApplyRequest {
  return {
    plan,
    seal: `sha256:${"e285857c".repeat(8)}`,
    planName: "plans/a.plan.sql",
    path,
    label: "app.db",
    encryptionKey: null,
    beside: nothingBeside,
    lockTimeout: 1000,
    place: { root: join(path, "..", "backups"), name: "app" },
    backup: "take",
    keep: null,
    estimates: {},
    ...more,
  };
}

export interface Told {
  readonly outcome: ApplyOutcome;
  readonly events: readonly ApplyEvent[];
}

export async function applied(asked: ApplyRequest, hooks: Partial<ApplyHooks> = {}): Promise<Told> {
  const events: ApplyEvent[] = [];
  const outcome = await changeHere(asked, {
    onEvent: (event) => events.push(event),
    stop: () => false,
    now: () => new Date(),
    ...hooks,
  });
  return { outcome, events };
}

/** Users and their orders: a parent, a child, a view, a trigger, an index. */
export const shop = `
  CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, full_name TEXT NOT NULL, mail TEXT UNIQUE);
  CREATE TABLE orders (id INTEGER PRIMARY KEY, user INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE, total REAL);
  CREATE TABLE log (at TEXT, what TEXT);
  CREATE INDEX orders_user ON orders (user);
  CREATE VIEW open_orders AS SELECT id, user FROM orders WHERE total > 0;
  CREATE TRIGGER orders_log AFTER INSERT ON orders BEGIN INSERT INTO log VALUES ('now', 'order'); END;
`;

export const shopRows = (n: number) => `
  INSERT INTO users (id, full_name, mail) SELECT value, 'user ' || value, 'u' || value || '@x' FROM generate_series(1, ${n});
  INSERT INTO orders (id, user, total) SELECT value, 1 + value % ${n}, value * 1.5 FROM generate_series(1, ${n * 2});
`;

/** Rebuilds `orders` with a check, and renames a column of its parent. */
export const shopSteps: readonly Item[] = [
  step("drop-view", "open_orders", 'DROP VIEW "open_orders"'),
  step("rename-column", "users.display_name", 'ALTER TABLE "users" RENAME COLUMN "full_name" TO "display_name"'),
  step(
    "rebuild-create",
    "orders",
    `CREATE TABLE "orders__new" (id INTEGER PRIMARY KEY, user INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE, total REAL CHECK (total >= 0), currency TEXT NOT NULL DEFAULT 'EUR')`,
  ),
  step(
    "rebuild-copy",
    "orders",
    'INSERT INTO "orders__new" ("id", "user", "total") SELECT "orders"."id", "orders"."user", "orders"."total" FROM "orders" ORDER BY "orders"."id"',
  ),
  check(
    "rebuild-rows",
    "orders",
    { kind: "equal", value: 0 },
    'SELECT (SELECT count(*) FROM "orders") - (SELECT count(*) FROM "orders__new")',
  ),
  step("rebuild-drop", "orders", 'DROP TABLE "orders"'),
  step("rebuild-rename", "orders", 'ALTER TABLE "orders__new" RENAME TO "orders"'),
  step("create-index", "orders_user", 'CREATE INDEX orders_user ON orders ("user")'),
  step(
    "create-trigger",
    "orders_log",
    "CREATE TRIGGER orders_log AFTER INSERT ON orders BEGIN INSERT INTO log VALUES ('now', 'order'); END",
  ),
  step("create-view", "open_orders", "CREATE VIEW open_orders AS SELECT id, user FROM orders WHERE total > 0"),
  check("foreign-keys", "all", { kind: "no-worse" }, "PRAGMA foreign_key_check"),
];
