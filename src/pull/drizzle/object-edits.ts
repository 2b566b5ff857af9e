import type { Declared } from "../../compile/declared.ts";
import { ts } from "../../compile/read/typescript.ts";
import type { Schema, View } from "../../model/schema.ts";
import { removeConst } from "../merge/merge-statements.ts";
import { findSite, type Site } from "../source/sites.ts";
import { bareExpression, topNames } from "../source/source-tree.ts";
import { declaredNames, spanIn, treeOf } from "./declared-table.ts";
import { behindFirst, template } from "./write-column.ts";
import { queryOf, viewStatement } from "./write-drizzle.ts";
import type { FileEdits } from "./with-edits.ts";
import { inWordsOf } from "./words-of-file.ts";

/** Another query for a view, or a view that is not declared yet: at the end of the file with the last table. */
export function viewEdits(view: View, declared: Declared, live: Schema): FileEdits | null {
  if (queryOf(view.body.text) === null) return null;
  const site = siteOf("view", view.name, declared);
  const tree = site === null ? undefined : treeOf(declared, site.file);
  if (site !== null && tree !== undefined) {
    const made = site.declaration.initializer;
    const call = made === undefined ? null : bareExpression(made);
    if (call === null || !ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return null;
    const [query] = call.arguments;
    if (call.expression.name.text !== "as" || query === undefined) return null;
    const edit = { start: query.getStart(tree), end: query.end, text: template(behindFirst(view.body.text)) };
    return inWordsOf({ file: site.file, tree }, [edit], declared);
  }
  const [home] = declared.schema.tables.map(({ name }) => spanIn(declared, `table:${name}`)).toReversed();
  if (home === undefined || home === null) return null;
  const text = viewStatement(view, declaredNames(declared, live));
  if (text === null || topNames(home.tree).some((name) => text.includes(`const ${name} `))) return null;
  const end = home.tree.text.length;
  const lead = home.tree.text.endsWith("\n") ? "\n" : "\n\n";
  return inWordsOf(home, [{ start: end, end, text: `${lead}${text}` }], declared);
}

/** A table or view that the database does not have goes, if nothing in the files of the schema mentions it. */
export function withoutObject(kind: "table" | "view", name: string, declared: Declared): FileEdits | null {
  const site = siteOf(kind, name, declared);
  const tree = site === null ? undefined : treeOf(declared, site.file);
  const statement = site?.declaration.parent.parent;
  if (site === null || tree === undefined || statement === undefined || !ts.isVariableStatement(statement)) return null;
  if (statement.declarationList.declarations.length !== 1 || isNamedElsewhere(site, declared)) return null;
  return { file: site.file, edits: removeConst(tree, site.declaration), imports: new Map() };
}

function siteOf(kind: "table" | "view", name: string, declared: Declared): Site | null {
  const all = kind === "table" ? declared.schema.tables : declared.schema.views;
  const object = all.find((each) => each.name === name);
  return object === undefined ? null : findSite(object, declared, (file) => treeOf(declared, file));
}

function isNamedElsewhere({ name, declaration }: Site, declared: Declared): boolean {
  return [...declared.sources.keys()].some((file) => {
    const tree = treeOf(declared, file);
    return tree !== undefined && names(tree);
  });

  function names(node: ts.Node): boolean {
    if (ts.isIdentifier(node)) return node.text === name && node !== declaration.name;
    return ts.forEachChild(node, (child) => names(child) || undefined) ?? false;
  }
}
