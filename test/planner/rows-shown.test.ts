import t from "tap";
import { compileSources } from "../../src/compile/compile.ts";
import { ProblemError } from "../../src/problem/problem.ts";
import { groundOf } from "../../src/planner/declared-rows/compare.ts";
import { explainDrift, explainRows } from "../../src/planner/declared-rows/explain.ts";
import { literalOf } from "../../src/sql/value.ts";

t.test("a difference in a long value, in spaces or in control characters is visible", async (t) => {
  const code = `import { integer, rows, table, text } from "trueup";
export const note = table({ id: integer().primaryKey(), body: text() });
rows(note, [{ id: 1, body: "" }]);`;
  const compiled = await compileSources(new Map([["schema.ts", code]]), "schema.ts");
  if (!compiled.ok) throw new ProblemError(...compiled.problems);
  const { schema } = compiled.value;
  const [declared] = schema.rows ?? [];
  const [table] = schema.tables;
  if (declared === undefined || table === undefined) throw new Error("no rows");
  const shown = (before: string, after: string) => {
    const text = (value: string) => literalOf({ type: "text", value });
    const rows = { ...declared, rows: [{ values: ["1", text(before)], at: declared.rows[0]?.at ?? at }] };
    const changed = [{ row: 0, live: ["1", text(after)] }];
    const found = explainDrift(groundOf(rows, schema, table), { rows, missing: [], changed, extra: [] });
    return found.children.map(({ what }) => what).join();
  };
  const at = { file: "", start: 0, end: 0 };
  const long = "what is the same in both of them goes on and on";
  t.equal(shown(`${long} here`, `${long} there`), "body …on and on here' → …on and on there'");
  t.equal(shown(`a${long}`, `b${long}`), `body 'a${long.slice(0, 37)}… → 'b${long.slice(0, 37)}…`);
  t.equal(shown('{"a":  1}', '{"a": 1}'), `body '{"a":\u00a0\u00a01}' → '{"a": 1}'`);
  t.equal(shown("it's\n\0", "\t"), "body 'it''s\\n\\0' → '\\t'");
  t.equal(shown("sqlite_schema", "\\n\n"), "body 'sqlite_schema' → '\\n\\\\n'");
  const hidden = [{ row: 0, live: ["1", "'secret'"] }];
  const difference = { rows: declared, missing: [], changed: hidden, extra: [["2", "'secret'"]] };
  const ground = groundOf(declared, schema, table);
  for (const [found, what] of [
    [explainDrift(ground, difference, false), "body '' → …"],
    [explainRows(schema, ground, difference, [], 0, false), "body … → ''"],
  ] as const)
    t.match(found, { children: [{ subject: "1", what }] }, "without values, nothing that only the database holds");
});
