import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { compileSources } from "../../src/compile/compile.ts";
import type { Declared } from "../../src/compile/declared.ts";
import { canonical } from "../../src/model/canonical.ts";
import type { Schema } from "../../src/model/schema.ts";
import type { Problem } from "../../src/problem/problem.ts";
import { schemaOf } from "../kit/database.ts";

/** What Prisma's engine makes of these is beside them; `node test/interop/cases.mjs` rewrites it. */
const cases = join(import.meta.dirname, "../interop/cases");

async function declared(text: string): Promise<Declared> {
  const checked = await compileSources(new Map([["schema.prisma", text]]), "schema.prisma");
  if (!checked.ok) throw new Error(checked.problems.map(({ message }) => message).join("\n"));
  return checked.value;
}

async function refused(text: string): Promise<readonly Problem[]> {
  const checked = await compileSources(new Map([["schema.prisma", text]]), "schema.prisma");
  return checked.ok ? [] : checked.problems;
}

function objects(schema: Schema) {
  const all = [...schema.tables, ...schema.indexes];
  return Object.fromEntries(all.map((each) => [`${each.kind} ${each.name}`, canonical(each)]).toSorted());
}

for (const file of readdirSync(cases).filter((name) => name.endsWith(".prisma"))) {
  t.test(`${file} is read as Prisma's engine writes it`, async (t) => {
    const read = await declared(readFileSync(join(cases, file), "utf8"));
    t.strictSame(objects(read.schema), objects(schemaOf(readFileSync(join(cases, `${file}.sql`), "utf8"))));
  });
}

t.test("comments are documentation and hints", async (t) => {
  const { docs, hints, spans } = await declared(readFileSync(join(cases, "models.prisma"), "utf8"));
  t.equal(docs.get("table:people"), "Of another name.");
  t.strictSame(hints.tables, [{ from: "Persons", to: "people" }]);
  t.strictSame(hints.columns, [{ table: "users", from: "said", to: "raw" }]);
  t.ok(spans.has("column:people._id"));
  t.ok(spans.has("foreign-key:people.mentorId"));
});

const source = (provider: string) => `datasource db {\n  provider = "${provider}"\n}\n`;

t.test("a default of Json is text, which Prisma's engine forgets to quote", async (t) => {
  const { schema } = await declared(`${source("sqlite")}model A {\n  id Int @id\n  j Json @default("{\\"a\\":1}")\n}`);
  t.equal(schema.tables[0]?.columns[1]?.default?.text, `'{"a":1}'`);
});

t.test("without foreign keys in the database there are none", async (t) => {
  const { schema } = await declared(`datasource db {
  provider = "sqlite"
  relationMode = "prisma"
}
model A {
  id Int @id
  b B @relation(fields: [bId], references: [id])
  bId Int
}
model B {
  id Int @id
  as A[]
}`);
  t.strictSame(
    schema.tables.flatMap(({ foreignKeys }) => foreignKeys),
    [],
  );
});

t.test("a relation to a view is no column", async (t) => {
  const { schema, partial } = await declared(`${source("sqlite")}model A {
  id Int @id
  v V?
}
view V {
  id Int @unique
  a A @relation(fields: [id], references: [id])
}`);
  t.strictSame(
    schema.tables.map(({ name, columns }) => [name, columns.length]),
    [["A", 1]],
  );
  t.strictSame(partial?.tables, ["A"]);
});

t.test("mistakes are reported at their place", async (t) => {
  for (const [text, code, at, message] of [
    [
      `${source("postgresql")}model A {\n  id Int @id\n}`,
      "prisma-provider",
      "db",
      /for postgresql, and trueup is for SQLite/,
    ],
    [
      `${source("sqlite")}enum E {\n  X\n}\nmodel A {\n  id Int @id\n  x EE\n}`,
      "prisma-type",
      "x",
      /nothing is declared as `EE`/,
    ],
    [`${source("sqlite")}model A {\n  id Int @id\n  x String[]\n}`, "prisma-type", "x", /SQLite has no lists/],
    [`${source("sqlite")}model A {\n  id Int @id(\n`, "prisma-syntax", "\n", /was expected/],
    [
      `${source("sqlite").replace('"sqlite"', 'env("DB")')}model A {\n  id Int @id\n}`,
      "prisma-provider",
      "db",
      /does not say which database/,
    ],
    [`${source("sqlite")}model A {\n  id Int @idd\n}`, "prisma-syntax", "idd", /no attribute `@idd`/],
    [`${source("sqlite")}model A {\n  id Int @id\n  @@indx([id])\n}`, "prisma-syntax", "indx", /no attribute `@@indx`/],
    [
      `${source("sqlite")}model A {\n  id Int @id @default(nw())\n}`,
      "prisma-syntax",
      "default",
      /no function `nw\(\)`/,
    ],
    [`${source("sqlite")}model A {\n  id %\n}`, "prisma-syntax", "%", /a type was expected/],
  ] as const) {
    const [problem] = await refused(text);
    t.equal(problem?.code, code);
    t.match(problem?.message, message);
    t.equal(text.slice(problem?.at?.start, problem?.at?.end).replace(/ +/g, ""), at, code);
  }
});
