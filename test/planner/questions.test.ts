import { nothingBeside } from "../../src/model/beside.ts";
import t from "tap";
import type { Row } from "../../src/database/connection.ts";
import { Engine } from "../../src/database/engine.ts";
import { noHints } from "../../src/model/hints.ts";
import { libsqlProfile } from "../../src/model/profile.ts";
import type { Decision } from "../../src/plan/plan.ts";
import * as questions from "../../src/planner/rows/ask.ts";
import * as orphans from "../../src/planner/rows/ask-orphans.ts";
import { makePlan } from "../../src/prove/make-plan.ts";
import { schemaOf } from "../kit/database.ts";

/**
 * Every question about rows, and every statement of a plan, takes time that grows like a scan or a sort: one row is
 * never compared with all others. This is read from SQLite's own plan for each statement, with few rows and with many,
 * with statistics of the table and without; a table of a hundred thousand rows would also take minutes.
 */
interface Case {
  readonly before: string;
  readonly after: string;
  readonly rows: (n: number) => string;
  readonly decisions?: readonly Decision[];
}

const counting = (n: number) => `WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ${n})`;
const family = (parent: string, child: string) => (n: number) =>
  `${counting(n)} INSERT INTO parent SELECT ${parent} FROM c; ${counting(n)} INSERT INTO child SELECT ${child} FROM c;`;

const cases: Readonly<Record<string, Case>> = {
  "the parent of a text key becomes STRICT": {
    before: `CREATE TABLE parent (id TEXT NOT NULL PRIMARY KEY, name TEXT);
      CREATE TABLE child (id INTEGER PRIMARY KEY, parent TEXT REFERENCES parent (id));`,
    after: `CREATE TABLE parent (id TEXT NOT NULL PRIMARY KEY, name TEXT) STRICT;
      CREATE TABLE child (id INTEGER PRIMARY KEY, parent TEXT REFERENCES parent (id));`,
    rows: family("'p' || i, i", "i, 'p' || i"),
  },
  "a key of two columns, one of which is converted, with NULL in both": {
    before: `CREATE TABLE parent (a INT, b TEXT COLLATE NOCASE, UNIQUE (a, b));
      CREATE TABLE child (id INTEGER PRIMARY KEY, a INT, b TEXT, FOREIGN KEY (a, b) REFERENCES parent (a, b));`,
    after: `CREATE TABLE parent (a TEXT, b TEXT COLLATE NOCASE, UNIQUE (a, b));
      CREATE TABLE child (id INTEGER PRIMARY KEY, a INT, b TEXT, FOREIGN KEY (a, b) REFERENCES parent (a, b));`,
    rows: family("nullif(i % 7, 3), 'p' || i", "i, nullif(i % 7, 5), upper('P' || i)"),
  },
  "a reference and the key that it points at are both new": {
    before: "CREATE TABLE parent (code TEXT, n INT); CREATE TABLE child (id INTEGER PRIMARY KEY, parent TEXT, n INT);",
    after: `CREATE TABLE parent (code TEXT, n INT, UNIQUE (n, code));
      CREATE TABLE child (id INTEGER PRIMARY KEY, parent TEXT, n INT, FOREIGN KEY (n, parent) REFERENCES parent (n, code));`,
    rows: family("'p' || i, i % 5", "i, 'p' || i, i % 5"),
  },
  "a table gets a reference to itself": {
    before: "CREATE TABLE part (id INTEGER PRIMARY KEY, whole INT);",
    after: "CREATE TABLE part (id INTEGER PRIMARY KEY, whole INT REFERENCES part (id));",
    rows: (n) => `${counting(n)} INSERT INTO part SELECT i, max(1, i - 1) FROM c;`,
  },
  "no value is lost, none is NULL, none occurs twice, and each passes its CHECK": {
    before: "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, plays TEXT, key TEXT COLLATE NOCASE);",
    after: `CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL CHECK (title <> ''), plays INTEGER,
        key TEXT COLLATE NOCASE UNIQUE, longer INTEGER AS (plays + 1) STORED) STRICT;
      CREATE UNIQUE INDEX tune_title ON tune (lower(title), plays) WHERE plays > 0;`,
    rows: (n) => `${counting(n)} INSERT INTO tune SELECT i, 't' || i, i, 'k' || i FROM c;`,
  },
  "a computed value may not be of its type": {
    before: "CREATE TABLE tune (id INTEGER PRIMARY KEY, plays TEXT);",
    after: "CREATE TABLE tune (id INTEGER PRIMARY KEY, plays TEXT, longer INTEGER AS (plays + 1) STORED) STRICT;",
    rows: (n) => `${counting(n)} INSERT INTO tune SELECT i, i FROM c;`,
  },
  "each passes a new CHECK": {
    before: "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);",
    after: "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT CHECK (title <> ''));",
    rows: (n) => `${counting(n)} INSERT INTO tune SELECT i, 't' || i FROM c;`,
  },
  "none is NULL": {
    before: "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);",
    after: "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL);",
    rows: (n) => `${counting(n)} INSERT INTO tune SELECT i, 't' || i FROM c;`,
  },
  "a new column of a table that has rows": {
    before: "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);",
    after: "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, plays INTEGER NOT NULL);",
    rows: (n) => `${counting(n)} INSERT INTO tune SELECT i, 't' || i FROM c;`,
  },
  "what is dropped holds values": {
    before: "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, plays INTEGER); CREATE TABLE gone (a);",
    after: "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);",
    rows: (n) => `${counting(n)} INSERT INTO tune SELECT i, 't' || i, i FROM c; INSERT INTO gone SELECT id FROM tune;`,
    decisions: [
      { kind: "approve", rule: "drop-column", object: "tune.plays", rows: 100_000, because: null },
      { kind: "approve", rule: "drop-table", object: "gone", rows: 100_000, because: null },
    ],
  },
  "what becomes generated holds something else than what is computed": {
    before: "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, plays INTEGER);",
    after: "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, plays INTEGER AS (length(title)));",
    rows: (n) => `${counting(n)} INSERT INTO tune SELECT i, 't' || i, i FROM c;`,
    decisions: [{ kind: "approve", rule: "lossy-convert", object: "tune.plays", rows: 100_000, because: null }],
  },
  "a parent is dropped, and the reference stays": {
    before: `CREATE TABLE parent (a INT, b TEXT, UNIQUE (a, b));
      CREATE TABLE child (id INTEGER PRIMARY KEY, a INT, b TEXT, FOREIGN KEY (a, b) REFERENCES parent (a, b));`,
    after: `CREATE TABLE child (id INTEGER PRIMARY KEY, a INT, b TEXT, FOREIGN KEY (a, b) REFERENCES parent (a, b));`,
    rows: family("i, 'p' || i", "i, i, 'p' || i"),
    decisions: [{ kind: "approve", rule: "drop-table", object: "parent", rows: 100_000, because: null }],
  },
  "a new reference to a table that does not exist": {
    before: "CREATE TABLE child (id INTEGER PRIMARY KEY, parent INT);",
    after: "CREATE TABLE child (id INTEGER PRIMARY KEY, parent INT REFERENCES parent (id));",
    rows: (n) => `${counting(n)} INSERT INTO child SELECT i, i FROM c;`,
  },
  "rows that find each other by a key that changes": {
    before: "CREATE TABLE tune (a TEXT NOT NULL, b INT NOT NULL, c TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;",
    after: "CREATE TABLE tune (a TEXT NOT NULL, b INT NOT NULL, c TEXT, PRIMARY KEY (b));",
    rows: (n) => `${counting(n)} INSERT INTO tune SELECT 't' || i, i, i FROM c;`,
  },
  "rows that have nothing to find each other by": {
    before: "CREATE TABLE tune (a TEXT NOT NULL, b INT, c TEXT, PRIMARY KEY (a)) WITHOUT ROWID;",
    after: "CREATE TABLE tune (a TEXT, b INTEGER PRIMARY KEY, c TEXT);",
    rows: (n) => `${counting(n)} INSERT INTO tune SELECT 't' || i, i, i FROM c;`,
  },
};

const asked = new Set<string>();

for (const [name, { before, after, rows, decisions = [] }] of Object.entries(cases)) {
  t.test(name, async (t) => {
    for (const n of [10, 100_000]) {
      for (const statistics of ["", "ANALYZE"]) {
        const live = new Engine(":memory:");
        live.exec(`PRAGMA foreign_keys = OFF; ${before} ${rows(n)} ${statistics}`);
        const judge = (sql: string) =>
          t.strictSame(nested(live, sql), [], `${n} rows${statistics && ", analyzed"}: ${sql.slice(0, 60)}`);
        const planned = await makePlan({
          snapshot: {
            read: async (queries, key = "") =>
              queries.map(({ sql }) => {
                asked.add(key.split(" ")[0] ?? "");
                judge(sql);
                return live.all(sql);
              }),
          },
          live: schemaOf(before),
          target: schemaOf(after),
          hints: noHints,
          decisions,
          protect: [],
          beside: nothingBeside,
          columnOrder: false,
          profile: libsqlProfile,
        });
        if (planned.kind === "plan")
          for (const { kind, sql } of planned.plan.items) {
            if (/^(SELECT|INSERT|UPDATE|DELETE)/.test(sql)) judge(sql);
            if (kind === "check") live.all(sql);
            else live.exec(sql);
          }
        await live.close();
      }
    }
  });
}

t.test("no kind of question is left out", async (t) => {
  // A fill is shown for three rows, and computed for no more. What is not converted is counted together with what is lost.
  const kinds = [...Object.keys(questions), ...Object.keys(orphans)].filter(
    (name) => name.startsWith("ask") && name !== "askFilled" && name !== "askUnconverted",
  );
  t.equal(asked.size, kinds.length, `${[...asked].join(", ")} are ${kinds.join(", ")}`);
});

/** Whether a statement reads all rows of a table for each row of another. */
function nested(engine: Engine, sql: string): readonly string[] {
  const lines = engine.all(`EXPLAIN QUERY PLAN ${sql}`).map(([id, parent, , detail]: Row) => ({
    id: Number(id),
    parent: Number(parent),
    detail: String(detail),
  }));
  const isScan = (detail: string) => detail.startsWith("SCAN ") && detail !== "SCAN CONSTANT ROW";
  const above = (of: number): readonly string[] => {
    const line = lines.find(({ id }) => id === of);
    return line === undefined ? [] : [line.detail, ...above(line.parent)];
  };
  return lines
    .filter(({ id, parent, detail }) => {
      if (!isScan(detail)) return false;
      const within = lines.some(
        (other) => other.parent === parent && other.id < id && /^(SCAN|SEARCH) /.test(other.detail),
      );
      return within || above(parent).some((each) => each.startsWith("CORRELATED"));
    })
    .map(({ detail }) => detail);
}
