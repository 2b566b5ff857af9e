import t from "tap";
import type { Problem } from "../../src/problem/problem.ts";
import { headline, renderProblem, renderProblems } from "../../src/report/problem.ts";
import { annotation, annotations, problemJson, sarif } from "../../src/report/problem-machine.ts";
import { displayWidth } from "../../src/report/width.ts";
import { goldenBeside } from "../kit/golden.ts";

const golden = goldenBeside(import.meta.url);

const file = "schema/tune.ts";
const text = [
  'import { index, table, text, integer } from "trueup";',
  "",
  "export const tune = table({",
  "\ttitle: text(), // 曲の名前は日本語で書く",
  "  genre: text(),",
  "}, {",
  "  strict: true,",
  "});",
  `export const a = index(tune.titel, "${"x".repeat(150)}", tune.gnre);`,
  "",
].join("\n");
const sources = new Map([[file, text]]);
const shown = (name: string): string => name;

function at(words: string) {
  const start = text.indexOf(words);
  return { file, start, end: start + words.length };
}

const problem: Problem = {
  code: "unknown-option",
  level: "error",
  subject: "a",
  message: "index `a` uses a column that `tune` does not have",
  at: at("titel"),
  label: "no such column in tune (title, genre)",
  also: [{ at: at("title"), label: "a similar name is here" }],
  help: ["write `tune.title`"],
};

const cases: Record<string, Problem> = {
  plain: problem,
  "over several lines": {
    ...problem,
    at: at("{\n\ttitle: text(), // 曲の名前は日本語で書く\n  genre: text(),\n}"),
    also: [],
    label: "these columns",
  },
  "far to the right": { ...problem, at: at("tune.gnre"), also: [{ at: at("日本語"), label: "wide letters" }] },
  "no place, all else": {
    code: "destroys-unasked",
    level: "warning",
    subject: "old_sessions",
    message: "this plan would destroy a table and its 1,204 rows",
    evidence: ["1,204 rows", "newest from yesterday"],
    why: "code that still reads it fails at once, and only the backup keeps the rows, so deploy that code first",
    help: [
      "keep it: declare it again",
      'or approve it:  --approve drop-table:old_sessions:1204 --because "sessions moved to another place long ago"',
    ],
  },
  "a label with no room": {
    ...problem,
    at: at('"trueup"'),
    also: [],
    label: "a label that is so long that it does not fit behind what it speaks of, not at eighty columns",
  },
  "a source that is not at hand": { ...problem, at: { file: "gone.ts", start: 3, end: 9 }, also: [] },
  "a name that would drive the terminal": { ...problem, message: "table \u001b[2J\u202e is odd", also: [] },
};

for (const width of [80, 120]) {
  t.test(`problems are drawn at ${width} columns`, async (t) => {
    const drawn = Object.entries(cases).map(([name, each]) => {
      const lines = renderProblem(each, sources, { color: false, width });
      for (const line of lines.split("\n")) {
        const pasted = line.includes(" --");
        t.ok(pasted || displayWidth(line) <= width, `${name}: fits: ${line}`);
      }
      return `# ${name}\n${lines}\n`;
    });
    golden(t, `problem-${width}.txt`, drawn.join("\n"));
  });
}

t.test("colour adds nothing but colour", async (t) => {
  const look = { color: false, width: 80 };
  const plain = renderProblem(problem, sources, look);
  const painted = renderProblem(problem, sources, { ...look, color: true });
  t.not(painted, plain);
  t.equal(painted.replace(/\u001b\[[0-9;]*m/g, ""), plain);
});

t.test("the subject is named once", async (t) => {
  t.equal(headline(problem), problem.message);
  t.equal(headline({ ...problem, subject: "tune.title", message: "has no type" }), "tune.title: has no type");
  t.equal(headline({ ...problem, subject: "tune", message: "tune.title has no type" }), "tune: tune.title has no type");
});

t.test("warnings come first, and a code is explained once", async (t) => {
  const warning: Problem = { ...problem, level: "warning", message: "less bad" };
  const drawn = renderProblems([problem, warning], new Map(), { color: false, width: 80 });
  t.ok(drawn.indexOf("less bad") < drawn.indexOf("uses a column"));
  t.equal(drawn.match(/more: trueup explain/g)?.length, 1);
});

t.test("of many warnings of a kind, a few are drawn, and only the places of the others", async (t) => {
  const many = Array.from({ length: 12 }, (_, n): Problem => ({ ...problem, level: "warning", subject: `tune_${n}` }));
  const bare = many.slice(0, 5).map(({ at: _, ...each }): Problem => ({ ...each, code: "pull-opaque" }));
  const look = { color: false, width: 80, shown };
  const drawn = renderProblems([...many, ...bare], sources, look);
  t.equal(drawn.match(/^warning\[unknown-option\]: tune_\d/gm)?.length, 3);
  t.match(drawn, "warning[unknown-option]: 9 more of these: tune_3 (schema/tune.ts:9), tune_4");
  t.match(drawn.replace(/\n +/g, " "), "tune_8 (schema/tune.ts:9), … (-v shows all)");
  t.equal(drawn.match(/^warning\[pull-opaque\]/gm)?.length, 5, "what is about the database is said, all of it");
  t.equal(renderProblems(many, sources, { ...look, all: true }).match(/^warning/gm)?.length, 12);
});

t.test("an import that is missing is not an error on every line that needs it", async (t) => {
  const many = Array.from({ length: 2000 }, (_, n): Problem => ({ ...problem, subject: `text_${n}` }));
  const asked = many.slice(0, 20).map(
    (each): Problem => ({
      ...each,
      code: "approval-needed",
      decision: { code: "approval-needed", subject: each.subject, evidence: [], answers: [] },
    }),
  );
  const drawn = renderProblems([...many, ...asked], sources, { color: false, width: 80, shown });
  t.equal(drawn.match(/^error\[unknown-option\]: text_\d/gm)?.length, 8);
  t.match(drawn, "error[unknown-option]: 1,992 more of these: text_8 (schema/tune.ts:9)");
  t.equal(drawn.match(/^error\[approval-needed\]: text_\d/gm)?.length, 20, "each decision is asked for");
  t.notMatch(renderProblems(many.slice(0, 9), sources, { color: false, width: 80 }), "more of these");
});

t.test("an annotation escapes what GitHub would read as its own", async (t) => {
  const line = annotation({ ...problem, message: "100% wrong\nin two lines: a,b" }, sources, () => "odd:dir,x/a.ts");
  t.match(line, /^::error file=odd%3Adir%2Cx\/a.ts,line=9,col=29,endLine=9,title=unknown-option::/);
  t.match(line, "100%25 wrong%0Ain two lines: a,b%0Ahelp: write `tune.title`");
  t.notMatch(line, /\n/);
});

t.test("the eleventh annotation would be dropped silently, so the tenth says how many are left", async (t) => {
  const many = Array.from({ length: 25 }, () => problem);
  const lines = annotations(many, sources, shown);
  t.equal(lines.length, 10);
  t.match(lines.at(-1), "and 16 more");
});

t.test("SARIF and JSON give places as editors count them", async (t) => {
  const json = problemJson(problem, sources, shown);
  t.strictSame(json.at, { file, line: 9, column: 29, endLine: 9, endColumn: 34 });
  const { runs } = sarif([problem], sources, shown, "1.0.0");
  t.match(runs[0]?.results[0], {
    ruleId: "unknown-option",
    locations: [{ physicalLocation: { artifactLocation: { uri: file }, region: { startLine: 9, startColumn: 29 } } }],
  });
});

t.test("no line of a headline is wider than the terminal", (t) => {
  for (let width = 60; width <= 80; width++) {
    const long = { ...problem, message: Array.from({ length: 12 }, (_, n) => `api_key_${n}.user_id`).join(" ") };
    for (const line of renderProblem(long, new Map(), { color: false, width }).split("\n"))
      t.ok(displayWidth(line) <= width, `${width}: ${line}`);
  }
  t.end();
});
