import type { Beside } from "../model/beside.ts";
import { objectsOf } from "../model/canonical.ts";
import { fold } from "../model/names.ts";
import type { Schema } from "../model/schema.ts";
import { isOfApplication, nameWithoutArity, type OfApplication, usedOfApplication } from "../sql/stand-ins.ts";
import { lineLike, namePattern, unword, word } from "../words/subject.ts";
import type { Plan } from "./plan.ts";
import { type Line, Unusable } from "./unusable.ts";

/** The functions and collations of the application that these schemas use; undefined if there are none. */
export function usedIn(schemas: readonly Schema[], known: OfApplication): OfApplication | undefined {
  if (known.functions.length + known.collations.length === 0) return undefined;
  const texts = schemas.flatMap((schema) => objectsOf(schema).map(({ text }) => text));
  const uses = texts.flatMap((text) => usedOfApplication(text, known));
  const isUsed = (what: "function" | "collation", name: string) =>
    uses.some((use) => use.what === what && fold(use.name) === fold(name));
  const functions = known.functions.filter((each) => isUsed("function", nameWithoutArity(each)));
  const collations = known.collations.filter((each) => isUsed("collation", each));
  return functions.length + collations.length === 0 ? undefined : { functions, collations };
}

/**
 * What the configuration knows, plus what the plans were made with: a plan may be applied where there is no
 * configuration.
 */
export function besideWith(beside: Beside, plans: readonly Plan[]): Beside {
  const all = plans.flatMap(({ application }) => application ?? []);
  if (all.length === 0) return beside;
  const functions = all
    .flatMap((each) => each.functions)
    .filter((each) => !isOfApplication({ what: "function", name: nameWithoutArity(each) }, beside));
  const collations = all
    .flatMap((each) => each.collations)
    .filter((name) => !isOfApplication({ what: "collation", name }, beside));
  return {
    ...beside,
    functions: [...new Set([...beside.functions, ...functions])],
    collations: [...new Set([...beside.collations, ...collations])],
  };
}

export function writeApplication(application: OfApplication | undefined): readonly string[] {
  return [
    ...(application?.functions ?? []).map((name) => `--@ function ${word(name)}`),
    ...(application?.collations ?? []).map((name) => `--@ collation ${word(name)}`),
  ];
}

export interface ApplicationDraft {
  functions: string[];
  collations: string[];
}

const pattern = lineLike(`^(function|collation) (${namePattern})$`);

/** Reads a line of the header; false if it is not one of these. */
export function takeApplicationLine(draft: ApplicationDraft, said: string, line: Line): boolean {
  if (!/^(?:function|collation)(?: |$)/.test(said)) return false;
  const [, what, name] = pattern(said) ?? [];
  if (name === undefined) throw new Unusable("this does not name a function or a collation", line);
  draft[what === "function" ? "functions" : "collations"].push(unword(name));
  return true;
}
