import { named, sameName } from "../model/names.ts";
import { type Path, pathOf, pathsOf, sameTerm } from "./keys-of-table.ts";
import type { Rule } from "./rule.ts";

export const redundantIndex: Rule = {
  code: "redundant-index",
  level: "warn",
  find: (schema) =>
    schema.indexes.flatMap((index) => {
      const table = named(schema.tables, index.table);
      if (table === undefined) return [];
      const path = pathOf(index);
      const other = pathsOf(table, schema).find((each) => !isItself(each, index.name) && makesNeedless(each, path));
      if (other === undefined) return [];
      const same = other.terms.length === path.terms.length;
      return [
        {
          on: [index.name],
          places: [`index:${index.name}`],
          message: same
            ? `\`${index.name}\` is already covered by ${other.what}`
            : `${other.what} begins with all columns of \`${index.name}\``,
          label: "not needed",
          ...(other.name !== null && {
            also: [{ place: `index:${other.name}`, label: "this one serves the same queries" }],
          }),
          why: "SQLite can use the longer one as well, and each write has to update both",
          help: [`remove \`${index.name}\``],
        },
      ];
    }),
};

function isItself(path: Path, name: string): boolean {
  return path.name !== null && sameName(path.name, name);
}

/** Whether the first can do everything that the second does. Of two equal ones, the later name is redundant. */
function makesNeedless(other: Path, path: Path): boolean {
  if (path.where !== other.where || path.terms.length > other.terms.length) return false;
  if (!path.terms.every((term, at) => other.terms[at] !== undefined && sameTerm(term, other.terms[at]))) return false;
  if (path.terms.length < other.terms.length) return !path.unique;
  if (path.unique !== other.unique) return other.unique;
  return other.name === null || (path.name ?? "") > other.name;
}
