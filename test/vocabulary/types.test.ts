import t from "tap";
import {
  type AnyTable,
  any,
  blob,
  check,
  column,
  type Database,
  foreignKey,
  type Insert,
  index,
  integer,
  numeric,
  primaryKey,
  real,
  type Row,
  self,
  sql,
  table,
  text,
  type Update,
  unique,
  vector,
  view,
  virtualTable,
} from "../../src/index.ts";

/** Holds only if both types are exactly the same, including optionality. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : { expected: B; but: A };
function same<_ extends true>(): void {}

const stamped = { added: text().default(sql`CURRENT_TIMESTAMP`) };
const genre = table({ id: text().primaryKey(), name: text().collate("NOCASE").unique() });
const tune = table(
  {
    id: integer().primaryKey({ autoincrement: true }),
    title: text(),
    type: text().oneOf("reel", "jig", "hornpipe").was("rhythm"),
    genre: text()
      .nullable()
      .references(() => genre.id, { onDelete: "set null" }),
    sortTitle: text().generated(sql`lower(title)`),
    learned: integer<boolean>().default(false),
    cover: blob().nullable(),
    parent: integer()
      .nullable()
      .references(() => tune.id),
    variant: integer().nullable().references(self("id")),
    ...stamped,
  },
  { strict: true, constraints: (t) => [unique(t.title, t.type), check(sql`length(${t.title}) > 0`)] },
);
const entry = table(
  { playlist: integer(), position: integer(), tune: integer().references(() => tune.id) },
  { withoutRowid: true, constraints: (t) => [primaryKey(t.playlist, t.position.desc())] },
);
const chicken = table({ id: integer().primaryKey(), egg: integer().references(() => egg.id) });
const egg = table({ id: integer().primaryKey(), chicken: integer().references(() => chicken.id) });
const odd = table("odd name", { id: integer().primaryKey(), name: column<string>("VARCHAR(20)") });
const kept = table({ id: integer().primaryKey(), descending: integer() }, { withoutRowid: true });
const due = view<{ id: number; title: string }>(sql`SELECT id, title FROM ${tune}`);
const listed = view(sql`SELECT ${tune.id}, ${tune.title} FROM ${tune}`, {
  columns: { id: integer(), title: text().nullable() },
});
const search = virtualTable(sql`fts5(title)`, { columns: { title: text() } });

t.test("a row has the types of its columns", async () => {
  same<
    Same<
      Row<typeof tune>,
      {
        id: number;
        title: string;
        type: "reel" | "jig" | "hornpipe";
        genre: string | null;
        sortTitle: string;
        learned: boolean;
        cover: Uint8Array | null;
        parent: number | null;
        variant: number | null;
        added: string;
      }
    >
  >();
  same<Same<Row<typeof odd>, { id: number; name: string }>>();
  same<Same<Row<typeof due>, { id: number; title: string }>>();
  same<Same<Row<typeof listed>, { id: number; title: string | null }>>();
  same<Same<Row<typeof search>, { title: string }>>();
});

t.test("an insert may leave out what SQLite fills in, and has no generated columns", async () => {
  same<
    Same<
      Insert<typeof tune>,
      {
        title: string;
        type: "reel" | "jig" | "hornpipe";
        id?: number;
        genre?: string | null;
        learned?: boolean;
        cover?: Uint8Array | null;
        parent?: number | null;
        variant?: number | null;
        added?: string;
      }
    >
  >();
  same<Same<Insert<typeof kept>, { id: number; descending: number }>>();
  same<Same<Insert<typeof genre>, { id: string; name: string }>>();
  same<Same<keyof Update<typeof tune>, Exclude<keyof Row<typeof tune>, "sortTitle">>>();
  same<Same<Row<typeof entry>["position"], number>>();
});

t.test("a misspelt column does not compile", async (t) => {
  // @ts-expect-error no such column
  t.throws(() => index(tune.titel), /index\(\) takes columns and sql`…`, not undefined/);
  // @ts-expect-error no such column
  t.throws(() => sql`SELECT ${tune.titel}`, /undefined/);
  // @ts-expect-error no such column
  table({ a: text().references(() => genre.ident) });
  // @ts-expect-error no such column
  t.throws(() => table({ a: text() }, { constraints: (c) => [unique(c.b)] }), /undefined/);
  // @ts-expect-error no such column
  table({ a: text() }, { constraints: (t) => [foreignKey(t.a).references(() => [genre.ident])] });
});

t.test("a Database has tables and views by name", async (t) => {
  const module = { genre, odd, due, listed, search, tune_by_genre: index(tune.genre) };
  type Db = Database<typeof module>;
  same<Same<keyof Db, "genre" | "odd name" | "due" | "listed" | "search">>();
  t.ok(module);
});

interface Due {
  readonly id: number;
  readonly title: string;
}
type Day = string & { readonly day: true };
interface Settings {
  readonly tempo: number;
}

t.test("custom types, in any order of words", async (t) => {
  const odd = table({
    flag: integer<boolean>().oneOf(false, true).default(false),
    big: integer<bigint>().default(1n),
    choice: text<"x" | "y">().default("x"),
    maybe: text().nullable().oneOf("p", "q"),
    late: text().oneOf("a").nullable().default("a"),
    bytes: blob().default(new Uint8Array()),
    price: numeric<number | string>().default("1.5"),
    settings: text<Settings>().default(sql`'{}'`),
    day: text<Day>().default(sql`CURRENT_DATE`),
    ease: real().nullable().default(null),
    free: any().nullable(),
    raw: column("x").nullable(),
    like: vector(3).nullable(),
    code: text().nullable().primaryKey(),
  });
  same<
    Same<
      Row<typeof odd>,
      {
        flag: boolean;
        big: bigint;
        choice: "x" | "y";
        maybe: "p" | "q" | null;
        late: "a" | null;
        bytes: Uint8Array;
        price: number | string;
        settings: Settings;
        day: Day;
        ease: number | null;
        free: string | number | bigint | Uint8Array | null;
        raw: unknown;
        like: Uint8Array | null;
        code: string | null;
      }
    >
  >();
  const least: Insert<typeof odd> = {};
  t.ok(least);
});

t.test("a view takes the types of the columns it shows, an interface, or unknown", async (t) => {
  const like = view("like", sql`SELECT 1`, { columns: { id: tune.id, genre: tune.genre, more: text().nullable() } });
  same<Same<Row<typeof like>, { id: number; genre: string | null; more: string | null }>>();
  const typed = view<Due>(sql`SELECT 1`);
  same<Same<Row<typeof typed>, Due>>();
  const unknown = view(sql`SELECT 1`);
  same<Same<Row<typeof unknown>, Record<string, unknown>>>();
  t.ok(like && typed && unknown);
});

t.test("functions over any table, and columns from a function that refers to the table that uses it", async (t) => {
  const rowsOf = <T extends AnyTable>(_: T): Row<T>[] => [];
  const rows: Row<typeof tune>[] = rowsOf(tune);
  const all: AnyTable[] = [genre, tune, odd, entry];
  const tracked = () => ({ added: text().default("now"), by: text().references(() => user.id) });
  const user = table({ id: text().primaryKey(), ...tracked() });
  const post = table(
    { id: integer(), ...tracked() },
    { constraints: (c) => [primaryKey(c.id), unique(c.by.desc()), foreignKey(c.by).references(() => user)] },
  );
  same<Same<Row<typeof post>, { id: number; added: string; by: string }>>();
  same<Same<Insert<typeof post>, { by: string; id?: number; added?: string }>>();
  t.same([rows, all.length], [[], 4]);
});
