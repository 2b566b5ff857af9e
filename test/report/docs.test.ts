import t from "tap";
import { openScratch } from "../../src/database/scratch.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import type { Schema } from "../../src/model/schema.ts";
import { docsPage } from "../../src/report/docs/docs-html.ts";
import { docsMarkdown } from "../../src/report/docs/docs-markdown.ts";
import { viewReads } from "../../src/report/docs/reads.ts";
import { emptySchema, column, table, view } from "./fixtures.ts";
import { goldenBeside } from "../kit/golden.ts";

const golden = goldenBeside(import.meta.url);

function schemaOf(sql: string): Schema {
  const scratch = openScratch();
  try {
    scratch.exec(sql);
    return introspectScratch(scratch);
  } finally {
    scratch.close();
  }
}

const music = `
CREATE TABLE genre (id TEXT PRIMARY KEY, name TEXT COLLATE NOCASE NOT NULL UNIQUE) STRICT;
CREATE TABLE tune (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  title TEXT NOT NULL CHECK (length(title) > 0),
  genre TEXT REFERENCES genre (id) ON DELETE SET NULL,
  sort_title TEXT AS (lower(title)),
  level INTEGER NOT NULL DEFAULT 1,
  UNIQUE (title, genre)
);
CREATE TABLE practice (user TEXT, tune INTEGER REFERENCES tune, PRIMARY KEY (user, tune)) WITHOUT ROWID;
CREATE UNIQUE INDEX tune_by_title ON tune (lower(title) DESC) WHERE genre IS NOT NULL;
CREATE VIEW practice_list AS SELECT t.title, g.name FROM tune AS t LEFT JOIN genre g ON g.id = t.genre;
CREATE TRIGGER tune_touched AFTER UPDATE OF title ON tune BEGIN SELECT 1; END;
CREATE VIRTUAL TABLE tune_search USING fts5(title, content='tune', content_rowid='id');
`;

const docs = new Map([
  ["table:tune", "A tune somebody practises.\n\nKept `once`, whoever plays it."],
  ["column:tune.level", "From 1 to 5 | never 0.\nSee <b>here</b>."],
  ["view:practice_list", "What to play today."],
  ["index:tune_by_title", "For the search box."],
]);

t.test("a data dictionary says what each object is, where it leads and who reads it", (t) => {
  const schema = schemaOf(music);
  const text = docsMarkdown(schema, docs, "The tunes");
  golden(t, "docs.md", text);
  t.match(text, "Reads `tune`, `genre`.");
  t.match(text, "- Read by [practice\\_list](#practice_list)");
  t.match(text, "- Referenced by [practice](#practice) (`tune`)");
  t.notMatch(text, "<b>");
  const page = docsPage(schema, docs, "The tunes", null);
  t.match(page, "From 1 to 5 | never 0.");
  t.match(page, "&lt;b&gt;here&lt;/b&gt;");
  for (const found of page.matchAll(/href="#([^"]+)"/g)) t.match(page, `id="${found[1]}"`, "each link leads somewhere");
  t.end();
});

t.test("what a view reads is named after FROM and JOIN, at any depth, and nothing else", (t) => {
  const names = ["a", "b", "c", "d", "with space", "x"];
  const schema = { ...emptySchema, tables: names.map((name) => table(name, [column("id", "INTEGER")])) };
  const reads: readonly (readonly [string, readonly string[]])[] = [
    ["SELECT d FROM a", ["a"]],
    ["SELECT 1 FROM a, b AS z, (SELECT * FROM c, d)", ["a", "b", "c", "d"]],
    ["SELECT (SELECT max(b) FROM c), a FROM b WHERE x IN (SELECT 1 FROM d)", ["c", "b", "d"]],
    ["WITH a AS (SELECT 1 FROM b), c(x) AS MATERIALIZED (SELECT 2) SELECT * FROM a JOIN c JOIN main.d", ["b", "d"]],
    ["SELECT 'FROM a' /* FROM b */ FROM \"with space\" JOIN [c] USING (x)", ["with space", "c"]],
    ["SELECT 1 FROM (a JOIN b ON a.id = b.id), c WHERE a.id = 1 ORDER BY b.id, d", ["a", "b", "c"]],
    ["SELECT 1 FROM A UNION SELECT id, x FROM B", ["a", "b"]],
    ["SELECT 1 FROM a LEFT JOIN b ON b.id = a.id AND a.id IN (1, 2), c", ["a", "b", "c"]],
  ];
  for (const [select, expected] of reads) t.same(viewReads(view("v", select), schema), expected, select);
  t.end();
});

t.test("names that are markup stay names", (t) => {
  const evil = "<script>alert(1)</script>";
  const schema = { ...emptySchema, tables: [table(evil, [column(`${evil}|x`, evil)])], views: [view(evil, evil)] };
  const told = new Map([[`table:${evil}`, `${evil} \`${evil}\``]]);
  t.notMatch(
    docsMarkdown(schema, told, evil)
      .replace(/```[\s\S]*?```/g, "")
      .replace(/`+[^`\n]+`+/g, ""),
    "<script",
  );
  t.equal(docsPage(schema, told, evil, null).match(/<script/g)?.length, 2);
  t.end();
});
