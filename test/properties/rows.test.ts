import { nothingBeside } from "../../src/model/beside.ts";
import { rmSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { closeInBatches } from "../../src/database/collect.ts";
import { compileSources } from "../../src/compile/compile.ts";
import { guard } from "../../src/apply/allowed.ts";
import type { Engine } from "../../src/database/engine.ts";
import { profileOf } from "../../src/introspect/profile.ts";
import { libsqlProfile } from "../../src/model/profile.ts";
import type { RowsMode } from "../../src/model/declared-rows.ts";
import type { Decision } from "../../src/plan/plan.ts";
import { readPlan } from "../../src/plan/read.ts";
import { writePlan } from "../../src/plan/write.ts";
import { makePlan } from "../../src/prove/make-plan.ts";
import { verify } from "../../src/prove/verify.ts";
import type { Schema } from "../../src/model/schema.ts";
import type { Hints } from "../../src/model/hints.ts";
import { Random } from "../generate/random.ts";
import { answersTo } from "../kit/answer.ts";
import { makeDatabase, onFile, temporaryFolder, withSnapshot } from "../kit/database.ts";
import { runPlan } from "../kit/run-plan.ts";

/**
 * Any declared rows, any live rows: afterwards the declared ones hold, others are unchanged if they are the users' own,
 * and a second plan is empty. SEED=n runs one case, SEEDS=n that many.
 */
const first = Number(process.env.SEED ?? 1);
const seeds = Array.from({ length: process.env.SEED ? 1 : Number(process.env.SEEDS ?? 80) }, (_, n) => first + n);

interface Value {
  readonly ts: string;
  readonly sql: string;
}

const nothing: Value = { ts: "null", sql: "NULL" };
const texts: readonly Value[] = [
  { ts: '"a"', sql: "'a'" },
  { ts: '"A"', sql: "'A'" },
  { ts: '""', sql: "''" },
  { ts: '"it\'s"', sql: "'it''s'" },
  { ts: '"1"', sql: "'1'" },
  { ts: '"🎻 é"', sql: "'🎻 é'" },
  { ts: '"two\\nlines"', sql: "'two' || char(10) || 'lines'" },
  { ts: '"nul\\u0000nul"', sql: "'nul' || char(0) || 'nul'" },
  { ts: '"--@ seal"', sql: "'--@ seal'" },
  { ts: "'{\"a\": [1]}'", sql: `'{"a": [1]}'` },
  { ts: '"carray"', sql: "'carray'" },
  { ts: '"\\\\n\\r\\n\\t\\\\"', sql: "'\\n' || char(13, 10, 9) || '\\'" },
];
const integers: readonly Value[] = ["0", "-1", "1", "42", "9007199254740993n", "-9223372036854775808n"].map((ts) => ({
  ts,
  sql: ts.replace("n", ""),
}));
const reals: readonly Value[] = ["0.1", "1.5", "-2.25e-7", "1e300", "3", "123456789.12345679"].map((ts) => ({
  ts,
  sql: ts,
}));
const blobs: readonly Value[] = [
  { ts: "new Uint8Array([])", sql: "x''" },
  { ts: "new Uint8Array([0, 255, 39])", sql: "x'00ff27'" },
];
const pools = {
  "text().nullable()": ["TEXT", texts],
  'text().nullable().collate("NOCASE")': ["TEXT COLLATE NOCASE", texts],
  "integer().nullable()": ["INTEGER", integers],
  "real().nullable()": ["REAL", reals],
  "blob().nullable()": ["BLOB", blobs],
  'column("").nullable()': ["", [...texts, ...integers, ...reals.slice(0, 3), ...blobs]],
} as const satisfies Readonly<Record<string, readonly [string, readonly Value[]]>>;

const keys = [
  {
    ts: ["k: integer().primaryKey()"],
    sql: "k INTEGER PRIMARY KEY",
    names: ["k"],
    pool: integers,
    option: "",
    table: "",
  },
  {
    ts: ['k: text().primaryKey().collate("NOCASE")'],
    sql: "k TEXT NOT NULL COLLATE NOCASE PRIMARY KEY",
    names: ["k"],
    pool: texts.filter(({ ts }) => ts !== '"A"'),
    option: "",
    table: "",
  },
  {
    ts: ["id: integer().primaryKey()", "k: text().unique()"],
    sql: "id INTEGER PRIMARY KEY, k TEXT NOT NULL UNIQUE",
    names: ["k"],
    pool: texts,
    option: ', key: "k"',
    table: "",
  },
  {
    ts: ["k: text()", "l: integer()"],
    sql: "k TEXT NOT NULL, l INTEGER NOT NULL, PRIMARY KEY (k, l)",
    names: ["k", "l"],
    pool: texts,
    option: "",
    table: ", { withoutRowid: true, constraints: (t) => [primaryKey(t.k, t.l)] }",
  },
] as const;

t.setTimeout(0);
// Collecting garbage after each of hundreds of files takes longer than what is done with them.
closeInBatches(50);
t.test("any declared rows and any live rows", async (t) => {
  const folder = temporaryFolder(t);
  for (const seed of seeds) {
    const said = await oneCase(new Random(seed), join(folder, `${seed}.db`)).catch((error: unknown) =>
      error instanceof Error ? String(error.stack) : String(error),
    );
    if (said !== null) t.fail(`SEED=${seed}: ${said}`);
    rmSync(join(folder, `${seed}.db`), { force: true });
  }
  t.pass(`${seeds.length} cases`);
});

t.test("rows that take each other's UNIQUE values, in any circle or chain", async (t) => {
  const folder = temporaryFolder(t);
  for (const seed of seeds) {
    const path = join(folder, `${seed}.db`);
    const said = await oneExchange(new Random(seed), path).catch((error: unknown) => String(error));
    if (said !== null) t.fail(`SEED=${seed}: ${said}`);
    rmSync(path, { force: true });
  }
  t.pass(`${seeds.length} cases`);
});

const exchanged = {
  text: ["text()", "TEXT NOT NULL UNIQUE", (n: number) => `'v${n}'`],
  number: ["integer()", "INTEGER NOT NULL UNIQUE", (n: number) => `${n}`],
  real: ["real()", "REAL NOT NULL UNIQUE", (n: number) => `${n}.5`],
  perhaps: ["text().nullable()", "TEXT COLLATE NOCASE UNIQUE", (n: number) => `'${n % 2 === 0 ? "V" : "v"}${n}'`],
} as const;

/** Some of the values are passed around, some are given up for new ones, and rows of users are among them. */
async function oneExchange(random: Random, path: string): Promise<string | null> {
  const kinds = Object.values(exchanged).filter(() => random.chance(0.6));
  const mode = random.pick(["exactly", "at least"] as const);
  const count = random.below(7) + 1;
  const columns = kinds.map(([ts, sql, value], n) => ({
    name: `c${n}`,
    ts,
    sql,
    value,
    to: handedAround(random, count),
  }));
  const all = ["id INTEGER PRIMARY KEY", ...columns.map(({ name, sql }) => `${name} ${sql}`), "note TEXT"];
  const row = (id: number, at: (column: (typeof columns)[number]) => number) =>
    `(${[id, ...columns.map((column) => column.value(at(column))), `'note ${id}'`].join(", ")})`;
  const own = Array.from({ length: count }, (_, n) => row(n, () => n));
  const users = mode === "exactly" ? [] : [row(100, () => -1), row(101, () => -2)];
  await makeDatabase(
    path,
    `CREATE TABLE x (${all.join(", ")})`,
    `INSERT INTO x VALUES ${[...own, ...users].join(", ")}`,
  );
  const literal = (n: number) =>
    `{ id: ${n}, ${columns.map(({ name, value, to }) => `${name}: ${value(to[n] ?? n).replaceAll("'", '"')}`).join(", ")} }`;
  const text = `import { integer, real, rows, table, text } from "trueup";
export const x = table({
  id: integer().primaryKey(),
  ${columns.map(({ name, ts }) => `${name}: ${ts}${ts.endsWith("nullable()") ? '.collate("NOCASE")' : ""}.unique(),`).join("\n  ")}
  note: text().nullable(),
});
rows(x, [${Array.from({ length: count }, (_, n) => literal(n)).join(", ")}], { mode: "${mode}" });
`;
  const compiled = await compileSources(new Map([["schema.ts", text]]), "schema.ts");
  if (!compiled.ok) return `${compiled.problems[0]?.message}\n${text}`;
  const planned = await plannedOn(path, compiled.value);
  if (planned.kind === "refused") return `${JSON.stringify(planned.problems)}\n${text}`;
  if (planned.kind === "nothing") return null;
  const { schema, hints } = compiled.value;
  const found = await verify(planned.plan, schema, hints, nothingBeside);
  if (found.problems.length > 0) return `${JSON.stringify(found.problems)}\n${text}`;
  await onFile(path, (engine) => runPlan(engine, planned.plan));
  const again = await plannedOn(path, compiled.value);
  if (again.kind !== "nothing") return `the second plan is ${again.kind}\n${text}`;
  const notes = await onFile(path, (engine) => engine.all("SELECT count(*) FROM x WHERE note = 'note ' || id"));
  return Number(notes[0]?.[0]) === own.length + users.length ? null : `a row is another\n${text}`;
}

/** Where each value goes: some stay, some are passed around, some are new. */
function handedAround(random: Random, count: number): readonly number[] {
  const to = Array.from({ length: count }, (_, n) => n);
  for (let n = count - 1; n > 0; n--) {
    const other = random.below(n + 1);
    if (random.chance(0.7)) [to[n], to[other]] = [to[other] ?? 0, to[n] ?? 0];
  }
  return to.map((value, n) => (random.chance(0.15) ? count + n : value));
}

async function oneCase(random: Random, path: string): Promise<string | null> {
  const key = random.pick(keys);
  const columns = Array.from({ length: random.below(3) + 1 }, (_, n) => ({
    name: `c${n}`,
    kind: random.pick(Object.keys(pools)),
  }));
  const mode: RowsMode = random.pick(["exactly", "at least", "once"] as const);
  const value = (kind: string): Value => {
    const [, pool] = pools[kind as keyof typeof pools];
    return random.chance(0.2) ? nothing : random.pick(pool as readonly Value[]);
  };
  const keyValues = () =>
    key.names.map((name) => (name === "l" ? random.pick(integers) : random.pick(key.pool as readonly Value[])));
  const rowsOf = (count: number) => {
    const found = new Map<string, { keys: readonly Value[]; values: readonly Value[] }>();
    for (let n = 0; n < count; n++) {
      const keys = keyValues();
      found.set(keys.map(({ sql }) => sql.toLowerCase()).join(), {
        keys,
        values: columns.map(({ kind }) => value(kind)),
      });
    }
    return [...found.values()];
  };
  const declared = rowsOf(random.below(9));
  const live = rowsOf(random.below(9));
  const left = declared.map(() => columns.map(() => random.chance(0.2)));
  const sql = columns.map(({ name, kind }) => `, ${name} ${pools[kind as keyof typeof pools][0]}`);
  const constraint = key.sql.indexOf(", PRIMARY KEY");
  const body =
    constraint === -1
      ? `${key.sql}${sql.join("")}`
      : `${key.sql.slice(0, constraint)}${sql.join("")}${key.sql.slice(constraint)}`;
  const create = `CREATE TABLE x (${body})${key.table === "" ? "" : " WITHOUT ROWID"}`;
  const insert = live.map(
    ({ keys, values }) =>
      `INSERT INTO x (${[...key.names, ...columns.map(({ name }) => name)].join(", ")}) VALUES (${[...keys, ...values].map(({ sql }) => sql).join(", ")});`,
  );
  const literal = ({ keys, values }: (typeof declared)[number], at: number) =>
    `{ ${[
      ...key.names.map((name, n) => `${name}: ${keys[n]?.ts}`),
      ...columns.flatMap(({ name }, n) => (left[at]?.[n] ? [] : [`${name}: ${values[n]?.ts}`])),
    ].join(", ")} }`;
  const text = `import { blob, column, integer, primaryKey, real, rows, table, text } from "trueup";
export const x = table({ ${[...key.ts, ...columns.map(({ name, kind }) => `${name}: ${kind}`)].join(", ")} }${key.table});
rows(x, [${declared.map(literal).join(", ")}], { mode: "${mode}"${key.option} });
`;
  const compiled = await compileSources(new Map([["schema.ts", text]]), "schema.ts");
  if (!compiled.ok) return `${compiled.problems[0]?.message}\n${text}`;
  await makeDatabase(path, create, insert.join("\n"));
  const before = await onFile(path, (engine) => contents(engine));
  const { schema, hints } = compiled.value;
  const planned = await plannedOn(path, { schema, hints });
  if (planned.kind === "refused") return `${planned.problems.map(({ message }) => message).join("; ")}\n${text}`;
  if (planned.kind === "plan") {
    const file = writePlan(planned.plan);
    const read = readPlan(file, "x.plan.sql");
    if (!read.ok) return `${read.problems[0]?.message}\n${file}`;
    const found = await verify(read.value.plan, schema, hints, nothingBeside);
    if (found.problems.length > 0) return `${JSON.stringify(found.problems)}\n${file}`;
    const barred = guard(read.value.plan.items, "x");
    if (barred.length > 0) return `${barred[0]?.message}\n${file}`;
    await onFile(path, (engine) => runPlan(engine, read.value.plan));
  }
  const again = await plannedOn(path, { schema, hints });
  if (again.kind !== "nothing") return `the second plan is ${again.kind}\n${text}`;
  const after = await onFile(path, (engine) => contents(engine));
  const kept = [...before].filter(([key]) => !declaredKeys(declared).has(key));
  const touched =
    mode === "exactly" ? kept.filter(([key]) => after.has(key)) : kept.filter(([key, row]) => after.get(key) !== row);
  if (touched.length > 0) return `${mode}: ${JSON.stringify(touched)}\n${text}`;
  const overwritten = mode === "once" ? [...before].filter(([key, row]) => after.get(key) !== row) : [];
  return overwritten.length > 0 ? `once: ${JSON.stringify(overwritten)}\n${text}` : null;

  function declaredKeys(rows: typeof declared): ReadonlySet<string> {
    return new Set(rows.map(({ keys }) => keys.map(({ sql }) => plainKey(sql)).join(" ")));
  }

  function contents(engine: Engine): ReadonlyMap<string, string> {
    const names = [...key.names, ...columns.map(({ name }) => name)];
    const asked = names.flatMap((name) => [`typeof(${name})`, `hex(${name})`, `quote(${name})`]);
    const hex = key.names.map((name) => (key.sql.includes(`${name} TEXT`) ? `hex(${name})` : `quote(${name})`));
    const rows = engine.all(`SELECT ${hex.join(" || ' ' || ")}, ${asked.join(", ")} FROM x`);
    return new Map(rows.map(([key, ...row]) => [String(key), JSON.stringify(row.map(String))]));
  }

  /** The key as `contents` names it. */
  function plainKey(sql: string): string {
    const found = texts.find((each) => each.sql === sql);
    if (found === undefined) return sql;
    const text: unknown = found.ts.startsWith("'") ? found.ts.slice(1, -1) : JSON.parse(found.ts);
    return Buffer.from(String(text)).toString("hex").toUpperCase();
  }
}

async function plannedOn(path: string, goal: { readonly schema: Schema; readonly hints: Hints }) {
  let decisions: readonly Decision[] = [];
  for (;;) {
    const made = await withSnapshot(path, async (snapshot, live) =>
      makePlan({
        snapshot,
        live,
        target: goal.schema,
        hints: goal.hints,
        decisions,
        protect: [],
        beside: nothingBeside,
        columnOrder: false,
        profile: await profileOf(snapshot, libsqlProfile),
      }),
    );
    if (made.kind !== "refused") return made;
    const answers = answersTo(made.problems, decisions);
    if (answers.length === 0) return made;
    decisions = [...decisions, ...answers];
  }
}
