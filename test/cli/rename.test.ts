import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { built, command } from "./run.ts";

built();

const schema = `import { column, integer, sql, table, text, trigger } from "trueup";

export const tune = table({ id: integer().primaryKey(), title: text() });

export const last = table({ k: text().primaryKey(), v: column("").nullable() });

export const tune_seen = trigger(sql\`
  AFTER UPDATE ON \${tune}
  BEGIN
    INSERT INTO \${last} VALUES ('seen', new.title) ON CONFLICT (k) DO UPDATE SET v = excluded.v
      WHERE v IS NOT excluded.v;
  END
\`);

export const tune_two = trigger(sql\`
  AFTER DELETE ON \${tune}
  BEGIN
    INSERT INTO \${last} SELECT title, v FROM \${tune}, \${last};
  END
\`);
`;

t.test(
  "a rename follows the row that an upsert speaks of, and shows what it is not sure of where it stands",
  async (t) => {
    const cwd = t.testdir();
    mkdirSync(join(cwd, "schema"));
    const file = join(cwd, "schema", "schema.ts");
    writeFileSync(file, schema);
    const renamed = await command({ cwd }, "rename", "last.v", "value");
    t.equal(renamed.exit, 0);
    const text = readFileSync(file, "utf8");
    t.match(text, "DO UPDATE SET value = excluded.value\n      WHERE value IS NOT excluded.value;");
    t.match(
      renamed.err,
      "rename-uncertain]: this may mean last.v, and was left as it is\n   ┌─ schema/schema.ts:18:39\n",
    );
    t.notMatch(renamed.err, /1[01] │/, "what is certain is not asked about");
  },
);
