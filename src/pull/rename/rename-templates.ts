import { ts } from "../../compile/read/typescript.ts";
import { fold, objectKey } from "../../model/names.ts";
import type { Schema, SchemaObject } from "../../model/schema.ts";
import type { Problem } from "../../problem/problem.ts";
import { bareName } from "../../sql/bare-name.ts";
import type { Edit } from "../source/edits.ts";
import { templateText } from "../write/literal.ts";
import { accessedKey, each, localName, topStatement } from "../source/references.ts";
import { isRenamed, type RenamedCode } from "./ask-engine.ts";
import { type Context, namesInSql, type Subject } from "./rename-sql.ts";
import type { Files, Site } from "../source/sites.ts";
import { templateSql } from "./template-sql.ts";

export interface InFile {
  readonly edits: readonly Edit[];
  /** Places that may refer to what is renamed. */
  readonly uncertain: readonly Problem[];
}

/** Renames inside the SQL of a file. `asked` is what the engine makes of the views and triggers. */
export function renameInTemplates(
  file: string,
  tree: ts.SourceFile,
  subject: Subject,
  files: Files,
  schema: Schema,
  asked: () => ReadonlyMap<string, RenamedCode>,
): InFile {
  const edits: Edit[] = [];
  const uncertain: Problem[] = [];
  const locals = new Map<string, Site>();
  for (const site of files.sites.values()) {
    const name = localName(site, file, tree, files.trees);
    if (name !== null) locals.set(name, site);
  }
  const selectables = new Set(
    [...schema.tables, ...schema.views, ...schema.virtualTables].map((object) => fold(object.name)),
  );
  each(tree, ts.isTaggedTemplateExpression, (node) => {
    const { sql, starts, ends } = templateSql(node, tree, (hole) => nameOfHole(hole, locals));
    const object = objectOf(node, file, files);
    for (const { token, text, certain } of namesInSql(sql, subject, contextOf(object, selectables))) {
      const start = starts[token.start] ?? -1;
      const end = ends[token.end - 1] ?? -1;
      if (start === -1 || end === -1) continue;
      const code = certain || object === null ? undefined : asked().get(objectKey(object));
      const means = certain || (code === undefined ? null : isRenamed(code, sql, token));
      if (means === true) edits.push({ start, end, text: templateText(text) });
      else if (means === null) uncertain.push(doubt(subject, file, start, end, sql));
    }
  });
  return { edits, uncertain };
}

/** `${tune.title}` means `tune.title`; anything but an object of the schema has no name. */
function nameOfHole(hole: ts.Expression, locals: ReadonlyMap<string, Site>): string {
  const site = ts.isIdentifier(hole) ? locals.get(hole.text) : undefined;
  if (site !== undefined) return bareName(site.object.name);
  if ((ts.isPropertyAccessExpression(hole) || ts.isElementAccessExpression(hole)) && ts.isIdentifier(hole.expression)) {
    const owner = locals.get(hole.expression.text);
    const key = accessedKey(hole.expression)?.key;
    if (key !== undefined)
      return owner === undefined ? bareName(key) : `${bareName(owner.object.name)}.${bareName(key)}`;
  }
  return "(0)";
}

/** What the statement declares that a node is in. */
function objectOf(node: ts.Node, file: string, files: Files): SchemaObject | null {
  const statement = topStatement(node);
  const site = [...files.sites.values()].find(
    (each) => each.file === file && each.declaration.parent.parent === statement,
  );
  return site?.object ?? null;
}

function contextOf(object: SchemaObject | null, selectables: ReadonlySet<string>): Context {
  if (object === null) return { kind: "unknown" };
  switch (object.kind) {
    case "table":
      return { kind: "table", table: object.name };
    case "index":
      return { kind: "table", table: object.table };
    case "view":
      return { kind: "query", triggerOn: null, selectables };
    case "trigger":
      return { kind: "query", triggerOn: object.table, selectables };
    case "virtual-table":
      return { kind: "module" };
  }
}

function doubt(subject: Subject, file: string, start: number, end: number, sql: string): Problem {
  const name = subject.kind === "column" ? `${subject.table}.${subject.from}` : subject.from;
  const at = { file, start, end };
  return {
    code: "rename-uncertain",
    level: "warning",
    subject: name,
    message: `this may mean ${name}, and was left as it is`,
    at,
    label: "an ambiguous name here",
    evidence: [sql.replace(/\s+/g, " ").trim().slice(0, 100)],
    help: [`write ${subject.to} here if it does`],
  };
}
