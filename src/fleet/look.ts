import type { Beside } from "../model/beside.ts";
import type { Snapshot } from "../database/connection.ts";
import { keyOfRows, rowsQuery } from "../database/catalog-rows.ts";
import { introspect } from "../introspect/introspect.ts";
import { askEncoding, withEncoding } from "../introspect/profile.ts";
import { fingerprint, type FingerprintKind } from "../model/fingerprint.ts";
import { alterColumnObstacle, type EngineProfile } from "../model/profile.ts";
import { type Checked, failed, fine, type Problem, ProblemError } from "../problem/problem.ts";
import type { Schema } from "../model/schema.ts";
import { rowsState } from "../prove/declared-rows/rows-state.ts";
import type { Target } from "../target/target.ts";

interface Seen {
  readonly fingerprint: string;
  /** Whether a column can be altered in place: a plan made for a database where it cannot works in all of them. */
  readonly altersColumns: boolean;
}

/** The state of one database, or why it could not be read. */
export type Look =
  | ({ readonly kind: "read"; readonly rows: string | null } & Seen)
  | { readonly kind: "unreadable"; readonly problems: readonly Problem[] };

export interface LookOptions {
  readonly beside: Beside;
  readonly kind: FingerprintKind;
  /** A schema with declared rows: each database is asked about its own. */
  readonly rowsOf?: Schema;
}

/** States by the key of the catalog: most databases of a fleet have the same one. */
export type SeenBefore = Map<string, Seen>;

export async function lookAt(target: Checked<Target>, options: LookOptions, known: SeenBefore): Promise<Look> {
  if (!target.ok) return { kind: "unreadable", problems: target.problems };
  try {
    const { rowsOf } = options;
    const key = known.size === 0 || rowsOf !== undefined ? null : await target.value.glance();
    const seen = key === null ? undefined : known.get(key);
    if (seen !== undefined) return { kind: "read", rows: null, ...seen };
    const looked = await target.value.look((connection) =>
      connection.snapshot(async (snapshot) => {
        const found = await seenIn(snapshot, connection.profile, options, known);
        if (!found.ok || rowsOf === undefined) return found.ok ? fine({ rows: null, ...found.value }) : found;
        return fine({ rows: (await rowsState(snapshot, rowsOf))?.digest ?? null, ...found.value });
      }),
    );
    const found = looked.ok ? looked.value : looked;
    return found.ok ? { kind: "read", ...found.value } : { kind: "unreadable", problems: found.problems };
  } catch (error) {
    return { kind: "unreadable", problems: [asProblem(error, target.value.label)] };
  }
}

async function seenIn(
  snapshot: Snapshot,
  profile: EngineProfile,
  options: LookOptions,
  known: SeenBefore,
): Promise<Checked<Seen>> {
  const [rows = [], encoding] = await snapshot.read([rowsQuery, askEncoding]);
  const key = keyOfRows(rows);
  const found = known.get(key);
  if (found !== undefined) return fine(found);
  const schema = await introspect(snapshot, options.beside);
  if (!schema.ok) return failed(...schema.problems);
  const altersColumns = alterColumnObstacle(withEncoding(profile, encoding?.[0]?.[0])) === null;
  const made = { fingerprint: fingerprint(schema.value, options.kind), altersColumns };
  known.set(key, made);
  return fine(made);
}

/** An error of one database does not stop the others. */
export function asProblem(error: unknown, label: string): Problem {
  if (error instanceof ProblemError && error.problems[0] !== undefined) return error.problems[0];
  return {
    code: "fleet-member",
    level: "error",
    subject: label,
    message: "this database could not be read",
    evidence: [error instanceof Error ? error.message : String(error)],
    help: [`check it alone: trueup doctor ${label}`],
  };
}
