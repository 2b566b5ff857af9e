import { posix } from "node:path";
import { compileSources } from "../../compile/compile.ts";
import { layOver } from "../../diff/partial/lay-over.ts";
import { canonicalText } from "../../model/canonical.ts";
import { named } from "../../model/names.ts";
import type { Schema, SchemaObject } from "../../model/schema.ts";
import { type Checked, failed, fine, type Problem } from "../../problem/problem.ts";
import type { OfApplication } from "../../sql/stand-ins.ts";
import { inNamingOrder } from "../write/export-names.ts";
import { writeExtra } from "./write-extra.ts";
import { writeDrizzle } from "./write-drizzle.ts";

/** A live schema as a new Drizzle schema, with `extra.ts` beside it for what only trueup can express. */
export async function freshDrizzle(
  live: Schema,
  path: string,
  beside: OfApplication,
): Promise<Checked<Map<string, string>>> {
  const toNowhere = keysToNowhere(live);
  if (toNowhere.length > 0) return failed(...toNowhere);
  const file = /\.[cm]?ts$/.test(path) ? path : posix.join(path, "schema.ts");
  const { schema, rest, unsaid } = writeDrizzle(live);
  const extra = posix.join(posix.dirname(file), "extra.ts");
  const files = new Map([[file, schema]]);
  const more = writeExtra(rest);
  if (more !== null) files.set(extra, more);
  const wrong = await proof(live, files, file, beside);
  if (wrong.length > 0) return failed(...wrong);
  return fine(files, unsaid.length === 0 ? [] : [notSaid(unsaid)]);
}

/** What was written, laid over the database, must give the database. */
async function proof(
  live: Schema,
  files: ReadonlyMap<string, string>,
  file: string,
  beside: OfApplication,
): Promise<readonly Problem[]> {
  const folder = posix.dirname(file);
  const compiled = await compileSources(files, files.size === 1 ? file : folder, beside);
  if (!compiled.ok) return compiled.problems;
  const { schema, partial } = compiled.value;
  const meant = partial === null ? schema : layOver(schema, partial, live).schema;
  const texts = (of: Schema) => new Map(inNamingOrder(of).map((object) => [idOf(object), canonicalText(object)]));
  const [wanted, found] = [texts(live), texts(meant)];
  return [...new Set([...wanted.keys(), ...found.keys()])]
    .filter((id) => wanted.get(id) !== found.get(id))
    .map(notLossless);
}

/** SQLite accepts a foreign key to a table that is not there; in Drizzle it would name a const that is not there. */
function keysToNowhere({ tables }: Schema): readonly Problem[] {
  return tables.flatMap((table) =>
    table.foreignKeys
      .filter((key) => named(tables, key.table) === undefined)
      .map((key) => ({
        ...notLossless(idOf(table)),
        evidence: [`its key (${key.columns.join(", ")}) refers to ${key.table}, which this database does not have`],
      })),
  );
}

function idOf(object: SchemaObject): string {
  return `${object.kind.replace("-", " ")} ${object.name}`;
}

function notLossless(id: string): Problem {
  return {
    code: "pull-not-lossless",
    level: "error",
    subject: id,
    message: `the ${id} cannot be expressed in Drizzle as the database has it`,
    help: ["trueup pull  writes it as trueup declarations, and  trueup pull --as sql  as SQL"],
  };
}

function notSaid(unsaid: readonly string[]): Problem {
  return {
    code: "pull-unsaid",
    level: "warning",
    subject: "",
    message:
      "Drizzle cannot express some of what this database has; it stays here, but a new database would not have it",
    evidence: unsaid,
    help: ["declare those tables in a trueup file, which can express it"],
  };
}
