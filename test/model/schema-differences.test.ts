import t from "tap";
import { schemaDifferences } from "../../src/model/schema-differences.ts";
import { schemaOf } from "../kit/database.ts";

const tune = "CREATE TABLE tune (id INTEGER PRIMARY KEY, tempo INTEGER DEFAULT 100, title TEXT)";

const cases: readonly (readonly [became: string, declared: string, expected: readonly string[]])[] = [
  [tune, "CREATE TABLE tune (title text, tempo INTEGER DEFAULT 100, id INTEGER PRIMARY KEY)", []],
  [
    tune,
    tune.replace("tempo INTEGER DEFAULT 100", "tempo TEXT"),
    [
      "table tune, columns, tempo, default: declared nothing, became 100",
      "table tune, columns, tempo, type: declared TEXT, became INTEGER",
    ],
  ],
  [tune, `${tune}; CREATE INDEX by_title ON tune (title)`, ["index by_title: is declared, but does not exist"]],
  [`${tune}; CREATE VIEW v AS SELECT id FROM tune`, tune, ["view v: exists, but is not declared"]],
  [
    tune.replace("title TEXT", "title TEXT NOT NULL UNIQUE REFERENCES other (id) ON DELETE CASCADE"),
    tune,
    [
      "table tune, columns, title, notNull: declared nothing, became yes",
      "table tune, foreignKeys: declared nothing, became columns title, onDelete CASCADE, onUpdate NO ACTION, references id, table other",
      "table tune, uniques: declared nothing, became terms column title",
    ],
  ],
  [tune, tune.replace(", title TEXT", ""), ["table tune, columns, title: exists, but is not declared"]],
];

for (const [became, declared, expected] of cases)
  t.test(`${became} beside ${declared}`, async (t) => {
    t.strictSame(schemaDifferences(schemaOf(became), schemaOf(declared)), expected);
  });
