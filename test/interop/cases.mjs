// Writes what drizzle-kit and Prisma make of each case, for the tests in test/compile to compare with:
//
//   npm install --prefix test/interop && node test/interop/cases.mjs
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drizzleSql } from "./drizzle-oracle.mjs";
import { prismaSql } from "./prisma-oracle.mjs";

const cases = join(import.meta.dirname, "cases");
for (const file of readdirSync(cases).filter((name) => name.endsWith(".drizzle"))) {
  const name = file.slice(0, -".drizzle".length);
  const folder = mkdtempSync(join(tmpdir(), "trueup-case-"));
  const schema = join(folder, "schema.ts");
  copyFileSync(join(cases, file), schema);
  for (const major of name.endsWith("-1") ? ["1"] : ["0", "1"]) {
    const casing = name === "casing" && major === "0" ? "snake_case" : undefined;
    const statements = await drizzleSql(major, casing, [schema]);
    writeFileSync(join(cases, `${name}.${major}.sql`), `${statements.map((each) => each.trim().replace(/;?$/, ";")).join("\n")}\n`);
  }
  rmSync(folder, { recursive: true });
}
for (const file of readdirSync(cases).filter((name) => name.endsWith(".prisma")))
  writeFileSync(join(cases, `${file}.sql`), await prismaSql([join(cases, file)]));
