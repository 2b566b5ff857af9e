/**
 * What the command line can do, for scripts: plain options in, values out. Nothing here prints, asks or ends the process.
 * Expected trouble comes back as `{ ok: false, problems }`; what is thrown is a bug.
 */
export type { Applied, ApplyEvent, ApplyOutcome, Backup } from "./apply/events.ts";
export type { RestoreOutcome } from "./apply/restore-outcome.ts";
export type { FleetApplied, FleetResult } from "./fleet/roll-out.ts";
export type { Schema } from "./model/schema.ts";
export type { Explained, Explanation } from "./plan/explanation.ts";
export type { Decision, Plan } from "./plan/plan.ts";
export type { Checked, DecisionNeeded, Problem, Sources, Span } from "./problem/problem.ts";
export type { Drift, DriftedDatabase } from "./report/drift.ts";
export { type ApplyOptions, type ApplyResult, apply } from "./work/change/apply.ts";
export { type BackupsFound, type BackupsOptions, backups } from "./work/change/backups.ts";
export type { CarryOutOptions, ChangeOptions } from "./work/change/change.ts";
export { type CheckOptions, type CheckResult, check } from "./work/schema/check.ts";
export { codes } from "./work/codes.ts";
export { type CompareOptions, compare } from "./work/planning/compare.ts";
export { comparisonMarkdown } from "./work/planning/comparison-markdown.ts";
export type { Confirmation } from "./work/change/confirm.ts";
export { type Counted, type RunOptions, type RunResult, runData as run } from "./work/change/run-data.ts";
export type { Kept } from "./work/change/kept.ts";
export type { Listening, Tell } from "./work/context.ts";
export { readDecisions } from "./work/planning/decisions.ts";
export { type Difference, type DiffOptions, diff } from "./work/schema/diff.ts";
export { type DocsOptions, docs } from "./work/schema/docs.ts";
export { type DoctorRequest, doctor, type Finding } from "./work/doctor.ts";
export { type Drawing, type DrawingFormat, type DrawOptions, draw } from "./work/schema/draw.ts";
export { type DriftOptions, drift } from "./work/schema/drift.ts";
export { type History, type HistoryOptions, history } from "./work/change/history.ts";
export { type InitRequest, init, type Made, type Started } from "./work/init.ts";
export { type PlannedDatabase, type PlanOptions, type PlanOutcome, plan } from "./work/planning/plan.ts";
export type { FleetState, PlannedFleet } from "./work/fleet/plan-fleet.ts";
export type { Comparison, PlanningOptions } from "./work/planning/planning.ts";
export { type CheckedPlan, type CheckedPlans, type CheckPlansOptions, checkPlans } from "./work/plans/check.ts";
export { type PlansFound, type PlansOptions, plans } from "./work/plans/plans.ts";
export { type Verification, type VerifyOptions, verifyPlans as verify } from "./work/plans/verify.ts";
export { problemsText } from "./work/problems-text.ts";
export { loadProject, type Project, type ProjectRequest } from "./work/project.ts";
export { type Pulled, type PulledFile, type PullOptions, pull } from "./work/schema/pull.ts";
export { type Rebased, type RebaseOptions, rebase } from "./work/planning/rebase.ts";
export { type RehearseOptions, type RehearseResult, rehearse } from "./work/change/rehearse.ts";
export { type RenameOptions, rename } from "./work/schema/rename.ts";
export { type Reset, type ResetOptions, reset } from "./work/change/reset.ts";
export { type RestoreOptions, restore } from "./work/change/restore.ts";
export { type ShowRequest, show } from "./work/plans/show.ts";
export type { State } from "./work/schema/states.ts";
export type { Told } from "./work/told.ts";
export type { Written } from "./work/plans/write-plan.ts";
