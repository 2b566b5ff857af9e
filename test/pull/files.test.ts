import { readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { openScratch } from "../../src/database/scratch.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import { pull } from "../../src/pull/pull.ts";
import { unifiedDiff } from "../../src/pull/unified-diff.ts";

async function filesOf(scenario: string, path = "schema"): Promise<ReadonlyMap<string, string>> {
  const scratch = openScratch();
  scratch.exec(readFileSync(join(import.meta.dirname, `scenarios/${scenario}.sql`), "utf8"));
  const pulled = await pull({ schema: introspectScratch(scratch), into: new Map(), path, strict: false });
  scratch.close();
  if (!pulled.ok) throw new Error(JSON.stringify(pulled.problems));
  return pulled.value.files;
}

t.test("a small schema is one file, a large one has a file for each family of tables", async (t) => {
  t.same([...(await filesOf("shop")).keys()], ["schema/schema.ts"]);
  const files = await filesOf("many-files");
  const tables = [...files].map(([file, text]) => [
    file,
    [...text.matchAll(/^export const (\w+) = (?:table|view)\(/gm)].map((found) => found[1]),
  ]);
  t.same(tables, [
    ["schema/invoice.ts", ["invoice", "invoice_line", "invoice_payment", "paid"]],
    ["schema/job.ts", ["job", "job_run"]],
    ["schema/log.ts", ["log_entry", "log_level", "log_source"]],
    ["schema/playlist.ts", ["playlist", "playlist_entry", "playlist_share"]],
    ["schema/schema.ts", ["cache", "feature_flag", "views"]],
    ["schema/tag.ts", ["tag", "tune_tag"]],
    ["schema/tune.ts", ["genre", "tune", "tune_alias", "tune_file", "tune_count"]],
    ["schema/user.ts", ["user", "user_session", "user_setting"]],
    ["schema/views.ts", ["user_tunes", "overview"]],
  ]);
});

t.test("the path of a file means one file, however large the schema", async (t) => {
  t.same([...(await filesOf("many-files", "db/schema.ts")).keys()], ["db/schema.ts"]);
});

t.test(
  "names that need each other are one arrow and one string, so that TypeScript can tell their types",
  async (t) => {
    const text = (await filesOf("foreign-keys-mutual")).get("schema/schema.ts") ?? "";
    t.match(text, /chicken: integer\(\)\.references\("chicken\.id"\)/);
    t.match(text, /egg: integer\(\)\.references\(\(\) => egg\.id/);
  },
);

t.test("comments of the database stay with what they were about, once", async (t) => {
  const text = (await filesOf("comments")).get("schema/schema.ts") ?? "";
  t.match(text, /\/\*\* what was practised \*\/\nexport const practice/);
  t.match(text, /\* the key\n {3}\* never reused\n {3}\*\/\n {2}id:/);
  t.equal(text.match(/zero is nothing/g)?.length, 1);
});

t.test("a folder of SQL stays SQL: only the statement that differs is edited, in its file", async (t) => {
  const scratch = openScratch();
  scratch.exec("CREATE TABLE tune (id INTEGER PRIMARY KEY, key TEXT); CREATE TABLE tag (name TEXT);");
  const into = new Map([
    ["schema/tag.sql", "-- tags\nCREATE TABLE tag (name TEXT);\n"],
    ["schema/tune.sql", "CREATE TABLE tune (id INTEGER PRIMARY KEY);\n"],
  ]);
  const pulled = await pull({ schema: introspectScratch(scratch), into, path: "schema", strict: false });
  scratch.close();
  t.ok(pulled.ok, JSON.stringify(pulled));
  const files = pulled.ok ? [...pulled.value.files] : [];
  t.same(files, [["schema/tune.sql", "CREATE TABLE tune (id INTEGER PRIMARY KEY, key TEXT);\n"]]);
});

t.test("a diff can be applied by patch", async (t) => {
  t.equal(unifiedDiff("a.ts", "one\ntwo\n", "one\ntwo\n"), "");
  t.equal(unifiedDiff("a.ts", null, "one\n"), "--- /dev/null\n+++ b/a.ts\n@@ -0,0 +1 @@\n+one\n");
  t.equal(unifiedDiff("a.ts", "one\n", null), "--- a/a.ts\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n");
  t.equal(
    unifiedDiff(
      "a.ts",
      "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\nend",
      "1\n2\n3\n4\nfive\n6\n7\n8\n9\n10\n11\n12\nend\n",
    ),
    "--- a/a.ts\n+++ b/a.ts\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n@@ -10,4 +10,4 @@\n 10\n 11\n 12\n-end\n\\ No newline at end of file\n+end\n",
  );
});

t.test("long text gets lines of its own, and tabs become spaces", async (t) => {
  const text = (await filesOf("lines-too-long")).get("schema/schema.ts") ?? "";
  t.equal(
    text.slice(text.indexOf("export const session_by")),
    `export const session_by_place = index(
  rehearsal_session.ensemble_name_for_sorting,
  rehearsal_session.where_it_takes_place.collate("NOCASE").desc(),
).where(sql\`\${rehearsal_session.where_it_takes_place} IS NOT NULL\`);
export const session_open = index(rehearsal_session.ensemble_name_for_sorting)
  .where(sql\`\${rehearsal_session.where_it_takes_place} IS NULL\`);

export const session_added = trigger(sql\`
  AFTER INSERT ON \${rehearsal_session} BEGIN
    UPDATE \${rehearsal_session}
      SET
        ensemble_name_for_sorting = lower(trim(NEW.ensemble_name_for_sorting)),
        where_it_takes_place = 'the usual room'
      WHERE id = NEW.id AND NEW.where_it_takes_place IS NULL;
    SELECT 1;
  END
\`);
`,
  );
  t.match(text, "id: text().primaryKey()", "a key of a STRICT table holds no NULL, whether it says so or not");
});
