import * as z from "zod";

/** The shapes of --json for the application's queries. */

const queryAt = {
  file: z.string(),
  line: z.int(),
  endLine: z.int(),
  /** The enclosing function, or the name given by an annotation. */
  name: z.nullable(z.string()),
  message: z.string(),
};
/** `because` is the change as a clause; `cause` is what an approval names. */
const queryFinding = z.object({ ...queryAt, because: z.string(), cause: z.string() });
const queryCounts = { read: z.int(), checked: z.int(), part: z.int(), unread: z.array(z.object(queryAt)) };
const readCounts = { read: z.int(), checked: z.int(), part: z.int(), unread: z.int() };
const notRead = {
  skipped: z.array(z.object({ file: z.string(), why: z.string() })),
  /** Files that use a query builder although nothing was recorded. */
  builders: z.array(z.object({ file: z.string(), builder: z.string() })),
};
export const queriesChecked = z.object(queryCounts);

export const queriesTold = z.object({
  ...queryCounts,
  breaks: z.array(queryFinding),
  captured: z.array(queryFinding),
  inserts: z.array(queryFinding),
  columns: z.array(queryFinding),
  scans: z.array(queryFinding),
  works: z.array(queryFinding),
  order: z.nullable(
    z.object({ kind: z.enum(["any", "deploy-first", "apply-first", "neither"]), fail: z.int(), text: z.string() }),
  ),
});

/** The commands that are only about queries; `head` is the start of every document. */
export function queryShapes<Head extends z.ZodRawShape>(head: Head) {
  return {
    queries: z.object({
      ...head,
      ...readCounts,
      queries: z.array(
        z.object({
          file: z.string(),
          line: z.int(),
          endLine: z.int(),
          name: z.nullable(z.string()),
          /** Compiled in full, with placeholders for a part, not at all, or refused by the engine. */
          state: z.enum(["whole", "part", "unread", "wrong"]),
          why: z.nullable(z.string()),
          /** Every text that it can become; \u2026 marks what the source does not say. */
          sql: z.array(z.string()),
          tables: z.array(z.string()),
          columns: z.array(z.string()),
          indexes: z.array(z.string()),
        }),
      ),
      ...notRead,
    }),
    unused: z.object({
      ...head,
      ...readCounts,
      tables: z.array(z.string()),
      views: z.array(z.string()),
      columns: z.array(z.string()),
      indexes: z.array(z.string()),
      ...notRead,
    }),
    "explain-query": z.object({
      ...head,
      queries: z.array(
        z.object({
          file: z.string(),
          line: z.int(),
          endLine: z.int(),
          name: z.nullable(z.string()),
          sql: z.nullable(z.string()),
          why: z.nullable(z.string()),
          plan: z.array(z.string()),
          indexes: z.array(z.string()),
          scans: z.array(z.object({ table: z.string(), rows: z.nullable(z.number()) })),
          helps: z.array(z.object({ declaration: z.string(), lint: z.nullable(z.string()) })),
        }),
      ),
    }),
  };
}
