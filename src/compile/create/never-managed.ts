import { isInternal } from "../../introspect/internal.ts";
import { fold } from "../../model/names.ts";
import type { Problem } from "../../problem/problem.ts";
import type { SpansOf } from "../places.ts";
import type { Statement } from "./write-objects.ts";

/** By how their names begin. */
const owners = {
  sqlite_: "SQLite",
  libsql_: "libSQL",
  __turso_: "Turso",
  _cf_: "Cloudflare",
  _litestream_: "Litestream",
  d1_: "wrangler",
};

/** A name that an engine or a tool keeps for itself is left out of every schema, with whatever is declared under it. */
export function neverManaged(created: readonly Pick<Statement, "kind" | "name">[], spans: SpansOf): readonly Problem[] {
  return created.flatMap(({ kind, name }): readonly Problem[] => {
    if (!isInternal(name)) return [];
    const [, owner] = Object.entries(owners).find(([start]) => fold(name).startsWith(start)) ?? ["", "another tool"];
    const at = spans().get(`${kind}:${name}`);
    return [
      {
        code: "never-managed",
        level: "warning",
        subject: name,
        message: `the ${kind.replace("-", " ")} \`${name}\` is not part of the schema: its name belongs to ${owner}`,
        ...(at !== undefined && { at, label: "never created, changed or dropped" }),
        help: [`give it another name if it is yours, or leave it to ${owner} and remove it here`],
      },
    ];
  });
}
