import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { command } from "../cli/run.ts";

const first = "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL);\n";
const second = `${first}CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n`;
const third = second.replace("title TEXT NOT NULL", "title TEXT NOT NULL UNIQUE");

export const rows = "INSERT INTO tune VALUES (1, 'The Silver Spear'), (2, 'The Butterfly')";

/** The rows of a database that is two plans behind: `title` is about to become unique. */
export const behind: readonly string[] = [first, rows];

/** A project with two plans in a row: a table is added, then a title has to be unique, which rebuilds its table. */
export async function stageTwoBehind(cwd: string, target: string): Promise<void> {
  mkdirSync(join(cwd, "plans"), { recursive: true });
  const made = join(cwd, "made.db");
  const database = new Database(made);
  database.exec(first);
  database.close();
  for (const [name, sql] of [
    ["tags", second],
    ["unique-titles", third],
  ] as const) {
    writeFileSync(join(cwd, "schema.sql"), sql);
    const file = `plans/${name}.plan.sql`;
    const schema = ["--schema", "schema.sql"];
    for (const args of [
      ["plan", made, "--out", file],
      ["apply", file, made, "--backup", "none"],
    ]) {
      const ran = await command({ cwd }, ...args, ...schema);
      if (ran.exit !== 0) throw new Error(ran.err);
    }
  }
  writeFileSync(
    join(cwd, "trueup.config.ts"),
    `import { defineConfig } from "trueup";\nexport default defineConfig({ schema: "schema.sql", targets: { prod: "${target}" } });\n`,
  );
}
