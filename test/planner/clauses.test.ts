import t from "tap";
import { explainDifference } from "../../src/planner/explain-difference.ts";
import { schemaOf } from "../kit/database.ts";

/** The clauses used to be cut at `--`, in strings too: `DEFAULT 'x -- y'` was shown as `DEFAULT 'x`. */
t.test("a column's clauses are reported without comments, and with every string intact", (t) => {
  const before = schemaOf("CREATE TABLE tune (id INTEGER PRIMARY KEY)");
  const after = schemaOf(`CREATE TABLE tune (id INTEGER PRIMARY KEY,
    "the -- key" TEXT -- as it is played
      NOT NULL   DEFAULT 'x  -- y' /* until it is known */ CHECK ("the -- key" <> '/* */'),
    plain)`);
  const [change] = explainDifference(before, after).changes;
  t.strictSame(
    change?.children.filter(({ object }) => object === "column").map(({ subject, what }) => [subject, what]),
    [
      ['"the -- key"', `TEXT NOT NULL DEFAULT 'x  -- y' CHECK ("the -- key" <> '/* */')`],
      ["plain", "no type"],
    ],
  );
  t.end();
});
