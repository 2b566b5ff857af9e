import { fold, named, sameName } from "../model/names.ts";
import type { Opaque, Schema, Trigger, View } from "../model/schema.ts";
import type { Decision } from "../plan/plan.ts";
import { attemptRead } from "../sql/cursor.ts";
import { readView } from "../sql/read-objects.ts";
import { readTrigger } from "../sql/read-trigger.ts";
import { subject } from "../words/subject.ts";
import { reasonWords } from "../words/reason.ts";

/** The live schema as a plan sees it, and why any broken views and triggers in it do not work. */
export interface Claimed {
  readonly live: Schema;
  readonly broken: ReadonlyMap<View | Trigger, string>;
}

/**
 * A live view or trigger that does not compile is not managed until one with its name is declared, or its drop is
 * approved. Then it is replaced or dropped like any other. So is a trigger with a column that its table lacks, until the
 * table gets that column: from then on the trigger would do what it never did.
 */
export function claimBroken(
  live: Schema,
  target: Schema,
  decisions: readonly Decision[],
  renamed: readonly { readonly from: string; readonly to: string }[],
): Claimed {
  const broken = new Map<View | Trigger, string>();
  const rest = live.opaque.filter((each) => {
    const wanted = begins(each, target, renamed) || isWanted(each, target, decisions);
    const object = wanted ? readAgain(each) : null;
    if (object !== null) broken.set(object, reasonWords(each.why));
    return object === null;
  });
  if (broken.size === 0) return { live, broken };
  const found = [...broken.keys()];
  const views = found.filter((each) => each.kind === "view");
  const triggers = found.filter((each) => each.kind === "trigger");
  return {
    live: {
      ...live,
      views: [...live.views, ...views],
      triggers: [...live.triggers, ...triggers],
      opaque: rest,
    },
    broken,
  };
}

/** Whether its only problem is that SQLite does not compile it. */
export function isBroken({ type, why }: Opaque): boolean {
  return (
    (type === "view" || type === "trigger") &&
    (why.kind === "broken" || (why.kind === "stands-on" && why.which === "broken"))
  );
}

/** Whether its table gets a column that it names. */
function begins({ why }: Opaque, { tables }: Schema, renamed: readonly { from: string; to: string }[]): boolean {
  if (why.kind !== "no-column") return false;
  const on = named(tables, renamed.find(({ from }) => sameName(from, why.table))?.to ?? why.table);
  return on !== undefined && why.missing.some((column) => named(on.columns, column) !== undefined);
}

function isWanted(each: Opaque, { views, triggers }: Schema, decisions: readonly Decision[]): boolean {
  if (!isBroken(each) && each.why.kind !== "no-column") return false;
  const declared = each.type === "view" ? views : triggers;
  return (
    declared.some(({ name }) => sameName(name, each.name)) ||
    decisions.some(
      (decision) =>
        decision.kind === "approve" &&
        decision.rule === `drop-${each.type}` &&
        fold(decision.object) === fold(subject(each.name)),
    )
  );
}

function readAgain({ type, name, table, text }: Opaque): View | Trigger | null {
  const read = attemptRead((): View | Trigger =>
    type === "view" ? { ...readView(text), name } : { ...readTrigger(text), name, table },
  );
  return read.ok ? read.value : null;
}
