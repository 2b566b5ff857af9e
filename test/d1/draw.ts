import type { Decision } from "../../src/plan/plan.ts";
import type { Random } from "../generate/random.ts";

/** A database with references drawn at random, its rows, and a goal that rewrites some of its tables. */
export interface Draw {
  readonly before: readonly string[];
  readonly rows: readonly string[];
  readonly after: string;
  readonly decisions: readonly Decision[];
  /** Tables that stay, and the columns that hold the same values before and after. */
  readonly kept: readonly { readonly was: string; readonly is: string; readonly columns: readonly string[] }[];
}

type Key = "integer" | "autoincrement" | "text" | "composite" | "unique" | "without-rowid";

interface Reference {
  readonly column: string;
  /** By its position; the goal lacks the reference if it drops the parent. */
  readonly parent: number;
  readonly stands: boolean;
  readonly onDelete: string;
  readonly onUpdate: string;
  readonly deferrable: string;
}

interface Drawn {
  readonly name: string;
  readonly key: Key;
  readonly references: readonly Reference[];
  readonly indexed: readonly string[];
  readonly rows: number;
}

const actions = ["CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT", "NO ACTION"];
const keys: readonly Key[] = ["integer", "integer", "autoincrement", "text", "composite", "unique", "without-rowid"];

export function draw(random: Random): Draw {
  const count = between(random, 2, 5);
  const tables = Array.from({ length: count }, (_, n) => drawTable(random, n, count));
  const changes = tables.map(() =>
    random.pick(["nothing", "not-null", "not-null", "check", "action", "unbound"] as const),
  );
  // Whether something is rebuilt that others refer to.
  const parent = tables.flatMap(({ references }) => references.map((each) => each.parent))[0] ?? 0;
  if (changes[parent] === "nothing") changes[parent] = "not-null";
  const gone = random.chance(0.15) ? between(random, 0, count - 1) : null;
  const triggers = random.chance(0.5) ? tables.flatMap((table) => logging(random, table.name)) : [];
  const views = random.chance(0.3) ? [`CREATE VIEW seen AS SELECT a.v FROM ${tables[0]?.name} AS a`] : [];
  const goalViews = gone === 0 ? [] : views;
  const before = [
    ...tables.map((table) => create(table, tables, "nothing")),
    "CREATE TABLE log (what TEXT)",
    ...indexes(tables),
    ...triggers,
    ...views,
  ];
  const stay = tables.filter((_, n) => n !== gone);
  const after = [
    ...tables.flatMap((table, n) =>
      n === gone ? [] : [create(without(table, gone), tables, changes[n] ?? "nothing")],
    ),
    "CREATE TABLE log (what TEXT)",
    ...indexes(tables.flatMap((table, n) => (n === gone ? [] : [without(table, gone)]))),
    ...triggers.filter((text) => gone === null || !text.includes(` ON ${tables[gone]?.name} `)),
    ...goalViews,
  ];
  const approve = (rule: "drop-table" | "drop-view", object: string, rows: number | null): Decision => {
    return { kind: "approve", rule, object, rows, because: "drawn" };
  };
  const decisions: Decision[] =
    gone === null
      ? []
      : [
          approve("drop-table", tables[gone]?.name ?? "", 1000),
          ...(views.length > goalViews.length ? [approve("drop-view", "seen", null)] : []),
        ];
  return {
    before,
    rows: tables.flatMap((table) => fillRows(random, table, tables)),
    after: after.join(";\n"),
    decisions,
    kept: [
      ...stay.map((table) => ({ was: table.name, is: table.name, columns: columnsOf(table) })),
      { was: "log", is: "log", columns: ["what"] },
    ],
  };
}

/** Both ends included. */
function between(random: Random, least: number, most: number): number {
  return least + random.below(most - least + 1);
}

function drawTable(random: Random, n: number, count: number): Drawn {
  const references = Array.from({ length: between(random, 0, 2) }, (_, k): Reference => {
    return {
      column: `r${k}`,
      parent: between(random, 0, count - 1),
      stands: true,
      onDelete: random.pick(actions),
      onUpdate: random.pick(actions),
      deferrable: random.pick(["", "", " DEFERRABLE INITIALLY DEFERRED", " DEFERRABLE"]),
    };
  });
  const indexed = references.flatMap(({ column }) => (random.chance(0.5) ? [column] : []));
  return { name: `t${n}`, key: random.pick(keys), references, indexed, rows: between(random, 0, 12) };
}

/** Without the references to a table that is dropped; the columns stay. */
function without(table: Drawn, gone: number | null): Drawn {
  return { ...table, references: table.references.map((each) => ({ ...each, stands: each.parent !== gone })) };
}

const keyText: Readonly<Record<Key, string>> = {
  integer: "id INTEGER PRIMARY KEY",
  autoincrement: "id INTEGER PRIMARY KEY AUTOINCREMENT",
  text: "id TEXT PRIMARY KEY",
  composite: "id INT, k2 TEXT",
  unique: "id INT UNIQUE",
  "without-rowid": "id INT PRIMARY KEY",
};

type Change = "nothing" | "not-null" | "check" | "action" | "unbound";

function create({ name, key, references }: Drawn, tables: readonly Drawn[], change: Change): string {
  const value = change === "not-null" ? "v TEXT NOT NULL" : change === "check" ? "v TEXT CHECK (v <> 'no')" : "v TEXT";
  const columns = [keyText[key], value, ...references.flatMap((each) => referring(each, tables))];
  const bounds = references.flatMap((each, n) =>
    !each.stands || (change === "unbound" && n === 0) ? [] : [bound(each, tables, change === "action")],
  );
  const unique = key === "composite" ? ["PRIMARY KEY (id, k2)"] : [];
  const tail = key === "without-rowid" ? " WITHOUT ROWID" : "";
  return `CREATE TABLE ${name} (${[...columns, ...unique, ...bounds].join(", ")})${tail}`;
}

function referring({ column, parent }: Reference, tables: readonly Drawn[]): readonly string[] {
  const composite = tables[parent]?.key === "composite";
  return composite ? [`${column} INT DEFAULT 1`, `${column}b TEXT DEFAULT 'k1'`] : [`${column} DEFAULT 1`];
}

function bound(
  { column, parent, onDelete, onUpdate, deferrable }: Reference,
  tables: readonly Drawn[],
  other: boolean,
) {
  const to = tables[parent];
  const own = to?.key === "composite" ? `${column}, ${column}b` : column;
  const theirs = to?.key === "composite" ? "id, k2" : "id";
  const action = other ? (actions[(actions.indexOf(onDelete) + 1) % actions.length] ?? "") : onDelete;
  return `FOREIGN KEY (${own}) REFERENCES ${to?.name} (${theirs}) ON DELETE ${action} ON UPDATE ${onUpdate}${deferrable}`;
}

function indexes(tables: readonly Drawn[]): readonly string[] {
  return tables.flatMap(({ name, indexed }) => [
    ...indexed.map((column) => `CREATE INDEX ${name}_${column} ON ${name} (${column})`),
    `CREATE INDEX ${name}_v ON ${name} (v)`,
  ]);
}

/** What would be recorded about a row that is deleted or changed, and never should be. */
function logging(random: Random, name: string): readonly string[] {
  const event = random.pick(["DELETE", "UPDATE"]);
  const time = random.pick(["BEFORE", "AFTER"]);
  return [
    `CREATE TRIGGER ${name}_log ${time} ${event} ON ${name} BEGIN INSERT INTO log VALUES ('${name} ' || old.id); END`,
  ];
}

function columnsOf({ key, references }: Drawn): readonly string[] {
  return ["id", ...(key === "composite" ? ["k2"] : []), "v", ...references.map(({ column }) => column)];
}

function fillRows(random: Random, table: Drawn, tables: readonly Drawn[]): readonly string[] {
  return Array.from({ length: table.rows }, (_, n) => {
    const id = table.key === "text" ? `'${n + 1}'` : `${n + 1}`;
    const columns = ["id", ...(table.key === "composite" ? ["k2"] : []), "v"];
    const values = [id, ...(table.key === "composite" ? [`'k${n + 1}'`] : []), `'v${n}'`];
    for (const { column, parent } of table.references) {
      const to = tables[parent];
      // A few refer to nothing, and a few to a row that is not there.
      const row = random.chance(0.15)
        ? null
        : random.chance(0.05)
          ? 99
          : between(random, 1, Math.max(1, to?.rows ?? 1));
      columns.push(column);
      values.push(row === null ? "NULL" : to?.key === "text" ? `'${row}'` : `${row}`);
      if (to?.key !== "composite") continue;
      columns.push(`${column}b`);
      values.push(row === null ? "NULL" : `'k${row}'`);
    }
    return `INSERT INTO ${table.name} (${columns.join(", ")}) VALUES (${values.join(", ")})`;
  });
}
