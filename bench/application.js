/**
 * An application that asks a database of `regular` tables: modules with queries, and many more without. The same on
 * every machine. Queries are written as applications write them: handed to a helper of the project, prepared, behind a
 * tag, put together from constants of another file, in the methods of a repository class.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Writes the files below `src`, and the configuration that names them. */
export function application(folder, { tables, files, queries }) {
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write("trueup.config.ts", configuration);
  write("src/db/helpers.ts", helpers);
  write("src/db/columns.ts", columns(tables));
  const asking = Math.ceil(queries / perModule);
  const rest = files - asking - 2;
  const name = (n, kind) => `src/${areas[n % areas.length]}/${kind}/part${Math.floor(n / 40)}/${kind}${pad(n)}`;
  for (let n = 0; n < asking; n++) {
    const own = Math.min(perModule, queries - n * perModule);
    write(`${name(n, "store")}.ts`, store(n, own, tables));
  }
  for (let n = 0; n < rest; n++) {
    const kind = ["view", "service", "logic", "logic.test"][n % 4];
    const ending = kind === "view" ? "tsx" : "ts";
    write(`${name(n, kind)}.${ending}`, kind === "view" ? view(n) : logic(n, n % asking));
  }
}

const perModule = 4;
const areas = "accounts billing calendar catalog delivery exports imports ledger messages orders".split(" ");
const pad = (n) => String(n).padStart(5, "0");
const tableOf = (n, tables) => `t${pad(n % tables).slice(1)}`;

const configuration = `import { defineConfig } from "trueup";

export default defineConfig({ queries: ["src/**/*.{ts,tsx}"], targets: { live: "file:live.db" } });
`;

const helpers = `import Database from "libsql";

export const db = new Database("live.db");

/** All rows of a query. */
export function all<Row>(sql: string, values: readonly unknown[] = []): readonly Row[] {
  return db.prepare(sql).all(...values) as Row[];
}

/** The first row, or null. */
export function one<Row>(sql: string, values: readonly unknown[] = []): Row | null {
  return (db.prepare(sql).get(...values) as Row | undefined) ?? null;
}

/** A query with its values in place. */
export async function sql<Row>(parts: TemplateStringsArray, ...values: readonly unknown[]): Promise<readonly Row[]> {
  return db.prepare(parts.join("?")).all(...values) as Row[];
}

export function run(sql: string, values: readonly unknown[] = []): number {
  return db.prepare(sql).run(...values).changes;
}

/** The rows of a table that fulfil a condition. */
export function where<Row>(table: string, condition: string, values: readonly unknown[]): readonly Row[] {
  return all<Row>(\`SELECT id, c1, c2 FROM \${table} WHERE \${condition} ORDER BY id\`, values);
}
`;

const columns = (tables) =>
  `${Array.from({ length: tables }, (_, n) => `export const columnsOf_${tableOf(n, tables)} = "id, c1, c2, c3";`).join("\n")}
`;

function store(n, queries, tables) {
  const [table, other] = [tableOf(n, tables), tableOf(n * 7 + 3, tables)];
  const texts = [
    `  list(limit: number): readonly Row[] {
    return all<Row>(\`SELECT \${columnsOf_${table}} FROM ${table} WHERE c1 = ? ORDER BY c2 LIMIT ?\`, [this.owner, limit]);
  }`,
    `  rename(id: number, name: string): number {
    return run("UPDATE ${table} SET c1 = ?, c2 = c2 + 1 WHERE id = ?", [name, id]);
  }`,
    `  find(filter: Filter): readonly Row[] {
    let sql = "SELECT a.id, a.c1, b.c3 FROM ${table} AS a JOIN ${other} AS b ON b.id = a.before_id";
    if (filter.text !== undefined) sql += " WHERE a.c1 LIKE ?";
    sql += " ORDER BY a.c2 DESC";
    return db.prepare(sql).all(...valuesOf(filter)) as Row[];
  }`,
    `  async count(owner: string): Promise<number> {
    const rows = await sql<{ n: number }>\`SELECT count(*) AS n FROM ${table} WHERE c1 = \${owner} AND c2 > \${this.least}\`;
    return rows[0]?.n ?? 0;
  }`,
    `  recent(since: number): readonly Row[] {
    return where<Row>("${table}", "c2 > ? AND c3 IS NOT NULL", [since]);
  }`,
  ];
  return `import { all, db, run, sql, where } from "../../../db/helpers.ts";
import { columnsOf_${table} } from "../../../db/columns.ts";

export interface Row {
  readonly id: number;
  readonly c1: string;
  readonly c2: number;
}

export interface Filter {
  readonly text?: string;
  readonly tags: readonly string[];
}

export class Store${pad(n)} {
  private readonly seen = new Map<number, Row>();

  constructor(
    readonly owner: string,
    readonly least = 0,
  ) {}

${[...texts.slice(0, queries), ...texts.slice(perModule)].join("\n\n")}

  remember(rows: readonly Row[]): void {
    for (const row of rows) this.seen.set(row.id, row);
  }
}

function valuesOf(filter: Filter): readonly unknown[] {
  return filter.text === undefined ? filter.tags : [\`%\${filter.text}%\`, ...filter.tags];
}

${functions(n, 3)}`;
}

function view(n) {
  const rows = Array.from({ length: 14 }, (_, at) => {
    const word = wordOf(n + at);
    return `        <li key="${word}${at}" className={\`item \${props.active === ${at} ? "is-active" : ""}\`}>
          <label htmlFor="${word}">{t("${word}.label", { count: items.length })}</label>
          <input id="${word}" value={draft.${word} ?? ""} onChange={(event) => change("${word}", event.target.value)} />
          {errors.${word} !== undefined && <p role="alert">Select a value from the list, or leave it empty.</p>}
        </li>`;
  });
  return `import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "../../../ui/translation.ts";
import type { Row } from "../../store/part0/store${pad(n % 40)}.ts";

interface Props {
  readonly active: number;
  readonly rows: readonly Row[];
  readonly onChange: (name: string, value: string) => void;
}

export function View${pad(n)}(props: Props) {
  const { t } = useTranslation("${wordOf(n)}");
  const [draft, setDraft] = useState<Record<string, string | undefined>>({});
  const [errors, setErrors] = useState<Record<string, string | undefined>>({});
  const items = useMemo(() => props.rows.filter((row) => row.c2 > props.active), [props.rows, props.active]);
  const change = useCallback((name: string, value: string) => {
    setDraft((before) => ({ ...before, [name]: value }));
    setErrors((before) => ({ ...before, [name]: value === "" ? "required" : undefined }));
    props.onChange(name, value);
  }, [props.onChange]);

  useEffect(() => {
    if (items.length === 0) setErrors({});
  }, [items.length]);

  return (
    <section aria-label={t("${wordOf(n)}.title")}>
      <ul>
${rows.join("\n")}
      </ul>
    </section>
  );
}
`;
}

function logic(n, store) {
  return `import { readFile } from "node:fs/promises";
import { Store${pad(store)}, type Row } from "../../store/part${Math.floor(store / 40)}/store${pad(store)}.ts";

/** What is updated from the outside, and what is set here: see the notes on ${wordOf(n)}. */
export async function load${pad(n)}(path: string): Promise<readonly Row[]> {
  const text = await readFile(path, "utf8");
  const store = new Store${pad(store)}(path);
  store.remember(JSON.parse(text) as Row[]);
  return store.list(100);
}

${functions(n, 7)}`;
}

/** Ordinary code: loops, conditions, objects, messages. */
function functions(n, many) {
  return Array.from({ length: many }, (_, at) => {
    const [word, other] = [wordOf(n + at), wordOf(n * 3 + at)];
    return `export interface ${word}Options${at} {
  readonly name: string;
  readonly ${other}: number | null;
  readonly tags: ReadonlyMap<string, readonly number[]>;
}

/** Counts what is there for each name. */
export function ${word}${at}(options: ${word}Options${at}, given: readonly string[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const [index, each] of given.entries()) {
    const key = each.trim().toLowerCase().replace(/[^a-z0-9]+/g, "-");
    if (key === "" || key.startsWith("${other}")) continue;
    const numbers = options.tags.get(key) ?? [];
    const sum = numbers.reduce((total, value) => total + value * (index + 1), options.${other} ?? 0);
    if (sum > 1000 && options.name !== "${word}") {
      console.warn(\`\${options.name}: \${key} has \${sum}, more than was expected of ${other}\`);
      continue;
    }
    found[key] = Math.max(found[key] ?? 0, sum);
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => a.localeCompare(b)));
}
`;
  }).join("\n");
}

const words =
  "amber birch cedar dune ember fjord grove heath inlet juniper kelp larch meadow north orchard pebble quartz reed".split(
    " ",
  );
const wordOf = (n) => words[n % words.length];
