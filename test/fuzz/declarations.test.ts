import { readdirSync, readFileSync } from "node:fs";
import t from "tap";
import { compileSources } from "../../src/compile/compile.ts";
import { evaluateConfig } from "../../src/compile/config/evaluate-config.ts";
import { type Problem, type Sources, ProblemError } from "../../src/problem/problem.ts";
import { renderProblems } from "../../src/report/problem.ts";
import { Random } from "../generate/random.ts";

/**
 * Declarations and configurations are read, never run. Whatever is in them, the reader answers or refuses, with places
 * that are inside the file; it never throws anything else.
 */
const inputs = Number(process.env.FUZZ_INPUTS ?? Number.POSITIVE_INFINITY);
const milliseconds = process.env.FUZZ_INPUTS ? Number.POSITIVE_INFINITY : 2_000;
const seed = Number(process.env.FUZZ_SEED ?? 1);

const folder = new URL("../../schema/", import.meta.url);
const schema = new Map(
  readdirSync(folder).map((name) => [`schema/${name}`, readFileSync(new URL(name, folder), "utf8")]),
);
const config = `import { defineConfig, env, sql, text } from "trueup";
const common = ["audit_*"];
export default defineConfig({
  schema: "db", backups: { folder: "kept", keep: 5 }, ignore: ["legacy_*"], protect: [...common],
  lint: { autoincrement: "off" }, default: "dev",
  targets: {
    dev: "file:app.db", staging: env("STAGING_URL"), tenants: { glob: "data/*.db" },
    prod: { url: "libsql://x", authToken: env("T"), hooks: { before: ["stop"], after: { shell: "x", on: "target" } },
      protect: ["user"], confirm: true, backups: false, lockTimeout: 10 },
    listed: { urls: ["file:a.db", env("B")] }, asked: { command: ["list"] },
  },
});
`;
const shards = [
  ..."(){}[]`,;.?-\\\0\n",
  "${",
  "sql`",
  "null",
  "undefined",
  "5n",
  "() => ",
  "...",
  "export ",
  "const ",
  'import "x";',
  "/*",
  "//",
  "tune",
  "genre.id",
  "table(",
  "new ",
  "await ",
  "this",
  "env",
  "{ env: 5 }",
  "[[null]]",
  "{ shell: null }",
  "constructor",
  "__proto__",
  "\ud800",
  "'; DROP TABLE tune; --",
];

function spoil(text: string, random: Random): string {
  const at = random.below(text.length);
  switch (random.below(4)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + random.below(20));
    case 1:
      return text.slice(0, at) + (shards[random.below(shards.length)] ?? "") + text.slice(at);
    case 2: {
      const from = random.below(text.length);
      return text.slice(0, at) + text.slice(from, from + random.below(40)) + text.slice(at);
    }
    default: {
      const words = [...text.matchAll(/\w+|"[^"]*"/g)];
      const [one, other] = [words[random.below(words.length)], words[random.below(words.length)]];
      if (one === undefined || other === undefined) return text;
      return text.slice(0, one.index) + other[0] + text.slice(one.index + one[0].length);
    }
  }
}

/** What is wrong with problems themselves: none at all, or one whose place is outside of its file. */
function wrongWith(problems: readonly Problem[], sources: Sources): string | null {
  if (problems.length === 0) return "refused without a word";
  for (const { at, message } of problems) {
    if (at === undefined) continue;
    const length = sources.get(at.file)?.length ?? -1;
    if (at.start < 0 || at.end < at.start || at.end > length) return `${message}: ${JSON.stringify(at)} of ${length}`;
  }
  renderProblems(problems, sources, { width: 90, color: false });
  return null;
}

/** `share` of the inputs: what an engine judges takes longer. */
async function many(t: Tap, share: number, once: (random: Random) => Promise<string | null>): Promise<void> {
  const end = Date.now() + milliseconds;
  const random = new Random(seed);
  let done = 0;
  for (; done < inputs * share && Date.now() < end; done++) {
    const wrong = await once(random);
    if (wrong === null) continue;
    t.fail(`input ${done} of seed ${seed}: ${wrong}`);
    return;
  }
  t.pass(`${done} inputs`);
}

type Tap = Pick<typeof t, "fail" | "pass">;

t.test("declarations are read or refused, whatever they contain", (t) =>
  many(t, 1 / 200, async (random) => {
    const sources = new Map(schema);
    const names = [...schema.keys()];
    for (let changes = 1 + random.below(3); changes > 0; changes--) {
      const name = names[random.below(names.length)] ?? "";
      sources.set(name, spoil(sources.get(name) ?? "", random));
    }
    try {
      const checked = await compileSources(sources, "schema");
      return checked.ok ? null : wrongWith(checked.problems, sources);
    } catch (error) {
      return `${error instanceof Error ? error.stack : error}\n${JSON.stringify([...sources])}`;
    }
  }),
);

t.test("a configuration is read or refused, whatever it contains", (t) =>
  many(t, 1 / 5, async (random) => {
    let text = config;
    for (let changes = 1 + random.below(3); changes > 0; changes--) text = spoil(text, random);
    try {
      await evaluateConfig({
        roots: ["trueup.config.ts"],
        read: (file) => (file === "trueup.config.ts" ? text : null),
      });
      return null;
    } catch (error) {
      if (!(error instanceof ProblemError)) return `${error instanceof Error ? error.stack : error}\n${text}`;
      return wrongWith(error.problems, new Map([["trueup.config.ts", text]]));
    }
  }),
);
