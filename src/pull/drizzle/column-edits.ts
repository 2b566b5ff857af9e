import { ts } from "../../compile/read/typescript.ts";
import type { Column } from "../../model/schema.ts";
import type { Edit } from "../source/edits.ts";
import { bareExpression, literalKey } from "../source/source-tree.ts";
import { defaultOf, generatedCall, template, typeOf } from "./write-column.ts";

/** A column as a chain: `text("title")`, and the methods that are called on it. */
export interface Chain {
  readonly base: ts.Expression;
  readonly calls: readonly { readonly name: string; readonly from: number; readonly node: ts.CallExpression }[];
}

/** The edits that change a column and keep everything else in its declaration. Null if it is not a chain of calls. */
export function columnEdits(
  initializer: ts.Expression,
  tree: ts.SourceFile,
  before: Column,
  after: Column,
): readonly Edit[] | null {
  const chain = chainOf(initializer);
  const edits: Edit[] = [];
  if (before.type.toLowerCase() !== after.type.toLowerCase()) {
    const base = ts.isCallExpression(chain.base) ? typed(chain.base, after) : null;
    if (base === null) return null;
    edits.push({ start: chain.base.getStart(tree), end: chain.base.end, text: base });
  }
  const isKey = chain.calls.some(({ name }) => name === "primaryKey");
  const says = (name: RegExp, was: string | null, wanted: string | null): boolean => {
    if (was === wanted) return true;
    const own = chain.calls.filter((call) => name.test(call.name));
    const [last] = own.slice(-1);
    if (wanted === null) {
      // Words of the project's own, such as `title()`, cannot be seen into. A key is NOT NULL without saying so.
      for (const { from, node } of own) edits.push({ start: from, end: node.end, text: "" });
      return own.length > 0 || (was === "notNull()" && isKey);
    }
    if (last !== undefined && ts.isPropertyAccessExpression(last.node.expression))
      edits.push({ start: last.node.expression.name.getStart(tree), end: last.node.end, text: wanted });
    else edits.push({ start: chain.base.end, end: chain.base.end, text: `${leadOf(chain, tree)}.${wanted}` });
    return true;
  };
  const texts = (column: Column) => ({
    notNull: column.notNull === null ? null : "notNull()",
    default: column.default === null ? null : `default(${defaultFor(column.default.text, chain.base)})`,
    generated: column.generated === null ? null : generatedCall(column.generated),
  });
  const [was, wanted] = [texts(before), texts(after)];
  const known =
    says(/^notNull$/, was.notNull, wanted.notNull) &&
    says(/^default(Now)?$/, was.default, wanted.default) &&
    says(/^generatedAlwaysAs$/, was.generated, wanted.generated);
  return known && edits.length > 0 ? edits : null;
}

export function chainOf(initializer: ts.Expression): Chain {
  const calls: Chain["calls"][number][] = [];
  let at = bareExpression(initializer);
  while (ts.isCallExpression(at) && ts.isPropertyAccessExpression(at.expression)) {
    const inner: ts.Expression = at.expression.expression;
    // `s.text("title")`: a word of a namespace, and no method.
    if (ts.isIdentifier(inner)) break;
    calls.unshift({ name: at.expression.name.text, from: inner.end, node: at });
    at = inner;
  }
  return { base: at, calls };
}

/** The line break with which the chain goes on, if it has one. */
export function leadOf({ calls }: Chain, tree: ts.SourceFile): string {
  const [first] = calls;
  return first === undefined ? "" : (/^\s*/.exec(tree.text.slice(first.from))?.[0] ?? "");
}

/** Another type, under the name that the column is given now. */
function typed(base: ts.CallExpression, after: Column): string {
  const [name] = base.arguments;
  const text = typeOf(after);
  if (name !== undefined && ts.isStringLiteralLike(name)) return text;
  return text.replace(JSON.stringify(after.name), "").replace("(, ", "(");
}

/** A default as its mode takes it: a value of TypeScript's only where that is the value in the database. */
function defaultFor(text: string, base: ts.Expression): string {
  const mode = modeOf(base);
  if (mode === "boolean" && /^[01]$/.test(text)) return text === "1" ? "true" : "false";
  const isPlain = mode === null || mode === "number" || mode === "text";
  return isPlain && isWord(base) ? defaultOf(text) : template(text);
}

function modeOf(base: ts.Expression): string | null {
  if (!ts.isCallExpression(base)) return null;
  const options = base.arguments.find(ts.isObjectLiteralExpression);
  const mode = options?.properties.find((each) => literalKey(each) === "mode");
  if (mode === undefined || !ts.isPropertyAssignment(mode)) return null;
  return ts.isStringLiteralLike(mode.initializer) ? mode.initializer.text : "";
}

function isWord(base: ts.Expression): boolean {
  if (!ts.isCallExpression(base)) return false;
  const { expression } = base;
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  return ts.isIdentifier(name) && /^(blob|int|integer|numeric|real|text)$/.test(name.text);
}
