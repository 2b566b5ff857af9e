import { plural } from "../words/numbers.ts";
import type { Counts } from "./explanation.ts";

type Kind = keyof Omit<Counts, "rows">;

/** In the order in which a plan file has them. */
const kinds = ["renamed", "added", "changed", "rebuilt", "dropped"] as const satisfies readonly Kind[];
const ofRows = ["inserted", "changed", "deleted"] as const;

export const noCounts: Counts = { added: 0, changed: 0, renamed: 0, rebuilt: 0, dropped: 0 };

/** What a plan does, as the first line of its summary: the counts that are not zero. */
export function writeCounts({ rows, ...counts }: Counts): string {
  const objects = kinds.flatMap((kind) => (counts[kind] > 0 ? [`${counts[kind]} ${kind}`] : []));
  const written = rows === undefined ? [] : ofRows.filter((kind) => rows[kind] > 0);
  return [...objects, ...written.map((kind) => `${plural(rows?.[kind] ?? 0, "row")} ${kind}`)].join(", ");
}

/** The counts in a summary; null if none of its lines states them. */
export function readCounts(summary: readonly string[]): Counts | null {
  for (const line of summary) {
    const found = new Map<string, number>();
    const parts = line.split(/, (?=\d)/).map((part) => /^([\d,]+) ((?:rows? )?[a-z]+)$/.exec(part));
    if (parts.includes(null)) continue;
    for (const part of parts)
      found.set(part?.[2]?.replace(/^rows? /, "rows ") ?? "", Number(part?.[1]?.replaceAll(",", "")));
    const of = (name: string) => found.get(name) ?? 0;
    const [added, changed, renamed] = [of("added"), of("changed"), of("renamed")];
    const counts = { added, changed, renamed, rebuilt: of("rebuilt"), dropped: of("dropped") };
    const rows = { inserted: of("rows inserted"), changed: of("rows changed"), deleted: of("rows deleted") };
    return rows.inserted + rows.changed + rows.deleted === 0 ? counts : { ...counts, rows };
  }
  return null;
}
