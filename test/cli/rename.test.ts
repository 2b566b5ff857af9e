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
    INSERT INTO \${last} SELECT title, v FROM \${tune}, (SELECT v FROM \${last});
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

t.test("a name that messages quote is taken as they write it", async (t) => {
  const cwd = t.testdir();
  mkdirSync(join(cwd, "schema"));
  const file = join(cwd, "schema", "schema.ts");
  const declared = `import { integer, table, text } from "trueup";

export const mine = table("my. tunes", { id: integer().primaryKey(), "the title": text() });
`;
  writeFileSync(file, declared);
  const unknown = await command({ cwd }, "rename", `"my. tunes"."the titel"`, "name");
  t.equal(unknown.exit, 1);
  t.match(unknown.err, 'did you mean  "my. tunes"."the title" ?');
  const column = await command({ cwd }, "rename", `"my. tunes"."the title"`, `"my. tunes"."full title"`);
  t.match(column.out, 'Renamed the column "my. tunes"."the title" to "full title".');
  t.match(readFileSync(file, "utf8"), `"full title": text().was("the title")`);
  t.equal((await command({ cwd }, "rename", `"my. tunes"`, `"our tunes"`)).exit, 0);
  t.match(readFileSync(file, "utf8"), `table("our tunes", `);
  t.equal((await command({ cwd }, "rename", "our tunes.full title", "our tunes.title")).exit, 0, "and without quotes");
  t.match(readFileSync(file, "utf8"), `title: text().was("full title", "the title")`);
});
