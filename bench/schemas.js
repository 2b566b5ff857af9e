/**
 * The schemas of the workloads: the same on every machine. A schema is a list of tables of columns, from which the
 * SQL, trueup's declarations and the peers' models are written, so that all of them mean the same.
 */

/** `tables` tables of `columns` columns, one index each, a reference to the table before, and a view on every fifth. */
export function regular({ tables, columns, views = 0 }) {
  return {
    tables: Array.from({ length: tables }, (_, n) => ({
      name: `t${pad(n)}`,
      columns: [
        { name: "id", type: "INTEGER", key: true },
        ...Array.from({ length: columns - 2 }, (_, c) => ({
          name: `c${c + 1}`,
          type: c % 3 === 2 ? "REAL" : c % 3 === 1 ? "INTEGER" : "TEXT",
          notNull: c % 2 === 0,
          default: c % 4 === 0 ? (c % 3 === 0 ? "'x'" : c % 3 === 1 ? "0" : "0.5") : null,
        })),
        { name: "before_id", type: "INTEGER", references: n === 0 ? null : `t${pad(n - 1)}` },
      ],
      indexes: [{ name: `i${pad(n)}`, columns: ["c1"] }],
    })),
    views: Array.from({ length: views }, (_, n) => ({
      name: `v${pad(n)}`,
      table: `t${pad(n * 5)}`,
      columns: ["id", "c1", "c2"],
    })),
  };
}

/** Every 40th table changes: a column more, a NOT NULL more, another default, and so on in turn. */
export function changed(schema, count = 25) {
  const step = Math.floor(schema.tables.length / count);
  return {
    ...schema,
    tables: schema.tables.map((table, n) => {
      if (n % step !== 0) return table;
      const columns = table.columns.map((column) => ({ ...column }));
      if ((n / step) % 3 === 0) columns.push({ name: "added", type: "TEXT" });
      else if ((n / step) % 3 === 1) columns.find(({ name }) => name === "c2").notNull = true;
      else columns.find(({ name }) => name === "c1").default = "'y'";
      return { ...table, columns };
    }),
  };
}

const pad = (n) => String(n).padStart(4, "0");

export function toSql({ tables, views }) {
  return [
    ...tables.map(({ name, columns }) => {
      const lines = columns.map(
        (column) =>
          `  ${column.name} ${column.type}${column.key ? " PRIMARY KEY" : ""}${column.notNull ? " NOT NULL" : ""}${column.default ? ` DEFAULT ${column.default}` : ""}${column.references ? ` REFERENCES ${column.references} (id)` : ""}`,
      );
      return `CREATE TABLE ${name} (\n${lines.join(",\n")}\n)`;
    }),
    ...tables.flatMap(({ name, indexes }) =>
      indexes.map((index) => `CREATE INDEX ${index.name} ON ${name} (${index.columns.join(", ")})`),
    ),
    ...views.map(
      ({ name, table, columns }) =>
        `CREATE VIEW ${name} AS SELECT ${columns.map((c) => `${table}.${c}`).join(", ")} FROM ${table}`,
    ),
  ];
}

/** trueup's declarations, in files of 50 tables as a person would have them. */
export function toTrueup({ tables, views }) {
  const files = new Map();
  const fileOf = new Map(tables.map(({ name }, n) => [name, `part${String(Math.floor(n / 50)).padStart(3, "0")}`]));
  for (let at = 0; at < tables.length; at += 50) {
    const part = tables.slice(at, at + 50);
    const own = new Set(part.map(({ name }) => name));
    const file = fileOf.get(part[0].name);
    const outside = part.flatMap(({ columns }) =>
      columns.flatMap(({ references }) => (references && !own.has(references) ? [references] : [])),
    );
    const imports = outside.map((name) => `import { ${name} } from "./${fileOf.get(name)}.ts";`);
    const text = [
      `import { index, integer, primaryKey, real, sql, table, text, view } from "trueup";`,
      ...imports,
      "",
      ...part.map(
        ({ name, columns, primary }) =>
          `export const ${name} = table({\n${columns.map(column).join("\n")}\n}${constraints(primary)});\n`,
      ),
      ...part.flatMap(({ name, indexes }) =>
        indexes.map(
          (index) => `export const ${index.name} = index(${index.columns.map((c) => `${name}.${c}`).join(", ")});`,
        ),
      ),
      ...views
        .filter((view) => own.has(view.table))
        .map(
          (view) =>
            `export const ${view.name} = view(sql\`SELECT ${view.columns.map((c) => `\${${view.table}.${c}}`).join(", ")} FROM \${${view.table}}\`);`,
        ),
      "",
    ];
    files.set(`${file}.ts`, text.join("\n"));
  }
  return files;
}

const constraints = (primary) =>
  primary ? `, { constraints: (t) => [primaryKey(${primary.map((name) => `t.${name}`).join(", ")})] }` : "";

function column({ name, type, key, notNull, default: value, references, check, was }) {
  const words = [`${type.toLowerCase()}()`];
  if (key) words.push("primaryKey()");
  else if (!notNull) words.push("nullable()");
  if (value) words.push(`default(${value.replaceAll("'", '"')})`);
  if (references) words.push(`references(() => ${references}.id)`);
  if (check) words.push(`check(sql\`${check}\`)`);
  if (was) words.push(`was("${was}")`);
  return `  ${name}: ${words.join(".")},`;
}

/** The one large table: eight columns, two indexes; and how the workloads change it. */
export function sale({ amount = "open", note = "note", place = true, state = false, composite, index, view } = {}) {
  const column = (name, type, notNull = false) => ({ name, type, notNull });
  const columns = [
    composite ? column("id", "INTEGER", true) : { name: "id", type: "INTEGER", key: true },
    column("customer", "INTEGER", true),
    column("product", "TEXT", true),
    { ...column("amount", "INTEGER", amount === "checked"), check: amount === "checked" ? "amount > 0" : undefined },
    column("price", "REAL"),
    { ...column(note, "TEXT"), was: note === "note" ? undefined : "note" },
    column("made", "TEXT"),
    ...(place ? [column("place", "TEXT")] : []),
    ...(state ? [column("state", "TEXT")] : []),
  ];
  const indexes = [
    { name: "sale_customer", columns: ["customer"] },
    { name: "sale_product", columns: ["product", "made"] },
    ...(index ? [{ name: "sale_place", columns: ["place"] }] : []),
  ];
  return {
    tables: [{ name: "sale", columns, indexes, primary: composite }],
    views: view ? [{ name: "customers", table: "sale", columns: ["id", "customer"] }] : [],
  };
}

export const largeRows = (rows) => `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
INSERT INTO sale SELECT i, (i * 7919) % 50000, 'product ' || ((i * 104729) % 2000), i % 90 + 1, (i % 1000) / 4.0,
  CASE WHEN i % 3 > 0 THEN 'a note of ordinary length, as somebody writes it who has the time, number ' || i END, '2024-' || printf('%02d-%02d', i % 12 + 1, i % 28 + 1), 'place ' || (i % 300) FROM n`;
