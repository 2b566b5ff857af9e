import * as z from "zod";

const place = z.object({
  file: z.string(),
  line: z.int(),
  column: z.int(),
  endLine: z.int(),
  endColumn: z.int(),
});

/** What went wrong, or might. */
export const problem = z.object({
  code: z.string(),
  level: z.enum(["error", "warning"]),
  subject: z.string(),
  message: z.string(),
  at: z.nullable(place),
  label: z.nullable(z.string()),
  evidence: z.array(z.string()),
  why: z.nullable(z.string()),
  help: z.array(z.string()),
  /** The certain fix; offsets in UTF-16 units of the file. `check --fix` writes it. */
  fix: z.nullable(z.object({ file: z.string(), start: z.int(), end: z.int(), text: z.string() })),
});

/** An open question, with each answer ready to be added to the same command. */
export const decision = z.object({
  code: z.string(),
  subject: z.string(),
  evidence: z.array(z.string()),
  answers: z.array(z.object({ means: z.string(), flags: z.array(z.string()), declaration: z.optional(z.string()) })),
  /** The declaration that it is about, if there is one. */
  at: z.nullable(place),
});
