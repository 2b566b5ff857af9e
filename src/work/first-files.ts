import type { Offer } from "../target/target.ts";
import { isUrl, readWhere, takesToken } from "../target/kinds.ts";

/** The texts that `init` writes. */

/** The configuration entry for a database: its tokens come from the environment and are never written to the file. */
function targetText(url: string): string {
  const bare = isUrl(url) ? url.replace(/[?#].*$/, "") : `file:${url.replaceAll("\\", "/")}`;
  const where = readWhere(bare, ".");
  return where.ok && takesToken(where.value)
    ? `{ url: ${JSON.stringify(bare)}, authToken: env("TRUEUP_AUTH_TOKEN") }`
    : JSON.stringify(bare);
}

export function configText(url: string, schema: readonly string[] = ["schema"], offers: readonly Offer[] = []): string {
  const found = offers.map((offer) => ({ name: nameText(offer.name), text: offerText(offer) }));
  const targets = found.length > 0 ? found : [{ name: "dev", text: targetText(url) }];
  const words = targets.some(({ text }) => text.includes("env(")) ? "defineConfig, env" : "defineConfig";
  return `import { ${words} } from "trueup";

/** Read, never run. All settings: node_modules/trueup/docs/reference/config.md */
export default defineConfig({
  schema: ${schema.length === 1 ? JSON.stringify(schema[0]) : JSON.stringify(schema)},
  plans: "plans",
  backups: "backups",
  targets: {
${targets.map(({ name, text }) => `    ${name}: ${text},\n`).join("")}  },
  default: ${JSON.stringify(offers[0]?.name ?? "dev")},
});
`;
}

function offerText({ url, tokenFrom }: Offer): string {
  return tokenFrom !== null ? `{ url: ${JSON.stringify(url)}, authToken: env("${tokenFrom}") }` : JSON.stringify(url);
}

function nameText(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

export const schemaText = `import { index, integer, sql, table, text } from "trueup";

/** A task to do. Every exported const is one object of the database, under its name. */
export const task = table({
  id: integer().primaryKey(),
  title: text().check(sql\`length(title) > 0\`),
  state: text().oneOf("open", "done").default("open"),
  due: text().nullable(),
  added: text().default(sql\`CURRENT_TIMESTAMP\`),
});

export const task_by_due = index(task.due).where(sql\`\${task.due} IS NOT NULL\`);
`;

export interface ProjectLines {
  readonly file: string;
  readonly lines: readonly string[];
  /** Only if one of these already exists. */
  readonly where?: readonly string[];
}

/** Lines that a file of the project must contain. `database` is the path of the one that the configuration names. */
export function projectLines(database: string | null): readonly ProjectLines[] {
  const named = database === null || matched.test(database) ? [] : [`/${database}`, `/${database}-*`];
  return [
    // `git add -A` takes in no database, none of the logs beside it and no backup.
    { file: ".gitignore", lines: ["/backups/", "/.trueup/", ...databases, ...named] },
    // A plan is sealed byte for byte. A checkout with other line endings is accepted, but its diffs would be noise.
    { file: ".gitattributes", lines: ["*.plan.sql text eol=lf"] },
    {
      file: ".prettierignore",
      lines: ["*.plan.sql"],
      where: [".prettierrc", ".prettierrc.json", ".prettierignore"],
    },
  ];
}

const endings = ["db", "sqlite", "sqlite3"];
const databases = endings.flatMap((ending) => [`*.${ending}`, `*.${ending}-*`]);
const matched = new RegExp(`\\.(${endings.join("|")})$`);
