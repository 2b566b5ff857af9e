/**
 * What each kind of step, check and hazard means, in one place. A new kind is a new line here; the compiler then
 * reports every other place that must handle it.
 */

/** `+` add, `~` change, `>` rename, `#` rebuild, `-` drop: told apart without colour. */
export type Mark = "+" | "~" | ">" | "#" | "-";

export type ObjectKind = "table" | "column" | "constraint" | "index" | "view" | "trigger" | "virtual-table" | "rows";

/** The work that a statement causes in the engine for each row of its table. */
export type Work = "copy" | "compare" | "index" | "write" | "drop-column" | "scan" | "drop";

interface StepMeaning {
  /** What it creates, changes or drops. */
  readonly object: ObjectKind;
  /** How it is drawn; null if it is part of another step. */
  readonly mark: Mark | null;
  /** Whether the definition after it differs from the one before. */
  readonly defines: boolean;
  /** Whether it changes values, so that the rows it wrote are counted. */
  readonly writesRows: boolean;
  /** Whether SQLite parses every definition of the schema again, and stops at the first that it cannot parse. */
  readonly rereadsSchema: boolean;
  /** What it costs for each row of the table; null if the cost does not depend on the rows. */
  readonly cost: Work | null;
}

function step(object: ObjectKind, mark: Mark | null, more: Partial<StepMeaning> = {}): StepMeaning {
  return { object, mark, defines: false, writesRows: false, rereadsSchema: false, cost: null, ...more };
}

export const steps = {
  /** Rewrites the strings of a stored definition in single quotes, so that SQLite can parse it again. */
  requote: step("table", null),
  "drop-view": step("view", "-"),
  "drop-trigger": step("trigger", "-"),
  "drop-index": step("index", "-", { cost: "drop" }),
  "drop-table": step("table", "-", { cost: "drop" }),
  "drop-column": step("column", "-", { defines: true, rereadsSchema: true, cost: "drop-column" }),
  "drop-virtual-table": step("virtual-table", "-", { cost: "drop" }),
  "rename-table": step("table", ">", { defines: true, rereadsSchema: true }),
  "rename-column": step("column", ">", { defines: true, rereadsSchema: true }),
  "create-table": step("table", "+", { defines: true }),
  "create-index": step("index", "+", { defines: true, cost: "index" }),
  "create-view": step("view", "+", { defines: true }),
  "create-trigger": step("trigger", "+", { defines: true }),
  "create-virtual-table": step("virtual-table", "+", { defines: true }),
  "add-column": step("column", "+", { defines: true, cost: "scan" }),
  "alter-column": step("column", "~", { defines: true, rereadsSchema: true }),
  fill: step("column", "~", { writesRows: true, cost: "write" }),
  /** Part of altering the column. */
  convert: step("column", null, { writesRows: true, cost: "write" }),
  /** Stores a column's old default in the rows that read it from the schema. */
  "restore-values": step("column", null, { writesRows: true, cost: "write" }),
  "rebuild-create": step("table", "#", { defines: true }),
  "rebuild-copy": step("table", null, { defines: true, writesRows: true, cost: "copy" }),
  "rebuild-sequence": step("table", null, { defines: true }),
  "rebuild-drop": step("table", null, { defines: true, cost: "drop" }),
  "rebuild-rename": step("table", null, { defines: true, rereadsSchema: true }),
  /** Where foreign keys stay on, violations are counted when it is settled, not row by row. */
  "defer-keys": step("table", null),
  "settle-keys": step("table", null),
  /** A trigger that keeps the rows of a child as they are while the rows of its parent are dropped. */
  shield: step("trigger", null),
  unshield: step("trigger", null),
  /** Finds the rows of a child during that time. */
  "reference-index": step("index", null, { cost: "index" }),
  "drop-reference-index": step("index", null, { cost: "drop" }),
  /** Makes a full-text index read its content again. Its own shadow rows do not count. */
  "fill-virtual-table": step("virtual-table", null, { cost: "write" }),
  /** Rows that belong to the schema. */
  /** Where foreign keys stay on, violations are counted once all rows are written. */
  "defer-rows": step("rows", null),
  "settle-rows": step("rows", null),
  "insert-rows": step("rows", "+", { writesRows: true, cost: null }),
  "update-rows": step("rows", "~", { writesRows: true, cost: null }),
  "delete-rows": step("rows", "-", { writesRows: true, cost: null }),
  /** Written by a person into a plan file, and approved by an `edited-step` line. */
  edit: step("column", "~", { writesRows: true, cost: "write" }),
  /** The same for rows only: INSERT, UPDATE, DELETE. */
  data: step("table", "~", { writesRows: true, cost: "write" }),
} as const satisfies Readonly<Record<string, StepMeaning>>;

export type StepKind = keyof typeof steps;

/** What a kind of check costs for each row of the table. */
export const checks = {
  "drop-table": { cost: "scan" },
  "drop-column": { cost: "scan" },
  "not-null": { cost: "scan" },
  check: { cost: "scan" },
  convert: { cost: "scan" },
  unique: { cost: "index" },
  references: { cost: "scan" },
  "rebuild-rows": { cost: "compare" },
  "foreign-keys": { cost: "scan" },
  /** Whether the declared rows exist. */
  rows: { cost: "scan" },
  "delete-rows": { cost: "scan" },
  "overwrite-rows": { cost: "scan" },
  /** Written by a person into a plan file. */
  edit: { cost: "scan" },
} as const satisfies Readonly<Record<string, { readonly cost: Work }>>;

export type CheckKind = keyof typeof checks;

interface HazardMeaning {
  /**
   * `object`: it is dropped with all its rows. `values`: the values of one column are lost. `definition`: no rows are
   * affected. `nothing`: all stays, but the reviewer has to know in what way.
   */
  readonly takes: "object" | "values" | "definition" | "nothing";
  /** The check that counts the rows again under the lock; null if rows are not the measure. */
  readonly check: CheckKind | null;
  /** Whether something of the database itself is gone afterwards, and `apply` says so. */
  readonly gone: boolean;
  /** Where it is approved: by a flag when the plan is made, or by a line in the plan file. */
  readonly approved: "flag" | "file";
}

/**
 * What a plan can destroy, or leave in a state that people must know about. Each needs an approval that names rule,
 * object and rows.
 */
export const hazards = {
  "drop-table": { takes: "object", check: "drop-table", approved: "flag", gone: true },
  "drop-column": { takes: "values", check: "drop-column", approved: "flag", gone: true },
  "lossy-convert": { takes: "values", check: "convert", approved: "flag", gone: true },
  /** Values that are not of the new type, in a table that is not STRICT. */
  "keep-unconverted": { takes: "nothing", check: "convert", approved: "flag", gone: false },
  "drop-index": { takes: "definition", check: null, approved: "flag", gone: true },
  "drop-trigger": { takes: "definition", check: null, approved: "flag", gone: true },
  "drop-view": { takes: "definition", check: null, approved: "flag", gone: true },
  "drop-virtual-table": { takes: "object", check: "drop-table", approved: "flag", gone: true },
  /** The rows stay; which numbers were ever given is forgotten. */
  "drop-autoincrement": { takes: "nothing", check: null, approved: "flag", gone: true },
  /** Rows of a table whose rows are declared, or rows that refer to such rows. */
  "delete-rows": { takes: "values", check: "delete-rows", approved: "flag", gone: true },
  "overwrite-rows": { takes: "values", check: "overwrite-rows", approved: "flag", gone: true },
  /**
   * Queries of the application that fail or change their meaning. Counted if the application's sources are available.
   */
  "break-queries": { takes: "definition", check: null, approved: "flag", gone: false },
  "edited-step": { takes: "definition", check: null, approved: "file", gone: false },
} as const satisfies Readonly<Record<string, HazardMeaning>>;

export type HazardKind = keyof typeof hazards;

/** Objects that hold no rows, so that all of a kind can be approved together, by number. */
export type ApprovedTogether = "drop-index" | "drop-trigger" | "drop-view";

export function isApprovedTogether(rule: HazardKind): rule is ApprovedTogether {
  return rule === "drop-index" || rule === "drop-trigger" || rule === "drop-view";
}

/** Hazards for which a target may require no approval. */
export const unaskable = ["drop-index", "drop-view"] as const satisfies readonly ApprovedTogether[];

export type Unasked = (typeof unaskable)[number];

/** Whether a word from a file or a command line is one of the kinds in a table. */
export function isKind<Kind extends string>(table: Readonly<Record<Kind, unknown>>, word: string): word is Kind {
  return Object.hasOwn(table, word);
}
