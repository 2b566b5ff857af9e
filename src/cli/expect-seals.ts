import { refuse } from "../work/context.ts";
import type { PlanFile } from "../work/plan-file.ts";
import type { Shell } from "./shell.ts";

/** Each plan that is to be applied has to be one of those that were approved, where `--expect-seal` names them. */
export function expectSeals(shell: Shell, files: readonly Pick<PlanFile, "name" | "seal">[]): void {
  const wanted = shell.options.list("expect-seal").map((seal) => seal.replace(/^sha256:/, "").toLowerCase());
  if (wanted.length === 0) return;
  // A prefix is enough for people, but not one that could be met by chance.
  const approved = (seal: string) => wanted.some((each) => each.length >= 8 && bare(seal).startsWith(each));
  const other = files.filter(({ seal }) => !approved(seal));
  if (other.length === 0) return;
  refuse(
    ...other.map(({ name, seal }) => ({
      code: "seal-expected" as const,
      level: "error" as const,
      subject: name,
      message: `${name} is not ${wanted.length === 1 ? "the plan" : "one of the plans"} that ${wanted.length === 1 ? "was" : "were"} approved`,
      evidence: [...wanted.map((each) => `approved ${each}`), `found    ${bare(seal)}`],
      help: ["have this one approved, or apply what was"],
    })),
  );
}

function bare(seal: string): string {
  return seal.replace(/^sha256:/, "");
}
