import { languageOf } from "../../compile/languages.ts";
import type { ApplyOutcome } from "../../apply/events.ts";
import type { Decision } from "../../plan/plan.ts";
import type { Checked, Problem } from "../../problem/problem.ts";
import { isHere, readWhere } from "../../target/kinds.ts";
import { apply } from "./apply.ts";
import type { ChangeOptions, CarryOutOptions } from "./change.ts";
import { compare } from "../planning/compare.ts";
import { type Context, checked, need, neverAborted, refuse, unlessRefused } from "../context.ts";
import type { Comparison, Try } from "../planning/planning.ts";
import type { Project } from "../project.ts";
import { type Aim, labelOf, oneTarget, targetOf } from "../targets.ts";
import { watchFiles } from "./watch.ts";

export interface DevOptions extends ChangeOptions, Pick<CarryOutOptions, "create"> {
  /** The default target if left out. */
  readonly target?: string | undefined;
  /** Reads the configuration again after it was saved. */
  readonly reload: () => Promise<Checked<Project>>;
  /** Asked if a save leaves a question open; `again` is aborted by the next save, which may answer it. */
  readonly answer: (problems: readonly Problem[], tried: Try, again: AbortSignal) => Promise<readonly Decision[]>;
  readonly onRound: (round: Round) => void;
}

/** The result of one save. The first one is the state of the database when `dev` began. */
export type Round =
  | { readonly kind: "watching"; readonly target: string; readonly place: string; readonly schemas: readonly string[] }
  | { readonly kind: "same"; readonly target: string }
  /** Problems are reported, and the next save is awaited. */
  | { readonly kind: "stuck"; readonly problems: readonly Problem[] }
  | {
      readonly kind: "changed";
      readonly comparison: Comparison;
      readonly outcome: ApplyOutcome;
      /** From the save to the commit. */
      readonly milliseconds: number;
    };

/** Brings the development database to the declarations at each save, until it is stopped. */
export function dev(start: Project, options: DevOptions): Promise<Checked<null>> {
  return checked("dev", start.cwd, options, async (context) => {
    const { signal, onRound, reload } = options;
    const aim = forDev(context, start, options.target);
    onRound({ kind: "watching", target: aim.name, place: labelOf(aim), schemas: start.schemas });
    let project = start;
    const configuration = () => project.config?.file;
    const counts = (path: string) => path === configuration() || languageOf(path) !== null;
    const watch = watchFiles(counts, context.signal);
    try {
      watch.add([...start.schemas, ...(start.config === null ? [] : [start.config.file])]);
      do {
        const loaded = await reload();
        if (loaded.ok) {
          project = loaded.value;
          forDev(context, project, options.target);
          watch.add(project.schemas);
        }
        const again = new AbortController();
        const next = watch.next();
        void next.then(() => again.abort());
        const round: Round = loaded.ok
          ? await converge(project, options, again.signal, watch.add)
          : { kind: "stuck", problems: loaded.problems };
        // A question that the next save left behind no longer matters.
        if (round.kind !== "stuck" || !again.signal.aborted) onRound(round);
        // Between changes there is time to start the next process and read the schema.
        await expectChange(context, project, options.target);
        if (!(await next)) return null;
      } while (signal?.aborted !== true);
      return null;
    } finally {
      watch.close();
    }
  });
}

async function converge(
  project: Project,
  options: DevOptions,
  again: AbortSignal,
  add: (paths: Iterable<string>) => void,
): Promise<Round> {
  const started = performance.now();
  const { target, tell, signal = neverAborted, answer, create = false } = options;
  const hear: typeof tell = (told) => {
    if (told.kind === "read") add(told.sources.keys());
    tell?.(told);
  };
  const asked = { target, answer: (problems: readonly Problem[], tried: Try) => answer(problems, tried, again) };
  const compared = await compare(project, { ...asked, tell: hear, signal });
  if (!compared.ok) return { kind: "stuck", problems: compared.problems };
  const comparison = compared.value;
  const { planned } = comparison;
  if (planned.kind === "nothing") return { kind: "same", target: comparison.target };
  if (planned.kind === "refused") return { kind: "stuck", problems: planned.problems };
  // A change that destroys nothing needs no copy: the rows are counted and compared before the commit.
  const backup = planned.explanation.hazards.length === 0 ? "none" : undefined;
  const done = await apply(project, {
    ...options,
    plan: comparison,
    tell: hear,
    create,
    backup,
    agree: async () => true,
  });
  if (!done.ok) return { kind: "stuck", problems: done.problems };
  if (done.value.kind !== "database") return { kind: "same", target: comparison.target };
  const { outcome } = done.value;
  return { kind: "changed", comparison, outcome, milliseconds: Math.round(performance.now() - started) };
}

async function expectChange(context: Context, project: Project, typed: string | undefined): Promise<void> {
  // What is refused here, the round has already reported.
  await unlessRefused(async () => {
    const aim = oneTarget(context, project, typed);
    const target = await targetOf(context, aim);
    await target.expectChange?.(aim.beside);
  });
}

/** Only databases that are meant for it, or are plainly the user's own. */
function forDev(context: Context, project: Project, typed: string | undefined): Aim {
  const aim = oneTarget(context, project, typed);
  const own = aim.name === project.config?.default && isHere(need(context, readWhere(aim.url, aim.folder)));
  if (aim.dev ?? own) return aim;
  return refuse({
    code: "not-for-dev",
    level: "error",
    subject: aim.name,
    message: `dev changes a database at each save, and nothing says that it may do so with ${aim.name}`,
    help: ["set  dev: true  for its target; the default target needs that only if it is not a file here"],
  });
}
