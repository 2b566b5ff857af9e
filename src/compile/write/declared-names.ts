import {
  type Declared,
  declared,
  isNamed,
  isTerm,
  type Names,
  type ObjectData,
  type Target,
  dataOf,
} from "../../vocabulary/declaration.ts";
import { describe } from "../../vocabulary/describe.ts";
import { Misuse } from "../../vocabulary/misuse.ts";
import { significantIn, unquote } from "../../sql/tokens.ts";

/** The name of a declaration. */
export function declaredName(object: Declared<ObjectData>, names: Names, node: object = object): string {
  const data = object[declared];
  const name = data.name ?? names.get(object);
  if (name !== undefined) return name;
  const kind = data.declare.replace("-", " ");
  throw new Misuse(
    `this ${kind} has no name`,
    `export it: a ${kind} is named after its export, or by its first argument`,
    node,
  );
}

/** The names that a foreign key points at. `columns` is empty if it is the parent's key, unnamed. */
export interface Parent {
  readonly table: string;
  readonly columns: readonly string[];
}

/** `owner` is the table with the foreign key, `node` the subject of messages. */
export function parentOf(target: Target, owner: string, names: Names, node: object): Parent {
  if (typeof target === "string") return parseTarget(target, node);
  if (typeof target === "function") return parentOfValue(target(), names, node);
  if (isSelf(target)) return { table: owner, columns: target[declared].columns };
  return together(
    target.map((part) => parseTarget(part, node)),
    node,
  );
}

function isSelf(target: Target): target is Exclude<Target, string | readonly string[] | (() => void)> {
  return dataOf(target)?.declare === "self";
}

function parentOfValue(value: unknown, names: Names, node: object): Parent {
  if (isTerm(value)) {
    const { of, column } = value[declared];
    return { table: declaredName(of, names, node), columns: [column] };
  }
  if (isNamed(value)) return { table: declaredName(value, names, node), columns: [] };
  if (Array.isArray(value) && value.length > 0) {
    return together(
      value.map((part: unknown) => parentOfValue(part, names, node)),
      node,
    );
  }
  throw new Misuse(
    `references() points at ${describe(value)}`,
    "let the arrow return a column, an array of columns or a table: () => genre.id",
    node,
  );
}

function together(parents: readonly Parent[], node: object): Parent {
  const [first] = parents;
  const other = parents.find((parent) => parent.table !== first?.table);
  if (first === undefined || other !== undefined) {
    const found = first === undefined ? "no column" : `columns of two tables, ${first.table} and ${other?.table}`;
    throw new Misuse(`references() points at ${found}`, "name columns of one table", node);
  }
  return { table: first.table, columns: parents.flatMap((parent) => parent.columns) };
}

/** `genre.id`, `genre`, or with quotes if a name contains a dot: `"odd.name"."the id"`. */
function parseTarget(text: string, node: object): Parent {
  const parts = dotted(text);
  const [table, column] = parts ?? [];
  if (table === undefined) {
    throw new Misuse(
      `references() does not understand ${JSON.stringify(text)}`,
      'write "table.column", with double quotes around a name that contains a dot: \'"odd.name".id\'',
      node,
    );
  }
  return { table, columns: column === undefined ? [] : [column] };
}

/** One name, or two separated by a dot; null if the text is neither. A bare name is anything without a dot. */
function dotted(text: string): readonly string[] | null {
  const names: string[] = [];
  for (let at = 0; ; at += 1) {
    const quoted = text[at] === '"' ? significantIn(text.slice(at), 1)[0] : undefined;
    const bare = text.slice(at).split(".")[0] as string;
    const name = quoted?.text ?? bare;
    if (name === "" || quoted?.kind === "bad" || (quoted === undefined && bare.includes('"'))) return null;
    names.push(unquote(name));
    at += name.length;
    if (at === text.length) return names.length > 2 ? null : names;
    if (text[at] !== ".") return null;
  }
}
