import t from "tap";
import { compiled, imports } from "./golden.ts";

const special = `${imports.replace("blob,", "blob, vector,")}
export const genre = table({ id: text().primaryKey(), name: text().collate("NOCASE").unique() }, { withoutRowid: true });
export const tune = table({
  id: integer().primaryKey({ autoincrement: true }),
  title: text().check(sql\`length(title) > 0\`),
  genre: text().nullable().references("genre"),
  lower: text().generated(sql\`lower(title)\`),
  place: vector(3),
}, { constraints: (t) => [unique(t.title, t.genre)] });
export const tune_by_genre = index(tune.genre.desc(), sql\`lower(\${tune.title})\`).where(sql\`genre > 'm'\`);
export const tune_by_title = uniqueIndex(tune.title, tune.id);
export const tune_like = index(sql\`libsql_vector_idx(\${tune.place})\`);
export const titles = view(sql\`SELECT \${tune.id}, \${tune.title} FROM \${tune}\`);
export const touched = trigger(sql\`AFTER UPDATE OF title ON \${tune} BEGIN INSERT INTO genre VALUES (new.title, new.title); END\`);
export const search = virtualTable(sql\`fts5(title, content='tune', content_rowid='id')\`);
`;
const plain = Array.from(
  { length: 1001 },
  (_, n) =>
    `export const t${n} = table({ id: integer().primaryKey(), a: text().unique(), b: integer().nullable().references(() => t${(n * 7) % 1001}.id) });\nexport const t${n}_b = index(t${n}.b);`,
).join("\n");

t.test("a thousand tables and more come out as a few do", async (t) => {
  const few = await compiled(special);
  const many = await compiled({ "a.ts": `${imports}${plain}`, "b.ts": special });
  if (!few.ok || !many.ok)
    return t.fail(JSON.stringify([few.ok ? [] : few.problems, many.ok ? [] : many.problems.slice(0, 3)]));
  t.equal(many.value.schema.tables.length, 1003);
  t.equal(many.value.schema.indexes.length, 1004);
  const names = new Set([...few.value.spans.keys()]);
  for (const kind of ["tables", "indexes", "views", "triggers", "virtualTables"] as const) {
    const one = kind === "virtualTables" ? "virtual-table" : kind === "indexes" ? "index" : kind.slice(0, -1);
    const same = many.value.schema[kind].filter((each) => names.has(`${one}:${each.name}`));
    t.same(same, few.value.schema[kind], kind);
  }
});

t.test("among thousands of tables each error is found where it is", async (t) => {
  const bad = `${plain}
export const wrong = table({ id: integer().check(sql\`lenght(id) > 0\`) });
export const bad_index = index(sql\`lower(nme)\`).on(t5);
export const nowhere = table({ t: integer().references("t5000.id") });`;
  const checked = await compiled(`${imports}${bad}`);
  const text = `${imports}${bad}`;
  t.notOk(checked.ok);
  if (!checked.ok)
    t.same(
      checked.problems.map(({ code, at }) => [code, at && text.slice(at.start, at.end)]),
      [
        ["invalid-sql", "lenght"],
        ["unknown-column", "nme"],
        ["foreign-key-target", 'references("t5000.id")'],
      ],
    );
});
