import type { Explained } from "./codes.ts";

export const planCodes = {
  "plan-unwritable": {
    title: "a definition cannot be written into a plan file",
    text: `A plan file is text that git may check out with other line ends, and whose lines beginning with --@ and --= have a
meaning. A literal that holds a carriage return or a NUL, or a comment line of a definition that begins with --@, would
not come out of it as it went in, so no file is written.

Write the literal with char(13) or char(0), or the comment in another way.`,
  },
  "plan-unreadable": {
    title: "a file cannot be read as a plan",
    text: `Apply runs what was reviewed, byte for byte, so it reads a plan strictly: each line that begins with --@ must be one
that this version knows, each step holds exactly one statement, and nothing stands outside of a step. Merge markers, a
newer format and cut-off files are refused.

Write the plan again with \`trueup plan --out FILE\`, or carry its decisions over with \`trueup plan --rebase FILE\`.`,
  },
  "plan-seal-broken": {
    title: "a plan file was changed after it was written",
    text: `The last line of a plan is a hash of all lines above it. It no longer fits: somebody edited the file, a formatter or
a merge changed it, or its end is missing. The seal is no signature; it tells that what you apply is what was written.

If the edit is wanted, review it and run \`trueup verify --write FILE\`: the plan is replayed on its own base, must still
end at its target, and is sealed again. Each edited step then needs an approval of its own.`,
  },
} as const satisfies Record<string, Explained>;
