import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Test } from "tap";
import { compileSources } from "../../src/compile/compile.ts";
import type { Declared } from "../../src/compile/declared.ts";
import type { Checked } from "../../src/problem/problem.ts";
import { renderProblems } from "../../src/report/problem.ts";

/** A case: what a person wrote, under a sentence that says what must come of it. */
export type Cases = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

export const imports = `import { any, blob, check, column, foreignKey, index, integer, primaryKey, real, self, sql, table, text, trigger, unique, uniqueIndex, view, virtualTable } from "trueup";\n`;

function filesOf(written: string | Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const files = typeof written === "string" ? { "tune.ts": written } : written;
  return new Map(Object.entries(files).map(([file, text]) => [`schema/${file}`, text]));
}

export async function compiled(written: string | Readonly<Record<string, string>>): Promise<Checked<Declared>> {
  return compileSources(filesOf(written), "schema");
}

/** Compares the messages of all cases with the checked-in ones; UPDATE_GOLDEN=1 rewrites them. */
export async function goldenMessages(t: Test, name: string, cases: Cases): Promise<void> {
  const file = new URL(`./golden/${name}.txt`, import.meta.url);
  const made = new Map<string, string>();
  for (const [sentence, written] of Object.entries(cases)) made.set(sentence, await messages(written));
  if (process.env.UPDATE_GOLDEN === "1") {
    mkdirSync(new URL("./golden/", import.meta.url), { recursive: true });
    writeFileSync(file, [...made].map(([sentence, text]) => `#### ${sentence}\n\n${text}\n`).join("\n"));
  }
  const known = new Map(
    readFileSync(file, "utf8")
      .split(/^#### /m)
      .slice(1)
      .map((part) => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n")).trim()] as const),
  );
  for (const [sentence, text] of made) t.equal(text.trim(), known.get(sentence), sentence);
  t.same([...known.keys()], [...made.keys()], "every message that is checked in has its case");
}

async function messages(written: string | Readonly<Record<string, string>>): Promise<string> {
  const checked = await compiled(written);
  const problems = checked.ok ? checked.warnings : checked.problems;
  return `${checked.ok ? "(compiles)\n" : ""}${renderProblems(problems, filesOf(written), { width: 100, color: false })}`;
}
