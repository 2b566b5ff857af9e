import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** It knows no views. */
export const mikro = {
  name: "MikroORM",
  package: "@mikro-orm/libsql",
  write,
  commands: (place) => ({
    diff: [process.execPath, join(place, "mikro.mjs"), "diff"],
    push: [process.execPath, join(place, "mikro.mjs"), "push"],
    pull: [process.execPath, join(place, "mikro.mjs"), "pull"],
  }),
  labels: { diff: "MikroORM, difference", push: "MikroORM, updateSchema", pull: "MikroORM, entity generator" },
};

function write(place, { tables }) {
  const text = `const tables = ${JSON.stringify(tables)};
const kinds = { INTEGER: "integer", REAL: "double", TEXT: "text" };
const [, , what] = process.argv;
const { EntitySchema, MikroORM } = await import("@mikro-orm/libsql");
const entities = tables.map(({ name, columns, indexes, primary }) => new EntitySchema({
  name, tableName: name,
  indexes: indexes.map((index) => ({ name: index.name, properties: index.columns })),
  checks: columns.filter((c) => c.check).map((c) => ({ name: name + "_" + c.name, expression: c.check })),
  properties: Object.fromEntries(columns.map((c) => [c.name, c.references
    ? { kind: "m:1", entity: c.references, fieldName: c.name, nullable: true, index: false }
    : { type: kinds[c.type], columnType: c.type.toLowerCase(), fieldName: c.name, primary: c.key ?? primary?.includes(c.name), nullable: !c.notNull && !c.key, ...(c.default ? { defaultRaw: c.default } : {}) }])),
}));
const dbName = ${JSON.stringify(join(place, "live.db"))};
const extensions = what === "pull" ? [(await import("@mikro-orm/entity-generator")).EntityGenerator] : [];
const options = { dbName, extensions, discovery: { warnWhenNoEntities: false } };
const orm = await MikroORM.init(what === "pull" ? { ...options, entities: [] } : { ...options, entities });
if (what === "pull") await orm.entityGenerator.generate({ save: true, path: ${JSON.stringify(join(place, "pulled"))} });
if (what === "push") await orm.schema.updateSchema();
if (what === "diff") process.stdout.write(await orm.schema.getUpdateSchemaSQL());
await orm.close(true);
`;
  writeFileSync(join(place, "mikro.mjs"), text);
}
