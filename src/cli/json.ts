import * as z from "zod";
import { decision, problem } from "./json-problems.ts";
import { buildShape, releasesChecked } from "./json-build.ts";
import { queriesChecked, queriesTold, queryShapes } from "./json-queries.ts";

/**
 * The shapes of --json, by command. Within a format number, fields are only added, so readers should ignore unknown
 * ones. Only `mcp` loads them when it runs: tests check the output against them, and docs/reference/json.md is generated
 * from them.
 */
const head = { format: z.literal(1), command: z.string(), exit: z.int() };
const open = { problems: z.array(problem), decisions: z.array(decision) };
const counts = z.object({
  added: z.int(),
  changed: z.int(),
  renamed: z.int(),
  rebuilt: z.int(),
  dropped: z.int(),
});
const change = z.looseObject({
  mark: z.enum(["+", "~", ">", "#", "-"]),
  object: z.string(),
  subject: z.string(),
  what: z.string(),
  facts: z.array(z.string()),
  why: z.nullable(z.string()),
  rows: z.nullable(z.number()),
  get children() {
    return z.array(change);
  },
});
const kept = z.array(z.object({ name: z.string(), why: z.string() }));
const planned = {
  target: z.string(),
  goal: z.string(),
  /** Where a database would be created; null if it exists. */
  creates: z.nullable(z.string()),
  outcome: z.enum(["nothing", "plan", "refused"]),
  base: z.nullable(z.string()),
  reaches: z.nullable(z.string()),
  file: z.nullable(z.string()),
  /** The plan file, with `--out -`. */
  text: z.optional(z.string()),
  seal: z.nullable(z.string()),
  counts,
  changes: z.array(change),
  hazards: z.array(z.looseObject({ kind: z.string(), object: z.string(), destroys: z.boolean() })),
  kept,
  cosmetic: z.array(z.string()),
  order: z.array(z.string()),
  cost: z.nullable(z.looseObject({ rowsMoved: z.number(), rowsRead: z.number() })),
  queries: z.nullable(queriesTold),
  taken: z.array(z.looseObject({ kind: z.string() })),
  steps: z.array(z.looseObject({ kind: z.enum(["step", "check"]), subject: z.string(), sql: z.string() })),
  ...open,
};

export const shapes = {
  /** Any command that failed. */
  error: z.object({ ...head, ...open }),
  plan: z.object({ ...head, ...planned }),
  "plan, of a fleet": z.object({
    ...head,
    target: z.string(),
    done: z.int(),
    states: z.array(z.object({ databases: z.array(z.string()), ...planned })),
  }),
  "plan --check": z.object({
    ...head,
    target: z.string(),
    plans: z.array(
      z.object({ file: z.string(), state: z.enum(["current", "applied", "differs", "stale"]), text: z.string() }),
    ),
  }),
  /** `standing`: on a path, on another (longer) path, back in a circle, or off every path. */
  plans: z.object({
    ...head,
    folder: z.string(),
    /** Null if the declarations do not compile. */
    declared: z.nullable(z.string()),
    /** No plan leads to the declarations. */
    ahead: z.boolean(),
    ends: z.array(z.string()),
    plans: z.array(
      z.object({
        file: z.string(),
        base: z.string(),
        target: z.string(),
        seal: z.string(),
        standing: z.enum(["on", "other", "back", "off"]),
        summary: z.array(z.string()),
        destroys: z.array(
          z.object({
            rule: z.string(),
            object: z.string(),
            rows: z.nullable(z.int()),
            because: z.nullable(z.string()),
          }),
        ),
      }),
    ),
    copies: z.array(z.object({ file: z.string(), of: z.string() })),
    unreadable: z.array(z.string()),
    target: z.nullable(
      z.object({
        name: z.string(),
        fingerprint: z.string(),
        state: z.enum(["there", "behind", "empty", "elsewhere"]),
        pending: z.array(z.string()),
        instead: z.array(z.string()),
      }),
    ),
    problems: z.array(problem),
  }),
  "plans --prune": z.object({ ...head, deleted: z.array(z.string()) }),
  verify: z.object({
    ...head,
    plans: z.array(
      z.looseObject({
        file: z.string(),
        state: z.enum(["good", "resealed", "bad", "loose"]),
        seal: z.nullable(z.string()),
        problems: z.array(problem),
      }),
    ),
    /** For each folder that was named. */
    folders: z.array(z.object({ folder: z.string(), plans: z.int(), ahead: z.boolean(), ends: z.array(z.string()) })),
  }),
  check: z.object({
    ...head,
    problems: z.array(problem),
    /** With --fix: what was wrong, and the files that were written. */
    fixed: z.optional(z.array(problem)),
    files: z.optional(z.array(z.string())),
    /** Warnings that are not among them, because trueup.baseline.json knows them. */
    known: z.int(),
    tables: z.optional(z.int()),
    views: z.optional(z.int()),
    /** Null if no application files are named, or the declarations have errors. */
    queries: z.nullable(queriesChecked),
    /** With --bases. */
    releases: releasesChecked,
  }),
  build: buildShape(head),
  ...queryShapes(head),
  diff: z.object({
    ...head,
    from: z.string(),
    to: z.string(),
    same: z.boolean(),
    counts,
    changes: z.array(change),
    cosmetic: z.array(z.string()),
    order: z.array(z.string()),
    kept,
  }),
  /** `on`: the table or view of an index or a trigger. */
  schema: z.object({
    ...head,
    state: z.string(),
    objects: z.array(
      z.object({
        kind: z.enum(["table", "virtual-table", "index", "view", "trigger"]),
        name: z.string(),
        on: z.nullable(z.string()),
        sql: z.string(),
      }),
    ),
  }),
  init: z.object({
    ...head,
    files: z.array(z.object({ file: z.string(), state: z.enum(["written", "extended", "kept"]) })),
  }),
  pull: z.object({ ...head, target: z.string(), files: z.array(z.string()) }),
  rename: z.object({
    ...head,
    subject: z.object({ kind: z.string(), from: z.string(), to: z.string() }),
    files: z.array(z.string()),
  }),
  "pull --check": z.object({
    ...head,
    target: z.string(),
    files: z.array(z.object({ file: z.string(), diff: z.string() })),
  }),
  "show --wrangler": z.object({
    ...head,
    migration: z.object({ file: z.string(), lacks: z.array(z.string()) }),
  }),
  /** `approvals`: where it was applied from here, and what approved its losses from outside. */
  show: z.looseObject({
    ...head,
    approvals: z.array(z.object({ target: z.string(), at: z.string(), approved: z.looseObject({ by: z.string() }) })),
    name: z.string(),
    base: z.string(),
    target: z.string(),
    seal: z.string(),
    counts,
    changes: z.array(change),
    hazards: z.array(z.looseObject({ kind: z.string(), object: z.string(), destroys: z.boolean() })),
    decisions: z.array(z.looseObject({ kind: z.string() })),
    items: z.array(
      z.looseObject({
        kind: z.enum(["step", "check"]),
        name: z.string(),
        subject: z.string(),
        note: z.nullable(z.string()),
        sql: z.string(),
      }),
    ),
    before: z.array(z.object({ type: z.string(), name: z.string(), sql: z.string() })),
  }),
  /** `drifted` lists the changes that lead from the declarations to the database. */
  drift: z.object({
    ...head,
    counts: z.object({ matching: z.int(), waiting: z.int(), drifted: z.int(), unreadable: z.int() }),
    declared: z.string(),
    target: z.string(),
    milliseconds: z.number(),
    databases: z.array(
      z.looseObject({
        name: z.string(),
        state: z.enum(["matches", "waiting", "drifted", "unreadable"]),
        fingerprint: z.optional(z.string()),
        plan: z.optional(z.string()),
        changes: z.optional(z.array(change)),
        rows: z.optional(z.string()),
        differs: z.optional(z.enum(["schema", "rows", "both"])),
        problems: z.optional(z.array(problem)),
      }),
    ),
  }),
  /** With --out, the text is in the file. */
  "draw, docs": z.object({ ...head, file: z.nullable(z.string()), text: z.nullable(z.string()) }),
  backups: z.object({
    ...head,
    target: z.string(),
    backups: z.array(
      z.object({
        name: z.string(),
        /** Where it is on this machine, or would be once it was fetched. */
        path: z.string(),
        /** Whether it is on this machine. */
        here: z.boolean(),
        /** Where it is on the machine of an ssh:// target. */
        there: z.nullable(z.string()),
        /** False for one of another database that was a target of this name. */
        own: z.boolean(),
        bytes: z.int(),
        manifest: z.nullable(z.looseObject({ taken: z.string() })),
      }),
    ),
  }),
  restore: z.object({ ...head, outcome: z.looseObject({ kind: z.string(), target: z.string() }), ...open }),
  history: z.object({
    ...head,
    target: z.string(),
    /** The current schema relative to the last entry; null if the database cannot be read. */
    now: z.nullable(z.enum(["as-applied", "changed-elsewhere", "nothing-applied"])),
    entries: z.array(z.looseObject({ at: z.string(), what: z.enum(["apply", "restore"]), who: z.string() })),
    unreadable: z.int(),
    /** Entries of other databases that were a target of this name: they are not among these. */
    others: z.array(z.object({ database: z.string(), entries: z.int() })),
  }),
  explain: z.object({ ...head, code: z.string(), title: z.string(), text: z.string() }),
  "explain, without a code": z.object({
    ...head,
    codes: z.array(z.object({ code: z.string(), title: z.string(), text: z.string() })),
  }),
  doctor: z.object({
    ...head,
    findings: z.array(z.object({ about: z.string(), ok: z.boolean(), text: z.string() })),
  }),
  /** The last line of `apply --json` and `rehearse --json`, which print one object a line. */
  "apply, last line": z.looseObject({ type: z.literal("result"), exit: z.int(), kind: z.optional(z.string()) }),
};
