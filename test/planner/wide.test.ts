import t from "tap";
import { Engine } from "../../src/database/engine.ts";
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
