import t from "tap";
import { check, foreignKey, index, integer, sql, table, text, trigger, unique, view } from "../../src/index.ts";
import type { Mark, Written } from "../../src/compile/write/pen.ts";
import { writeDeclaration } from "../../src/compile/write/write-declaration.ts";
import { dataOf, declared, isObject } from "../../src/vocabulary/declaration.ts";
import { namesOf } from "./names-of.ts";
import { example } from "./example.ts";

type Value = Parameters<typeof writeDeclaration>[0];

function write(module: Readonly<Record<string, unknown>>, value: Value) {
  return writeDeclaration(value, namesOf(module));
}

/** The smallest mark around a word of the written SQL. */
function markOf(written: Written, word: string): Mark | undefined {
  const at = written.sql.indexOf(word);
  return written
    .marks()
    .filter((mark) => mark.start <= at && at < mark.end)
    .sort((a, b) => a.end - a.start - (b.end - b.start))[0];
}

t.test("every marked text of a template is that text, whatever its indentation was", async (t) => {
  let seen = 0;
  for (const object of Object.values(example).filter(isObject)) {
    const { sql, marks } = write(example, object);
    for (const { start, end, node, part, from } of marks()) {
      const data = dataOf(node);
      if (data?.declare !== "sql" || part === undefined || from === undefined) continue;
      t.equal(sql.slice(start, end), data.strings[part / 2]?.slice(from, from + end - start));
      seen += 1;
    }
  }
  t.ok(seen > 100);
});

t.test("a word of the written SQL leads to the value that asked for it", async (t) => {
  const condition = sql`length(titel) > 0`;
  const genre = table({ id: text().primaryKey() });
  const tune = table(
    {
      id: integer().primaryKey(),
      title: text().check(condition),
      genre: text().references(() => genre.id, { onDelete: "cascade" }),
      other: text(),
    },
    {
      constraints: (c) => [
        unique(c.title, c.other),
        foreignKey(c.other).references("nothing.there"),
        check(sql`${c.id} > low`),
      ],
    },
  );
  const written = write({ genre, tune }, tune);
  const columns = new Map(tune[declared].columns.map(({ name, column }) => [name, column]));
  const constraints = tune[declared].constraints;

  const complaint = markOf(written, "titel");
  t.equal(complaint?.node, condition);
  t.same([complaint?.part, complaint?.from], [0, 0]);
  t.equal(markOf(written, "REFERENCES genre")?.node, columns.get("genre")?.[declared].clauses[0]);
  t.equal(markOf(written, "other TEXT")?.node, columns.get("other"));
  t.equal(markOf(written, "UNIQUE (")?.node, constraints[0]);
  t.equal(markOf(written, "nothing")?.node, constraints[1]);
  t.equal(dataOf(markOf(written, "other)")?.node)?.declare, "term");
  t.equal(dataOf(markOf(written, "low")?.node)?.declare, "sql");

  const body = sql`
    AFTER INSERT ON ${tune}
    BEGIN
      DELETE FROM nowhere;
    END
  `;
  const mark = markOf(write({ genre, tune, it: trigger(body) }, trigger("it", body)), "  DELETE");
  t.equal(mark?.node, body);
  const data = body[declared];
  t.match(data.strings[(mark?.part ?? 0) / 2]?.slice(mark?.from), /^ {2}DELETE FROM nowhere/);
});

t.test("contradictory values are reported with the value they are about", async (t) => {
  const genre = table({ id: text().primaryKey(), b: text() });
  const tune = table({ id: integer().primaryKey() });
  const named = { genre, tune };
  const fails = (value: Value, message: RegExp) => t.throws(() => write({ ...named, value }, value), { message });
  fails(index(genre.id, tune.id), /columns of two tables, genre and tune/);
  fails(index(sql`1`), /does not name its table/);
  fails(table({ a: text().references(() => "genre") }), /points at the string "genre"/);
  fails(table({ a: text().references(() => []) }), /points at an array/);
  fails(table({ a: text().references("a.b.c") }), /does not understand "a.b.c"/);
  fails(
    table({ a: text() }, { constraints: (c) => [foreignKey(c.a).references(() => [genre.id, tune.id])] }),
    /two tables/,
  );
  fails(table({ a: text().nullable().notNull() }), /both \.nullable\(\) and \.notNull\(\)/);
  const unexported = table({ id: integer() });
  fails(view(sql`SELECT ${unexported.id} FROM ${unexported}`), /this table has no name/);
});
