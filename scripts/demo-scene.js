// What the demonstration and the README show: the example as a database with rows in it, and one change of its declarations.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** The project in a folder, with a database that is still empty, and what is inserted once it is not. */
export function stage(folder) {
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, "schema"), join(folder, "schema"), { recursive: true });
  writeFileSync(
    join(folder, "trueup.config.ts"),
    `import { defineConfig } from "trueup";\n\nexport default defineConfig({ targets: { practice: "file:practice.db" } });\n`,
  );
  writeFileSync(join(folder, "practice.db"), "");
  return readFileSync(join(root, "scripts", "demo-rows.sql"), "utf8");
}

export const edits = [
  {
    file: "schema/music.ts",
    before: "    composer: text().nullable(),\n",
    after:
      "    composer: text().fill(sql`'trad.'`),\n    tempo: integer().check(sql`tempo BETWEEN 30 AND 250`)\n      .fill(sql`CASE type WHEN 'reel' THEN 112 WHEN 'air' THEN 60 ELSE 100 END`),\n",
  },
  {
    file: "schema/people.ts",
    before: "    times: integer().default(3),\n",
    after: '    repeats: integer().default(3).was("times"),\n',
  },
  { file: "schema/practice.ts", before: "    lapses: integer().default(0),\n", after: "" },
];

export function edit(folder, { file, before, after }) {
  const text = readFileSync(join(folder, file), "utf8");
  if (!text.includes(before)) throw new Error(`${file} has no line ${before}`);
  writeFileSync(join(folder, file), text.replace(before, after));
}
