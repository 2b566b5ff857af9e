import { type Declared, declared, isSql, type ViewData } from "../../vocabulary/declaration.ts";
import { Misuse } from "../../vocabulary/misuse.ts";
import { columnRef } from "../../vocabulary/reference.ts";
import { known, making } from "../read/unread.ts";
import { factsOf } from "./columns.ts";
import { isPlain, textOf } from "./given.ts";
import { cased, type Line } from "./line.ts";
import { raw } from "./sql.ts";

/** Views that only describe what the database has: `.existing()`, and those that the query builder makes. */
const described = new WeakMap<object, "existing" | "builder">();

export function describedView(value: object): "existing" | "builder" | null {
  return described.get(value) ?? null;
}

/** `sqliteView(name, columns?)`: its query is SQL, or the database has it already, or the query builder makes it. */
export function viewWord(line: Line) {
  return (given: unknown, columns?: unknown) => {
    const name = textOf(given);
    const own: unknown = known(columns);
    return Object.freeze({
      as: making("view", (query: unknown) => {
        const found: unknown = known(query);
        if (isSql(found)) return view(name, own, line, found);
        if (typeof found !== "function") throw new Misuse("a view needs its query", "write .as(sql`SELECT …`)");
        return marked("builder", view(name, own, line, raw("")));
      }),
      existing: () => marked("existing", view(name, own, line, raw(""))),
    });
  };
}

function marked<T extends object>(how: "existing" | "builder", value: T): T {
  described.set(value, how);
  return value;
}

function view(name: string, columns: unknown, line: Line, query: ViewData["query"]): Declared<ViewData> {
  const made: Declared<ViewData> = Object.create(null);
  for (const [key, value] of isPlain(columns) ? Object.entries(columns) : []) {
    const called = factsOf(value)?.name ?? cased(key, line);
    Object.defineProperty(made, key, { value: columnRef(made, called), enumerable: true });
  }
  const data: ViewData = Object.freeze({ declare: "view", name, query, columns: null });
  Object.defineProperty(made, declared, { value: data });
  return Object.freeze(made);
}
