import { named, sameName } from "../../model/names.ts";
import type { EngineProfile } from "../../model/profile.ts";
import type { ForeignKey, Schema, Table } from "../../model/schema.ts";
import { subjectNames } from "../../words/subject.ts";
import type { Item, Step } from "../../plan/plan.ts";
import type { Problem } from "../../problem/problem.ts";
import { mentions } from "../../sql/mentions.ts";
import { reasonWords } from "../../words/reason.ts";
import type { Situation } from "../situation.ts";
import { beyondLimits } from "./limits.ts";
import { mayReferTo } from "../pair/unmanaged.ts";

/** What the target's engine cannot do in a plan, or cannot do without harm. */
export function beyondEngine(
  { profile, renamed, target }: Pick<Situation, "profile" | "renamed" | "target">,
  items: readonly Item[],
): Problem[] {
  const steps = items.flatMap((item) => (item.kind === "step" ? [item] : []));
  return [
    ...(profile.dialect === "sqlite" ? libsqlAlone(profile, target) : []),
    ...(profile.foreignKeysOff ? [] : steps.flatMap((step) => reachesChildren(profile, renamed, step))),
    ...(profile.writableSchema ? [] : steps.flatMap((step) => keepsDoubleQuotes(profile, step))),
    ...items.flatMap((item) => tooLong(profile, item)),
    ...steps.flatMap((step) => tooWide(profile, target, step)),
    ...items.flatMap((item) => beyondLimits(profile, item)),
    ...steps.flatMap((step) => lacksModule(profile, target, step)),
    ...(profile.foreignKeysOff
      ? []
      : steps.filter(({ step }) => step === "requote").map((step) => requoting(profile, step))),
  ];
}

/** Other engines cannot even open a database that holds one of these. */
function libsqlAlone({ engine }: EngineProfile, { tables, indexes }: Schema): Problem[] {
  const inIndex = ({ terms }: Schema["indexes"][number]) =>
    terms.some(({ expr }) => expr !== null && [...mentions(expr.text)].some((name) => name.startsWith("libsql_")));
  const found = [
    ...tables.filter(({ randomRowid }) => randomRowid).map(({ name }) => [name, "RANDOM ROWID"] as const),
    ...indexes.filter(inIndex).map(({ name }) => [name, "a vector index"] as const),
  ];
  return found.map(([name, what]) => ({
    code: "engine-lacks",
    level: "error",
    subject: name,
    message: `${name} has ${what}, which only libSQL supports, and the plan is for ${engine}`,
    help: ["remove it from the declarations, or plan for a database that libSQL opens"],
  }));
}

/**
 * With foreign keys on, DROP TABLE deletes the rows of a table first. Shields protect the rows that refer to it, but a
 * table whose text cannot be read has none. And if a key changes, ON UPDATE changes what refers to it.
 */
function reachesChildren({ engine }: EngineProfile, renamed: Schema, step: Step): Problem[] {
  const [name = "", column] = subjectNames(step.subject);
  if (step.step === "rebuild-drop" || step.step === "drop-table") {
    const unread = mayReferTo(name, renamed);
    if (unread.length === 0) return [];
    return [
      {
        code: "engine-foreign-keys",
        level: "error",
        subject: name,
        message: `${name} has to be ${step.step === "drop-table" ? "dropped" : "rebuilt"}, and ${engine} cannot switch foreign keys off for that`,
        why: "DROP TABLE deletes the rows of a table first: what refers to them would be deleted or set to NULL",
        evidence: unread.map((each) => `${each.name} names it, and is not understood: ${reasonWords(each.why)}`),
        help: ["change the table that is not understood by hand, so that it refers to nothing, then plan again"],
      },
    ];
  }
  if (!writes.has(step.step)) return [];
  // Several at once are new, and nothing refers to them, or they are converted.
  if (column === undefined && step.step === "fill") return [];
  const children = renamed.tables.filter(({ foreignKeys }) =>
    foreignKeys.some(
      ({ table, references, onUpdate }) =>
        sameName(table, name) &&
        !still.has(onUpdate) &&
        references.some((each) => column === undefined || sameName(each, column)),
    ),
  );
  if (children.length === 0) return [];
  return [
    {
      code: "engine-foreign-keys",
      level: "error",
      subject: name,
      message: `the values of ${step.subject} have to be written again, and ${engine} cannot switch foreign keys off for that`,
      why: "with foreign keys on, ON UPDATE changes what refers to these rows",
      evidence: children.map((child) => `${child.name} refers to it`),
      help: ["drop the references first, in a plan of its own, and declare them again afterwards"],
    },
  ];
}

function keepsDoubleQuotes({ engine }: EngineProfile, { step, subject }: Step): Problem[] {
  if (step !== "requote") return [];
  return [
    {
      code: "engine-lacks",
      level: "error",
      subject,
      message: `${subject} holds strings in double quotes, and ${engine} does not let its stored definition be changed`,
      why: "SQLite reads the whole schema again with each ALTER, and stops at such a string",
      help: [
        "drop it and create it again with the strings in single quotes, then plan again",
        "new tables, columns and indexes can still be added",
      ],
    },
  ];
}

const writes: ReadonlySet<Step["step"]> = new Set(["fill", "convert", "restore-values"]);

/** Actions that do not change rows of the children. */
const still: ReadonlySet<ForeignKey["onUpdate"]> = new Set(["NO ACTION", "RESTRICT"]);

function tooLong({ engine, limits }: EngineProfile, { subject, sql }: Item): Problem[] {
  const most = limits?.statement ?? null;
  const size = new TextEncoder().encode(sql).length;
  if (most === null || size <= most) return [];
  return [
    {
      code: "engine-limit",
      level: "error",
      subject,
      message: `a statement of the plan has ${size} bytes, and ${engine} allows ${most}`,
      help: ["make the change in several plans, or split the definition"],
    },
  ];
}

function tooWide({ engine, limits }: EngineProfile, { tables }: Schema, step: Step): Problem[] {
  const most = limits?.columns ?? null;
  const table: Table | undefined = creates.has(step.step) ? named(tables, nameIn(step)) : undefined;
  if (most === null || table === undefined || table.columns.length <= most) return [];
  return [
    {
      code: "engine-limit",
      level: "error",
      subject: table.name,
      message: `${table.name} is declared with ${table.columns.length} columns, and ${engine} allows ${most} in a table`,
      help: ["move some of them to a table of their own"],
    },
  ];
}

/** If the stored text cannot be written, strings in double quotes stay as they are. */
function requoting({ engine }: EngineProfile, { subject }: Step): Problem {
  return {
    code: "engine-lacks",
    level: "error",
    subject,
    message: `${subject} has strings in double quotes, which ${engine} keeps and no other engine can alter`,
    help: ["drop it and create it again with the strings in single quotes, in a plan or by hand, and plan again"],
  };
}

function lacksModule({ engine, limits }: EngineProfile, { virtualTables }: Schema, step: Step): Problem[] {
  const modules = limits?.modules ?? null;
  const table = step.step === "create-virtual-table" || step.step === "rebuild-create" ? nameIn(step) : null;
  const made = table === null ? undefined : named(virtualTables, table);
  if (modules === null || made === undefined || modules.includes(made.module)) return [];
  return [
    {
      code: "engine-lacks",
      level: "error",
      subject: made.name,
      message: `${made.name} is a table of the module ${made.module}, which ${engine} does not have`,
      help: [`it has ${modules.join(" and ")}`],
    },
  ];
}

const creates: ReadonlySet<Step["step"]> = new Set(["create-table", "rebuild-create", "add-column"]);

function nameIn({ subject }: Step): string {
  return subjectNames(subject)[0] ?? "";
}
