import { EngineError } from "../../database/connection.ts";
import type { OfApplication } from "../../sql/stand-ins.ts";
import { openScratch } from "../../database/scratch.ts";
import { introspectScratch } from "../../introspect/introspect.ts";
import { fold } from "../../model/names.ts";
import { type Checked, failed, fine, type Problem, type Span, ProblemError } from "../../problem/problem.ts";
import { neverManaged } from "../create/never-managed.ts";
import type { Declared } from "../declared.ts";
import { hintsInDocs } from "../partial.ts";
import { runScripts, type Script } from "../sql/run-scripts.ts";
import { columnFields, mapped, pairsIn, type PrismaSchema } from "./model.ts";
import { type Block, parse } from "./parse.ts";
import { unknownIn } from "./unknown.ts";
import { type WrittenTable, writeModel, writePairs } from "./write-table.ts";

/**
 * What Prisma files declare, with what SQL files beside them add. The rules are those of Prisma's engine for SQLite.
 */
export function declarePrisma(
  files: readonly Script[],
  scripts: readonly Script[],
  known: OfApplication,
): Checked<Declared> {
  try {
    const blocks = files.flatMap(({ file, text }) => parse(file, text));
    const foreign = otherProvider(blocks);
    if (foreign !== null) return failed(foreign);
    const schema = schemaOf(blocks);
    const unknown = unknownIn(schema);
    return unknown.length > 0 ? failed(...unknown) : declared(schema, files, scripts, known);
  } catch (error) {
    if (error instanceof ProblemError) return failed(...error.problems);
    throw error;
  }
}

function schemaOf(blocks: readonly Block[]): PrismaSchema {
  const named = (kind: string) =>
    new Map(blocks.filter((block) => block.kind === kind).map((block) => [block.name, block]));
  const source = blocks.find(({ kind }) => kind === "datasource");
  const mode = source?.settings.get("relationMode");
  return {
    models: named("model"),
    enums: named("enum"),
    views: named("view"),
    withoutKeys: mode?.is === "text" && mode.text === "prisma",
  };
}

/** The same types mean something else in other databases, so nothing is guessed. */
function otherProvider(blocks: readonly Block[]): Problem | null {
  const source = blocks.find(({ kind }) => kind === "datasource");
  const provider = source?.settings.get("provider");
  if (source === undefined || (provider?.is === "text" && provider.text === "sqlite")) return null;
  const said = provider?.is === "text" ? provider.text : null;
  return {
    code: "prisma-provider",
    level: "error",
    subject: source.name,
    message:
      said === null
        ? "this schema does not say which database it is for"
        : `this schema is for ${said}, and trueup is for SQLite and libSQL`,
    at: source.at,
    label: said === null ? "its provider is not a text" : `provider = "${said}"`,
    help: ['name a schema whose datasource says provider = "sqlite"'],
  };
}

function declared(
  schema: PrismaSchema,
  files: readonly Script[],
  scripts: readonly Script[],
  known: OfApplication,
): Checked<Declared> {
  const statements = [...schema.models.values()].flatMap((model) => [...writeModel(model, schema)]);
  statements.push(...pairsIn(schema).flatMap((pairs) => [...writePairs(pairs, schema)]));
  const scratch = openScratch(known);
  try {
    const problems: Problem[] = [];
    const failing = new Set<string>();
    for (const statement of statements) {
      try {
        scratch.exec(statement.sql);
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        problems.push(refused(statement, error.message));
        failing.add(fold(statement.name));
      }
    }
    const ran = runScripts(scripts, scratch, known, failing);
    problems.push(...ran.problems);
    if (problems.some(({ level }) => level === "error")) return failed(...problems);
    const { spans, docs } = places(schema, statements);
    const tables = statements.filter(({ kind }) => kind === "table").map(({ name }) => name);
    const hints = hintsInDocs(docs, spans, tables);
    const sources = new Map([...files, ...scripts].map(({ file, text }) => [file, text]));
    const partial = {
      by: "Prisma" as const,
      tables,
      views: [],
      companion: scripts.length > 0,
      filter: [],
      missing: [],
      unread: [],
    };
    return fine(
      {
        schema: introspectScratch(scratch, { ...known, ignore: [] }),
        hints,
        spans,
        docs,
        silences: [],
        partial,
        sources,
      },
      [...problems, ...neverManaged([...statements, ...ran.created], () => spans)],
    );
  } finally {
    scratch.close();
  }
}

function refused({ kind, name, at }: WrittenTable, said: string): Problem {
  return {
    code: "invalid-sql",
    level: "error",
    subject: name,
    message: `SQLite does not accept the ${kind} \`${name}\` that this makes: ${said}`,
    at,
    help: ["prisma validate  shows whether the schema is valid for Prisma"],
  };
}

function places(schema: PrismaSchema, statements: readonly WrittenTable[]) {
  const spans = new Map<string, Span>(statements.map(({ kind, name, at }) => [`${kind}:${name}`, at]));
  const docs = new Map<string, string>();
  for (const model of schema.models.values()) {
    const table = mapped(model);
    if (model.doc !== null) docs.set(`table:${table}`, model.doc);
    for (const field of columnFields(model, schema)) {
      const key = `column:${table}.${mapped(field)}`;
      spans.set(key, field.at);
      if (field.doc !== null) docs.set(key, field.doc);
    }
    for (const field of model.fields) {
      const relation = field.attributes.find(({ name }) => name === "relation");
      const fields = relation?.args.find(({ name }) => name === "fields")?.value;
      if (fields?.is !== "list") continue;
      const columns = fields.values.map((each) => (each.is === "name" ? each.name : ""));
      spans.set(`foreign-key:${table}.${columns.join(",")}`, field.at);
    }
  }
  return { spans, docs };
}
