import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The version of a peer that is installed in bench/, or null. */
export function installed(name) {
  const file = join(import.meta.dirname, "node_modules", ...name.split("/"), "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).version : null;
}

/**
 * The same schema for the peers that are installed, and the command with which each compares it with the database.
 * Each is given its own folder inside bench/, where it finds its packages.
 */
export function peers(folder, schema, workload, before = () => {}) {
  const place = join(import.meta.dirname, ".work", workload);
  mkdirSync(place, { recursive: true });
  const url = join(folder, "live.db");
  const found = [...drizzle(place, url, schema), ...mikro(place, url, schema), ...typeorm(place, url, schema)];
  return found.map((peer) => ({ ...peer, before, times: 3 }));
}

function drizzle(place, url, { tables, views }) {
  if (!installed("drizzle-kit")) return [];
  const column = ({ name, type, key, notNull, default: value, references }) => {
    const words = [`${type.toLowerCase()}("${name}")`];
    if (key) words.push("primaryKey()");
    if (notNull) words.push("notNull()");
    if (value) words.push(`default(${value.replaceAll("'", '"')})`);
    if (references) words.push(`references(() => ${references}.id)`);
    return `  ${name}: ${words.join(".")},`;
  };
  const text = [
    `import { index, integer, real, sqliteTable, sqliteView, text } from "drizzle-orm/sqlite-core";`,
    `import { sql } from "drizzle-orm";`,
    ...tables.map(
      ({ name, columns, index }) =>
        `export const ${name} = sqliteTable("${name}", {\n${columns.map(column).join("\n")}\n}, (t) => [index("${index.name}").on(t.${index.column})]);`,
    ),
    ...views.map(
      ({ name, table, columns }) =>
        `export const ${name} = sqliteView("${name}", { ${columns.map((c) => `${c}: text("${c}")`).join(", ")} }).as(sql\`SELECT ${columns.map((c) => `${table}.${c}`).join(", ")} FROM ${table}\`);`,
    ),
  ];
  writeFileSync(join(place, "schema.ts"), text.join("\n"));
  writeFileSync(
    join(place, "drizzle.config.ts"),
    `export default { dialect: "turso", schema: "./schema.ts", dbCredentials: { url: "file:${url}" } };\n`,
  );
  const bin = join(import.meta.dirname, "node_modules", "drizzle-kit", "bin.cjs");
  return [{ label: "drizzle-kit push", command: [process.execPath, bin, "push", "--force"], cwd: place }];
}

function mikro(place, url, { tables }) {
  if (!installed("@mikro-orm/libsql")) return [];
  const kinds = { INTEGER: "integer", REAL: "double", TEXT: "text" };
  const text = `import { EntitySchema, MikroORM } from "@mikro-orm/libsql";
const tables = ${JSON.stringify(tables)};
const kinds = ${JSON.stringify(kinds)};
const entities = tables.map(({ name, columns, index }) => new EntitySchema({
  name, tableName: name,
  indexes: [{ name: index.name, properties: [index.column] }],
  properties: Object.fromEntries(columns.map((c) => [c.name, c.references
    ? { kind: "m:1", entity: c.references, fieldName: c.name, nullable: true }
    : { type: kinds[c.type], columnType: c.type.toLowerCase(), fieldName: c.name, primary: c.key, nullable: !c.notNull && !c.key, ...(c.default ? { defaultRaw: c.default } : {}) }])),
}));
const orm = await MikroORM.init({ entities, dbName: ${JSON.stringify(url)}, discovery: { warnWhenNoEntities: false } });
await orm.schema.getUpdateSchemaSQL();
await orm.close(true);
`;
  writeFileSync(join(place, "mikro.mjs"), text);
  return [{ label: "MikroORM, schema difference", command: [process.execPath, join(place, "mikro.mjs")], cwd: place }];
}

function typeorm(place, url, { tables }) {
  if (!installed("typeorm")) return [];
  const text = `import { DataSource, EntitySchema } from "typeorm";
const tables = ${JSON.stringify(tables)};
const entities = tables.map(({ name, columns, index }) => new EntitySchema({
  name, tableName: name,
  indices: [{ name: index.name, columns: [index.column] }],
  foreignKeys: columns.filter((c) => c.references).map((c) => ({ target: c.references, columnNames: [c.name], referencedColumnNames: ["id"] })),
  columns: Object.fromEntries(columns.map((c) => [c.name, {
    type: c.type.toLowerCase(), name: c.name, primary: c.key ?? false, nullable: !c.notNull && !c.key,
    ...(c.default ? { default: () => c.default } : {}) }])),
}));
const source = await new DataSource({ type: "better-sqlite3", database: ${JSON.stringify(url)}, entities, driver: (await import("libsql")).default }).initialize();
await source.driver.createSchemaBuilder().log();
await source.destroy();
`;
  writeFileSync(join(place, "typeorm.mjs"), text);
  return [{ label: "TypeORM, schema difference", command: [process.execPath, join(place, "typeorm.mjs")], cwd: place }];
}
