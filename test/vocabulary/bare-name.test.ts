import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import t from "tap";
import { openScratch } from "../../src/database/scratch.ts";
import { bareName } from "../../src/sql/bare-name.ts";

/**
 * SQLite keeps its keywords as one text in which they overlap (zKWText in keywordhash.h), so every keyword that this
 * engine knows is a piece of that text: if each piece that bareName leaves bare is a name to the engine, no keyword
 * is missing from our list.
 */
function keywordText(): string {
  const folder = dirname(createRequire(import.meta.url).resolve("libsql"));
  const scope = join(folder, "..", "@libsql");
  for (const name of readdirSync(scope)) {
    const file = join(scope, name, "index.node");
    try {
      const found = readFileSync(file)
        .toString("latin1")
        .match(/REINDEXEDESCAPE[A-Z_]{300,}/);
      if (found !== null) return found[0];
    } catch {
      // A folder of the scope that contains no engine.
    }
  }
  throw new Error("the engine's keyword text was not found");
}

t.test("a name left bare is that name to the engine, whatever it is", async (t) => {
  const text = keywordText();
  t.match(text, "AUTOINCREMENT");
  const words = new Set<string>();
  for (let start = 0; start < text.length; start += 1) {
    for (let length = 1; length <= 17; length += 1) words.add(text.slice(start, start + length));
  }
  const left = [...words].filter((word) => bareName(word) === word);
  t.ok(left.length > 5000, `${left.length} words are left bare`);
  const scratch = openScratch();
  t.teardown(() => scratch.close());
  const wrong: string[] = [];
  for (const word of left) {
    try {
      // As a table, as a column at the start of a definition, in a key, in an expression, as a collation and as an
      // alias.
      scratch.exec(
        `CREATE TABLE ${word} (${word} TEXT CHECK (${word} > 0), "the other", UNIQUE (${word})); INSERT INTO ${word} (${word}) VALUES ('v');`,
      );
      const [row] = scratch.all(`SELECT ${word}, ${word}.${word}, 1 AS ${word} FROM ${word} WHERE ${word} = 'v'`);
      if (row?.[0] !== "v" || row[1] !== "v") wrong.push(word);
      scratch.exec(`DROP TABLE ${word}`);
    } catch {
      wrong.push(word);
    }
  }
  t.same(wrong, []);
});

t.test("a name that is not a plain word is quoted", async (t) => {
  for (const [name, written] of [
    ["tune", "tune"],
    ["_a1", "_a1"],
    ["order", '"order"'],
    ["True", '"True"'],
    ["current_timestamp", '"current_timestamp"'],
    ["1st", '"1st"'],
    ["", '""'],
    ['a"b', '"a""b"'],
    ["a b", '"a b"'],
    ["größe", '"größe"'],
    ["a$b", '"a$b"'],
  ] as const) {
    t.equal(bareName(name), written);
  }
});
