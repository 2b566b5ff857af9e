import t, { type Test } from "tap";
import { compileSources } from "../../src/compile/compile.ts";
import { renderProblems } from "../../src/report/problem.ts";

/** What `check` says about declared rows: the code, and the place that it frames. */
const head =
  'import { blob, integer, primaryKey, real, rows, rowsFrom, sql, table, text, view, virtualTable } from "trueup";\n';
const genre = `export const genre = table({
  id: text().primaryKey().collate("NOCASE"),
  name: text().unique(),
  rank: integer().nullable().check(sql\`rank > 0\`),
  upper: text().generated(sql\`upper(name)\`),
}, { strict: true });
`;

async function check(code: string, files: Readonly<Record<string, string>> = {}) {
  const sources = new Map([["schema.ts", head + code], ...Object.entries(files)]);
  const result = await compileSources(sources, "schema.ts");
  if (result.ok) return { rows: result.value.schema.rows ?? [], said: "", marked: "" };
  const [problem] = result.problems;
  const at = problem?.at;
  const marked = at === undefined ? "" : (sources.get(at.file) ?? "").slice(at.start, at.end);
  return { rows: [], said: renderProblems(result.problems, sources, { color: false, width: 100 }), marked };
}

async function refused(t: Test, code: string, code_: string, marked: string, files = {}): Promise<void> {
  const found = await check(code, files);
  t.match(found.said, `error[${code_}]`, code);
  t.equal(found.marked, marked, `${code}: ${found.said}`);
}

t.test("what cannot be the rows of a table is framed in its place", async (t) => {
  const list = (row: string) => `${genre}rows(genre, [${row}]);`;
  await refused(t, list('{ id: "a", nam: "A" }'), "unknown-column", "nam");
  await refused(t, list('{ id: "a", name: 1 }'), "wrong-argument", "1");
  await refused(t, list('{ id: "a" }'), "wrong-argument", '{ id: "a" }');
  await refused(t, list('{ name: "A" }'), "wrong-argument", '{ name: "A" }');
  await refused(t, list('{ id: "a", name: null }'), "wrong-argument", "null");
  await refused(t, list('{ id: "a", name: "A", upper: "A" }'), "wrong-argument", "upper");
  await refused(t, list('{ id: "a", name: "A", rank: 0 }'), "rows-refused", '{ id: "a", name: "A", rank: 0 }');
  await refused(t, list('{ id: "a", name: "A", rank: 1.5 }'), "rows-refused", "1.5");
  await refused(
    t,
    list('{ id: "a", name: "A", rank: 9223372036854775808n }'),
    "wrong-argument",
    "9223372036854775808n",
  );
  await refused(
    t,
    list('{ id: "a", name: "A" }, { id: "a", name: "B" }'),
    "rows-declared-twice",
    '{ id: "a", name: "B" }',
  );
  await refused(
    t,
    list('{ id: "a", name: "A" }, { id: "A", name: "B" }'),
    "rows-declared-twice",
    '{ id: "A", name: "B" }',
  );
  await refused(t, list('{ id: "a", name: "A" }, { id: "b", name: "A" }'), "rows-refused", '{ id: "b", name: "A" }');
  await refused(
    t,
    list('{ id: "a", name: sql`(SELECT id FROM genre)` }'),
    "invalid-sql",
    "sql`(SELECT id FROM genre)`",
  );
  await refused(t, list('{ id: "a", name: sql`1), (2` }'), "invalid-sql", "sql`1), (2`");
  await refused(t, list("{ id: \"a\", name: sql`datetime('now')` }"), "wrong-argument", "sql`datetime('now')`");
  await refused(t, list('"a"'), "wrong-argument", '["a"]');
  await refused(t, list('{ id: "a", name: "A" }, 5'), "wrong-argument", "5");
});

t.test("what only the application can compute is not judged, and is no key", async (t) => {
  const beside = { functions: ["slug"], collations: ["german"] };
  const judged = (code: string) => compileSources(new Map([["schema.ts", head + code]]), "schema.ts", beside);
  const own = `export const word = table({
    id: integer().primaryKey(), word: text().collate("german").unique(), sorted: text().default(sql\`(slug('A'))\`),
  });
  rows(word, [{ id: 1, word: "a" }, { id: ID, word: "b", sorted: "b" }]ENDS`;
  const called = (id: string, ends = ");") => judged(own.replace("ID", id).replace("ENDS", ends));
  t.match(await called("2"), { ok: true, value: { schema: { rows: [{ rows: { length: 2 } }] } } });
  t.match(await called("1"), { ok: false, problems: [{ code: "rows-declared-twice" }] });
  t.match(await called("2", ', { key: "word" });'), { ok: false, problems: [{ code: "rows-key" }] });
});

t.test("tables, keys and modes", async (t) => {
  await refused(
    t,
    'const genre = table({ id: text().primaryKey() });\nrows(genre, [{ id: "a" }]);',
    "unknown-table",
    "genre",
  );
  await refused(
    t,
    `${genre}export const v = view(sql\`SELECT id FROM genre\`);\nrows(v as any, []);`,
    "wrong-argument",
    "v as any",
  );
  await refused(t, "export const x = table({ a: integer() });\nrows(x, [{ a: 1 }]);", "rows-key", "rows");
  await refused(t, `${genre}rows(genre, [], { key: "rank" });`, "rows-key", '{ key: "rank" }');
  await refused(t, `${genre}rows(genre, [], { mode: "mostly" as any });`, "wrong-argument", '"mostly" as any');
  await refused(t, `${genre}rows(genre, []);\nrows(genre, [], { mode: "once" });`, "rows-declared-twice", "rows");
  await refused(t, `${genre}genre.id;`, "not-declarative", "genre.id");
  await refused(t, `${genre}console.log(1);`, "not-declarative", "console.log(1)");
  const lists = await check(
    `${genre}rows(genre, [{ id: "a", name: "A" }]);\nexport const more = rows(genre, [{ id: "b", name: "B" }]);`,
  );
  t.strictSame(
    lists.rows.map(({ rows }) => rows.length),
    [2],
    "one table's rows may stand in two lists",
  );
});

t.test("files of rows", async (t) => {
  const code = `${genre}rows(genre, rowsFrom("g.csv"));`;
  const csv = (text: string) => ({ "g.csv": text });
  await refused(t, code, "rows-file", '"g.csv"');
  await refused(t, code, "unknown-column", "nam", csv("id,nam\na,A\n"));
  await refused(t, code, "unknown-column", "nam", csv("id,nam\n"));
  await refused(t, code, "wrong-argument", "id", csv("id\na\nb\n"));
  await refused(t, code, "duplicate-key", '"id"', csv('id,"id",name\na,b,A\n'));
  await refused(t, code, "rows-file", "b,B,x", csv("id,name\na,A\nb,B,x\n"));
  await refused(t, code, "rows-file", '"B', csv('id,name\na,A\nb,"B\n'));
  await refused(t, code, "wrong-argument", "zero", csv("id,name,rank\na,A,zero\n"));
  await refused(t, code, "rows-refused", '"zero"', csv('id,name,rank\na,A,"zero"\n'));
  await refused(t, code, "wrong-argument", "", csv("id,name\n,A\n"));
  await refused(t, `${genre}rows(genre, rowsFrom("g.txt"));`, "rows-file", '"g.txt"');
  const json = `${genre}rows(genre, rowsFrom("g.json"));`;
  await refused(t, json, "rows-file", "", { "g.json": "" });
  await refused(t, json, "rows-file", "[", { "g.json": '[{ "id": "a", "name": [] }]' });
  await refused(t, json, "wrong-argument", "5", { "g.json": '[{ "id": "a", "name": 5 }]' });
  const read = await check(json, { "g.json": '[{ "id": "a", "name": "A", "rank": 9007199254740993 }]' });
  t.equal(read.rows[0]?.rows[0]?.values.join(), "'a','A',9007199254740993", "integers keep their digits");
});

t.test("long lists", async (t) => {
  const lines = Array.from({ length: 20_000 }, (_, n) => `k${n},Name ${n},${n + 1}`);
  const code = `${genre}rows(genre, rowsFrom("g.csv"));`;
  const text = `id,name,rank\n${lines.join("\n")}\n`;
  const read = await check(code, { "g.csv": text });
  t.equal(read.rows[0]?.rows.length, 20_000, read.said);
  await refused(t, code, "rows-declared-twice", "K7,Twice,1", { "g.csv": `${text}K7,Twice,1\n` });
});
