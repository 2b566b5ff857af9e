import type { Beside } from "../model/beside.ts";
import { introspectScratch } from "../introspect/introspect.ts";
import { objectsOf } from "../model/canonical.ts";
import { fold } from "../model/names.ts";
import type { Requoted, Schema } from "../model/schema.ts";
import { subjectNames } from "../words/subject.ts";
import { type StepKind, steps } from "../plan/kinds.ts";
import type { Plan } from "../plan/plan.ts";
import { readRequote } from "../sql/requote.ts";
import { copyDefinitions } from "./copy.ts";

/** What the file says about strings in double quotes; the definitions it quotes have single quotes. */
function requotedBy({ items }: Plan): Requoted[] {
  return items.flatMap((item): Requoted[] => {
    const found = item.kind === "step" && item.step === "requote" ? readRequote(item.sql) : null;
    return found === null ? [] : [{ type: found.type as Requoted["type"], name: found.name, text: found.sql }];
  });
}

/** A trigger may have the name of a table, so a step also names the kind of object that it defines. */
function kindsDefined(step: StepKind): readonly string[] {
  const { defines, object } = steps[step];
  if (!defines) return [];
  return object === "index" || object === "view" || object === "trigger" ? [object] : ["table", "virtual-table"];
}

/**
 * The schema that a plan was made for, derived without the database: what the plan does not touch is as declared, and
 * what it touches is quoted in the file. Two fingerprints then show whether the file, the declarations and the quotes
 * belong together.
 */
export function baseOf(plan: Plan, target: Schema, beside: Beside): Schema {
  const made = new Set(
    plan.items.flatMap((item) =>
      item.kind === "step"
        ? kindsDefined(item.step).map((kind) => `${kind} ${fold(subjectNames(item.subject)[0] ?? "")}`)
        : [],
    ),
  );
  const quoted = new Set(plan.before.map((before) => `${before.type} ${fold(before.name)}`));
  const untouched = objectsOf(target).filter(
    ({ kind, name }) => ![made, quoted].some((names) => names.has(`${kind} ${fold(name)}`)),
  );
  const { scratch } = copyDefinitions([
    ...untouched,
    ...plan.before.map(({ type, name, sql }) => ({ kind: type, name, text: sql })),
  ]);
  try {
    return { ...introspectScratch(scratch, beside), requoted: requotedBy(plan) };
  } finally {
    scratch.close();
  }
}
