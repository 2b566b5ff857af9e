import t from "tap";
import { explainDifference } from "../../src/planner/explain-difference.ts";
import { schemaOf } from "../kit/database.ts";

/** The report of a column that ends up in another place used to be only "Only the look differs". */
const before = "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, plays INTEGER); CREATE TABLE log (a, b, c, d);";
const after =
  "CREATE TABLE tune (id INTEGER PRIMARY KEY, composer TEXT, title TEXT, plays INTEGER); CREATE TABLE log (a, b, c, d);";
const place = "the columns of tune will be in another order: composer is at position 4, declared at 2";

function told(code: string, from = before) {
  const { order, cosmetic } = explainDifference(schemaOf(from), schemaOf(after + code));
  return { order, cosmetic };
}

t.test("what depends on the order of the columns is named", (t) => {
  for (const [code, by] of [
    ["CREATE VIEW everything AS SELECT * FROM tune;", "view everything depends"],
    ["CREATE VIEW v AS SELECT log.a, t.* FROM log, tune AS t;", "view v depends"],
    ["CREATE VIEW v AS SELECT * FROM tune; CREATE VIEW w AS SELECT x.* FROM v x;", "view v, view w depend"],
    ["CREATE TRIGGER g AFTER INSERT ON log BEGIN INSERT INTO tune VALUES (1, 2, 3, 4); END;", "trigger g depends"],
    ["CREATE TRIGGER g AFTER INSERT ON log BEGIN INSERT INTO tune SELECT * FROM log; END;", "trigger g depends"],
    ["CREATE TRIGGER g AFTER INSERT ON tune BEGIN INSERT INTO log SELECT * FROM tune; END;", "trigger g depends"],
  ] as const)
    t.strictSame(told(code), { order: [`${place}; ${by} on the order`], cosmetic: [] }, code);
  t.end();
});

t.test("if nothing depends on the order, a new column may come last silently, and another order is cosmetic", (t) => {
  for (const code of [
    "",
    "CREATE VIEW v AS SELECT title, count(*), 2 * plays FROM tune;",
    "CREATE VIEW v AS SELECT log.* FROM log JOIN tune ON tune.id = log.a;",
    "CREATE TRIGGER g AFTER INSERT ON log BEGIN INSERT INTO tune (id, title) VALUES (1, 2); END;",
    "CREATE TRIGGER g AFTER INSERT ON tune BEGIN INSERT INTO log VALUES (1, 2, 3, 4); END;",
  ])
    t.strictSame(told(code), { order: [], cosmetic: [] }, code);
  const swapped = before.replace("title TEXT, plays INTEGER", "plays INTEGER, title TEXT");
  t.strictSame(told("", swapped), {
    order: [],
    cosmetic: ["the columns of tune will be in another order: composer is at position 4, declared at 2"],
  });
  t.end();
});

t.test("the notice is repeated as long as something depends on the order", (t) => {
  const stands = before.replace("plays INTEGER", "plays INTEGER, composer TEXT");
  t.strictSame(told("", stands), { order: [], cosmetic: [] });
  const view = "CREATE VIEW everything AS SELECT * FROM tune;";
  t.strictSame(told(view, stands + view).order, [
    "the columns of tune are in another order: composer is at position 4, declared at 2; view everything depends on the order",
  ]);
  t.end();
});
