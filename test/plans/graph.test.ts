import { createHash } from "node:crypto";
import t from "tap";
import { graphOf, pathFrom } from "../../src/plan/graph/graph.ts";
import { type PlanHead, type ReadHead, readHead } from "../../src/plan/graph/head.ts";
import { chainsOf, folderOf, type Standing } from "../../src/plan/graph/standing.ts";
import { writePlan } from "../../src/plan/write.ts";
import { type Situation, situations } from "./situation.ts";

const fingerprintOf = (state: string) => `fp1:${createHash("sha256").update(state).digest("hex")}`;

function planText(from: string, to: string, bound: number): string {
  return writePlan({
    base: fingerprintOf(from),
    target: fingerprintOf(to),
    decisions: [{ kind: "approve", rule: "drop-table", object: "old", rows: bound, because: "gone" }],
    engine: "libsql",
    summary: ["1 added, 1 dropped", "destroys: old"],
    items: [],
    before: [],
  });
}

const headOf = (name: string, text: string) => readHead(name, text.slice(0, 2000), text.slice(-200));

/** The files of a situation, as they are read from a folder. */
function filesOf(situation: Situation): readonly ReadHead[] {
  const texts = new Map(situation.plans.map(({ name, from, to, bound }) => [name, planText(from, to, bound)]));
  for (const { name, of } of situation.copies) texts.set(name, texts.get(of) ?? "");
  for (const name of situation.broken) texts.set(name, planText("A", "B", 1).slice(0, 300));
  for (const { name, format } of situation.formats)
    texts.set(name, planText("A", "B", 1).replace("--@ plan 1", `--@ plan ${format}`));
  return [...texts].map(([name, text]) => headOf(name, text));
}

for (const situation of situations()) {
  t.test(`${situation.name}: ${situation.story}`, async (t) => {
    const read = filesOf(situation);
    const heads = read.flatMap((each) => (each.ok ? [each.head] : []));
    t.strictSame(
      read.flatMap((each) => (each.ok ? [] : [each.file])),
      situation.unreadable,
      "what cannot be read",
    );
    const graph = graphOf(heads, [fingerprintOf(situation.declared)]);
    const folder = folderOf(graph);
    const standing = (which: Standing) =>
      [...folder.standings].flatMap(([{ file }, each]) => (each === which ? [file] : []));
    t.equal(folder.ahead, situation.ahead, "whether the declarations are ahead of the plans");
    t.strictSame(standing("off"), situation.off, "off the path");
    t.strictSame(standing("other"), situation.other, "on a longer path");
    t.strictSame(standing("back"), situation.back, "around in a circle");
    t.strictSame(
      graph.copies.map(({ plan, of }) => `${plan.file} ${of.file}`),
      situation.copies.map(({ name, of }) => `${name} ${of}`),
      "copies",
    );
    if (situation.ends !== null)
      t.strictSame([...folder.ends].sort(), situation.ends.map(fingerprintOf).sort(), "ends");
    const drawn = chainsOf(graph, folder).flatMap(({ plans }) => plans.map(({ file }) => file));
    t.strictSame([...drawn].sort(), standing("on").sort(), "each plan that is on a path is drawn once");

    if (situation.database === null) return;
    const path = pathFrom(graph, [fingerprintOf(situation.database)]);
    const found =
      path === null
        ? [situation.database === "EMPTY" ? "created" : "refused"]
        : path.plans.length === 0
          ? ["nothing"]
          : path.plans.map(({ file }) => file);
    t.strictSame(found, situation.apply, "what apply does");
    t.strictSame(path?.instead.map(({ file }) => file) ?? [], situation.instead, "what it could have done instead");
  });
}

t.test("a database that differs only in the order of its columns takes a plan that changes the order", async (t) => {
  const ordered = (name: string) => fingerprintOf(name).replace("fp1:", "fp1o:");
  const text = planText("A", "A", 1)
    .replace(fingerprintOf("A"), ordered("abc"))
    .replace(fingerprintOf("A"), ordered("cba"));
  const read = headOf("order", text);
  const plans = read.ok ? [read.head] : [];
  const graph = graphOf(plans, [fingerprintOf("A"), ordered("cba")]);
  t.strictSame(pathFrom(graph, [fingerprintOf("A"), ordered("abc")])?.plans, plans);
  t.strictSame(pathFrom(graph, [fingerprintOf("A"), ordered("bca")])?.plans, [], "from another order there is none");
  t.strictSame(pathFrom(graph, [fingerprintOf("A"), ordered("cba")])?.plans, []);
});

t.test("ten thousand plans take no time", async (t) => {
  const heads = Array.from({ length: 10_000 }, (_, n): PlanHead => {
    const [base, target] = [fingerprintOf(String(n)), fingerprintOf(String(n + 1))];
    return {
      file: `plan-${n}`,
      base,
      target,
      seal: `sha256:${n}`,
      rowsEnds: null,
      decisions: [],
      summary: [],
      engine: "libsql",
    };
  });
  const before = process.cpuUsage();
  const graph = graphOf(heads, [fingerprintOf("10000")]);
  const folder = folderOf(graph);
  t.equal(chainsOf(graph, folder).length, 1);
  t.equal(pathFrom(graph, [fingerprintOf("0")])?.plans.length, 10_000);
  const { user } = process.cpuUsage(before);
  t.ok(user < 1_000_000, `${user} µs`);
});

t.test("a header is read with Windows line ends, and a problem names its line", async (t) => {
  const text = planText("A", "B", 1);
  const windows = headOf("w", text.replaceAll("\n", "\r\n"));
  t.match(windows, { ok: true, head: { summary: ["1 added, 1 dropped", "destroys: old"] } });
  const wrong = (edited: string) => {
    const read = headOf("w", edited);
    return read.ok ? "none" : `${read.problem.code}: ${read.problem.message}`;
  };
  t.match(wrong(text.slice(0, -20)), /^plan-seal-broken: the file does not end in its seal/);
  t.match(wrong(text.replace("--@ plan 1", "--@ plan 2")), /format 2, and this trueup reads format 1/);
  t.match(wrong(text.replace("planner 1", "planner 9")), /was made for `planner 9/);
  t.match(wrong(text.replace(/--@ target .*\n/, "")), /does not name its base and its target/);
  t.match(wrong(text.replace("--@ target", "<<<<<<< HEAD\n--@ target")), /merge conflict markers/);
  t.match(wrong("SELECT 1;\n"), /not a plan file/);
});
