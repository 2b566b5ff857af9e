import type { HazardKind } from "../plan/kinds.ts";
import type { CodeText, ProblemCode } from "../problem/codes.ts";
import { applyCodes } from "../problem/codes-apply.ts";
import { buildCodes } from "../problem/codes-build.ts";
import { approvalCodes } from "../problem/codes-approval.ts";
import { commandCodes } from "../problem/codes-command.ts";
import { d1Codes } from "../problem/codes-d1.ts";
import { databaseCodes } from "../problem/codes-database.ts";
import { declarationCodes } from "../problem/codes-declaration.ts";
import { fleetCodes } from "../problem/codes-fleet.ts";
import { lintCodes } from "../problem/codes-lint.ts";
import { planCodes } from "../problem/codes-plan.ts";
import { pullCodes } from "../problem/codes-pull.ts";
import { queryCodes } from "../problem/codes-queries.ts";
import { remoteCodes } from "../problem/codes-remote.ts";
import { rowsCodes } from "../problem/codes-rows.ts";
import { ruleCodes } from "../problem/codes-rules.ts";
import { sshCodes } from "../problem/codes-ssh.ts";
import { startCodes } from "../problem/codes-start.ts";

// Lossy conversion is a planning problem and also a rule: it is listed once.
const { "lossy-convert": _lossy, "keep-unconverted": _kept, ...planning } = planCodes;

/** Every code with its text, by the part of the product that raises it. Loaded only to explain a code. */
export const codeGroups: readonly { readonly title: string; readonly codes: Readonly<Record<string, CodeText>> }[] = [
  { title: "Declarations", codes: declarationCodes },
  { title: "Declared rows", codes: rowsCodes },
  { title: "Lint", codes: lintCodes },
  { title: "Planning", codes: planning },
  { title: "Rules, as --approve names them", codes: ruleCodes },
  { title: "Applying, backups, undo", codes: applyCodes },
  { title: "Approvals from outside", codes: approvalCodes },
  { title: "Databases", codes: databaseCodes },
  { title: "Servers", codes: remoteCodes },
  { title: "Files on other machines", codes: sshCodes },
  { title: "In an application", codes: startCodes },
  { title: "Cloudflare D1", codes: d1Codes },
  { title: "Application queries", codes: queryCodes },
  { title: "Pull and rename", codes: pullCodes },
  { title: "Fleets", codes: fleetCodes },
  { title: "Releases for other machines", codes: buildCodes },
  { title: "The command line", codes: commandCodes },
];

export const codes: Readonly<Record<ProblemCode | HazardKind, CodeText>> = {
  ...applyCodes,
  ...buildCodes,
  ...approvalCodes,
  ...commandCodes,
  ...databaseCodes,
  ...declarationCodes,
  ...fleetCodes,
  ...lintCodes,
  ...planCodes,
  ...pullCodes,
  ...queryCodes,
  ...remoteCodes,
  ...rowsCodes,
  ...ruleCodes,
  ...sshCodes,
  ...startCodes,
  ...d1Codes,
};
