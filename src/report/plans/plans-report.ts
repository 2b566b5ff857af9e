import type { Graph } from "../../plan/graph/graph.ts";
import type { PlanHead } from "../../plan/graph/head.ts";
import type { Folder } from "../../plan/graph/standing.ts";
import type { Where } from "../../plan/graph/where.ts";

/** A folder of plans, as shown to a person. */
export interface PlansReport {
  /** As the user named it. */
  readonly name: string;
  readonly graph: Graph;
  readonly folder: Folder;
  /** The names of files that cannot be read. */
  readonly unreadable: readonly string[];
  /** False if the declarations could not be read: then it is not known where the plans should lead. */
  readonly declared: boolean;
  readonly target: PlansTarget | null;
  /** How a plan's file is named. */
  readonly shown: (plan: PlanHead) => string;
}

export interface PlansTarget {
  readonly name: string;
  readonly fingerprints: readonly string[];
  readonly where: Where;
}

/** What a plan destroys, with approval. */
export function destroyedBy({ decisions }: PlanHead) {
  return decisions.flatMap((decision) => {
    if (decision.kind !== "approve" || decision.rule === "edited-step") return [];
    const { rule, object, rows, because } = decision;
    return [{ rule, object, rows, because }];
  });
}
