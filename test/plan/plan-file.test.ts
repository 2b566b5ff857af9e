import { nothingBeside } from "../../src/model/beside.ts";
import { libsqlProfile } from "../../src/model/profile.ts";
import t from "tap";
import { noHints } from "../../src/model/hints.ts";
import type { Decision } from "../../src/plan/plan.ts";
import { readPlan, readUnsealed } from "../../src/plan/read.ts";
import { reseal } from "../../src/plan/seal.ts";
import { writePlan } from "../../src/plan/write.ts";
import { openScratch } from "../../src/database/scratch.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import type { Schema } from "../../src/model/schema.ts";
import { makePlan } from "../../src/prove/make-plan.ts";
import { staleness } from "../../src/prove/stale.ts";
import { verify } from "../../src/prove/verify.ts";

const before = `CREATE TABLE band (id INTEGER PRIMARY KEY, name TEXT, founded TEXT);
  CREATE TABLE gig (band INTEGER REFERENCES band, "on" TEXT);
  CREATE VIEW old_bands AS SELECT name FROM band WHERE founded < '1990';
  CREATE INDEX gig_band ON gig (band);
  INSERT INTO band VALUES (1, 'Planxty', '1972'), (2, NULL, '1974');`;
const after = `CREATE TABLE band (id INTEGER PRIMARY KEY, title TEXT NOT NULL, founded INTEGER, UNIQUE (title));
  CREATE TABLE gig (band INTEGER REFERENCES band, "on" TEXT);
  CREATE VIEW old_bands AS SELECT title FROM band WHERE founded < 1990;
  CREATE INDEX gig_band ON gig (band);`;
const decisions: readonly Decision[] = [
  { kind: "rename-column", table: "band", from: "name", to: "title" },
  { kind: "fill", table: "band", column: "title", sql: "'?'" },
];

function schemaOf(sql: string): Schema {
  const scratch = openScratch();
  scratch.exec(sql);
  const schema = introspectScratch(scratch);
  scratch.close();
  return schema;
}

async function planText(): Promise<string> {
  const live = openScratch();
  live.exec(before);
  const snapshot = {
    read: async (queries: readonly { readonly sql: string }[]) => queries.map(({ sql }) => live.all(sql)),
  };
  const planned = await makePlan({
    snapshot,
    live: introspectScratch(live),
    target: schemaOf(after),
    hints: noHints,
    decisions,
    protect: [],
    beside: nothingBeside,
    columnOrder: false,
    profile: libsqlProfile,
  });
  live.close();
  if (planned.kind !== "plan") throw new Error(`no plan: ${JSON.stringify(planned)}`);
  return writePlan(planned.plan);
}

function problemOf(text: string): string {
  const read = readPlan(text, "p.plan.sql");
  return read.ok ? "none" : read.problems.map(({ code, message }) => `${code}: ${message}`).join("; ");
}

t.test("a plan file", async (t) => {
  const text = await planText();

  t.test("is read back from its file as it was, and is written the same way again", async (t) => {
    const read = readPlan(text, "p.plan.sql");
    t.ok(read.ok);
    if (read.ok) t.equal(writePlan(read.value.plan), text);
    t.equal(await planText(), text, "the same input gives the same bytes");
  });

  t.test("may be checked out with Windows line ends or a byte order mark", async (t) => {
    t.equal(problemOf(text.replaceAll("\n", "\r\n")), "none");
    t.equal(problemOf(`\uFEFF${text}`), "none");
  });

  const refused: readonly (readonly [string, string, RegExp])[] = [
    ["an edited statement", text.replace("'?'", "'!'"), /seal is broken/],
    ["an edited comment", text.replace("-- 1 renamed", "-- 2 renamed"), /seal is broken/],
    ["a file that was cut off", text.slice(0, text.length / 2), /seal is missing/],
    ["a file with something below the seal", `${text}DROP TABLE band;\n`, /not at the end/],
    ["merge markers", text.replace("--@ transaction", "<<<<<<< ours\n--@ transaction"), /merge conflict markers/],
    ["a newer format", reseal(text.replace("--@ plan 1", "--@ plan 2")), /format 2/],
    ["another planner", reseal(text.replace("planner 1 engine libsql", "planner 9 engine libsql")), /planner 9/],
    [
      "an unknown directive",
      reseal(text.replace("--@ transaction", "--@ transaction\n--@ shell rm")),
      /`shell` is not a directive/,
    ],
    ["an unknown step", reseal(text.replace("step rename-column", "step rename-everything")), /not a step that/],
    ["an unknown check", reseal(text.replace("check foreign-keys", "check nothing")), /not a check that/],
    [
      "an approval of nothing known",
      reseal(text.replace("--@ fill", "--@ approve everything band\n--@ fill")),
      /not something that can be approved/,
    ],
    [
      "two statements in a step",
      reseal(text.replace('DROP VIEW "old_bands";', 'DROP VIEW "old_bands"; DROP TABLE gig;')),
      /more than one statement/,
    ],
    [
      "a statement outside of a step",
      reseal(text.replace("--@ session", "DROP TABLE gig;\n--@ session")),
      /outside of every step/,
    ],
    ["a step without its statement", reseal(text.replace('DROP VIEW "old_bands";', "")), /missing/],
    ["a shell script", "echo hello\n", /not a plan file/],
    ["nothing at all", "", /not a plan file/],
    ["a bare carriage return", reseal(text.replace("-- 1 renamed", "-- 1\rrenamed")), /bare carriage return/],
    ["a fingerprint of another kind", reseal(text.replace("base   fp1:", "base   fp9:")), /not a fingerprint/],
  ];
  for (const [what, broken, expected] of refused) {
    t.test(`is refused with ${what}`, async (t) => t.match(problemOf(broken), expected));
  }

  t.test("verifies against the declarations it was made from, without a database", async (t) => {
    const read = readPlan(text, "p.plan.sql");
    if (!read.ok) throw new Error("unreadable");
    t.strictSame(await verify(read.value.plan, schemaOf(after), noHints, nothingBeside), { problems: [], edits: [] });
  });

  t.test("does not verify once the declarations have moved on", async (t) => {
    t.match(await verifyEdited(text, (whole) => whole, `${after} CREATE TABLE more (a);`), /plan-target-moved/);
  });

  const edits: readonly (readonly [string, (whole: string) => string, RegExp | null])[] = [
    [
      "an edited step without an approval",
      (whole) => whole.replace('coalesce("band"."title", (\'?\'))', 'coalesce("band"."title", \'x\')'),
      /edit-unapproved/,
    ],
    [
      "an edited step with its approval",
      (whole) =>
        whole
          .replace('coalesce("band"."title", (\'?\'))', 'coalesce("band"."title", \'x\')')
          .replace("-- 1 renamed", '--@ approve edited-step rebuild-copy.band because "nicer"\n-- 1 renamed'),
      null,
    ],
    [
      "a check that was taken out",
      (whole) => whole.replace(/--@ check rebuild-rows[^;]*;\n/, ""),
      /edit-unapproved.*missing/,
    ],
    [
      "a DELETE slipped in",
      (whole) => whole.replace("--@ step create-view", "--@ step edit gig\nDELETE FROM gig;\n\n--@ step create-view"),
      /edit-unapproved/,
    ],
    [
      "a check of rows by hand, with its approval: no rows are here that could answer it",
      (whole) =>
        whole
          .replace(
            "--@ step create-view",
            "--@ check edit two expect = 2\nSELECT count(*) FROM gig;\n\n--@ step create-view",
          )
          .replace("-- 1 renamed", '--@ approve edited-step edit.two because "both"\n-- 1 renamed'),
      null,
    ],
    [
      "a check by hand that cannot be asked",
      (whole) =>
        whole
          .replace(
            "--@ step create-view",
            "--@ check edit two expect = 2\nSELECT count(*) FROM nothing;\n\n--@ step create-view",
          )
          .replace("-- 1 renamed", '--@ approve edited-step edit.two because "both"\n-- 1 renamed'),
      /plan-fails/,
    ],
    ["a lost step", (whole) => whole.replace(/--@ step create-view[^;]*;\n/, ""), /plan-base-wrong|plan-fails/],
    [
      "a forged quote",
      (whole) => whole.replace("--= CREATE VIEW old_bands AS SELECT name", "--= CREATE VIEW old_bands AS SELECT id"),
      /plan-base-wrong/,
    ],
    [
      "a note in the words of another version",
      (whole) => whole.replace(/^(--@ (?:step|check) .*) \(.*\)$/gm, "$1 (said otherwise)"),
      null,
    ],
    ["SQL of ours that was laid out anew", (whole) => whole.replace(/^(CREATE VIEW "?\w+"?) AS /m, "$1\nAS\n  "), null],
    [
      "a summary in the words of another version",
      (whole) => whole.replace("-- 1 renamed", "-- 1 thing under a new name"),
      null,
    ],
    ["a summary that lies", (whole) => whole.replace("-- 1 renamed", "-- 0 renamed"), /plan-header-wrong/],
  ];
  for (const [what, edit, expected] of edits) {
    t.test(`${expected === null ? "verifies" : "does not verify"} with ${what}`, async (t) => {
      const said = await verifyEdited(text, edit, after);
      if (expected === null) t.equal(said, "");
      else t.match(said, expected);
    });
  }

  t.test("names what has happened to the database since", async (t) => {
    const read = readPlan(text, "p.plan.sql");
    if (!read.ok) throw new Error("unreadable");
    const live = schemaOf(`${before} CREATE INDEX hotfix ON gig ("on"); ALTER TABLE band ADD COLUMN county TEXT;`);
    const stale = staleness(read.value.plan, live, schemaOf(after), nothingBeside);
    t.match(
      stale.changes?.map(({ mark, subject, touched }) => ({ mark, subject, touched })),
      [
        { mark: "~", subject: "band", touched: true },
        { mark: "+", subject: "hotfix", touched: false },
      ],
    );
    t.strictSame(
      staleness(read.value.plan, live, null, nothingBeside),
      { changes: null },
      "without the declarations it cannot",
    );
  });
});

async function verifyEdited(text: string, edit: (whole: string) => string, declared: string): Promise<string> {
  const read = readUnsealed(reseal(edit(text)), "p.plan.sql");
  if (!read.ok) return read.problems.map(({ code, message }) => `${code}: ${message}`).join("; ");
  const verified = await verify(read.value.plan, schemaOf(declared), noHints, nothingBeside);
  return verified.problems.map(({ code, message }) => `${code}: ${message}`).join("; ");
}
