import { writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import t from "tap";
import { built, command } from "./run.ts";

built();

const schema = (rows: string) => `import { integer, rows, table, text } from "trueup";
export const genre = table({ id: text().primaryKey(), name: text(), sort: integer().nullable() });
rows(genre, [${rows}]);
`;
const before = schema(`{ id: "irl", name: "Irish" }, { id: "sco", name: "Scottish" }`);
const after = schema(`{ id: "irl", name: "Irish", sort: 1 }, { id: "swe", name: "Swedish" }`);

t.test("diff says which declared rows differ", async (t) => {
  const cwd = t.testdir({ "before.ts": before, "after.ts": after });
  const database = new Database(join(cwd, "app.db"));
  database.exec("CREATE TABLE genre (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, sort INTEGER)");
  database.exec("INSERT INTO genre VALUES ('irl', 'irish', NULL), ('sco', 'Scottish', NULL)");
  database.close();
  writeFileSync(join(cwd, "trueup.config.ts"), 'export default { schema: "before.ts" };\n');
  const diff = async (from: string, to: string) =>
    (await command({ cwd }, "diff", from, to)).out.replace(/ {2,}/g, "  ");

  const declared = await diff("before.ts", "after.ts");
  t.match(declared, "~ rows of genre  1 row inserted, 1 row changed, 1 row deleted");
  t.match(declared, "+ 'swe'  name 'Swedish'\n");
  t.match(declared, "~ 'irl'  sort 1\n");
  t.match(declared, "- 'sco'  name 'Scottish'\n");
  t.match(declared, /Rows: 1 inserted, 1 changed, 1 deleted\.\n$/);

  t.match(await diff("app.db", "before.ts"), "~ 'irl'  name 'irish' → 'Irish'\n", "a database to its declarations");
  t.match(await diff("before.ts", "app.db"), "~ 'irl'  name 'Irish' → 'irish'\n", "and back");
  t.match(await diff("before.ts", "before.ts"), "No difference");
  t.equal((await command({ cwd }, "diff", "app.db", "before.ts", "--exit-code")).exit, 2);
  t.match(await diff("app.db", "app.db"), "No difference", "of two databases no row is asked for");
});
