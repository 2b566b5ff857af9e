import t from "tap";
import type { Applied, ApplyEvent } from "../../src/apply/events.ts";
import { doneLine, heartbeat, outcomeText, statusLine, together } from "../../src/report/apply-text.ts";
import { commandLine } from "../../src/report/command-line.ts";
import { type Drift, driftGroups, hasDrift } from "../../src/report/drift.ts";
import { driftText } from "../../src/report/drift-text.ts";
import { type FleetRun, fleetBar, fleetSummary, fleetText } from "../../src/report/fleet.ts";
import { count, plural } from "../../src/words/numbers.ts";
import { bytes } from "../../src/words/numbers.ts";
import { aboutDuration, duration, short } from "../../src/report/number.ts";
import { driftJson, fleetJson } from "../../src/report/state-page.ts";
import { plainStyle } from "../../src/report/style.ts";
import { displayWidth } from "../../src/report/width.ts";
import { shopExplanation } from "./fixtures.ts";
import { goldenBeside } from "../kit/golden.ts";

const golden = goldenBeside(import.meta.url);

const options = { width: 80, style: plainStyle, command: "trueup" };

const events: readonly ApplyEvent[] = [
  { kind: "waiting", milliseconds: 1200, limit: 5000 },
  { kind: "locked", milliseconds: 1400 },
  { kind: "backup-progress", bytes: 20_000_000, of: 41_000_000 },
  { kind: "backup", path: "backups/prod/20261120T140211Z-e285857c.db", bytes: 41_000_000, milliseconds: 310 },
  { kind: "step-started", name: "rebuild-copy orders", n: 6, of: 12, rows: 5000, estimate: 2200 },
  {
    kind: "step",
    name: "rebuild-copy orders",
    step: "rebuild-copy",
    subject: "orders",
    n: 6,
    of: 12,
    milliseconds: 2210,
    rows: 5000,
  },
  {
    kind: "check",
    name: "rebuild-rows orders",
    check: "rebuild-rows",
    n: 7,
    of: 12,
    milliseconds: 12,
    expected: "0",
    seen: "0",
    ok: true,
  },
  {
    kind: "check",
    name: "drop-table legacy_sessions",
    check: "drop-table",
    n: 8,
    of: 12,
    milliseconds: 1,
    expected: "at most 1,204",
    seen: "1,205",
    ok: false,
  },
  { kind: "verifying", what: "foreign-keys" },
  { kind: "committing" },
  { kind: "committed", milliseconds: 4 },
];

const applied: Applied = {
  kind: "applied",
  target: "prod",
  seal: "sha256:e285857c17",
  base: "fp1:171b82359c",
  reached: "fp1:d53e819412",
  milliseconds: 2114,
  lockedMilliseconds: 1900,
  created: false,
  backup: { path: "backups/prod/x.db", bytes: 41_000_000, sha256: "ab" },
  steps: [],
  checks: [
    { name: "drop-table legacy_sessions", check: "drop-table", expected: "at most 1,204", seen: "1,204", ok: true },
    { name: "foreign-keys", check: "foreign-keys", expected: "no new ones", seen: "0 violations", ok: true },
    { name: "schema", check: "schema", expected: "fp1:d53e8194", seen: "fp1:d53e8194", ok: true },
  ],
  destroyed: [{ rule: "drop-table", object: "legacy_sessions", rows: 1204 }],
  plans: [
    {
      name: "plans/a.plan.sql",
      seal: "sha256:e285857c17",
      base: "fp1:171b82359c",
      target: "fp1:d53e819412",
      milliseconds: 2114,
    },
  ],
  undo: ["restore", "backups/prod/it's here.db", "prod"],
};

t.test("an apply is reported line by line, and ends with what was destroyed and how to undo it", (t) => {
  const lines = events.flatMap((event) => [
    doneLine(event, options),
    statusLine(event, 1400, 3, options),
    heartbeat(event, 31_000),
  ]);
  const text = [...lines.filter((line) => line !== null), "", outcomeText(applied, options)].join("\n");
  golden(t, "apply.txt", text);
  t.match(text, "trueup restore 'backups/prod/it'\\''s here.db' prod");
  for (const line of text.split("\n")) t.ok(displayWidth(line) <= 80, line);
  t.end();
});

t.test("statements that write one long list share a line, and so do their checks", (t) => {
  const place = { of: 1003, milliseconds: 0 };
  const step = { kind: "step", name: "insert-rows place", step: "insert-rows", subject: "place", ...place } as const;
  const last = together({ ...step, n: 2, rows: 200 }, { ...step, n: 3, rows: 150 });
  t.match(last, { n: 3, rows: 350 });
  t.match(last && doneLine(last, options, 2), /3\/1,003 insert-rows place .* 350 rows {2}2 steps$/);
  t.equal(together({ ...step, n: 2, rows: 200 }, { ...step, n: 3, rows: 1, name: "insert-rows other" }), null);
  const seen = { name: "rows place", check: "rows", expected: "0", seen: "0", ok: true } as const;
  const check = { kind: "check", ...seen, ...place, n: 4 } as const;
  t.match(together(check, { ...check, n: 5 }), { n: 5 });
  t.equal(together(check, { ...check, n: 5, ok: false, seen: "1" }), null, "what failed has a line of its own");
  const checks = [seen, seen, { ...seen, seen: "350" }];
  t.match(outcomeText({ ...applied, checks }, options), /rows place {2}0 {2}\(2 checks\)\n {2}✓ rows place {2}350\n/);
  t.match(outcomeText({ ...applied, checks }, { ...options, all: true }), /rows place {2}0\n {2}✓ rows place {2}0\n/);
  t.end();
});

t.test("a long name leaves room for the time and the way out, and keeps its end", (t) => {
  const begins = events[4] as ApplyEvent & { readonly kind: "step-started" };
  const event = { ...begins, name: `create-index ${"a_name_that_a_generator_wrote_".repeat(5)}1`, estimate: null };
  const line = statusLine(event, 1400, 0, options) ?? "";
  t.match(line, /create-index a_n…nerator_wrote_1 {2}1\.4 s .*Ctrl-C rolls back$/);
  t.ok(displayWidth(line) <= 80, line);
  t.end();
});

t.test("an estimate never exceeds its end", (t) => {
  t.match(statusLine(events[4] as ApplyEvent, 60_000, 0, options) ?? "", "~99 %");
  t.end();
});

t.test("every other ending says what happened to the database", (t) => {
  const base = { target: "prod", problems: [] };
  t.match(
    outcomeText({ ...applied, backup: null, undo: null }, options),
    /no backup has it[\s\S]*no command can undo this/,
  );
  t.match(outcomeText({ kind: "already", target: "prod", fingerprint: "fp1:d53e8194" }, options), "Nothing to do");
  t.match(outcomeText({ kind: "stale", ...base }, options), "Nothing was changed");
  t.match(outcomeText({ kind: "interrupted", ...base }, options), "rolled back");
  t.match(outcomeText({ kind: "failed", state: "unchanged", ...base }, options), "Rolled back");
  t.match(outcomeText({ kind: "failed", state: "unknown", ...base }, options), "not known");
  const failed = outcomeText(
    { kind: "failed-check", checks: [events[7] as ApplyEvent & { kind: "check" }], ...base },
    options,
  );
  t.match(failed, /✗ drop-table legacy_sessions +saw 1,205, expected at most 1,204/);
  t.end();
});

const drift: Drift = {
  declared: "schema/",
  target: "fp1:d53e8194",
  milliseconds: 3800,
  databases: [
    ...Array.from({ length: 211 }, (_, at) => ({ name: `tenant_${at}`, state: "matches" as const })),
    { name: "acme", state: "waiting", fingerprint: "fp1:171b8235", plan: "plans/store-cents.plan.sql" },
    { name: "globex", state: "waiting", fingerprint: "fp1:171b8235", plan: "plans/store-cents.plan.sql" },
    ...["initech", "hooli", "umbrella"].map((name) => ({
      name,
      state: "drifted" as const,
      fingerprint: "fp1:2e352fe6",
      changes: shopExplanation.changes.slice(0, 2),
    })),
    {
      name: "gone",
      state: "unreadable",
      problems: [{ code: "database-target", level: "error", subject: "gone", message: "no such file", help: [] }],
    },
  ],
};

t.test("drift is grouped by state, and databases that drifted in the same way are reported once", (t) => {
  const groups = driftGroups(drift);
  t.equal(groups.drifted.length, 1);
  t.same(groups.drifted[0]?.names, ["hooli", "initech", "umbrella"]);
  t.ok(hasDrift(drift));
  t.notOk(hasDrift({ ...drift, databases: drift.databases.slice(0, 9) }));
  golden(t, "drift.txt", driftText(drift, options));
  t.match(driftJson(drift), {
    counts: { matching: 211, waiting: 2, drifted: 3, unreadable: 1 },
  });
  t.end();
});

const fleet: FleetRun = {
  milliseconds: 64_000,
  databases: [
    { name: "acme", state: "applied", canary: true, milliseconds: 1900, said: "plans/store-cents.plan.sql" },
    ...Array.from({ length: 60 }, (_, at) => ({
      name: `t${at}`,
      state: "skipped" as const,
      canary: false,
      milliseconds: 3,
      said: "at the target",
    })),
    {
      name: "initech",
      state: "refused",
      canary: false,
      milliseconds: 20,
      said: "no plan starts at its state (fp1:90b1)",
    },
    { name: "late", state: "pending", canary: false, milliseconds: null, said: "" },
  ],
};

t.test("a fleet says why some were not started", (t) => {
  const one = { canary: false, milliseconds: null, said: "" };
  const told = (failed: Partial<FleetRun["databases"][number]>, more: Partial<FleetRun> = {}) =>
    fleetText(
      {
        milliseconds: 9,
        databases: [
          { ...one, name: "a", state: "failed", ...failed },
          { ...one, name: "b", state: "pending" },
        ],
        ...more,
      },
      options,
    );
  t.match(told({ milliseconds: 2 }), "The others were not started, because of --max-failures.\n");
  t.match(told({ milliseconds: 2, canary: true }), "The others were not started, because a canary failed.\n");
  t.notMatch(told({}), "The others", "what cannot be read does not stop it");
  t.notMatch(told({ milliseconds: 2 }, { interrupted: true }), "The others");
  t.end();
});

t.test("a fleet is a table: what went wrong by name, what went well by number", (t) => {
  golden(t, "fleet.txt", fleetText(fleet, options));
  t.equal(fleetSummary(fleet), "Fleet: 1 applied, 60 skipped, 1 refused, 0 failed, 1 not started.");
  t.match(fleetText(fleet, { ...options, all: true }), "t59");
  t.match(fleetJson(fleet), { counts: { applied: 1, pending: 1 } });
  t.equal(
    fleetBar(120, 214, 2, "about 30 s", options),
    "[████████████████··············] 120/214  2 failed  about 30 s left",
  );
  t.end();
});

t.test("numbers read the same on every machine", (t) => {
  t.same(
    [count(1), count(1204), count(12345678), count(9007199254740993n)],
    ["1", "1,204", "12,345,678", "9,007,199,254,740,993"],
  );
  t.same([plural(1, "row"), plural(0, "row"), plural(2, "index", "indexes")], ["1 row", "0 rows", "2 indexes"]);
  t.same(
    [bytes(1), bytes(999), bytes(1204), bytes(999_960), bytes(41_000_000)],
    ["1 byte", "999 bytes", "1.2 kB", "1.0 MB", "41.0 MB"],
  );
  t.same([0.2, 12, 999.7, 1400, 59_700, 60_000, 725_000, 12_000_000].map(duration), [
    "under 1 ms",
    "12 ms",
    "1.0 s",
    "1.4 s",
    "1 min",
    "1 min",
    "12 min 5 s",
    "3 h 20 min",
  ]);
  t.same([50, 2100, 33_000, 600_000, 7_200_000].map(aboutDuration), [
    "under 0.1 s",
    "about 2.1 s",
    "about 35 s",
    "about 10 min",
    "about 2.0 h",
  ]);
  t.same(
    [short("fp1:171b82359c"), short("sha256:e285857c17"), short("abcdefghijk")],
    ["fp1:171b8235", "sha256:e285857c", "abcdefgh"],
  );
  t.equal(commandLine(["a", "b c", "", "it's", "$x"]), "a 'b c' '' 'it'\\''s' '$x'");
  t.end();
});
