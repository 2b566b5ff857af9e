import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { modules } from "./installed.js";

/** `push` compares and carries out at once: it cannot be asked for the difference alone. */
export const drizzle = {
  name: "drizzle-kit",
  package: "drizzle-kit",
  write,
  commands: () => ({ diff: run("push", "--force"), push: run("push", "--force"), pull: run("pull") }),
  labels: { diff: "drizzle-kit push", push: "drizzle-kit push", pull: "drizzle-kit pull" },
};

const run = (...words) => [process.execPath, join(modules, "drizzle-kit", "bin.cjs"), ...words];

function write(place, { tables, views }) {
  const column = ({ name, type, key, notNull, default: value, references }) => {
    const words = [`${type.toLowerCase()}("${name}")`];
    if (key) words.push("primaryKey()");
    if (notNull) words.push("notNull()");
    if (value) words.push(`default(${value.replaceAll("'", '"')})`);
    if (references) words.push(`references(() => ${references}.id)`);
    return `  ${name}: ${words.join(".")},`;
  };
  const extras = ({ name, columns, indexes, primary }) =>
    [
      ...indexes.map((each) => `index("${each.name}").on(${each.columns.map((c) => `t.${c}`).join(", ")})`),
      ...(primary ? [`primaryKey({ columns: [${primary.map((c) => `t.${c}`).join(", ")}] })`] : []),
      ...columns.flatMap((c) => (c.check ? [`check("${name}_${c.name}", sql\`${c.check}\`)`] : [])),
    ].join(", ");
  const text = [
    `import { check, index, integer, primaryKey, real, sqliteTable, sqliteView, text } from "drizzle-orm/sqlite-core";`,
    `import { sql } from "drizzle-orm";`,
    ...tables.map(
      (table) =>
        `export const ${table.name} = sqliteTable("${table.name}", {\n${table.columns.map(column).join("\n")}\n}, (t) => [${extras(table)}]);`,
    ),
    ...views.map(
      ({ name, table, columns }) =>
        `export const ${name} = sqliteView("${name}", { ${columns.map((c) => `${c}: text("${c}")`).join(", ")} }).as(sql\`SELECT ${columns.map((c) => `${table}.${c}`).join(", ")} FROM ${table}\`);`,
    ),
  ];
  writeFileSync(join(place, "schema.ts"), text.join("\n"));
  const url = `file:${join(place, "live.db")}`;
  writeFileSync(
    join(place, "drizzle.config.ts"),
    `export default { dialect: "turso", schema: "./schema.ts", out: "./pulled", dbCredentials: { url: "${url}" } };\n`,
  );
}
