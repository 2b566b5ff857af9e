import { ts } from "../syntax.ts";

export const constants: ReadonlyMap<string, ts.SyntaxKind> = new Map([
  ["true", ts.SyntaxKind.TrueKeyword],
  ["false", ts.SyntaxKind.FalseKeyword],
  ["null", ts.SyntaxKind.NullKeyword],
]);

export const typeKeywords: ReadonlyMap<string, ts.SyntaxKind> = new Map([
  ["boolean", ts.SyntaxKind.BooleanKeyword],
  ["string", ts.SyntaxKind.StringKeyword],
  ["number", ts.SyntaxKind.NumberKeyword],
  ["bigint", ts.SyntaxKind.BigIntKeyword],
]);

/** Words that mean something else where a type is expected. */
export const typeWords = new Set(
  "any unknown object symbol undefined never intrinsic asserts infer is keyof unique readonly abstract".split(" "),
);

/** Words that are not names, or not in every place. */
export const reserved = new Set(
  (
    "break case catch class const continue debugger default delete do else enum export extends finally for function if " +
    "import in instanceof new return super switch this throw try typeof var void while with true false null " +
    "implements interface let package private protected public static yield await async"
  ).split(" "),
);

/** Words that may begin another kind of statement, or one of TypeScript's own. */
export const statementWords = new Set([
  ..."abstract accessor async await declare defer global interface let module namespace source type using".split(" "),
]);
