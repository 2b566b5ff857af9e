import * as z from "zod";

/** What `check --bases` says of each release. */
export const releasesChecked = z.nullable(
  z.array(
    z.object({
      /** None for the empty database. */
      releases: z.array(z.string()),
      fingerprint: z.string(),
      engine: z.nullable(z.string()),
      state: z.enum(["same", "reaches", "refuses", "open", "fails"]),
      databases: z.int(),
      rows: z.int(),
      rowless: z.array(z.string()),
      refuses: z.array(z.string()),
      needs: z.array(z.string()),
    }),
  ),
);

export function buildShape<Head extends z.ZodRawShape>(head: Head) {
  return z.object({
    ...head,

    file: z.string(),
    state: z.enum(["written", "unchanged", "differs"]),
    fingerprint: z.string(),
    bases: z.array(z.object({ releases: z.array(z.string()), fingerprint: z.string() })),
    plans: z.int(),
  });
}
