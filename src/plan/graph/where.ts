import { fingerprint } from "../../model/fingerprint.ts";
import type { Schema } from "../../model/schema.ts";
import { type Graph, type Path, pathFrom } from "./graph.ts";

/** Where a database is in a folder of plans, and so what brings it to the declarations. */
export type Where =
  | { readonly kind: "there" }
  | { readonly kind: "behind"; readonly path: Path }
  /** It is empty and no plan starts there: it is created as declared, which cannot lose anything. */
  | { readonly kind: "empty" }
  | { readonly kind: "elsewhere" };

/** A schema's fingerprints, one of each kind that a plan may be made for. */
export function fingerprintsOf(schema: Schema): readonly string[] {
  return [fingerprint(schema), fingerprint(schema, "fp1o")];
}

export function whereIs(graph: Graph, live: Schema): Where {
  const path = pathFrom(graph, fingerprintsOf(live));
  if (path !== null) return path.plans.length === 0 ? { kind: "there" } : { kind: "behind", path };
  return isEmpty(live) ? { kind: "empty" } : { kind: "elsewhere" };
}

export const emptySchema: Schema = {
  tables: [],
  virtualTables: [],
  indexes: [],
  views: [],
  triggers: [],
  requoted: [],
  triggerOrder: [],
  opaque: [],
  ignored: [],
};

export const emptyFingerprints = fingerprintsOf(emptySchema);

/** What is ignored does not count; what is not understood does. */
function isEmpty(schema: Schema): boolean {
  const { tables, virtualTables, indexes, views, triggers, opaque } = schema;
  return [tables, virtualTables, indexes, views, triggers, opaque].every((list) => list.length === 0);
}
