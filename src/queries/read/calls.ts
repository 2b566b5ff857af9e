import { ts } from "../../compile/read/typescript.ts";
import { type Alternatives, either, followed, only } from "./alternatives.ts";
import { type Bound, deeper, type Here, spanIn, textsOf, unknown } from "./evaluate.ts";
import { type FoundNode, follow } from "./follow.ts";
import { anyNumber, comma, joinedItems } from "./items.ts";
import { returnsOf } from "./names.ts";
import { isFunction } from "./scope.ts";
import { edited, joined, literal, nothing, slice, type Text } from "../text.ts";

/** What a call can return: a few methods of strings and lists, and functions that return one expression. */
export function callOf(node: ts.CallExpression, here: Here): Alternatives {
  const { expression } = node;
  if (ts.isPropertyAccessExpression(expression)) {
    const said = methodOf(node, expression, here);
    if (said !== null) return said;
  }
  if (ts.isIdentifier(expression) && expression.text === "String" && node.arguments[0] !== undefined)
    return textsOf(node.arguments[0], here);
  const functions = follow(expression, here).filter(({ node }) => isFunction(node));
  const results = functions.flatMap((each) => resultOf(each, node, here));
  return results.length === 0 ? unknown(node, here) : either(...results);
}

function resultOf(found: FoundNode, call: ts.CallExpression, here: Here): readonly Alternatives[] {
  return resultsOf(found, call, here).map(({ node, here: inside }) => textsOf(node, inside));
}

/** The expressions that a function returns, where its parameters are what a call gives it. */
export function resultsOf(
  { node, here: there }: FoundNode,
  call: ts.CallExpression,
  here: Here,
): readonly { readonly node: ts.Expression; readonly here: Here }[] {
  if (!isFunction(node)) return [];
  const bound = new Map<ts.Node, Bound>(there.frame.arguments);
  node.parameters.forEach((parameter, index) => {
    const argument = call.arguments[index];
    if (argument !== undefined && !call.arguments.slice(0, index + 1).some(ts.isSpreadElement))
      bound.set(parameter, { kind: "node", node: argument, here });
  });
  const depth = { ...there, frame: { ...there.frame, depth: here.frame.depth } };
  return returnsOf(node).map((each) => ({ node: each, here: deeper(depth, bound) }));
}

function methodOf(
  node: ts.CallExpression,
  { expression: receiver, name }: ts.PropertyAccessExpression,
  here: Here,
): Alternatives | null {
  const [first, second] = node.arguments;
  switch (name.text) {
    case "join": {
      const separators = first === undefined ? null : textsOf(first, here).texts;
      return joinedItems(receiver, separators?.[0] ?? comma(node, here), here);
    }
    case "concat":
      return node.arguments.reduce(
        (sum: Alternatives, each) => followed(sum, textsOf(each, here)),
        textsOf(receiver, here),
      );
    case "trim":
    case "trimStart":
    case "trimEnd":
    case "toString":
    case "slice":
    case "substring":
      return isText(receiver, here) ? textsOf(receiver, here) : null;
    case "toUpperCase":
    case "toLowerCase":
      return isText(receiver, here) ? cased(textsOf(receiver, here), name.text === "toUpperCase") : null;
    case "repeat":
      return repeated(textsOf(receiver, here));
    case "replace":
    case "replaceAll":
      return first === undefined || second === undefined
        ? null
        : replaced(receiver, first, second, { every: name.text === "replaceAll", here });
    default:
      return null;
  }
}

/** Lists have a `slice` too, and rows a `trim`: only values that are known to be strings are followed. */
function isText(receiver: ts.Expression, here: Here): boolean {
  return textsOf(receiver, here).texts.some(({ pieces }) => pieces.some(({ hole }) => hole === undefined));
}

function cased({ texts, cut }: Alternatives, upper: boolean): Alternatives {
  const each = (text: Text): Text => ({ ...text, sql: upper ? text.sql.toUpperCase() : text.sql.toLowerCase() });
  return { texts: texts.map(each), cut };
}

/** Placeholders for a list, `"?, ".repeat(n)`: once, without the comma that is cut off later, or before one more. */
function repeated({ texts, cut }: Alternatives): Alternatives {
  const once = texts.map((text) => {
    const end = text.sql.trimEnd().length;
    return text.sql[end - 1] === "," ? edited(text, [{ start: end - 1, end: text.sql.length, with: "" }]) : text;
  });
  return anyNumber(either({ texts: once, cut }, { texts, cut }));
}

/** Replaces a constant. With a regular expression, the text stays as it is. */
function replaced(
  receiver: ts.Expression,
  sought: ts.Expression,
  by: ts.Expression,
  { every, here }: { readonly every: boolean; readonly here: Here },
): Alternatives {
  const { texts, cut } = textsOf(receiver, here);
  if (!ts.isStringLiteralLike(sought)) return regular(texts, cut, sought);
  if (sought.text === "") return { texts, cut };
  const put = textsOf(by, here);
  const all = texts.flatMap((text) => put.texts.map((fresh) => withReplaced(text, sought.text, fresh, every)));
  return either({ texts: all, cut: cut || put.cut });
}

function withReplaced(text: Text, sought: string, fresh: Text, every: boolean): Text {
  let result: Text = nothing;
  let from = 0;
  for (let at = text.sql.indexOf(sought); at >= 0; at = every ? text.sql.indexOf(sought, from) : -1) {
    result = joined(joined(result, slice(text, from, at)), fresh);
    from = at + sought.length;
  }
  return from === 0 ? text : joined(result, slice(text, from, text.sql.length));
}

/** Collapsing and trimming white space does not change the meaning of a statement. */
function regular(texts: readonly Text[], cut: boolean, sought: ts.Expression): Alternatives {
  const isSpace =
    ts.isRegularExpressionLiteral(sought) &&
    /^\/[\^$]?(?:\\s|\\n|\\r| |\[[\\snrt ]+\])[+*]?[$]?\/[gm]*$/.test(sought.text);
  return isSpace ? { texts, cut } : { texts: texts.map((text) => ({ ...text, unlikely: true as const })), cut };
}

/** A name that the source gives as a constant, as text in double quotes. */
export function quotedName(name: string, node: ts.Node, here: Here): Alternatives {
  return name === "" ? only(nothing) : only(literal(`"${name.replaceAll('"', '""')}"`, spanIn(node, here)));
}
