import { asideName, namesIn } from "../../model/aside.ts";
import type { Schemas } from "../situation.ts";

/** The name of a table while its rows are copied into it. */
export function rebuildName({ live, renamed, target }: Schemas, table: string): string {
  return asideName(table, new Set([live, renamed, target].flatMap((schema) => [...namesIn(schema)])));
}
