import { exitCodes } from "../../apply/events.ts";
import type { Compared } from "../../apply/compare-rows.ts";
import { type Rehearsal, rehearse } from "../../apply/rehearse.ts";
import { rehearseServer } from "../../apply/rehearse-server.ts";
import { parseTarget } from "../../database/target.ts";
import { count, duration, plural } from "../../report/number.ts";
import type { Style } from "../../report/style.ts";
import { applyProgress } from "../apply-progress.ts";
import type { Exit } from "../exit-codes.ts";
import { problemsJson } from "../json-out.ts";
import { planFile } from "../plan-file.ts";
import { loadProject } from "../project.ts";
import { rememberRehearsal } from "../rehearsed.ts";
import { need, type Shell } from "../shell.ts";
import { findTarget } from "../targets.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await loadProject(shell);
  const file = await planFile(shell, shell.args[0] ?? "");
  const named = findTarget(shell, project, shell.args[1]);
  if (named.kind === "fleet") {
    const { carryOutAll } = await import("../fleet.ts");
    return carryOutAll(shell, project, named.target, [file], true);
  }
  const { aim } = named;
  const target = need(shell, parseTarget(aim.url, aim.folder));
  const request = { plan: file.plan, seal: file.seal, label: aim.name, ignore: aim.ignore };
  const hooks = { onEvent: applyProgress(shell), stop: () => shell.interrupted.aborted, now: () => new Date() };
  const rehearsed = async () => {
    if (target.kind === "file") return rehearse({ ...request, path: target.path }, hooks);
    if (target.kind === "server") {
      const server = { ...request, url: target.url, token: aim.authToken ?? null };
      return rehearseServer(server, { ...hooks, signal: shell.interrupted });
    }
    const { withFetched } = await import("../fetched.ts");
    return withFetched(shell, aim, ({ path }) => rehearse({ ...request, path }, hooks));
  };
  const rehearsal = need(shell, await rehearsed());
  if (rehearsal.outcome.kind === "applied")
    rememberRehearsal(project, file.seal, rehearsal.outcome, rehearsal.estimates);
  tell(shell, rehearsal);
  return exitCodes[rehearsal.outcome.kind];
}

function tell(shell: Shell, { outcome, copyMilliseconds, tables, integrity, estimates }: Rehearsal): void {
  const problems = "problems" in outcome ? outcome.problems : [];
  if (shell.json) {
    const told = {
      outcome: { ...outcome, problems: problemsJson(shell, problems) },
      copyMilliseconds,
      tables,
      integrity,
      estimates,
    };
    shell.out.print(JSON.stringify({ type: "result", exit: exitCodes[outcome.kind], ...told }));
    return;
  }
  const { style } = shell.out.data;
  shell.out.status(null);
  shell.out.problems(problems, shell.sources);
  for (const table of tables) shell.out.print(comparedLine(table, style));
  if (outcome.kind !== "applied") {
    shell.out.print(
      style.error(`The rehearsal did not get through: ${outcome.kind}. The live database was only read.`),
    );
    return;
  }
  const longest = Object.entries(estimates).sort(([, a], [, b]) => b - a)[0];
  const slow = longest === undefined ? "" : `, ${duration(longest[1])} of it ${longest[0]}`;
  shell.out.print(
    `Rehearsed in ${duration(outcome.milliseconds)}${slow}; a backup takes about ${duration(copyMilliseconds)}.`,
  );
  if (integrity.after.some((line) => line !== "ok"))
    shell.out.print([style.error("integrity check:"), ...integrity.after].join("\n  "));
}

function comparedLine(table: Compared, style: Style): string {
  const rows = table.rowsAfter === null ? "gone" : `${count(table.rowsAfter)} after`;
  const left = table.leftOut.length === 0 ? "" : `; changed by the plan: ${table.leftOut.join(", ")}`;
  const same = table.same
    ? `${plural(table.columns, "column")} the same in every value`
    : `other values in ${table.different.join(", ")}`;
  const mark = table.same ? style.good("✓") : table.rowsAfter === null ? style.dropped("-") : style.error("✗");
  return `${mark} ${table.table}: ${plural(table.rowsBefore, "row")} before, ${rows}; ${same}${left}`;
}
