import { ts } from "../../compile/read/typescript.ts";
import { nameOfFunction } from "./calls-of.ts";
import { databaseInPath } from "../dialect.ts";
import type { Module } from "./module.ts";
import { isFunction } from "./scope.ts";

/** Methods and functions that take SQL, for all known drivers. */
const takers =
  /^(?:prepare|prepareSync|prepareAsync|exec|execSync|execAsync|execute|executeSql|executeMultiple|batch|run|runSync|runAsync|all|get|each|values|iterate|pluck|query|queryRaw|raw|unsafe|sql|SQL|(?:getAll|getFirst|getEach)(?:A?sync)?|\$?(?:query|execute)Raw(?:Unsafe)?)$/;
const tags = /(?:^|\.)\$?(?:sql|SQL|queryRaw|executeRaw|query|typedSql)(?:<|$)/;
const names = /sql|query|stmt|statement/i;

/** Whether only SQL can be here: in a call that takes it, after a tag, in a variable with such a name. */
export function certainty(node: ts.Expression, { source, text }: Module): boolean {
  if (ts.isTaggedTemplateExpression(node)) return tags.test(node.tag.getText(source));
  if (
    /\/\*\s*(?:sql|sqlite)\s*\*\/\s*$/i.test(text.slice(Math.max(0, node.getStart(source) - 20), node.getStart(source)))
  )
    return true;
  let at: ts.Node = node;
  while (isWrapper(at.parent)) at = at.parent;
  const { parent } = at;
  if (ts.isCallExpression(parent) && parent.expression !== at) {
    const called = parent.expression;
    const name = ts.isPropertyAccessExpression(called) ? called.name.text : ts.isIdentifier(called) ? called.text : "";
    return takers.test(name);
  }
  if (ts.isPropertyAssignment(parent) || ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent))
    return names.test(parent.name.getText(source));
  if (ts.isBinaryExpression(parent) && parent.right === at) return names.test(parent.left.getText(source));
  return false;
}

function isWrapper(node: ts.Node): boolean {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isConditionalExpression(node) ||
    ts.isArrayLiteralExpression(node)
  );
}

/** The function, method or variable that contains a statement, for people. */
export function nameAround(node: ts.Node): string | null {
  for (let at: ts.Node = node; !ts.isSourceFile(at); at = at.parent) {
    if (isFunction(at)) {
      const name = nameOfFunction(at);
      if (name !== null) return name;
    }
    if (ts.isVariableDeclaration(at) && ts.isIdentifier(at.name) && ts.isSourceFile(at.parent.parent.parent))
      return at.name.text;
  }
  return null;
}

/** Packages that talk to other databases, and to this one. */
const others: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:pg|postgres|pg-promise|slonik|@neondatabase\/serverless|@vercel\/postgres|@electric-sql\/pglite|drizzle-orm\/(?:pg-core|node-postgres|postgres-js|neon-http|neon-serverless|vercel-postgres|pglite))$/,
    "PostgreSQL",
  ],
  [
    /^(?:mysql|mysql2|mysql2\/promise|mariadb|@planetscale\/database|drizzle-orm\/(?:mysql-core|mysql2|planetscale-serverless))$/,
    "MySQL",
  ],
  [/^(?:mssql|tedious)$/, "SQL Server"],
  [/^(?:duckdb|@duckdb\/.*)$/, "DuckDB"],
  [/^(?:@clickhouse\/client|snowflake-sdk|@google-cloud\/bigquery|oracledb)$/, "another database"],
];
const ours = /sqlite|libsql|^sql\.js$|d1|turso/i;

/** Why a file talks to another database, judging by its imports and its path; null if it may be this one. */
export function otherDatabase({ file, source }: Module): string | null {
  let found: string | null = null;
  for (const name of source.statements.flatMap(packagesOf)) {
    if (ours.test(name)) return null;
    found ??= others.find(([pattern]) => pattern.test(name))?.[1] ?? null;
  }
  if (found !== null) return `its file uses ${found}`;
  const path = databaseInPath(file);
  return path === null ? null : `its path says ${path}`;
}

/** `import … from "pg"` and `const { Pool } = require("pg")`. */
function packagesOf(statement: ts.Statement): readonly string[] {
  if (ts.isImportDeclaration(statement))
    return ts.isStringLiteral(statement.moduleSpecifier) ? [statement.moduleSpecifier.text] : [];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ initializer }) => {
    let at = initializer;
    while (at !== undefined && ts.isPropertyAccessExpression(at)) at = at.expression;
    if (at === undefined || !ts.isCallExpression(at) || !ts.isIdentifier(at.expression)) return [];
    const [first] = at.arguments;
    return at.expression.text === "require" && first !== undefined && ts.isStringLiteral(first) ? [first.text] : [];
  });
}
