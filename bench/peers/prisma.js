import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { modules } from "./installed.js";

/**
 * With its schema engine in WebAssembly, which is in the package; the other one is a download. It would look for that
 * even so, unless told where it is. It knows neither CHECK nor, in this form, views; and it does not end by itself after a
 * push, so `prisma-end.js` ends it as soon as it has said that it is done. With an adapter it has no other way to compare.
 */
export const prisma = {
  name: "Prisma",
  package: "prisma",
  write,
  commands: () => ({
    diff: run("db", "push", "--accept-data-loss", "--skip-generate"),
    push: run("db", "push", "--accept-data-loss", "--skip-generate"),
    pull: run("db", "pull"),
  }),
  labels: { diff: "prisma db push", push: "prisma db push", pull: "prisma db pull" },
  env: {
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
    PRISMA_QUERY_ENGINE_LIBRARY: process.execPath,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  },
};

const run = (...words) => [
  process.execPath,
  "--import",
  join(import.meta.dirname, "prisma-end.js"),
  join(modules, "prisma", "build", "index.js"),
  ...words,
];

function write(place, { tables }) {
  const kinds = { INTEGER: "Int", REAL: "Float", TEXT: "String" };
  const readers = new Map();
  for (const { name, columns } of tables)
    for (const { references } of columns)
      if (references) readers.set(references, [...(readers.get(references) ?? []), name]);
  const column = ({ name, type, key, notNull, default: value, references }) => [
    `  ${name} ${kinds[type]}${notNull || key ? "" : "?"}${key ? " @id" : ""}${value ? ` @default(${value.replaceAll("'", '"')})` : ""}`,
    ...(references
      ? [
          `  to_${name} ${references}? @relation(fields: [${name}], references: [id], onDelete: NoAction, onUpdate: NoAction)`,
        ]
      : []),
  ];
  const model = ({ name, columns, indexes, primary }) => [
    `model ${name} {`,
    ...columns.flatMap(column),
    ...(readers.get(name) ?? []).map((from) => `  from_${from} ${from}[]`),
    ...(primary ? [`  @@id([${primary.join(", ")}])`] : []),
    ...indexes.map((each) => `  @@index([${each.columns.join(", ")}], map: "${each.name}")`),
    "}",
  ];
  const url = `file:${join(place, "live.db")}`;
  const head = `datasource db {\n  provider = "sqlite"\n  url = "${url}"\n}`;
  writeFileSync(join(place, "schema.prisma"), [head, ...tables.flatMap(model), ""].join("\n"));
  writeFileSync(
    join(place, "prisma.config.ts"),
    `import { defineConfig } from "prisma/config";
import { PrismaLibSQL } from "@prisma/adapter-libsql";

export default defineConfig({
  experimental: { adapter: true },
  engine: "js",
  schema: "./schema.prisma",
  adapter: async () => new PrismaLibSQL({ url: "${url}" }),
});
`,
  );
}
