import type { ExplainedQuery } from "../../queries/explain.ts";
import { count } from "../../words/numbers.ts";
import { unwrap } from "../../work/context.ts";
import { explainQuery } from "../../work/queries/explain-query.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document } from "../json-out.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const { args, options, tell, signal } = shell;
  const [at = "", target] = args;
  const asked = { at, target, queries: options.list("queries"), tell, signal };
  const all = unwrap(await explainQuery(project, asked));
  if (shell.json) shell.out.print(document(shell, exits.done, { queries: all.map(explainedJson) }));
  else for (const each of all) shell.out.print(textOf(shell, each));
  return exits.done;
}

function explainedJson({ query, ...rest }: ExplainedQuery) {
  return { file: query.file, line: query.line, endLine: query.endLine, name: query.name, ...rest };
}

function textOf(shell: Shell, { query, sql, why, plan, indexes, scans, helps }: ExplainedQuery): string {
  const { style } = shell.out.data;
  const name = query.name === null ? "" : ` ${query.name}`;
  const lines = [style.bold(`${query.file}:${query.line}${name}`)];
  if (sql === null) return [...lines, `  cannot be explained: ${why}`].join("\n");
  lines.push(...sql.split("\n").map((line) => `  ${style.dim(line.trimEnd())}`), "");
  lines.push(...plan.map((line) => `  ${line}`), "");
  lines.push(`  indexes: ${indexes.length === 0 ? "none" : indexes.join(", ")}`);
  for (const { table, rows } of scans)
    lines.push(`  reads all of ${table}${rows === null ? "" : `: ${count(rows)} ${rows === 1 ? "row" : "rows"}`}`);
  for (const { declaration, lint } of helps)
    lines.push(`  would help: ${declaration}${lint === null ? "" : ` (trueup explain ${lint})`}`);
  return `${lines.join("\n")}\n`;
}
