import type { Schema, View } from "../../model/schema.ts";
import { significantIn, unquote } from "../../sql/tokens.ts";
import { camel } from "./names.ts";
import { behindFirst, template } from "./write-column.ts";

/** A trueup file for what Drizzle cannot express; null if there is nothing. */
export function writeExtra(rest: Pick<Schema, "views" | "triggers" | "virtualTables">): string | null {
  const { views, triggers, virtualTables } = rest;
  const taken = new Set(["sql", "trigger", "view", "virtualTable"]);
  const constFor = (name: string): string => {
    let found = camel(name);
    for (let n = 2; taken.has(found); n += 1) found = `${camel(name)}${n}`;
    taken.add(found);
    return found;
  };
  const lines = [
    ...virtualTables.map(({ name, body }) => said("virtualTable", constFor(name), name, behindFirst(body.text))),
    ...views.map((view) => viewText(view, constFor(view.name))),
    ...triggers.map(({ name, body }) => said("trigger", constFor(name), name, body.text)),
  ];
  if (lines.length === 0) return null;
  const words = ["sql", "trigger", "view", "virtualTable"].filter((word) =>
    lines.some((line) => line.includes(`${word}(`) || word === "sql"),
  );
  return `import { ${words.join(", ")} } from "trueup";\n\n${lines.join("\n")}`;
}

function said(word: string, as: string, name: string, sql: string): string {
  return `export const ${as} = ${word}(${JSON.stringify(name)}, ${template(sql.trim())});\n`;
}

/** `(id, title) AS SELECT …`: the names of its columns, which Drizzle cannot express. */
function viewText({ name, body }: View, as: string): string {
  const tokens = significantIn(body.text);
  const end = tokens.findIndex(({ text }) => text === ")");
  const columns = tokens
    .slice(1, end)
    .filter(({ text }) => text !== ",")
    .map(({ text }) => unquote(text));
  const query = body.text.slice(tokens[end + 1]?.end ?? 0).trim();
  return `export const ${as} = view(${JSON.stringify(name)}, ${template(query)}, { columns: ${JSON.stringify(columns)} });\n`;
}
