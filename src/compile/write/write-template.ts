import {
  dataOf,
  type Declared,
  declared,
  isNamed,
  isSql,
  isTerm,
  type Literal,
  type NameData,
  type Names,
  type SqlData,
  type TermData,
} from "../../vocabulary/declaration.ts";
import { bareName } from "../../sql/bare-name.ts";
import { wantsBareColumn } from "./bare-context.ts";
import { declaredName } from "./declared-names.ts";
import { layoutTemplate } from "./layout-template.ts";
import type { Pen } from "./pen.ts";
import { closed } from "../../sql/fragment.ts";
import { writeLiteral } from "./write-literal.ts";

/** How columns are written: with their table, as views and triggers need, or alone, as everything else does. */
export type Columns = "qualified" | "bare";

/** Writes a template and marks each of its parts. Its lines are indented like the line on which it begins. */
export function writeTemplate(pen: Pen, template: Declared<SqlData>, names: Names, columns: Columns): void {
  const { strings, values } = template[declared];
  const stretches = layoutTemplate(strings);
  const indent = /(?:^|\n)([ \t]*)[^\n]*$/.exec(pen.text())?.[1] ?? "";
  pen.mark(template, () => {
    strings.forEach((text, index) => {
      for (const stretch of stretches) {
        if (stretch.index !== index) continue;
        pen.part(template, 2 * index, stretch.from, () => pen.put(text.slice(stretch.from, stretch.to)));
        if (stretch.breaks) pen.put(indent);
      }
      if (index >= values.length) return;
      pen.part(template, 2 * index + 1, null, () => writeValue(pen, values[index], names, columns, template));
    });
  });
}

/** A condition or an expression in parentheses. */
export function writeParenthesised(pen: Pen, template: Declared<SqlData>, names: Names): void {
  pen.put("(");
  writeEnclosed(pen, template, names, "bare");
  pen.put(")");
}

/** A template followed by more SQL, which a trailing comment must not swallow. */
export function writeEnclosed(pen: Pen, template: Declared<SqlData>, names: Names, columns: Columns): void {
  const start = pen.text().length;
  writeTemplate(pen, template, names, columns);
  const written = pen.text().slice(start);
  pen.put(closed(written).slice(written.length));
}

function writeValue(pen: Pen, value: unknown, names: Names, columns: Columns, around: object): void {
  if (Array.isArray(value)) {
    pen.list(value, ", ", (item: unknown) => writeValue(pen, item, names, columns, around));
  } else if (isSql(value)) {
    writeEnclosed(pen, value, names, columns);
  } else if (isTerm(value)) {
    writeColumnIn(pen, value, names, columns, around);
  } else if (isNamed(value)) {
    pen.put(bareName(declaredName(value, names, around)));
  } else if (isName(value)) {
    pen.put(bareName(nameText(value, names, around)));
  } else {
    pen.put(writeLiteral(value as Literal));
  }
}

function writeColumnIn(pen: Pen, term: Declared<TermData>, names: Names, columns: Columns, around: object): void {
  const alone = columns === "bare" || wantsBareColumn(pen.text());
  if (!alone) pen.put(`${bareName(declaredName(term[declared].of, names, around))}.`);
  writeTerm(pen, term);
}

/** A column as in a key or an index: without its table. */
export function writeTerm(pen: Pen, term: Declared<TermData>): void {
  const { column, collate, order } = term[declared];
  pen.mark(term, () => {
    pen.put(bareName(column));
    if (collate !== null) pen.put(` COLLATE ${bareName(collate)}`);
    if (order !== null) pen.put(` ${order.toUpperCase()}`);
  });
}

function isName(value: unknown): value is Declared<NameData> {
  return dataOf(value)?.declare === "name";
}

function nameText(name: Declared<NameData>, names: Names, around: object): string {
  const { of } = name[declared];
  if (typeof of === "string") return of;
  return isTerm(of) ? of[declared].column : declaredName(of as Parameters<typeof declaredName>[0], names, around);
}
