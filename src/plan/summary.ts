import { plural } from "../words/numbers.ts";
import type { Counts } from "./explanation.ts";

type Kind = keyof Omit<Counts, "rows">;

/** In the order in which a plan file has them. */
const kinds = ["renamed", "added", "changed", "rebuilt", "dropped"] as const satisfies readonly Kind[];
const ofRows = ["inserted", "changed", "deleted"] as const;

export const noCounts: Counts = { added: 0, changed: 0, renamed: 0, rebuilt: 0, dropped: 0 };

/** What the lines above the steps tell a reviewer, all derived from the plan. */
export interface Summary {
  readonly counts: Counts;
  /** The objects that an approval lets go. */
  readonly destroys: readonly string[];
  /** Tables whose declared rows are written. */
  readonly rows: readonly string[];
  /** Tables whose rows are overwritten or deleted for that. */
  readonly losesRows: readonly string[];
}

export function writeSummary({ counts, destroys, rows, losesRows }: Summary): readonly string[] {
  return [
    writeCounts(counts),
    ...listed("destroys", destroys),
    ...listed(rowLines[0], rows),
    ...listed(
      rowLines[1],
      [...new Set(losesRows)].map((table) => `rows of ${table}`),
    ),
  ];
}

const rowLines = ["rows", "overwrites or deletes"] as const;

function listed(word: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${word}: ${names.join(", ")}`];
}

/** The same without declared rows. Lines that people added stay. */
export function withoutRows(summary: readonly string[]): readonly string[] {
  const counts = readCounts(summary.slice(0, 1));
  const others = summary.slice(counts === null ? 0 : 1);
  const { rows: _, ...ofSchema } = counts ?? noCounts;
  return [
    ...(counts === null ? [] : [writeCounts(ofSchema)]),
    ...others.filter((line) => !rowLines.some((word) => line.startsWith(`${word}: `))),
  ];
}

/** Whether two summaries state the same facts: the words around them are those of the version that wrote them. */
export function sameSummary(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify(one.flatMap(factsIn)) === JSON.stringify(other.flatMap(factsIn));
}

/** Its numbers, and the names after a colon. */
function factsIn(line: string): readonly string[] {
  const names = line.includes(":") ? line.slice(line.indexOf(":") + 1).split(",") : [];
  const numbers = line.replace(/:.*$/, "").match(/\d+/g) ?? [];
  return [...numbers, ...names.map((name) => name.trim())];
}

/** The counts that are not zero. */
function writeCounts({ rows, ...counts }: Counts): string {
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
