import { nothingBeside } from "../../src/model/beside.ts";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { closeInBatches } from "../../src/database/collect.ts";
import { changeHere } from "../../src/target/file/transaction.ts";
import { readPlan } from "../../src/plan/read.ts";
import { Engine } from "../../src/database/engine.ts";
import { fileUri } from "../../src/database/file.ts";
import { dump, lostRows } from "../kit/compare-rows.ts";
import { schemaOf } from "../kit/database.ts";
import { type Case, examine, makeFile, planOn, type Verdict } from "../generate/examine.ts";
import { decisionsFor, makePair, readables, refill, rowsSql, survivalsOf } from "../generate/pair.ts";
import { Random } from "../generate/random.ts";
import { shrink, writeScenario } from "../generate/shrink.ts";
import type { Pair } from "../generate/sketch.ts";
import { spell } from "../generate/spell.ts";
import { quoteName } from "../../src/sql/quote.ts";

const alone = process.env.SEED;
const count = alone ? 1 : Number(process.env.SEEDS ?? 200);
const first = Number(alone ?? process.env.FIRST ?? 1);
const folder = mkdtempSync(join(tmpdir(), "trueup-pairs-"));
t.teardown(() => rmSync(folder, { recursive: true, force: true }));
t.setTimeout(0);
// Collecting garbage after each of hundreds of files takes longer than what is done with them.
closeInBatches(50);

const kinds: Record<Verdict["kind"], number> = { nothing: 0, planned: 0, refused: 0, wrong: 0 };
const refusals = new Map<string, number>();
const wrong: { seed: number; what: string; edits: readonly string[] }[] = [];

for (let seed = first; seed < first + count; seed++) {
  const pair = makePair(seed);
  const wide = seed % 9 === 0 || process.env.UTF16 === "1";
  const verdict = await look(pair, seed % 4 === 0, seed % 5 === 0 || process.env.REAL === "1", wide);
  kinds[verdict.kind]++;
  if (verdict.kind === "refused")
    for (const { code } of verdict.problems) refusals.set(code, (refusals.get(code) ?? 0) + 1);
  if (verdict.kind === "wrong") {
    wrong.push({ seed, what: verdict.what, edits: pair.edits });
    if (process.env.SHRINK) await small(pair, seed, verdict.what, wide);
  }
  if (alone) {
    console.log(pair.edits.join(", "), "\n", verdict.kind === "planned" ? verdict.text : verdict);
    if (process.env.SHOW)
      console.log([...spell(pair.before), ...rowsSql(pair), "-----", ...spell(pair.after)].join(";\n"));
  }
}

t.test(`${count} pairs of schemas: each plan reaches its end and loses nothing`, async (t) => {
  for (const { seed, what, edits } of wrong.slice(0, 60)) {
    t.comment(`seed ${seed} (${edits.join(", ")}): ${what.split("\n").slice(0, 3).join(" ").slice(0, 400)}`);
  }
  t.strictSame(
    wrong.map(({ seed }) => seed),
    [],
    "SEED=n shows one alone, SHRINK=1 makes it a scenario",
  );
});
t.test("most pairs are planned, and few are refused", async (t) => {
  t.comment(JSON.stringify({ ...kinds, refusals: Object.fromEntries(refusals) }));
  if (!alone) t.ok(kinds.refused < count * 0.4, `${kinds.refused} of ${count} refused`);
});

/** Defaults that read the clock can make two rows equal in one copy and not in the other: a plan without its counts. */
function timeless(text: string): string {
  return text.replace(/^--@ seal .*/m, "").replace(/<= ?\d+/g, "<=");
}

/**
 * `thorough` also plans again from a database whose objects were made in another order; `wide` keeps text as UTF-16, where
 * libSQL's ALTER COLUMN does not work.
 */
async function look(pair: Pair, thorough: boolean, really: boolean, wide: boolean): Promise<Verdict> {
  const encoding = wide ? ["PRAGMA encoding = 'UTF-16le'"] : [];
  const target = schemaOf(...spell(pair.after));
  const decisions = decisionsFor(pair);
  const each = {
    before: [...encoding, ...spell(pair.before)],
    rows: rowsSql(pair),
    orphans: pair.orphans,
    target,
    decisions,
    survivals: survivalsOf(pair),
  };
  try {
    const verdict = await examine(folder, each, (engine) => refilled(engine, pair));
    if (verdict.kind === "planned" && thorough) {
      const path = join(folder, "shuffled.db");
      rmSync(path, { force: true });
      makeFile(path, { ...each, before: [...encoding, ...shuffled(pair)] });
      const engine = new Engine(fileUri(path, "rw"));
      try {
        const other = await planOn(engine, target, decisions);
        const text = other.kind === "planned" ? other.text : other.kind;
        if (timeless(text) !== timeless(verdict.text))
          return {
            kind: "wrong",
            what: `order: another plan from another order of creation\n${text}\n-----\n${verdict.text}`,
          };
      } finally {
        engine.closeNow();
      }
    }
    if (verdict.kind === "planned" && really) {
      const wrong = await applied(each, verdict.text);
      if (wrong) return { kind: "wrong", what: `${wrong}\n${verdict.text}` };
    }
    return verdict;
  } catch (error) {
    return { kind: "wrong", what: `thrown: ${(error as Error).stack}` };
  }
}

/** The same with the real apply, from the plan's file: backed up, verified, and restored from the backup's bytes. */
async function applied(each: Case, text: string): Promise<string | null> {
  const path = join(folder, "applied.db");
  const old = join(folder, "unapplied.db");
  const backups = join(folder, "backups");
  for (const file of [path, old, `${path}-wal`, `${path}-shm`]) rmSync(file, { force: true });
  rmSync(backups, { recursive: true, force: true });
  makeFile(path, each);
  copyFileSync(path, old);
  const read = readPlan(text, "plan.sql");
  if (!read.ok) return `unreadable: ${read.problems[0]?.message}`;
  const { plan, seal } = read.value;
  const outcome = await changeHere(
    {
      plan,
      seal,
      planName: null,
      path,
      label: "applied.db",
      encryptionKey: null,
      beside: nothingBeside,
      lockTimeout: 1000,
      place: { root: backups, name: "applied" },
      backup: "take",
      keep: null,
      estimates: {},
    },
    { onEvent: () => {}, stop: () => false, now: () => new Date() },
  );
  if (outcome.kind !== "applied")
    return `apply: ${outcome.kind}: ${"problems" in outcome ? JSON.stringify(outcome.problems) : ""}`;
  if (!outcome.backup || !readFileSync(outcome.backup.path).equals(readFileSync(old)))
    return "backup: not the bytes that were there";
  const engine = new Engine(fileUri(path, "rw"));
  try {
    const lost = lostRows(engine, old, each.survivals);
    return lost === null ? null : `apply lost: ${lost}`;
  } finally {
    engine.closeNow();
  }
}

function shuffled(pair: Pair): string[] {
  const random = new Random(1);
  const { before } = pair;
  const order = {
    ...before,
    tables: random.shuffle(before.tables),
    indexes: random.shuffle(before.indexes),
    views: random.shuffle(before.views),
  };
  return spell(order);
}

/** A fresh database of the second schema accepts all rows, and computes the same generated values. */
function refilled(engine: Engine, pair: Pair): string | null {
  const path = join(folder, "live.db");
  const fresh = new Engine(":memory:");
  try {
    const encoding = String(engine.all("PRAGMA encoding")[0]?.[0]);
    fresh.exec(`PRAGMA encoding = '${encoding}'; PRAGMA foreign_keys = OFF; ATTACH '${path}' AS done`);
    for (const statement of spell({ ...pair.after, triggers: [], views: [], virtuals: [] })) fresh.exec(statement);
    for (const statement of refill(pair.after)) {
      try {
        fresh.exec(statement);
      } catch (error) {
        return `refill: ${(error as Error).message}\n${statement}`;
      }
    }
    const [a, b] = [dump(engine, readables(pair.after)), dump(fresh, readables(pair.after))];
    const differs = a.findIndex((text, n) => text !== b[n]);
    if (differs >= 0) return `generated: ${a[differs]}\nnot\n${b[differs]}`;
  } finally {
    fresh.closeNow();
  }
  for (const view of pair.after.views) {
    try {
      engine.all(`SELECT count(*) FROM (SELECT * FROM ${quoteName(view.name)} LIMIT 1)`);
    } catch (error) {
      return `view: ${view.name}: ${(error as Error).message}`;
    }
  }
  return null;
}

async function small(pair: Pair, seed: number, what: string, wide: boolean): Promise<void> {
  const word = what.split(" ")[0];
  const least = await shrink(pair, async (draft) => {
    const verdict = await look(draft, word === "order:", /^(apply|backup|unreadable)/.test(word ?? ""), wide);
    return verdict.kind === "wrong" && verdict.what.split(" ")[0] === word;
  });
  const again = await look(least, word === "order:", /^(apply|backup|unreadable)/.test(word ?? ""), wide);
  const where = process.env.SHRINK === "1" ? join(import.meta.dirname, "..", "scenarios") : (process.env.SHRINK ?? "");
  const path = writeScenario(join(where, `seed-${seed}`), least, again.kind === "wrong" ? again.what : what);
  console.log(`${path}: ${what.split("\n")[0]}`);
}
