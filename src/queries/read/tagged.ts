import { ts } from "../../compile/read/typescript.ts";
import { type Alternatives, either, only, together } from "./alternatives.ts";
import { deeper, type Here, markUsed, spanIn, templateOf, textsOf, unwrapped } from "./evaluate.ts";
import { follow, textOfName } from "./follow.ts";
import { comma, joinedItems } from "./items.ts";
import { quotedName, resultsOf } from "./calls.ts";
import { isWord, significantIn, type Token } from "../../sql/tokens.ts";
import { hole, nothing, type Text } from "../text.ts";

/** Tags that only change the layout of a text. */
const layout = /^(?:String\.raw|dedent|outdent|stripIndents?|oneLine|oneLineTrim|trim|html|css|indent)$/;

/**
 * A tagged template: the driver binds what is in its holes, unless it is a piece of SQL itself, a table or a column.
 */
export function taggedOf(node: ts.TaggedTemplateExpression, here: Here): Alternatives {
  markUsed(node, here);
  const { template } = node;
  if (ts.isNoSubstitutionTemplateLiteral(template)) return textsOf(template, here);
  if (layout.test(node.tag.getText(here.module.source))) return templateOf(template, here);
  return templateOf(template, here, (each, before) =>
    isForValue(before) ? bindable(each, here) : boundOrPiece(each, here),
  );
}

const beforeValues: ReadonlySet<string> = new Set(["=", "==", "<>", "!=", "<", ">", "<=", ">=", "+", "-", "/", "||"]);

/** Whether only an expression can follow, and a driver binds it. */
function isForValue(before: string): boolean {
  const tokens = significantIn(before);
  const last = tokens.at(-1);
  if (last === undefined) return false;
  if (beforeValues.has(last.text) || isWord(last, "LIKE", "LIMIT", "OFFSET", "AND", "OR", "THEN", "ELSE", "WHEN"))
    return true;
  return (last.text === "(" || last.text === ",") && isInValues(tokens);
}

/** In the parentheses of `IN (` or of `VALUES (`, of any of its rows. */
function isInValues(tokens: readonly Token[]): boolean {
  let at = openBefore(tokens, tokens.length - 1);
  while (tokens[at - 1]?.text === "," && tokens[at - 2]?.text === ")") at = openBefore(tokens, at - 3);
  return isWord(tokens[at - 1], "VALUES", "IN");
}

/** The parenthesis that is open at a place. */
function openBefore(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let n = from; n >= 0; n--) {
    if (tokens[n]?.text === ")") depth += 1;
    if (tokens[n]?.text !== "(") continue;
    if (depth === 0) return n;
    depth -= 1;
  }
  return -1;
}

/** What is bound, or an expression in SQL. Other files are not asked: most values come from there, and few pieces. */
function bindable(node: ts.Expression, here: Here): Alternatives {
  const at = unwrapped(node);
  return pieceOf(at, { ...here, alone: true }) ?? only(hole(spanIn(at, here), "value"));
}

function boundOrPiece(node: ts.Expression, here: Here): Alternatives {
  const at = unwrapped(node);
  const span = spanIn(at, here);
  const bound = only(hole(span, "value"));
  const piece = pieceOf(at, here);
  if (piece !== null) return piece;
  const inlined = textsOf(at, deeper(here, here.frame.arguments));
  const known = inlined.texts.filter(({ pieces }) => !pieces.some(({ hole }) => hole !== undefined));
  const unlikely = known.map((text): Text => ({ ...text, unlikely: true }));
  return either(bound, { texts: unlikely, cut: inlined.cut });
}

/** What goes into the text of the statement unchanged; null for a value. */
function pieceOf(at: ts.Expression, here: Here): Alternatives | null {
  if (here.reader.budget <= 0 || here.frame.depth > 30) return null;
  here.reader.budget -= 1;
  if (ts.isTaggedTemplateExpression(at)) return taggedOf(at, here);
  if (ts.isConditionalExpression(at)) return eitherPiece([at.whenTrue, at.whenFalse].map((node) => ({ node, here })));
  if (ts.isBinaryExpression(at) && at.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) {
    const piece = pieceOf(unwrapped(at.right), here);
    return piece === null ? null : either(piece, only(nothing));
  }
  if (ts.isCallExpression(at)) return madeBy(at, here);
  const found = follow(at, here);
  const pieces = found.flatMap((each) => {
    if (!ts.isExpression(each.node) || each.node === at) return [];
    return pieceOf(each.node, deeper(each.here, each.here.frame.arguments)) ?? [];
  });
  if (pieces.length > 0) return either(...pieces);
  return ts.isPropertyAccessExpression(at) ? columnOf(at, here) : null;
}

function eitherPiece(nodes: readonly { readonly node: ts.Expression; readonly here: Here }[]): Alternatives | null {
  const pieces = nodes.map(({ node, here }) => {
    const at = unwrapped(node);
    const isNothing = ts.isStringLiteralLike(at)
      ? at.text === ""
      : at.kind === ts.SyntaxKind.NullKeyword || isUndefined(at);
    return isNothing ? only(nothing) : pieceOf(at, here);
  });
  const known = pieces.flatMap((piece) => piece ?? []);
  return known.length === pieces.length && known.some(({ texts }) => texts.some(({ sql }) => sql !== ""))
    ? either(...known)
    : null;
}

function isUndefined(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && node.text === "undefined";
}

/** Calls whose result is a piece of SQL: `sql.raw(…)`, `sql.join(…)`, `sql.identifier(…)`, a table of Drizzle's. */
function madeBy(call: ts.CallExpression, here: Here): Alternatives | null {
  const { expression } = call;
  const name = ts.isPropertyAccessExpression(expression)
    ? expression.name.text
    : ts.isIdentifier(expression)
      ? expression.text
      : "";
  const [first, second] = call.arguments;
  if (/^(?:sqliteTable|sqliteView|table)$|Table$/.test(name) && first !== undefined && ts.isStringLiteralLike(first))
    return quotedName(first.text, first, here);
  if (/^(?:raw|unsafe|lit|literal)$/.test(name) && first !== undefined) return textsOf(first, here);
  if (/^(?:identifier|id|ref|table|column)$/.test(name) && first !== undefined) {
    const names = textsOf(first, here);
    return names;
  }
  if (name === "join" && first !== undefined) {
    const separators = second === undefined ? null : textsOf(second, here).texts;
    return joinedPieces(first, separators?.[0] ?? comma(call, here), here) ?? only(hole(spanIn(call, here), "value"));
  }
  // A function that returns pieces of SQL; the text that any other returns is a value like any other.
  const results = follow(expression, here).flatMap((found) => resultsOf(found, call, here));
  return results.length === 0 ? null : eitherPiece(results);
}

/** `sql.join([sql`a = ${a}`, sql`b = ${b}`], sql`, `)`: values of a list are bound, pieces are put in. */
function joinedPieces(node: ts.Expression, separator: Text, here: Here): Alternatives | null {
  const at = unwrapped(node);
  if (!ts.isArrayLiteralExpression(at) || at.elements.some(ts.isSpreadElement)) return joinedItems(at, separator, here);
  return together(
    at.elements.flatMap((each, n) =>
      n === 0 ? [boundOrPiece(each, here)] : [only(separator), boundOrPiece(each, here)],
    ),
  );
}

/** `users.email` of a table that Drizzle declares: its columns are the keys, or what their calls are given. */
function columnOf(at: ts.PropertyAccessExpression, here: Here): Alternatives | null {
  for (const { node, here: there } of follow(at.expression, here)) {
    if (!ts.isCallExpression(node)) continue;
    const [name, columns] = node.arguments;
    if (name === undefined || !ts.isStringLiteralLike(name) || columns === undefined) continue;
    const object = ts.isObjectLiteralExpression(columns) ? columns : null;
    for (const property of object?.properties ?? []) {
      if (!ts.isPropertyAssignment(property) || textOfName(property.name) !== at.name.text) continue;
      const column = givenName(property.initializer) ?? at.name.text;
      const dot = together([
        quotedName(name.text, at, there),
        only({ ...dotOf(at, here) }),
        quotedName(column, at, there),
      ]);
      return dot;
    }
  }
  return null;
}

function dotOf(at: ts.PropertyAccessExpression, here: Here): Text {
  return { sql: ".", pieces: [{ at: 0, length: 1, ...spanIn(at, here) }] };
}

/** `text("e_mail").notNull()`: the first text that the innermost call is given. */
function givenName(node: ts.Expression): string | null {
  if (ts.isCallExpression(node)) {
    if (ts.isIdentifier(node.expression)) {
      const [first] = node.arguments;
      return first !== undefined && ts.isStringLiteralLike(first) ? first.text : null;
    }
    return givenName(node.expression);
  }
  return ts.isPropertyAccessExpression(node) ? givenName(node.expression) : null;
}
