import { EngineError, type Scratch } from "../database/connection.ts";
import { openScratch } from "../database/scratch.ts";
import { objectsOf } from "../model/canonical.ts";
import { fold, sameName } from "../model/names.ts";
import type { Schema } from "../model/schema.ts";
import { lacks } from "../sql/messages.ts";
import { quoteText } from "../sql/quote.ts";
import type { OfApplication } from "../sql/stand-ins.ts";
import { isWord, significant, tokenize, unquote } from "../sql/tokens.ts";

/** An object of the live schema that this engine would not create. */
export interface NotCopied {
  readonly kind: string;
  readonly name: string;
  readonly why: string;
}

export interface Copy {
  readonly scratch: Scratch;
  readonly notCopied: readonly NotCopied[];
  /** What exists but uses a collation or function that this engine lacks: it may or may not stop an ALTER. */
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

/** The same to compile statements on: what the application registers is known by name there. */
export function copyToCompile(schema: Schema, known: OfApplication): Copy {
  return copyDefinitions(definitions(schema), undefined, known);
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
    const why = trouble(scratch, each.text);
    if (why === null) continue;
    if (createInstead(scratch, each.text, why)) halfRead.push({ ...each, why });
    else notCopied.push({ kind: each.kind, name: each.name, why });
  }
  if (!filled) fill?.(scratch);
  if (halfRead.length > 0) giveTexts(scratch, halfRead);
  return { scratch, notCopied, halfRead };
}

function trouble(scratch: Scratch, sql: string): string | null {
  try {
    scratch.exec(sql);
    return null;
  } catch (error) {
    if (error instanceof EngineError) return error.message;
    throw error;
  }
}

/**
 * Removes the collations that the engine lacks, and replaces functions that it lacks. There are no rows whose order or
 * computed values could differ.
 */
function createInstead(scratch: Scratch, sql: string, why: string): boolean {
  let text = sql;
  for (let message: string | null = why; message !== null; message = trouble(scratch, text)) {
    const missing = lacks(message);
    const other =
      missing?.what === "collation"
        ? without(text, missing.name)
        : missing?.what === "function"
          ? calling(text, missing.name)
          : text;
    if (other === text) return false;
    text = other;
  }
  return true;
}

function without(sql: string, collation: string): string {
  const tokens = significant(tokenize(sql));
  const clauses = tokens.flatMap((token, n) => {
    const name = tokens[n + 1];
    return isWord(token, "COLLATE") && name !== undefined && sameName(unquote(name.text), collation)
      ? [{ start: token.start, end: name.end }]
      : [];
  });
  return clauses.reduceRight((text, { start, end }) => text.slice(0, start) + text.slice(end), sql);
}

/** `char` takes any number of arguments and is deterministic. */
function calling(sql: string, missed: string): string {
  const tokens = significant(tokenize(sql));
  const calls = tokens.filter((token, n) => tokens[n + 1]?.text === "(" && sameName(unquote(token.text), missed));
  return calls.reduceRight((text, { start, end }) => `${text.slice(0, start)}char${text.slice(end)}`, sql);
}

/** Restores the definitions of the live database, so that the engine parses them as it does there. */
function giveTexts(scratch: Scratch, halfRead: readonly Definition[]): void {
  const version = Number(scratch.all("PRAGMA schema_version")[0]?.[0]);
  const updates = halfRead.map(
    ({ kind, name, text }) =>
      `UPDATE sqlite_schema SET sql = ${quoteText(text)} WHERE type = ${quoteText(kind)} AND name = ${quoteText(name)}`,
  );
  scratch.exec(`PRAGMA writable_schema = ON; ${updates.join("; ")};
    PRAGMA schema_version = ${version + 1}; PRAGMA writable_schema = OFF`);
}
