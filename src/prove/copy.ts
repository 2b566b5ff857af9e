import type { Scratch } from "../database/connection.ts";
import { createInstead, giveTexts, whyNotRun } from "../database/create-instead.ts";
import { openScratch } from "../database/scratch.ts";
import { objectsOf } from "../model/canonical.ts";
import { fold } from "../model/names.ts";
import type { Schema } from "../model/schema.ts";
import type { OfApplication } from "../sql/stand-ins.ts";

/** An object of the live schema that this engine would not create. */
export interface NotCopied {
  readonly kind: string;
  readonly name: string;
  readonly why: string;
}

export interface Copy {
  readonly scratch: Scratch;
  readonly notCopied: readonly NotCopied[];
  /** Objects that exist but use a collation or function that this engine lacks: they may or may not stop an ALTER. */
  readonly halfRead: readonly NotCopied[];
}

/** A statement that creates an object, and what it creates. */
export interface Definition {
  readonly kind: string;
  readonly name: string;
  readonly text: string;
}

const order = ["table", "virtual-table", "index", "view", "trigger"];

/** Every definition of a schema, including what is ignored or not understood. */
function definitions(schema: Schema): Definition[] {
  const others = [...schema.opaque, ...schema.ignored].map(({ type, name, text }) => ({ kind: type, name, text }));
  const turn = new Map(schema.triggerOrder.map((name, n) => [name, n]));
  const place = ({ name }: Definition) => turn.get(fold(name)) ?? turn.size;
  const all = [...objectsOf(schema), ...others];
  const isTrigger = ({ kind }: Definition) => kind === "trigger";
  return [...all.filter((each) => !isTrigger(each)), ...all.filter(isTrigger).sort((a, b) => place(a) - place(b))];
}

/** A copy of the schema in memory, without rows. What cannot be created is left out and returned. */
export function copySchema(schema: Schema, fill?: (scratch: Scratch) => void): Copy {
  return copyDefinitions(definitions(schema), fill);
}

/** The same, to compile statements on: functions and collations of the application are known by name there. */
export function copyToCompile(schema: Schema, known: OfApplication, fill?: (scratch: Scratch) => void): Copy {
  return copyDefinitions(definitions(schema), fill, known);
}

/** The same for definitions; triggers in their original order. Rows are written before any trigger could fire. */
export function copyDefinitions(
  definitions: readonly Definition[],
  fill?: (scratch: Scratch) => void,
  known?: OfApplication,
): Copy {
  const scratch = openScratch(known);
  const notCopied: NotCopied[] = [];
  const halfRead: (NotCopied & Definition)[] = [];
  let filled = fill === undefined;
  for (const each of definitions.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))) {
    if (!filled && each.kind === "trigger") {
      fill?.(scratch);
      filled = true;
    }
    const why = whyNotRun(scratch, each.text);
    if (why === null) continue;
    if (createInstead(scratch, each.text, why)) halfRead.push({ ...each, why });
    else notCopied.push({ kind: each.kind, name: each.name, why });
  }
  if (!filled) fill?.(scratch);
  if (halfRead.length > 0)
    giveTexts(
      scratch,
      halfRead.map(({ kind, name, text }) => ({ type: kind, name, text })),
    );
  return { scratch, notCopied, halfRead };
}
