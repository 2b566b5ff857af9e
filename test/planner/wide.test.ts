import t from "tap";
import { Engine } from "../../src/database/engine.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import { schemaOf } from "../kit/database.ts";
import { planned } from "../kit/planned.ts";
import { runPlan } from "../kit/run-plan.ts";

/** As many columns as SQLite allows; comparing all of them, with a rowid, reaches its other limits. */
const cases = [
  { columns: 2000, tail: "", numbered: true },
  { columns: 2000, tail: " WITHOUT ROWID", numbered: false },
  { columns: 700, tail: "", numbered: true },
];

function table({ columns, tail }: (typeof cases)[number], also = ""): string {
  const plain = Array.from({ length: columns - 1 }, (_, n) => `c${n} TEXT NOT NULL DEFAULT 'of ${n}'`);
  return `CREATE TABLE wide (k TEXT NOT NULL, ${plain.join(", ")}, PRIMARY KEY (k)${also})${tail}`;
}

for (const each of cases) {
  t.test(`${each.columns} columns${each.tail} are rebuilt`, async (t) => {
    const live = new Engine(":memory:");
    t.teardown(() => live.close());
    live.exec(`PRAGMA foreign_keys = OFF; ${table(each)}`);
    live.exec("INSERT INTO wide (k, c1) VALUES ('b', '1'), ('a', '2'), ('d', '3'), ('c', '4')");
    if (each.numbered) live.exec("UPDATE wide SET rowid = 70 WHERE k = 'a'; DELETE FROM wide WHERE k = 'b'");
    const seen = `SELECT ${each.numbered ? "rowid" : "0"}, k, c1, c${each.columns - 2} FROM wide ORDER BY k`;
    const before = live.all(seen, []);

    const plan = await planned(live, table(each), table(each, ", UNIQUE (c1)"));
    runPlan(live, plan);

    t.strictSame(live.all(seen, []), before, "every row is there, under its number");
    t.strictSame(live.all("PRAGMA integrity_check", []), [["ok"]]);
    const check = plan.items.find((item) => item.kind === "check" && item.check === "rebuild-rows");
    live.exec(
      `${table(each).replace("wide", "__trueup_wide")}; INSERT INTO __trueup_wide (k, c1) SELECT k, c1 FROM wide`,
    );
    if (each.numbered)
      live.exec(
        "UPDATE __trueup_wide SET rowid = (SELECT -rowid FROM wide WHERE wide.k = __trueup_wide.k); UPDATE __trueup_wide SET rowid = -rowid",
      );
    t.strictSame(live.all(check?.sql ?? "", []), [[0]], "the comparison finds the copy equal");
    live.exec(`UPDATE __trueup_wide SET c${each.columns - 2} = 'another' WHERE k = 'd'`);
    t.strictSame(live.all(check?.sql ?? "", []), [[1]], "and sees one value in the last column");
  });
}

/** Everything that a rebuild has to keep is on the table. */
function around(type: string, count: number): string {
  const columns = Array.from({ length: count }, (_, n) => `c${n} ${type}`);
  return `CREATE TABLE wide (id INTEGER PRIMARY KEY, name TEXT UNIQUE, ${columns.join(", ")});
CREATE TABLE part (id INTEGER PRIMARY KEY, wide INTEGER REFERENCES wide (id) ON DELETE CASCADE);
CREATE INDEX wide_c1 ON wide (c1) WHERE c0 > 0;
CREATE VIEW sums AS SELECT sum(c1) AS total FROM wide;
CREATE TRIGGER counted AFTER UPDATE OF c1 ON wide BEGIN UPDATE part SET wide = NEW.id WHERE wide = NEW.id; END`;
}

for (const [what, columns, rows, isRebuilt] of [
  ["many columns of few rows change by a rebuild", 101, 1600, true],
  ["those of many rows in place", 101, 1700, false],
  ["and so do not so many columns", 100, 10, false],
] as const) {
  t.test(what, async (t) => {
    const live = new Engine(":memory:");
    t.teardown(() => live.close());
    const [before, after] = [around("TEXT", columns), around("INTEGER NOT NULL DEFAULT 0", columns)];
    live.exec(`PRAGMA foreign_keys = OFF; ${before}`);
    const values = Array.from({ length: columns }, () => "value");
    live.exec(`INSERT INTO wide SELECT value, 'n' || value, ${values.join(", ")} FROM generate_series(1, ${rows})`);
    live.exec("INSERT INTO part SELECT id, id FROM wide");
    const seen = `SELECT count(*), sum(wide.id), count(DISTINCT name), sum(c1), sum(c${columns - 1}), count(part.id) FROM wide JOIN part ON part.wide = wide.id`;
    const had = live.all(seen);

    const plan = await planned(live, before, after);
    const steps = new Set(plan.items.flatMap((item) => (item.kind === "step" ? [item.step] : [])));
    t.equal(steps.has("rebuild-copy"), isRebuilt);
    t.equal(steps.has("alter-column"), !isRebuilt);
    runPlan(live, plan);

    t.strictSame(live.all(seen), had, "every row is there, and what refers to it");
    t.strictSame(live.all("SELECT DISTINCT typeof(c1) FROM wide"), [["integer"]]);
    t.strictSame(live.all("PRAGMA integrity_check"), [["ok"]]);
    t.equal(
      fingerprint(
        introspectScratch({ all: (sql, ...args) => live.all(sql, args), prepare: (sql) => live.prepare(sql) }),
      ),
      fingerprint(schemaOf(after)),
    );
  });
}

t.test("more columns become NOT NULL than SQLite takes conditions in a row", async (t) => {
  const live = new Engine(":memory:");
  t.teardown(() => live.close());
  const names = Array.from({ length: 1010 }, (_, n) => `c${n}`);
  const table = (rule: string) => `CREATE TABLE wide (${names.map((name) => `${name} TEXT${rule}`).join(", ")})`;
  live.exec(`PRAGMA foreign_keys = OFF; ${table("")};
    INSERT INTO wide SELECT ${names.map(() => "'a'").join(", ")} FROM generate_series(1, 16200)`);
  const { items } = await planned(live, table(""), table(" NOT NULL"));
  const checks = items.filter((item) => item.kind === "check" && item.check === "check");
  t.equal(checks.length, 1);
  t.ok(items.some((item) => item.kind === "step" && item.step === "alter-column"));
  t.strictSame(live.all(checks[0]?.sql ?? "", []), [[0]]);
  live.exec("UPDATE wide SET c1009 = NULL WHERE rowid = 9");
  t.strictSame(live.all(checks[0]?.sql ?? "", []), [[1]]);
});
