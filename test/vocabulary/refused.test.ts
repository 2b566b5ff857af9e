import t from "tap";
import {
  foreignKey,
  type Insert,
  index,
  integer,
  primaryKey,
  rows,
  type Row,
  sql,
  table,
  text,
  trigger,
  type Update,
  unique,
  uniqueIndex,
  vector,
  view,
  virtualTable,
} from "../../src/index.ts";
import { Misuse } from "../../src/vocabulary/misuse.ts";

const genre = table({ id: text().primaryKey(), name: text() });
const tune = table({ id: integer().primaryKey(), title: text(), genre: text().nullable() });
const listed = view<{ id: number }>(sql`SELECT 1 AS id`);
const by_title = index(tune.title);

/** JavaScript, and what the interpreter reads, gets a message where TypeScript would have underlined something. */
function refused(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    if (error instanceof Misuse) return `${error.message} | ${error.help}`;
    throw error;
  }
  return "accepted";
}

t.test("what TypeScript refuses is refused at run time too, with a message", async (t) => {
  const says = (make: () => unknown, message: string) => t.match(refused(make), message);
  t.equal(
    // @ts-expect-error no such column
    refused(() => index(tune.titel)),
    "index() takes columns and sql`…`, not undefined (is a name misspelt?) | write index(tune.title)",
  );
  t.equal(
    // @ts-expect-error no such column
    refused(() => sql`SELECT ${tune.id}, ${tune.titel}`),
    `the second \${…} of this template is undefined (is a name misspelt?), which cannot be used in SQL | use a column, a table, a view, another sql\`…\`, a string, a number, or a list of these`,
  );
  says(
    // @ts-expect-error no such column
    () => virtualTable(sql`fts5(${tune.titel})`),
    "the first $",
  );
  says(
    // @ts-expect-error a function is no value
    () => sql`${() => 1}`,
    "is a function, which cannot be used",
  );
  says(
    // @ts-expect-error an object is no value
    () => sql`${{}}`,
    "is an object, which cannot be used",
  );
  says(
    // @ts-expect-error the call is missing
    () => sql`${tune.title.desc}`,
    "is a function",
  );
  t.match(
    refused(() => sql`${Number.NaN}`),
    "is the number NaN",
  );
  t.match(
    refused(() => sql`\u`),
    "escape that JavaScript does not know | write a backslash as \\\\",
  );
  t.match(
    refused(() => sql`a LIKE '\%'`),
    "\\% in this template is only % to SQLite | write a backslash as \\\\",
  );
  says(
    // @ts-expect-error no term
    () => index("name"),
    "index() names no column",
  );
  says(
    // @ts-expect-error a table is no term
    () => index(tune),
    "index() takes columns and sql`…`, not a table",
  );
  says(
    // @ts-expect-error no column
    () => unique(),
    "unique() names no column",
  );
  says(
    // @ts-expect-error a text is no column
    () => table({ a: text() }, { constraints: (c) => [unique(c.a, "b")] }),
    'not the string "b"',
  );
  says(
    // @ts-expect-error no such column
    () => table({ a: text() }, { constraints: (c) => [primaryKey(c.b)] }),
    "not undefined",
  );
  t.match(
    refused(() => table({ id: integer() }, { constraints: () => [unique(tune.id)] })),
    'a constraint names the column "id" of another table | use the columns that constraints is given',
  );
  says(
    // @ts-expect-error a foreign key must say where it points
    () => table({ a: text() }, { constraints: (c) => [foreignKey(c.a)] }),
    "constraints holds an object",
  );
  says(
    // @ts-expect-error the arrow is missing
    () => text().references(genre.id),
    "references() takes an arrow function, self(…) or a name",
  );
  says(
    // @ts-expect-error no column type
    () => table({ a: "text" }),
    'the column "a" is the string "text" | write a: text()',
  );
  says(
    // @ts-expect-error the call is missing
    () => table({ a: text }),
    'the column "a" is a function',
  );
  t.match(
    refused(() => table({})),
    "a table needs a column",
  );
  says(
    // @ts-expect-error no such column
    () => table({ a: text() }, { order: ["b"] }),
    "`order` does not name each column once",
  );
  says(
    // @ts-expect-error no piece of SQL
    () => text().check("a > 0"),
    'check() takes a piece of SQL, not the string "a > 0" | write check(sql`…`)',
  );
  says(
    // @ts-expect-error no piece of SQL
    () => view("SELECT 1"),
    "view() takes a piece of SQL",
  );
  says(
    // @ts-expect-error no body
    () => trigger("x"),
    "trigger() takes a piece of SQL, not undefined",
  );
  says(
    // @ts-expect-error no piece of SQL
    () => uniqueIndex(tune.id).where("x"),
    "where() takes a piece of SQL",
  );
  says(
    // @ts-expect-error no value
    () => text().oneOf(),
    "oneOf() names no value",
  );
  says(
    // @ts-expect-error no value
    () => text().default({}),
    "default() takes a value, not an object",
  );
  says(
    // @ts-expect-error no number
    () => vector("3"),
    "a vector has a whole number of dimensions",
  );
  says(
    // @ts-expect-error no text
    () => text().collate(1),
    "collate() takes a string, not the number 1",
  );
  t.match(
    refused(() => text().default("a").default("b")),
    ".default() is used twice on one column",
  );
});

t.test("what only TypeScript can know is refused by TypeScript", async (t) => {
  const never = (_: () => unknown) => {};
  // @ts-expect-error a number column has no text for a default
  never(() => integer().default("x"));
  // @ts-expect-error nor a text column a number among its values
  never(() => text().oneOf(1));
  // @ts-expect-error only an integer counts by itself
  never(() => text().primaryKey({ autoincrement: true }));
  // @ts-expect-error a misspelt option
  never(() => table({ a: text() }, { stric: true }));
  // @ts-expect-error a misspelt action
  never(() => text().references(() => genre.id, { onDelete: "setnull" }));
  // @ts-expect-error no such column
  never(() => text().references(() => genre.ident));
  // @ts-expect-error a misspelt word
  never(() => text().defalt("x"));
  // @ts-expect-error the call is missing
  never(() => text().nullable.default("x"));
  // @ts-expect-error no name
  never(() => text().was());
  // @ts-expect-error an index has no rows
  never((row: Row<typeof by_title>) => row);
  // @ts-expect-error a view takes no rows
  never((row: Insert<typeof listed>) => row);
  // @ts-expect-error a misspelt column
  never((): Insert<typeof tune> => ({ title: "a", gener: "b" }));
  // @ts-expect-error a misspelt column of a declared row
  never(() => rows(genre, [{ id: "irish", nmae: "Irish" }]));
  // @ts-expect-error a declared row without a NOT NULL column
  never(() => rows(genre, [{ id: "irish" }]));
  // @ts-expect-error a declared row with a value of another type
  never(() => rows(genre, [{ id: "irish", name: 1 }]));
  // @ts-expect-error a misspelt mode
  never(() => rows(genre, [{ id: "irish", name: "Irish" }], { mode: "at-least" }));
  // @ts-expect-error a column that holds no NULL
  never((): Update<typeof tune> => ({ title: null }));
  t.ok(by_title);
});
