import {
  CompiledQuery,
  type Driver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from "kysely";
import Engine from "libsql";
import t from "tap";
import type { Database, Insert, Row } from "../../src/index.ts";
import { createExample, type example } from "./example.ts";

type Schema = Database<typeof example>;

/** The example's statements in an engine of their own, behind the smallest driver that Kysely accepts. */
function openKysely(): Kysely<Schema> {
  const { scratch, statements } = createExample();
  scratch.close();
  const engine = new Engine(":memory:");
  for (const statement of statements.values()) engine.exec(statement);
  // Numbers would be bound as REAL, which a STRICT table does not accept as an integer.
  const bound = (value: unknown) =>
    typeof value === "boolean" ? BigInt(value) : Number.isInteger(value) ? BigInt(value as number) : value;
  const run = ({ sql, parameters }: CompiledQuery) => {
    const statement = engine.prepare(sql);
    if (statement.reader) return { rows: statement.all(parameters.map(bound)) };
    const { changes } = statement.run(parameters.map(bound));
    return { rows: [], numAffectedRows: BigInt(changes) };
  };
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => ({
      executeQuery: async <R>(query: CompiledQuery) => run(query) as { rows: R[] },
      // biome-ignore lint/correctness/useYield: nothing is streamed here
      streamQuery: async function* () {
        throw new Error("not streamed");
      },
    }),
    beginTransaction: async () => {
      run(CompiledQuery.raw("BEGIN"));
    },
    commitTransaction: async () => {
      run(CompiledQuery.raw("COMMIT"));
    },
    rollbackTransaction: async () => {
      run(CompiledQuery.raw("ROLLBACK"));
    },
    releaseConnection: async () => {},
    destroy: async () => {
      engine.close();
    },
  };
  return new Kysely<Schema>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
}

t.test("Kysely works with the types of the declarations and the database they create", async (t) => {
  const db = openKysely();
  t.teardown(() => db.destroy());

  await db.insertInto("genre").values({ id: "irish", name: "Irish" }).execute();
  const { id: ann } = await db
    .insertInto("user")
    .values({ name: "Ann", email: "ann@example.org" })
    .returning("id")
    .executeTakeFirstOrThrow();
  const spear: Insert<typeof example.tune> = { title: "The Silver Spear", type: "reel", genre: "irish" };
  const { id: tune } = await db.insertInto("tune").values(spear).returning("id").executeTakeFirstOrThrow();
  const { id: list } = await db
    .insertInto("playlist")
    .values({ owner: ann, name: "Session" })
    .returning("id")
    .executeTakeFirstOrThrow();
  await db.insertInto("playlist_entry").values({ playlist: list, position: 1, tune }).execute();

  const found: Row<typeof example.tune> = await db
    .selectFrom("tune")
    .selectAll()
    .where("type", "=", "reel")
    .executeTakeFirstOrThrow();
  t.match(found, { title: "The Silver Spear", sort_title: "Silver Spear", composer: null, changed: null });

  const practised = await db.selectFrom("practice").selectAll().executeTakeFirstOrThrow();
  t.match(practised, { user: ann, tune, ease: 2.5, lapses: 0 }, "the trigger put the tune there to be practised");

  await db
    .insertInto("tag")
    .values([{ name: "slow" }, { name: "fast" }, { name: "mine" }])
    .execute();
  await db
    .insertInto("tune_tag")
    .values([
      { tune, tag: 1 },
      { tune, tag: 2 },
    ])
    .execute();
  await db
    .insertInto("tag_override")
    .values([
      { user: ann, tune, tag: 2, shown: false },
      { user: ann, tune, tag: 3, shown: true },
    ])
    .execute();
  const due = await db.selectFrom("practice_list").select(["title", "type", "tags"]).execute();
  t.same(
    due.map(({ title, type, tags }) => ({ title, type, tags: tags?.split(", ").sort() })),
    [{ title: "The Silver Spear", type: "reel", tags: ["mine", "slow"] }],
  );

  await db.updateTable("tune").set({ title: "Silver Spear" }).where("id", "=", tune).execute();
  const hits = await db
    .selectFrom("tune_search")
    .select("title")
    .where(sql<boolean>`tune_search MATCH 'spear'`)
    .execute();
  t.match(hits, [{ title: "Silver Spear" }], "the search follows the table");
  t.not((await db.selectFrom("tune").select("changed").executeTakeFirstOrThrow()).changed, null);
});

t.test("what the declarations forbid does not compile in Kysely", async (t) => {
  const db = openKysely();
  t.teardown(() => db.destroy());
  // @ts-expect-error a generated column cannot be inserted
  db.insertInto("tune").values({ title: "a", type: "reel", sort_title: "a" });
  // @ts-expect-error a column without a default cannot be left out
  db.insertInto("tune").values({ title: "a" });
  // @ts-expect-error none of the types that a tune may have
  db.insertInto("tune").values({ title: "a", type: "tango" });
  // @ts-expect-error a misspelt column
  db.selectFrom("tune").select("titel");
  // @ts-expect-error a misspelt table
  db.selectFrom("tunes");
  // @ts-expect-error a table without rowids does not number its rows
  db.insertInto("practice").values({ user: 1 });
  t.ok(db.insertInto("tune").values({ title: "a", type: "air" }).compile().sql);
});
