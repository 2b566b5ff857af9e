import type { Change, TableChange } from "../diff/change.ts";
import { fold } from "../model/names.ts";
import type { Index, SchemaObject, Table, VirtualTable } from "../model/schema.ts";
import { subject } from "../plan/directive.ts";
import type { Question } from "../plan/facts.ts";
import type { Decision, Hazard, HazardKind } from "../plan/plan.ts";
import { count, plural } from "../plan/words.ts";
import type { Problem } from "../problem/problem.ts";
import { mentions } from "../sql/retarget.ts";
import { significant, tokenize, unquote } from "../sql/tokens.ts";
import { askRows, askValues } from "./ask.ts";
import { candidatesFor } from "./candidates.ts";
import { fillOf } from "./fill.ts";
import { type Situation, findColumn, liveColumn, liveTable } from "./situation.ts";
import { content, losesContent } from "./virtual.ts";

/** Something of the live database that a plan would end. */
export interface Destruction {
  readonly rule: HazardKind;
  readonly object: string;
  /** How many rows hold what is lost; null where rows are not the measure. */
  readonly rows: Question | null;
  readonly what: string;
}

/** Everything that goes for good, but for what goes with its table: that is covered by the table's approval. */
export function destructions(situation: Situation, changes: readonly Change[]): Destruction[] {
  const gone = changes.flatMap((change) =>
    change.kind === "drop" && change.object.kind === "table" ? [change.object.name] : [],
  );
  // Indexes are called as after the renames, triggers as before.
  const goneTables = {
    renamed: new Set(gone.map(fold)),
    live: new Set(gone.map((name) => fold(liveTable(situation, name)?.name ?? name))),
  };
  return changes.flatMap((change): Destruction[] => {
    if (change.kind === "drop") return dropped(situation, changes, change.object, goneTables);
    if (change.kind === "replace-virtual-table")
      return losesContent(change.from, change.to) ? [virtualTable(change.from)] : [];
    if (change.kind !== "change-table") return [];
    const live = liveTable(situation, change.to.name);
    if (live === null) return [];
    return [
      ...overwritten(situation, change, live),
      ...change.edits.flatMap((edit): Destruction[] => {
        if (edit.kind !== "drop-column" || edit.column.generated !== null) return [];
        const name = liveColumn(situation, change.to.name, edit.column.name);
        const object = subject(live.name, name);
        return [{ rule: "drop-column", object, rows: askValues(live, name), what: `column ${object}` }];
      }),
    ];
  });
}

/** A fill that does not name the column it fills puts new values in the place of those that are there. */
function overwritten(situation: Situation, change: TableChange, live: Table): Destruction[] {
  return change.to.columns.flatMap((column): Destruction[] => {
    const fill =
      findColumn(change.from, column.name) === undefined ? null : fillOf(situation, change.from, change.to, column);
    if (fill?.rows !== "all" || mentions(fill.sql).has(fold(column.name))) return [];
    const name = liveColumn(situation, change.to.name, column.name);
    const object = subject(live.name, name);
    return [{ rule: "lossy-convert", object, rows: askValues(live, name), what: `what ${object} holds` }];
  });
}

function dropped(
  situation: Situation,
  changes: readonly Change[],
  object: SchemaObject,
  gone: { readonly renamed: ReadonlySet<string>; readonly live: ReadonlySet<string> },
): Destruction[] {
  const name = subject(object.name);
  switch (object.kind) {
    case "table": {
      const live = liveTable(situation, object.name)?.name ?? object.name;
      return [{ rule: "drop-table", object: subject(live), rows: askRows(live), what: `table ${subject(live)}` }];
    }
    case "virtual-table":
      return [virtualTable(object)];
    case "index":
      return gone.renamed.has(fold(object.table)) || losesColumn(changes, object)
        ? []
        : [{ rule: "drop-index", object: name, rows: null, what: `index ${name}` }];
    case "trigger":
      return gone.live.has(fold(object.table))
        ? []
        : [{ rule: "drop-trigger", object: name, rows: null, what: `trigger ${name}` }];
    case "view":
      return [{ rule: "drop-view", object: name, rows: null, what: `view ${name}` }];
  }
}

function virtualTable(object: VirtualTable): Destruction {
  const name = subject(object.name);
  const rows = content(object).kind === "own" ? askRows(object.name) : null;
  return { rule: "drop-virtual-table", object: name, rows, what: `virtual table ${name}` };
}

/** An index cannot outlive a column that it is made of. A text that only reads like the column's name is no column. */
function losesColumn(changes: readonly Change[], index: Index): boolean {
  const named = new Set(
    significant(tokenize(index.text))
      .filter((token) => token.kind === "word" || token.kind === "name")
      .map((token) => fold(unquote(token.text))),
  );
  return changes.some(
    (change) =>
      change.kind === "change-table" &&
      fold(change.to.name) === fold(index.table) &&
      change.edits.some((edit) => edit.kind === "drop-column" && named.has(fold(edit.column.name))),
  );
}

export interface Approved {
  readonly hazards: readonly Hazard[];
  readonly used: readonly Decision[];
  readonly problems: readonly Problem[];
  /** For each destruction, how many rows may be lost: what the plan checks again before it acts. */
  readonly bounds: ReadonlyMap<Destruction, number>;
}

/** Holds each destruction against the approvals; `count` gives the rows at stake. */
export function approve(
  situation: Situation,
  changes: readonly Change[],
  all: readonly Destruction[],
  count: (question: Question) => number,
): Approved {
  const hazards: Hazard[] = [];
  const used: Decision[] = [];
  const problems: Problem[] = [];
  const bounds = new Map<Destruction, number>();
  for (const each of all) {
    const rows = each.rows === null ? null : count(each.rows);
    const decision = situation.decisions.find(
      (made) => made.kind === "approve" && made.rule === each.rule && fold(made.object) === fold(each.object),
    );
    const harmless = !isWhole(each) && rows === 0 && decision === undefined;
    if (!harmless)
      hazards.push({ kind: each.rule, object: each.object, destroys: true, rows, message: lost(each, rows) });
    if (isProtected(situation, each)) problems.push(protectedObject(each));
    else if (harmless) bounds.set(each, 0);
    else if (decision?.kind !== "approve") problems.push(unapproved(situation, changes, each, rows));
    else {
      used.push(decision);
      if (rows !== null && (decision.rows === null || decision.rows < rows))
        problems.push(beyondBound(each, rows, decision.rows));
      else if (rows !== null) bounds.set(each, decision.rows as number);
    }
  }
  return { hazards, used, problems, bounds };
}

/** What goes with all its rows, and not only with what they hold in one place. */
function isWhole({ rule }: Pick<Destruction, "rule">): boolean {
  return rule === "drop-table" || rule === "drop-virtual-table";
}

function lost({ rule, what }: Destruction, rows: number | null): string {
  if (rows === null) return `${what} goes`;
  if (rule === "lossy-convert") return `${what} in ${plural(rows, "row")} is replaced`;
  return isWhole({ rule })
    ? `${what} and its ${plural(rows, "row")} are destroyed`
    : `${what} and what ${plural(rows, "row")} ${rows === 1 ? "holds" : "hold"} in it are destroyed`;
}

function isProtected(situation: Situation, each: Destruction): boolean {
  return situation.protect.some((pattern) => {
    const shape = pattern.split("*").map((part) => fold(part).replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    const names = [fold(each.object), fold(each.object.split(".")[0] as string)];
    return names.some((name) => new RegExp(`^${shape.join(".*")}$`, "s").test(name));
  });
}

function protectedObject(each: Destruction): Problem {
  return {
    code: "protected",
    level: "error",
    subject: each.object,
    message: `${each.what} is protected by the configuration, and this plan would drop it`,
    help: ["put it back into the declarations, or take it out of `protect` in the configuration"],
  };
}

function beyondBound(each: Destruction, rows: number, bound: number | null): Problem {
  const said =
    bound === null ? "the approval names no number of rows" : `the approval is for at most ${plural(bound, "row")}`;
  return {
    code: "approval-too-small",
    level: "error",
    subject: each.object,
    message: `${said}, and ${each.what} holds ${count(rows)}`,
    help: [`approve what is there now: --approve ${each.rule}:${each.object}:${rows}`],
    decision: {
      code: "approval-too-small",
      subject: each.object,
      evidence: [`${rows} rows`],
      answers: [{ means: "destroy them", flags: ["--approve", `${each.rule}:${each.object}:${rows}`] }],
    },
  };
}

function unapproved(situation: Situation, changes: readonly Change[], each: Destruction, rows: number | null): Problem {
  const approval = `${each.rule}:${each.object}${rows === null ? "" : `:${rows}`}`;
  const drop = { means: "destroy it", flags: ["--approve", approval] };
  if (each.rule === "lossy-convert") {
    return {
      code: "approval-needed",
      level: "error",
      subject: each.object,
      message: `this plan would replace ${each.what} in ${plural(rows ?? 0, "row")}: the fill does not name the column`,
      why: "a fill may have been written for the day when the column was new",
      help: [
        `to convert, name the column in the fill, or take a fill away that has done its work`,
        `to replace the values: --approve ${approval} --because "…"`,
      ],
      decision: {
        code: "approval-needed",
        subject: each.object,
        evidence: [`${rows} rows`],
        answers: [{ means: "replace the values", flags: ["--approve", approval] }],
      },
    };
  }
  const candidates = candidatesFor(situation, changes, each);
  if (candidates.length > 0) {
    const best = candidates[0] as (typeof candidates)[number];
    return {
      code: "ambiguous-rename",
      level: "error",
      subject: each.object,
      message: `was ${each.object} renamed to ${best.name}, or dropped?`,
      evidence: candidates.map((candidate) => `${candidate.name} is new: ${candidate.evidence.join(", ")}`),
      help: [
        ...candidates.map(
          (candidate) => `renamed:  --rename ${candidate.flag}    or ${candidate.declaration} in the declarations`,
        ),
        `dropped:  --approve ${approval} --because "…"`,
      ],
      decision: {
        code: "ambiguous-rename",
        subject: each.object,
        evidence: candidates.flatMap((candidate) => candidate.evidence),
        answers: [
          ...candidates.map((candidate) => ({
            means: `renamed to ${candidate.name}`,
            flags: ["--rename", candidate.flag],
            declaration: candidate.declaration,
          })),
          drop,
        ],
      },
    };
  }
  return {
    code: "approval-needed",
    level: "error",
    subject: each.object,
    message: `this plan would drop ${each.what}${rows === null ? "" : isWhole(each) ? ` and its ${plural(rows, "row")}` : `, which ${plural(rows, "row")} ${rows === 1 ? "holds" : "hold"} a value in`}`,
    why: "it is in the database and not in the declarations",
    help: [
      ...hinted(situation, each).map(
        (rename) => `to keep it under its new name, in the place of what bears that name: --rename ${rename}`,
      ),
      "to keep it, put it back into the declarations (`trueup pull` writes it), or name it in `ignore`",
      `to destroy it: --approve ${approval} --because "…"`,
    ],
    decision: {
      code: "approval-needed",
      subject: each.object,
      evidence: rows === null ? [] : [`${rows} rows`],
      answers: [drop],
    },
  };
}

/** A hint alone never moves something onto a name that is taken: it may be an old one, done long ago. */
function hinted(situation: Situation, { object }: Destruction): string[] {
  const { tables, columns } = situation.hints;
  return [
    ...tables.map(({ from, to }) => [subject(from), subject(to)] as const),
    ...columns.map(({ table, from, to }) => {
      const live = liveTable(situation, table)?.name ?? table;
      return [subject(live, from), subject(table, to)] as const;
    }),
  ].flatMap(([from, to]) => (fold(from) === fold(object) ? [`${from}:${to}`] : []));
}
