import ts from "typescript";
import { keywords } from "../../src/sql/keywords.ts";

/**
 * Regular expressions of a source file that read SQL, which only the tokenizer does. Told by three signs:
 *
 * - It names a keyword of SQL, and is more than a list of what one token may be: `/^(FROM|JOIN)$/i` passes.
 * - It spells SQL's quotes or comments: `"(?:[^"]|"")*"`, `--[^\n]*`.
 * - It is applied to something that is called SQL: `sql`, `statement`, `expr.text`, `body.text`, and what a const of that
 *   file took from such a value. One that looks for nothing but white space passes: that is layout.
 */
export function sqlByRegex(tree: ts.SourceFile): { readonly line: number; readonly why: string }[] {
  const found: { line: number; why: string }[] = [];
  const consts = constants(tree);
  visit(tree);
  return found;

  function visit(node: ts.Node): void {
    const source = sourceOf(node, consts);
    if (source !== null) {
      const word = keywordIn(source);
      if (word !== null) note(node, `names ${word}`);
      if (quotes.some((each) => source.text.includes(each))) note(node, "spells quotes or comments of SQL");
    }
    if (ts.isCallExpression(node)) {
      const use = useOf(node, consts);
      if (use !== null && !isLayout(use.source.text)) {
        const name = sqlIn(use.subject, consts, 0);
        if (name !== null) note(node, `is applied to ${name}`);
      }
    }
    ts.forEachChild(node, visit);
  }

  function note(node: ts.Node, why: string): void {
    found.push({ line: tree.getLineAndCharacterOfPosition(node.getStart()).line + 1, why });
  }
}

interface Source {
  readonly text: string;
  readonly flags: string;
}

const quotes = ['[^"]|""', "[^']|''", '""|[^"]', "''|[^']", "--[^\\n]", "--.*"];

/** The pattern of a regular expression, whether it is a literal, made with `new RegExp`, or a const that holds one. */
function sourceOf(node: ts.Node, consts: Consts): Source | null {
  if (ts.isRegularExpressionLiteral(node)) {
    const end = node.text.lastIndexOf("/");
    return { text: node.text.slice(1, end), flags: node.text.slice(end + 1) };
  }
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "RegExp") {
    const [text, flags] = node.arguments ?? [];
    return { text: text?.getText() ?? "", flags: flags?.getText() ?? "" };
  }
  const value = ts.isIdentifier(node) && !ts.isVariableDeclaration(node.parent) ? consts.get(node.text) : undefined;
  return value !== undefined && !ts.isIdentifier(value) && isRegex(value) ? { text: "", flags: "" } : null;
}

function isRegex(node: ts.Node): boolean {
  return ts.isRegularExpressionLiteral(node) || (ts.isNewExpression(node) && node.expression.getText() === "RegExp");
}

type Consts = ReadonlyMap<string, ts.Expression>;

function constants(tree: ts.SourceFile): Consts {
  const found = new Map<string, ts.Expression>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer !== undefined)
      found.set(node.name.text, node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** A keyword that is named as a whole word, except in lists of words from `^` to `$`. */
function keywordIn({ text, flags }: Source): string | null {
  if (/^\^(?:\(\??:?)?[A-Za-z_|,.\\()?:]*\)?\$$/.test(text)) return null;
  const words = text.replace(/\\[a-zA-Z]/g, " ").match(/[A-Za-z_]+/g) ?? [];
  return words.find((word) => keywords.has(flags.includes("i") ? word.toUpperCase() : word)) ?? null;
}

/** Nothing but white space and control characters, with quantifiers and anchors. */
function isLayout(text: string): boolean {
  return /^(?:\\[srnt0]|\\p\{Cc\}|[ [\]^$+*?|()]|\{\d*,?\d*\}|\(\?[:=!])*$/.test(text) && text !== "";
}

const methods = new Set(["match", "matchAll", "replace", "replaceAll", "search", "split"]);

/** A regular expression that is applied, and to what. */
function useOf(call: ts.CallExpression, consts: Consts): { subject: ts.Expression; source: Source } | null {
  if (!ts.isPropertyAccessExpression(call.expression)) return null;
  const { expression: owner, name } = call.expression;
  const [argument] = call.arguments;
  if (argument === undefined) return null;
  const applied = (regex: ts.Expression, subject: ts.Expression) => {
    const value = ts.isIdentifier(regex) ? consts.get(regex.text) : regex;
    const source = value === undefined || !isRegex(value) ? null : sourceOf(value, consts);
    return source === null ? null : { subject, source };
  };
  if (name.text === "test" || name.text === "exec") return applied(owner, argument);
  return methods.has(name.text) ? applied(argument, owner) : null;
}

const isSql = /^(?:sql|.*Sql|.*SQL|statement|definition|expression|createTable)$/;
const holders = /^(?:expr|body|default|where|when|check|generated|trigger|view)$/;

/** What in an expression is named SQL; null if nothing is. */
function sqlIn(node: ts.Expression, consts: Consts, depth: number): string | null {
  if (depth > 4) return null;
  if (ts.isIdentifier(node)) {
    if (isSql.test(node.text)) return node.text;
    const value = consts.get(node.text);
    return value === undefined ? null : sqlIn(value, consts, depth + 1);
  }
  if (ts.isPropertyAccessExpression(node)) {
    const holder = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
    // Everything in TypeScript's own tree has an `expression`.
    if (isSql.test(node.name.text) && node.name.text !== "expression") return node.getText();
    return node.name.text === "text" && holders.test(holder.getText()) ? node.getText() : null;
  }
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression))
    return sqlIn(node.expression.expression, consts, depth);
  if (ts.isBinaryExpression(node)) return sqlIn(node.left, consts, depth) ?? sqlIn(node.right, consts, depth);
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAsExpression(node))
    return sqlIn(node.expression, consts, depth);
  return null;
}
