import { EngineError, type Scratch } from "../database/connection.ts";
import { openScratch } from "../database/scratch.ts";
import { fold } from "../model/names.ts";
import type { Schema } from "../model/schema.ts";

/** An object of the live schema that this engine would not create. */
export interface NotCopied {
  readonly kind: string;
  readonly name: string;
  readonly why: string;
}

export interface Copy {
  readonly scratch: Scratch;
  readonly notCopied: readonly NotCopied[];
}

interface Definition {
  readonly kind: string;
  readonly name: string;
  readonly text: string;
}

const order = ["table", "virtual-table", "index", "view", "trigger"];

/** Every definition of a schema, what is ignored or not understood included, in an order in which they can be created. */
export function definitions(schema: Schema): Definition[] {
  const managed = [...schema.tables, ...schema.virtualTables, ...schema.indexes, ...schema.views, ...schema.triggers];
  const others = [...schema.opaque, ...schema.ignored].map(({ type, name, text }) => ({ kind: type, name, text }));
  const turn = new Map(schema.triggerOrder.map((name, n) => [name, n]));
  const place = ({ kind, name }: Definition) => (kind === "trigger" ? (turn.get(fold(name)) ?? turn.size) : 0);
  return [...managed, ...others].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || place(a) - place(b));
}

/** The schema once more, in memory, without a row. What cannot be created is left out and named. */
export function copySchema(schema: Schema): Copy {
  const scratch = openScratch();
  const notCopied: NotCopied[] = [];
  for (const each of definitions(schema)) {
    try {
      scratch.exec(each.text);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      notCopied.push({ kind: each.kind, name: each.name, why: error.message });
    }
  }
  return { scratch, notCopied };
}
