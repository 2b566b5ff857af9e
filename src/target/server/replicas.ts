import type { Beside } from "../../model/beside.ts";
import type { ChangeHooks } from "../target.ts";
import { openServer, type ServerConnection } from "./connection.ts";
import { snapshotHere } from "./here.ts";
import { introspect } from "../../introspect/introspect.ts";
import { fingerprintLike } from "../../model/fingerprint.ts";
import { type Problem, ProblemError } from "../../problem/problem.ts";

export interface Replica {
  readonly label: string;
  /** True once it showed the expected schema. */
  readonly there: boolean;
  readonly milliseconds: number;
  /** What it showed last; null if it could not be read. */
  readonly found: string | null;
}

export interface WaitOptions {
  readonly target: string;
  readonly beside: Beside;
  readonly timeout: number;
  readonly tell: (replica: Replica) => void;
}

/** Milliseconds to wait for replicas to show a change. */
const most = 30_000;

/** Waits until the replicas at these URLs show the schema; throws a ProblemError that names those that do not. */
export async function showOnReplicas(
  urls: readonly string[],
  token: string | null,
  { onEvent, ...wanted }: Pick<WaitOptions, "target" | "beside"> & Pick<ChangeHooks, "onEvent">,
): Promise<void> {
  const opened = urls.map((url) => openServer(url, { token }));
  const wrong = opened.flatMap((each) => (each.ok ? [] : each.problems));
  if (wrong.length > 0) throw new ProblemError(...wrong);
  const servers = opened.flatMap((each) => (each.ok ? [each.value] : []));
  try {
    const tell = ({ label, there }: Replica) => onEvent({ kind: "replica", label, there });
    const { problems } = await waitForReplicas(servers, { ...wanted, timeout: most, tell });
    if (problems.length > 0) throw new ProblemError(...problems);
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
}

const pause = 100;
/** Milliseconds for one attempt. */
const patience = 5000;

/** Waits until each replica shows the schema. Those that do not are reported, with what they show. */
export async function waitForReplicas(
  replicas: readonly ServerConnection[],
  options: WaitOptions,
): Promise<{ readonly replicas: readonly Replica[]; readonly problems: readonly Problem[] }> {
  const seen = await Promise.all(replicas.map((replica) => waitForOne(replica, options)));
  return { replicas: seen.map(({ replica }) => replica), problems: seen.flatMap(({ problem }) => problem ?? []) };
}

async function waitForOne(replica: ServerConnection, { target, beside, timeout, tell }: WaitOptions) {
  const { label } = replica;
  const start = performance.now();
  const elapsed = () => Math.round(performance.now() - start);
  for (;;) {
    const seen = await look(replica, target, beside);
    if (seen.found === target) {
      const arrived = { label, there: true, milliseconds: elapsed(), found: target };
      tell(arrived);
      return { replica: arrived, problem: null };
    }
    if (elapsed() >= timeout) {
      const late = { label, there: false, milliseconds: elapsed(), found: seen.found };
      tell(late);
      return { replica: late, problem: lateProblem(late, target, timeout, seen.problem) };
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

async function look(replica: ServerConnection, target: string, beside: Beside) {
  try {
    const schema = await snapshotHere(replica, patience, (snapshot) => introspect(snapshot, beside));
    if (schema.ok) return { found: fingerprintLike(target, schema.value), problem: null };
    return { found: null, problem: schema.problems[0] ?? null };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { found: null, problem: error.problems[0] ?? null };
  }
}

function lateProblem(replica: Replica, target: string, timeout: number, problem: Problem | null): Problem {
  const shows = replica.found === null ? "could not be read" : `still shows ${replica.found}`;
  return {
    code: "replica-late",
    level: "error",
    subject: replica.label,
    message: `after ${timeout / 1000} s the replica ${replica.label} ${replica.found === null ? "could not be read" : "still shows a different schema"}`,
    evidence: [
      `waited for ${target}`,
      shows,
      ...(problem === null ? [] : [problem.message, ...(problem.evidence ?? [])]),
    ],
    help: [
      "the change itself is done; check that the replica is connected to its primary, and look again with: trueup drift",
    ],
  };
}
