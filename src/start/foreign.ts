import { schemaDifferences } from "../model/schema-differences.ts";
import type { Schema } from "../model/schema.ts";
import type { Copy } from "./backup.ts";
import type { Bundle } from "./bundle.ts";
import { addedTo } from "./compatible.ts";
import { schemaOf } from "./known.ts";
import { StartError } from "./start-error.ts";

/** A database of no release that the bundle knows, compared with those that it does. */
export interface Foreign {
  readonly kind: "newer" | "unknown";
  /** Whether this release can run on it as it is. */
  readonly compatible: boolean;
  /** For a newer one, what it has in addition; for an unknown one, how it differs from the closest known release. */
  readonly differences: readonly string[];
  /** The release that it is closest to; null for one without a name. */
  readonly closest: string | null;
}

/**
 * There is no version in the database, so nothing says for sure which release it is from: one that has everything of
 * ours and more looks newer.
 */
export function compared(live: Schema, bundle: Bundle): Foreign {
  const target = schemaOf(bundle.target, bundle);
  const added = addedTo(target, live);
  if (added !== null)
    return { kind: "newer", compatible: added.compatible, differences: added.more, closest: bundle.release };
  const states = [bundle.target, ...bundle.bases.toReversed()].map((state) => ({
    name: state.releases.at(-1) ?? null,
    differences: schemaDifferences(live, state === bundle.target ? target : schemaOf(state, bundle)),
  }));
  const [closest] = states.toSorted((a, b) => a.differences.length - b.differences.length);
  const { name = null, differences = [] } = closest ?? {};
  return { kind: "unknown", compatible: false, differences, closest: name };
}

/** How what was reached differs from what the release expects. */
export function besideTarget(live: Schema, bundle: Bundle): readonly string[] {
  return schemaDifferences(live, schemaOf(bundle.target, bundle));
}

/**
 * A release that this one has never heard of may have made a copy before it changed the database. That tells its name.
 */
export function refused({ kind, differences, closest }: Foreign, bundle: Bundle, copies: readonly Copy[]): StartError {
  const ours = bundle.release ?? "this release";
  const known = new Set([bundle.release, ...[bundle.target, ...bundle.bases].flatMap(({ releases }) => releases)]);
  const later = copies.filter(({ to }) => to !== null && !known.has(to));
  const by = later[0]?.to ?? null;
  const backups = later.map(({ path }) => path);
  if (kind === "newer" || by !== null) {
    const message =
      by === null
        ? `this database looks like that of a newer release than ${ours}: it has all of ours, and more`
        : `this database was brought up to date by ${by}, and this is ${ours}`;
    return new StartError("newer", message, {
      evidence: [...shown(differences), ...backups.map((path) => `a copy from before: ${path}`)],
      help: ["use the newer release again; nothing was changed"],
      differences,
      ...(backups.length > 0 && { backups }),
    });
  }
  const near = closest === null ? "" : `; the closest is ${closest}`;
  return new StartError("unknown", `this database is not from a release that ${ours} can bring up to date${near}`, {
    evidence: shown(differences),
    help: ["nothing was changed; undo what was changed by hand, or use a release that knows this schema"],
    differences,
  });
}

const most = 10;

function shown(lines: readonly string[]): readonly string[] {
  return lines.length > most ? [...lines.slice(0, most), `and ${lines.length - most} more`] : lines;
}
