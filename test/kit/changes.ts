import type { Decision } from "../../src/plan/plan.ts";

/** A schema with some rows, and one change of each kind to it. */
export const schema = `
  CREATE TABLE genre (id INTEGER PRIMARY KEY, name TEXT);
  CREATE TABLE tune (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, plays TEXT, genre INTEGER REFERENCES genre (id));
  CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT);
  CREATE INDEX tune_title ON tune (title);
  CREATE VIEW listed AS SELECT title FROM tune;
`;
export const rows = `
  INSERT INTO genre VALUES (1, 'reel'), (2, 'jig');
  WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 200)
    INSERT INTO tune (title, plays, genre) SELECT 'tune ' || value, value, 1 + value % 2 FROM n;
`;

export interface KindOfChange {
  readonly to: (sql: string) => string;
  readonly decisions: readonly Decision[];
}

const plain = (to: KindOfChange["to"]): KindOfChange => ({ to, decisions: [] });
const approve = (rule: "drop-table" | "drop-index" | "drop-view", object: string, rows: number | null): Decision => {
  return { kind: "approve", rule, object, rows, because: null };
};

export const changes: Readonly<Record<string, KindOfChange>> = {
  "a column is added": plain((sql) => sql.replace("plays TEXT", "plays TEXT, tempo INTEGER")),
  "a definition changes in place": plain((sql) => sql.replace("plays TEXT", "plays TEXT NOT NULL DEFAULT '0'")),
  "values are converted": plain((sql) => sql.replace("plays TEXT", "plays INTEGER")),
  "a table is rebuilt": plain((sql) => sql.replace("plays TEXT", "plays TEXT UNIQUE")),
  "a parent is rebuilt": plain((sql) => sql.replace("name TEXT", "name TEXT UNIQUE")),
  "a view is replaced": plain((sql) => sql.replace("SELECT title", "SELECT id, title")),
  "a table and a trigger come": plain(
    (sql) =>
      `${sql}; CREATE TABLE log (at TEXT); CREATE TRIGGER logged AFTER INSERT ON tune BEGIN INSERT INTO log VALUES (1); END`,
  ),
  "an index comes": plain((sql) => `${sql}; CREATE INDEX tune_genre ON tune (genre)`),
  "a column is dropped": {
    to: (sql) => sql.replace(", plays TEXT", ""),
    decisions: [{ kind: "approve", rule: "drop-column", object: "tune.plays", rows: 200, because: null }],
  },
  "a table and a view are dropped": {
    to: (sql) => sql.replace(/CREATE TABLE note .*\n/, "").replace(/CREATE VIEW .*\n/, ""),
    decisions: [approve("drop-table", "note", 0), approve("drop-view", "listed", null)],
  },
  "a column is renamed": {
    to: (sql) => sql.replace("body TEXT", "words TEXT"),
    decisions: [{ kind: "rename-column", table: "note", from: "body", to: "words" }],
  },
};
