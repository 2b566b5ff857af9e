import type { approvalCodes } from "./codes-approval.ts";
import type { applyCodes } from "./codes-apply.ts";
import type { buildCodes } from "./codes-build.ts";
import type { commandCodes } from "./codes-command.ts";
import type { d1Codes } from "./codes-d1.ts";
import type { databaseCodes } from "./codes-database.ts";
import type { declarationCodes } from "./codes-declaration.ts";
import type { fleetCodes } from "./codes-fleet.ts";
import type { lintCodes } from "./codes-lint.ts";
import type { planCodes } from "./codes-plan.ts";
import type { pullCodes } from "./codes-pull.ts";
import type { queryCodes } from "./codes-queries.ts";
import type { rowsCodes } from "./codes-rows.ts";
import type { remoteCodes } from "./codes-remote.ts";
import type { sshCodes } from "./codes-ssh.ts";
import type { startCodes } from "./codes-start.ts";

/** What `trueup explain CODE` prints. The tables are split by the part of the product that raises them. */
export interface CodeText {
  /** One line. */
  readonly title: string;
  /** What it means, why it matters and what to do, in short paragraphs. */
  readonly text: string;
}

export type ProblemCode =
  | keyof typeof applyCodes
  | keyof typeof buildCodes
  | keyof typeof approvalCodes
  | keyof typeof commandCodes
  | keyof typeof d1Codes
  | keyof typeof databaseCodes
  | keyof typeof declarationCodes
  | keyof typeof fleetCodes
  | keyof typeof lintCodes
  | keyof typeof planCodes
  | keyof typeof pullCodes
  | keyof typeof queryCodes
  | keyof typeof remoteCodes
  | keyof typeof rowsCodes
  | keyof typeof sshCodes
  | keyof typeof startCodes;
