import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** It is given libsql in the place of better-sqlite3. It pulls nothing, and its views are not asked for. */
export const typeorm = {
  name: "TypeORM",
  package: "typeorm",
  write,
  commands: (place) => ({
    diff: [process.execPath, join(place, "typeorm.mjs"), "diff"],
    push: [process.execPath, join(place, "typeorm.mjs"), "push"],
    pull: null,
  }),
  labels: { diff: "TypeORM, difference", push: "TypeORM, synchronize" },
};

function write(place, { tables }) {
  const text = `import { DataSource, EntitySchema } from "typeorm";
const tables = ${JSON.stringify(tables)};
const [, , what] = process.argv;
const entities = tables.map(({ name, columns, indexes, primary }) => new EntitySchema({
  name, tableName: name,
  indices: indexes.map((index) => ({ name: index.name, columns: index.columns })),
  checks: columns.filter((c) => c.check).map((c) => ({ name: name + "_" + c.name, expression: c.check })),
  foreignKeys: columns.filter((c) => c.references).map((c) => ({ target: c.references, columnNames: [c.name], referencedColumnNames: ["id"] })),
  columns: Object.fromEntries(columns.map((c) => [c.name, {
    type: c.type.toLowerCase(), name: c.name, primary: c.key ?? primary?.includes(c.name) ?? false, nullable: !c.notNull && !c.key,
    ...(c.default ? { default: () => c.default } : {}) }])),
}));
const database = ${JSON.stringify(join(place, "live.db"))};
const source = await new DataSource({ type: "better-sqlite3", database, entities, driver: (await import("libsql")).default }).initialize();
if (what === "push") await source.synchronize();
else for (const { query } of (await source.driver.createSchemaBuilder().log()).upQueries) process.stdout.write(query + "\\n");
await source.destroy();
`;
  writeFileSync(join(place, "typeorm.mjs"), text);
}
