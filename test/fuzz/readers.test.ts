import { readdirSync, readFileSync } from "node:fs";
import t from "tap";
import { readPlan, readUnsealed } from "../../src/plan/read.ts";
import { reseal } from "../../src/plan/seal.ts";
import { UnknownSql } from "../../src/sql/cursor.ts";
import { readIndex, readView } from "../../src/sql/read-objects.ts";
import { readTrigger } from "../../src/sql/read-trigger.ts";
import { readVirtualTable } from "../../src/sql/read-virtual-table.ts";
import { readTable } from "../../src/sql/read-table.ts";
import { isOneStatement } from "../../src/sql/statement.ts";
import { tokenize } from "../../src/sql/tokens.ts";
import { Random } from "../generate/random.ts";

/**
 * Plan files and stored definitions are input from anywhere. Whatever they contain, a reader answers or refuses; it
 * never throws anything else, and never hangs. `npm run fuzz` tries a million inputs, the suite as many as fit in its
 * time.
 */
const inputs = Number(process.env.FUZZ_INPUTS ?? Number.POSITIVE_INFINITY);
const milliseconds = process.env.FUZZ_INPUTS ? Number.POSITIVE_INFINITY : 4_000;
const seed = Number(process.env.FUZZ_SEED ?? 1);

const scenarios = new URL("../scenarios/", import.meta.url);
const databases = new URL("../pull/scenarios/", import.meta.url);
const folders = readdirSync(scenarios, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const texts = (name: string) =>
  folders.flatMap((folder) => {
    try {
      return [readFileSync(new URL(`${folder.name}/${name}`, scenarios), "utf8")];
    } catch {
      return [];
    }
  });
const plans = texts("plan.sql");
const statements = [
  ...texts("before.sql"),
  ...readdirSync(databases).map((name) => readFileSync(new URL(name, databases), "utf8")),
]
  .flatMap((text) => text.split(/;\s*\n/))
  .filter((text) => /^\s*CREATE/i.test(text));
const shards = [
  "(",
  ")",
  "'",
  '"',
  "`",
  "[",
  "]",
  ",",
  ";",
  "--",
  "/*",
  "*/",
  "\n",
  "\r\n",
  "\0",
  "END",
  "CASE",
  "BEGIN",
  "CHECK",
  "AS",
  "ON",
  "é",
  "\u{1F3BB}",
  "--@ ",
  "--= ",
  "x'",
  "0x",
  "\\",
  "%",
  "expect",
  "<= ",
  "DEFAULT",
  "GENERATED",
  "\uFEFF",
];

function mutated(random: Random, text: string): string {
  let result = text;
  for (let edits = 1 + random.below(6); edits > 0; edits -= 1) {
    const at = random.below(result.length + 1);
    const length = random.below(13);
    const put = random.chance(0.7) ? random.pick(shards) : result.slice(random.below(result.length + 1)).slice(0, 20);
    result = result.slice(0, at) + put + result.slice(at + length);
  }
  return result;
}

function refusesOnly(read: () => unknown): string | null {
  try {
    read();
    return null;
  } catch (error) {
    return error instanceof UnknownSql ? null : String((error as Error).stack);
  }
}

function fuzz(
  t: { fail(message: string): unknown; pass(message: string): unknown },
  sources: readonly string[],
  attempt: (text: string) => string | null,
): void {
  const random = new Random(seed);
  const end = Date.now() + milliseconds / 2;
  let tried = 0;
  for (; tried < inputs / 2 && Date.now() < end; tried += 1) {
    const text = mutated(random, random.pick(sources));
    const wrong = attempt(text);
    if (wrong !== null) {
      t.fail(`${wrong}\nat input ${tried} of seed ${seed}:\n${JSON.stringify(text)}`);
      return;
    }
  }
  t.pass(`${tried} inputs`);
}

t.test("a damaged plan file is read or refused", async (t) => {
  fuzz(t, plans, (text) => refusesOnly(() => [readPlan(text, "f"), readUnsealed(reseal(text), "f")]));
});

t.test("a damaged definition is read or refused, and its tokens are the whole of it", async (t) => {
  fuzz(t, statements, (text) => {
    if (
      tokenize(text)
        .map((token) => token.text)
        .join("") !== text
    )
      return "tokens were lost";
    const readers = [readTable, readIndex, readView, readTrigger, readVirtualTable, isOneStatement];
    return readers.map((read) => refusesOnly(() => read(text))).find((wrong) => wrong !== null) ?? null;
  });
});
