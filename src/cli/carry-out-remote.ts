import { expectNone } from "../target/change-process.ts";
import type { ApplyEvent, ApplyOutcome } from "../apply/events.ts";
import { askedOf, backupChoice, type Work } from "./carry-out.ts";
import type { Project } from "../work/project.ts";
import type { Shell } from "./shell.ts";
import { refuse } from "../work/context.ts";

type Tell = (event: ApplyEvent) => void;

/** Applies to a server, and waits until its replicas show the change where that was asked for. */
export async function applyRemote(shell: Shell, project: Project, work: Work, url: string, tell: Tell) {
  expectNone();
  const { applyServer } = await import("../target/server/change.ts");
  const { aim } = work;
  const fork = shell.options.text("backup") === "fork";
  const backup = fork ? aim.backups : backupChoice(shell, aim);
  const outcome: ApplyOutcome = await applyServer(
    {
      ...askedOf(shell, project, work, backup),
      url,
      token: aim.authToken ?? null,
      adminUrl: aim.adminUrl ?? null,
      adminToken: aim.adminToken ?? null,
      backup: fork ? "fork" : backup === null ? "none" : "take",
      allowLong: shell.options.flag("allow-long"),
    },
    { onEvent: tell, now: () => new Date(), signal: shell.interrupted },
  );
  if (outcome.kind === "applied" || outcome.kind === "already") await replicas(shell, work);
  return outcome;
}

async function replicas(shell: Shell, { aim, plan }: Work): Promise<void> {
  const urls = shell.options.text("wait-replicas")?.split(",").filter(Boolean) ?? [];
  if (urls.length === 0) return;
  const { waitForReplicas } = await import("../target/server/replicas.ts");
  const { openServer } = await import("../target/server/connection.ts");
  const opened = urls.map((url) => openServer(url, { token: aim.authToken ?? null }));
  const wrong = opened.flatMap((each) => (each.ok ? [] : each.problems));
  if (wrong.length > 0) refuse(...wrong);
  const servers = opened.flatMap((each) => (each.ok ? [each.value] : []));
  try {
    const { problems } = await waitForReplicas(servers, {
      target: plan.target,
      ignore: aim.ignore,
      timeout: 30_000,
      tell: ({ label, there }) =>
        shell.out.say(`replica ${label}: ${there ? "has the change" : "does not show it yet"}`),
    });
    if (problems.length > 0) refuse(...problems);
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
}
