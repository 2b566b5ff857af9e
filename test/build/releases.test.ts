import t from "tap";
import type { ReleaseResult } from "../../src/report/releases.ts";
import type { VintagesAsked } from "../../src/work/build/vintages.ts";
import { type CheckResult, check } from "../../src/work/schema/check.ts";
import { readDecisions } from "../../src/work/planning/decisions.ts";
import { projectAt, repository } from "./kit.ts";

interface Change {
  readonly from: string;
  readonly to: string;
  /** What must be decided: the codes and subjects of the problems. */
  readonly open: readonly string[];
  /** Answers as flags, and what comes of the release with them. */
  readonly answers?: readonly (readonly [flags: readonly string[], state: ReleaseResult["state"]])[];
}

const titled = ["--fill", "notes.title=coalesce(data ->> 'title', '')", "--refuse", "not-null:notes.title"];

/** What a new release must know about rows that cannot be seen, and the decisions that answer it. */
const changes: Readonly<Record<string, Change>> = {
  "a column that no longer takes NULL": {
    from: "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);",
    to: "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);",
    open: ["rows-elsewhere users.email"],
    answers: [
      [["--fill", "users.email=''"], "reaches"],
      [["--refuse", "not-null:users.email"], "refuses"],
      [["--repair", "not-null:users.email=DELETE FROM users WHERE email IS NULL"], "reaches"],
      [["--repair", "not-null:users.email=UPDATE users SET email = NULL WHERE email = ''"], "fails"],
    ],
  },
  "a new column without a default": {
    from: "CREATE TABLE users (id INTEGER PRIMARY KEY);",
    to: "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);",
    open: ["fill-needed users.email"],
    answers: [[["--fill", "users.email=''"], "reaches"]],
  },
  "values that become unique": {
    from: "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);",
    to: "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT); CREATE UNIQUE INDEX users_email ON users (email);",
    open: ["rows-elsewhere users.email"],
    answers: [
      [["--refuse", "unique:users.email"], "refuses"],
      [
        ["--repair", "unique:users.email=DELETE FROM users WHERE id NOT IN (SELECT min(id) FROM users GROUP BY email)"],
        "reaches",
      ],
      [["--repair", "unique:users.email=UPDATE users SET email = lower(email)"], "fails"],
    ],
  },
  "a new CHECK": {
    from: "CREATE TABLE items (id INTEGER PRIMARY KEY, price INTEGER NOT NULL);",
    to: "CREATE TABLE items (id INTEGER PRIMARY KEY, price INTEGER NOT NULL CONSTRAINT positive CHECK (price >= 0));",
    open: ["rows-elsewhere items.positive"],
    answers: [
      [["--refuse", "check:items.positive"], "refuses"],
      [["--repair", "check:items.positive=UPDATE items SET price = 0 WHERE price < 0"], "reaches"],
    ],
  },
  "a reference over rows that were written with keys off": {
    from: "CREATE TABLE users (id INTEGER PRIMARY KEY); CREATE TABLE notes (id INTEGER PRIMARY KEY, user_id INTEGER);",
    to: `CREATE TABLE users (id INTEGER PRIMARY KEY);
      CREATE TABLE notes (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id));`,
    open: ["rows-elsewhere notes.user_id"],
    answers: [
      [["--refuse", "references:notes.user_id"], "refuses"],
      [
        ["--repair", "references:notes.user_id=DELETE FROM notes WHERE user_id NOT IN (SELECT id FROM users)"],
        "reaches",
      ],
    ],
  },
  "a text that becomes a number": {
    from: "CREATE TABLE users (id INTEGER PRIMARY KEY, age TEXT);",
    to: "CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER);",
    open: ["keep-unconverted users.age", "rows-elsewhere users.age"],
    answers: [
      [["--refuse", "convert:users.age"], "refuses"],
      [["--fill", "users.age=CAST(age AS INTEGER)"], "reaches"],
      [["--refuse", "convert:users.age", "--approve", "keep-unconverted:users.age:any"], "refuses"],
      [
        [
          "--repair",
          "convert:users.age=UPDATE users SET age = NULL WHERE age IS NOT CAST(CAST(age AS INTEGER) AS TEXT)",
        ],
        "reaches",
      ],
    ],
  },
  "a text that becomes a number in a STRICT table": {
    from: "CREATE TABLE users (id INTEGER PRIMARY KEY, age TEXT) STRICT;",
    to: "CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER) STRICT;",
    open: ["rows-elsewhere users.age"],
    answers: [
      [["--refuse", "convert:users.age"], "refuses"],
      [["--fill", "users.age=CAST(age AS INTEGER)"], "reaches"],
    ],
  },
  "a column that goes": {
    from: "CREATE TABLE users (id INTEGER PRIMARY KEY, nickname TEXT);",
    to: "CREATE TABLE users (id INTEGER PRIMARY KEY);",
    open: ["approval-needed users.nickname"],
    answers: [[["--approve", "drop-column:users.nickname:any"], "reaches"]],
  },
  "a table that goes": {
    from: "CREATE TABLE users (id INTEGER PRIMARY KEY); CREATE TABLE logs (line TEXT);",
    to: "CREATE TABLE users (id INTEGER PRIMARY KEY);",
    open: ["approval-needed logs"],
    answers: [[["--approve", "drop-table:logs:any"], "reaches"]],
  },
  "a list of values that becomes longer": {
    from: "CREATE TABLE tunes (id INTEGER PRIMARY KEY, kind TEXT CHECK (kind IN ('reel', 'jig')));",
    to: "CREATE TABLE tunes (id INTEGER PRIMARY KEY, kind TEXT CHECK (kind IN ('jig', 'reel', 'polka')));",
    open: [],
  },
  "a list of values that becomes shorter": {
    from: "CREATE TABLE tunes (id INTEGER PRIMARY KEY, kind TEXT CHECK (kind IN ('reel', 'jig')));",
    to: "CREATE TABLE tunes (id INTEGER PRIMARY KEY, kind TEXT CHECK (kind IN ('reel')));",
    open: ["rows-elsewhere tunes(kind IN ('reel'))"],
  },
  "a list of values that is the other way round": {
    from: "CREATE TABLE tunes (id INTEGER PRIMARY KEY, kind TEXT CHECK (kind NOT IN ('reel')));",
    to: "CREATE TABLE tunes (id INTEGER PRIMARY KEY, kind TEXT CHECK (kind NOT IN ('reel', 'jig')));",
    open: ["rows-elsewhere tunes(kind NOT IN ('reel', 'jig'))"],
  },
  "a CHECK of today that gets a name": {
    from: "CREATE TABLE tunes (id INTEGER PRIMARY KEY, tempo INTEGER CHECK (tempo > 20));",
    to: "CREATE TABLE tunes (id INTEGER PRIMARY KEY, tempo INTEGER CONSTRAINT playable CHECK (tempo > 20));",
    open: [],
  },
  "a CHECK of today that compares in another way": {
    from: "CREATE TABLE tunes (id INTEGER PRIMARY KEY, kind TEXT COLLATE NOCASE CHECK (kind IN ('reel')));",
    to: "CREATE TABLE tunes (id INTEGER PRIMARY KEY, kind TEXT CHECK (kind IN ('reel', 'jig')));",
    open: ["rows-elsewhere tunes(kind IN ('reel', 'jig'))"],
  },
  "a key of today that is only written in another way": {
    from: "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE);",
    to: "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT); CREATE UNIQUE INDEX users_email ON users (email);",
    open: [],
  },
  "a key over more than is unique today": {
    from: "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE, name TEXT);",
    to: "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE, name TEXT, UNIQUE (name, email));",
    open: [],
  },
  "a key that compares more loosely than that of today": {
    from: "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE);",
    to: `CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE);
      CREATE UNIQUE INDEX users_email ON users (email COLLATE NOCASE);`,
    open: ["rows-elsewhere users.email"],
  },
  "a new column that holds the same everywhere": {
    from: "CREATE TABLE users (id INTEGER PRIMARY KEY);",
    to: `CREATE TABLE users (id INTEGER PRIMARY KEY, state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'old')),
      friend INTEGER REFERENCES users (id));`,
    open: [],
  },
  "a number that becomes a text, which has fewer digits": {
    from: "CREATE TABLE items (id INTEGER PRIMARY KEY, price REAL);",
    to: "CREATE TABLE items (id INTEGER PRIMARY KEY, price TEXT);",
    open: ["keep-unconverted items.price", "rows-elsewhere items.price"],
    answers: [[["--refuse", "convert:items.price"], "refuses"]],
  },
  "an expression that fails over what may be there": {
    from: "CREATE TABLE notes (id INTEGER PRIMARY KEY, data TEXT);",
    to: `CREATE TABLE notes (id INTEGER PRIMARY KEY, data TEXT, title TEXT NOT NULL);
      CREATE UNIQUE INDEX notes_key ON notes (data ->> 'key');`,
    open: ["fill-needed notes.title", "rows-elsewhere notes(data ->> 'key')"],
    answers: [
      [["--refuse", "unique:notes(data ->> 'key')", ...titled], "fails"],
      [
        [
          "--repair",
          "unique:notes(data ->> 'key')=UPDATE notes SET data = '{}' WHERE NOT coalesce(json_valid(data), 1)",
          ...titled,
        ],
        "reaches",
      ],
    ],
  },
  "an integer that becomes a text": {
    from: "CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER) STRICT;",
    to: "CREATE TABLE users (id INTEGER PRIMARY KEY, age TEXT) STRICT;",
    open: [],
  },
};

const config = { "trueup.config.ts": `export default { schema: "schema.sql", lint: { } };` };

for (const [name, { from, to, open, answers = [] }] of Object.entries(changes)) {
  t.test(name, async (t) => {
    const folder = repository(t, { "v1.0.0": { ...config, "schema.sql": from } }, { "schema.sql": to });
    const asked = await proven(folder, []);
    t.strictSame(errorsOf(asked), open, "what is open");
    t.equal(released(asked)?.state, open.length === 0 ? "reaches" : "open");
    for (const [flags, state] of answers) {
      const answered = await proven(folder, flags);
      t.equal(released(answered)?.state, state, flags.join(" "));
      if (state !== "fails") t.strictSame(errorsOf(answered), []);
      else t.strictSame([...new Set(answered.problems.map(({ code }) => code))].includes("vintage-fails"), true);
    }
  });
}

async function proven(folder: string, flags: readonly string[]): Promise<CheckResult> {
  const list = (name: string) => flags.filter((_, n) => flags[n - 1] === name);
  const decided = readDecisions(
    flags.flatMap((flag, n) => (/^--(approve|fill|rename)$/.test(flag) ? [flag, flags[n + 1] ?? ""] : [])),
    { any: true },
  );
  if (!decided.ok) throw new Error(decided.problems[0]?.message);
  const releases: VintagesAsked = {
    bases: ["v*"],
    decisions: decided.value,
    refuse: list("--refuse"),
    repair: list("--repair"),
  };
  const result = await check(await projectAt(folder), { releases });
  if (!result.ok) throw new Error(result.problems.map(({ code, message }) => `${code}: ${message}`).join("\n"));
  return result.value;
}

function errorsOf({ problems }: CheckResult): readonly string[] {
  return problems.filter(({ level }) => level === "error").map(({ code, subject }) => `${code} ${subject}`);
}

function released({ releases }: CheckResult): ReleaseResult | undefined {
  return releases?.find((one) => one.releases.includes("v1.0.0"));
}

t.test("one repair fits bases with other names, and what reads the table is set aside", async (t) => {
  const schema = (table: string, email: string, columns: string) => ({
    "schema.sql": `CREATE TABLE ${table} (id INTEGER PRIMARY KEY, ${columns});
      CREATE TABLE log (id INTEGER PRIMARY KEY, what TEXT);
      CREATE VIEW known AS SELECT ${email} FROM ${table} WHERE age > 17;
      CREATE TRIGGER joined AFTER INSERT ON ${table} BEGIN INSERT INTO log (what) VALUES (new.${email}); END;
      CREATE VIRTUAL TABLE found USING fts5(${email}, content='${table}', content_rowid='id');`,
  });
  const renames = `rename: ["users:member", "member.mail:member.email"]`;
  const folder = repository(
    t,
    {
      "v1.0.0": {
        "trueup.config.ts": `export default { schema: "schema.sql", build: { ${renames} } };`,
        ...schema("users", "mail", "mail TEXT, age TEXT"),
      },
      "v1.1.0": schema("member", "email", "email TEXT, age TEXT"),
    },
    schema("member", "email", "email TEXT UNIQUE, age INTEGER"),
  );
  const repairs = [
    "unique:member.email=UPDATE member SET email = NULL WHERE id NOT IN (SELECT min(id) FROM member GROUP BY email)",
    "convert:member.age=UPDATE member SET age = NULL WHERE typeof(age) <> 'text' OR age <> CAST(CAST(age AS INTEGER) AS TEXT)",
  ];
  const flags = repairs.flatMap((repair) => ["--repair", repair]);
  const result = await proven(folder, flags);
  t.strictSame(errorsOf(result), []);
  t.strictSame(
    result.releases?.map(({ releases, state }) => [releases[0], state]),
    [
      [undefined, "reaches"],
      ["v1.0.0", "reaches"],
      ["v1.1.0", "reaches"],
    ],
  );
});

t.test("a hint is needed as long as a release in use needs it to reach the declarations", async (t) => {
  const table = (hint: string, name: string) =>
    `import { integer, table, text } from "trueup";
     export const users = table("users", { id: integer().primaryKey(), ${name}: text().nullable()${hint} });`;
  const folder = repository(
    t,
    {
      "v1.0.0": {
        "trueup.config.ts": `export default { schema: "schema.ts", build: { bases: "v*" } };`,
        "schema.ts": table("", "full_name"),
      },
      "v1.1.0": { "schema.ts": table(`.was("full_name")`, "name") },
    },
    {},
  );
  const project = await projectAt(folder);
  const spent = async (oldest?: string) => {
    const result = await check(project, { releases: { oldest } });
    if (!result.ok) throw new Error(result.problems[0]?.message);
    const needs = result.value.releases?.map(({ needs }) => needs.join());
    return { codes: result.value.problems.map(({ code }) => code), needs };
  };
  t.strictSame(await spent(), { codes: [], needs: ["", "rename column users.full_name to users.name", ""] });
  t.strictSame((await spent("v1.1.0")).codes, ["spent-hint"], "with the oldest release goes the hint");
});
