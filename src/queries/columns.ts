import { EngineError, type Scratch } from "../database/connection.ts";

/** How the columns that a statement returns differ between two schemas, in words; null if they do not. */
export function columnsDiffer(sql: string, before: Scratch, after: Scratch): string | null {
  const [was, is] = [returned(sql, before), returned(sql, after)];
  if (was === null || is === null || (was.length === is.length && was.every((name, n) => name === is[n]))) return null;
  const gone = was.filter((name) => !is.includes(name));
  const fresh = is.filter((name) => !was.includes(name));
  const parts = [
    ...(fresh.length > 0 ? [`returns ${fresh.join(", ")}`] : []),
    ...(gone.length > 0 ? [`no longer ${gone.join(", ")}`] : []),
  ];
  return parts.length === 0 ? "returns its columns in a different order" : parts.join(", ");
}

function returned(sql: string, scratch: Scratch): readonly string[] | null {
  try {
    return scratch.columns(sql);
  } catch (error) {
    if (error instanceof EngineError) return null;
    throw error;
  }
}
