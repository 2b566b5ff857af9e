import t from "tap";
import { guard } from "../../src/apply/allowed.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import { compileSources } from "../../src/compile/compile.ts";
import { pull } from "../../src/pull/pull.ts";
import { isOneStatement } from "../../src/sql/statement.ts";
import { step } from "../apply/fixture.ts";
import { schemaOf } from "../kit/database.ts";

const triggers = [
  "CREATE TRIGGER g AFTER UPDATE OF end ON t BEGIN UPDATE t SET end = NEW.end; END",
  "CREATE TRIGGER g AFTER INSERT ON begin BEGIN SELECT begin FROM begin; END",
  "CREATE TRIGGER g AFTER INSERT ON begin WHEN NEW.end BEGIN SELECT end FROM begin; SELECT begin; END",
  "CREATE TRIGGER g INSERT ON t BEGIN SELECT CASE end WHEN 1 THEN end ELSE end END; DELETE FROM end; END",
  'CREATE TRIGGER g INSERT ON t BEGIN SELECT "case" FROM t; SELECT CASE WHEN 1 THEN CASE WHEN 2 THEN 3 END END; END',
  "CREATE TRIGGER end BEFORE DELETE ON t BEGIN SELECT 'END;', \"END;\", [;END]; /* ; END */ END",
  "CREATE TEMP TRIGGER g INSERT ON t BEGIN SELECT 1; END",
];
const others = ["CREATE TABLE trigger (end TEXT, begin TEXT)", "CREATE VIEW trigger AS SELECT end FROM begin"];

t.test("a statement ends where SQLite ends it, whatever its column names", async (t) => {
  for (const sql of [...triggers, ...others]) {
    t.ok(isOneStatement(sql), sql);
    t.ok(isOneStatement(`${sql} ;`), `${sql} ;`);
    t.notOk(isOneStatement(`${sql}; DROP TABLE t`), `${sql}; DROP TABLE t`);
    t.notOk(isOneStatement(`${sql};;`), `${sql};;`);
  }
});

const schema = `CREATE TABLE shift (id INTEGER PRIMARY KEY, begin INTEGER, end INTEGER, "case" TEXT);
  CREATE TABLE begin (end INTEGER);
  CREATE TRIGGER ended AFTER UPDATE OF begin, end ON shift WHEN NEW.end IS NOT OLD.end BEGIN
    UPDATE begin SET end = CASE WHEN NEW.end > 9 THEN NEW.end ELSE end END;
    DELETE FROM begin WHERE CASE end WHEN 1 THEN end END;
  END;
  CREATE TRIGGER begin AFTER INSERT ON begin BEGIN UPDATE begin SET end = 1; END;`;

t.test("a trigger on a column named end is pulled, declared and accepted by apply", async (t) => {
  const live = schemaOf(schema);
  const pulled = await pull({ schema: live, into: new Map(), path: "schema.ts", strict: true });
  if (!pulled.ok) throw new Error(pulled.problems.map(({ message }) => message).join("\n"));
  const declared = await compileSources(pulled.value.files, "schema.ts");
  if (!declared.ok) throw new Error(declared.problems.map(({ message }) => message).join("\n"));
  t.equal(fingerprint(declared.value.schema), fingerprint(live));
  for (const { name, text } of declared.value.schema.triggers)
    t.strictSame(guard([step("create-trigger", name, text)], "app.db"), [], text);
});
