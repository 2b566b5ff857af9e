import { sameName } from "../../model/names.ts";
import type { ForeignKey, Table } from "../../model/schema.ts";
import { stringLiteral } from "./literal.ts";
import { columnOf, type Pen, spelled } from "./pen.ts";
import { bareName } from "../../sql/bare-name.ts";

/** `{ onDelete: "cascade" }`; null if there are no options. */
export function optionsText(options: Readonly<Record<string, string | null>>): string | null {
  const said = Object.entries(options).flatMap(([key, value]) => (value === null ? [] : [`${key}: ${value}`]));
  return said.length === 0 ? null : `{ ${said.join(", ")} }`;
}

export function referenceOptions(foreign: ForeignKey, withName = true): string | null {
  const { onDelete, onUpdate, match, deferrable, name } = foreign;
  const lower = (text: string | null) => (text === null ? null : stringLiteral(text.toLowerCase()));
  return optionsText({
    onDelete: onDelete === "NO ACTION" ? null : lower(onDelete),
    onUpdate: onUpdate === "NO ACTION" ? null : lower(onUpdate),
    match: match === null ? null : stringLiteral(match),
    deferrable: lower(deferrable),
    name: name === null || !withName ? null : stringLiteral(name),
  });
}

/** The target of a foreign key: an arrow function if the compiler can follow it, otherwise names. */
export function writeTarget(table: Table, foreign: ForeignKey, pen: Pen): string {
  const isSelf = sameName(foreign.table, table.name);
  const columns = foreign.references;
  if (isSelf && columns.length > 0 && columns.every((column) => spelled(table, column) !== null)) {
    return `${pen.word("self")}(${columns.map((column) => stringLiteral(spelled(table, column) ?? column)).join(", ")})`;
  }
  const parent = isSelf ? null : pen.parent(table, foreign.table);
  if (parent !== null && columns.length > 0) {
    const refs = columns.map((column) => spelled(parent.table, column));
    if (refs.every((ref) => ref !== null)) {
      const base = parent.code();
      const code = refs.map((ref) => columnOf(base, ref));
      return `() => ${code.length === 1 ? code[0] : `[${code.join(", ")}]`}`;
    }
  }
  const name = bareName(foreign.table);
  if (columns.length === 0) return stringLiteral(name);
  const texts = columns.map((column) => stringLiteral(`${name}.${bareName(column)}`));
  return texts.length === 1 ? (texts[0] as string) : `[${texts.join(", ")}]`;
}
