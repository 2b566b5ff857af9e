import { createRequire } from "node:module";
import t from "tap";
import { nothingBeside } from "../../src/model/beside.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import { noHints } from "../../src/model/hints.ts";
import type { Item } from "../../src/plan/plan.ts";
import type { RowsAnswer } from "../../src/planner/rows/elsewhere.ts";
import type { StartEvent } from "../../src/start/start.ts";
import type { SqlJs } from "../../src/start/supported.ts";
import { convergeSync } from "../../src/start/sync.ts";
import { bundleOf, emptyBase, planAll } from "../../src/work/build/bundle.ts";
import { proveVintage } from "../../src/work/build/matrix.ts";
import { planNative } from "../../src/work/build/native.ts";
import { schemaOf } from "../kit/database.ts";

/** SQLite's own ALTER forms, on an engine that has them: sql.js. A build asks the SQLite that Node brings. */
const load = createRequire(import.meta.url)("sql.js") as () => Promise<{ Database: new () => SqlJs & Opened }>;
const { Database } = await load();

interface Opened {
  close(): unknown;
  exec(sql: string): readonly { readonly values: readonly (readonly unknown[])[] }[];
}

async function changed(from: string, to: string, ...answers: readonly RowsAnswer[]) {
  const schema = schemaOf(from);
  const base = { releases: ["v1.0.0"], fingerprint: fingerprint(schema), schema };
  const said = { hints: noHints, decisions: [], answers, protect: [], beside: nothingBeside };
  const way = { target: schemaOf(to), ...said };
  const native = await planNative(base, way, () => new Database());
  const plain = await planAll([emptyBase, base], way, "plain");
  const planned = new Map([["plain" as const, plain]]);
  if (native !== null) planned.set("native" as never, [{ base, ...native }]);
  return { native, base, way, bundle: bundleOf(way, "v1.1.0", planned) };
}

const refuse = (rule: RowsAnswer["rule"], object: string): RowsAnswer => ({ rule, object, repair: null });

t.test("NOT NULL and CHECK come and go, and no row is written", async (t) => {
  const { native, bundle, base, way } = await changed(
    "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, kind TEXT NOT NULL, tempo INTEGER CONSTRAINT slow CHECK (tempo < 99))",
    "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL, kind TEXT, tempo INTEGER CHECK (tempo > 20))",
    refuse("not-null", "tune.title"),
    refuse("check", "tune(tempo > 20)"),
  );
  const steps = native?.planned.kind === "plan" ? native.planned.items.filter(({ kind }) => kind === "step") : [];
  t.strictSame(
    steps.map(({ sql }) => sql),
    [
      'ALTER TABLE "tune" DROP CONSTRAINT "slow"',
      'ALTER TABLE "tune" ALTER COLUMN "title" SET NOT NULL',
      'ALTER TABLE "tune" ALTER COLUMN "kind" DROP NOT NULL',
      'ALTER TABLE "tune" ADD CHECK (tempo > 20)',
    ],
  );
  t.match(
    bundle.plans.filter(({ engine }) => engine === "native"),
    [{ rewrites: false }],
  );

  // The releases are proven with these very steps, on rows, in an engine that has them.
  const prove = (items: readonly Item[]) =>
    native !== null && native.planned.kind === "plan"
      ? proveVintage({ base, planned: { ...native.planned, items }, stored: native.stored }, way, () => new Database())
      : null;
  const items = native?.planned.kind === "plan" ? native.planned.items : [];
  const proven = prove(items);
  t.match(proven, { state: "refuses", refuses: ["check:tune(tempo > 20)", "not-null:tune.title"], problems: [] });
  t.ok((proven?.rows ?? 0) > 4, `on ${proven?.rows} rows`);
  t.match(
    prove(items.slice(0, -2)),
    { state: "fails", problems: [{ code: "vintage-fails" }] },
    "and none is taken on trust",
  );

  const db = new Database();
  db.exec(bundle.bases[0]?.objects[0]?.texts[0] ?? "");
  db.exec("INSERT INTO tune VALUES (1, NULL, 'reel', 60), (2, 'Toss the Feathers', 'reel', NULL)");
  t.throws(() => convergeSync(db, bundle), { code: "rows" }, "the rule that was answered stops it");
  db.exec("UPDATE tune SET title = 'The Sally Gardens' WHERE id = 1");
  const ran: string[] = [];
  const onEvent = (event: StartEvent) => event.kind === "step" && ran.push(event.name);
  t.match(convergeSync(db, bundle, { onEvent }), { state: "applied" });
  t.match(ran, ["alter-column tune", "alter-column tune.title", "alter-column tune.kind", "alter-column tune"]);
  t.match(convergeSync(db, bundle), { state: "unchanged" });
  const [stored] = db.exec("SELECT sql FROM sqlite_schema");
  t.ok(bundle.target.objects[0]?.texts.includes(String(stored?.values[0]?.[0])), "the text is known");
});

t.test("an engine whose ADD CHECK refuses what a CHECK allows takes the plain plan", async (t) => {
  const { bundle } = await changed(
    "CREATE TABLE tune (id INTEGER PRIMARY KEY, tempo INTEGER)",
    "CREATE TABLE tune (id INTEGER PRIMARY KEY, tempo INTEGER CHECK (tempo > 20))",
    refuse("check", "tune(tempo > 20)"),
  );
  /** As SQLite 3.53 does it. */
  class Early extends Database {
    override exec(sql: string) {
      if (/ADD (?:CONSTRAINT \w+ )?CHECK/.test(sql)) {
        const name = /^ALTER TABLE "?(\w+)/.exec(sql)?.[1] ?? "";
        const [found] = super.exec(`SELECT count(*) FROM ${name} WHERE ${/CHECK (.*)/.exec(sql)?.[1]} IS NOT 1`);
        if (found?.values[0]?.[0] !== 0) throw new Error("constraint failed");
      }
      return super.exec(sql);
    }
  }
  const steps = (db: SqlJs & Opened) => {
    db.exec("CREATE TABLE tune (id INTEGER PRIMARY KEY, tempo INTEGER); INSERT INTO tune VALUES (1, NULL), (2, 60)");
    const ran: string[] = [];
    convergeSync(db, bundle, { onEvent: (event: StartEvent) => event.kind === "step" && ran.push(event.name) });
    return ran;
  };
  t.strictSame(steps(new Database()), ["alter-column tune"]);
  t.match(steps(new Early()), ["rebuild-create tune"]);
});

t.test("what takes more than these forms is rewritten", async (t) => {
  const tune = (columns: string) => `CREATE TABLE tune (id INTEGER PRIMARY KEY, ${columns})`;
  for (const [from, to, ...answers] of [
    ["title TEXT", "title TEXT NOT NULL DEFAULT ''", refuse("not-null", "tune.title")],
    ["title TEXT", "title TEXT COLLATE NOCASE NOT NULL", refuse("not-null", "tune.title")],
    ["title TEXT CHECK (title > '')", "title TEXT"],
    ["title TEXT", "title TEXT, tempo INTEGER"],
  ] as const) {
    const { native } = await changed(tune(from), tune(to), ...answers);
    t.equal(native, null, `${from} → ${to}`);
  }
});
