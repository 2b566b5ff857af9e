import { onColumn } from "../../model/on-column.ts";
import type { Column, Table } from "../../model/schema.ts";
import { tokenize } from "../../sql/tokens.ts";
import { docComment, stringLiteral } from "./literal.ts";
import { keyText, needsOrder, type Pen } from "./pen.ts";
import { columnChain, type Link } from "./write-column.ts";
import { parameter, tableConstraints } from "./write-constraints.ts";

/** Longer lines are broken as a person would. */
const lineWidth = 110;

/** Everything after `export const tune = `, without the semicolon. */
export function tableCall(table: Table, explicitName: string, pen: Pen): string {
  const columns = table.columns.map((column) => `${columnProperty(table, column, pen)}\n`).join("");
  return `${pen.word("table")}(${explicitName}{\n${columns}}${optionsText(tableOptions(table, pen))})`;
}

/** A column as a property with its comma, doc comment above, on lines of its own. */
export function columnProperty(table: Table, column: Column, pen: Pen): string {
  const doc = columnDoc(table, column);
  return `${doc}  ${keyText(column.name)}: ${chainText(columnChain(table, column, onColumn(table, column.name), pen), keyText(column.name))},`;
}

/** A comment inside an expression stays there, so it is not repeated. */
function columnDoc(table: Table, column: Column): string {
  if (column.comment === null) return "";
  const kept = [
    ...onColumn(table, column.name).checks.map((check) => check.expr),
    column.default,
    column.generated?.expr,
  ];
  const inside = kept.flatMap((sql) =>
    sql == null ? [] : tokenize(sql.text).filter((token) => token.kind === "comment"),
  );
  const lines = column.comment.split("\n").filter((line) => !inside.some((comment) => comment.text.includes(line)));
  return lines.length === 0 ? "" : docComment(lines.join("\n"), "  ");
}

export function chainText(links: readonly Link[], key: string): string {
  const flat = links.map((link) => link.text).join("");
  const first = flat.split("\n", 1)[0] as string;
  if (links.length < 3 || key.length + first.length + 5 <= lineWidth) return flat;
  const [type, ...calls] = links.map((link) => link.text);
  return [type, ...calls.map((call) => `    ${call.replaceAll(/\n(?= )/g, "\n  ")}`)].join("\n");
}

/** Each option as `key: value`, in the order in which they are written. */
interface Options {
  readonly plain: readonly string[];
  readonly constraints: readonly string[];
}

function tableOptions(table: Table, pen: Pen): Options {
  return { plain: [...plainOptions(table).values()], constraints: tableConstraints(table, pen) };
}

/** Options without the constraints, by their key. */
export function plainOptions(table: Table): Map<string, string> {
  const options = new Map<string, string>();
  if (table.strict) options.set("strict", "strict: true");
  if (table.withoutRowid) options.set("withoutRowid", "withoutRowid: true");
  if (table.randomRowid) options.set("randomRowid", "randomRowid: true");
  const names = table.columns.map((column) => stringLiteral(column.name));
  if (needsOrder(table)) options.set("order", `order: [${names.join(", ")}]`);
  return options;
}

/** `, { strict: true }`, or nothing; constraints are on lines of their own if one line is too short. */
function optionsText({ plain, constraints }: Options): string {
  if (plain.length === 0 && constraints.length === 0) return "";
  const flatList =
    constraints.length === 0 ? [] : [`constraints: (${callbackHead(constraints)}) => [${constraints.join(", ")}]`];
  const flat = `, { ${[...plain, ...flatList].join(", ")} }`;
  if (flat.length < lineWidth - 5 && !flat.includes("\n")) return flat;
  const list = constraints.map((constraint) => `    ${constraint},\n`).join("");
  const lines = [...plain, `constraints: (${callbackHead(constraints)}) => [\n${list}  ]`];
  return `, {\n${lines.map((line) => `  ${line},\n`).join("")}}`;
}

/** A callback that does not use its table has no parameter: the compiler would complain. */
export function callbackHead(constraints: readonly string[]): string {
  const uses = new RegExp(`(?<![\\w$."'])${parameter}[.[]`);
  return constraints.some((constraint) => uses.test(constraint)) ? parameter : "";
}
