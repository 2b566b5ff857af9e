import { existsSync } from "node:fs";
import { join } from "node:path";
import { isHere, isUrl, offersIn, readWhere } from "../../target/kinds.ts";
import { need, unwrap, refuse } from "../../work/context.ts";
import { databasesIn } from "../../work/databases-in.ts";
import { init, type Made, type Started } from "../../work/init.ts";
import type { Offer } from "../../target/target.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document } from "../json-out.ts";
import type { Shell } from "../shell.ts";
import { usage } from "../usage.ts";
import { tellWritten } from "./pull.ts";

export async function run(shell: Shell): Promise<Exit> {
  const { cwd, env, options, tell, signal } = shell;
  if (options.flag("agents")) return forAgents(shell);
  const said = { from: options.text("from"), database: options.text("new") };
  if (said.from !== undefined && said.database !== undefined) refuse(both());
  const { from, database } = (said.from ?? said.database) ? said : await asked(shell);
  const [config, schema] = [options.text("config"), options.text("schema")];
  const { files, pulled, offers, unnamed } = unwrap(
    await init({ cwd, env, config, schema, from, database, tell, signal }),
  );
  for (const { file, state } of files) shell.out.say(`${mark(shell, state)} ${file}`);
  tellWritten(shell, pulled);
  if (shell.json) shell.out.print(document(shell, exits.done, { files }));
  const fresh = files.some(({ file, state }) => file === "schema/schema.ts" && state === "written");
  next(shell, from, fresh, offers, unnamed);
  return exits.done;
}

/** What coding agents read: a section of AGENTS.md and a skill, rewritten by each version. */
async function forAgents(shell: Shell): Promise<Exit> {
  const { agentsSection, skillText } = await import("../agents-text.ts");
  const { referencePage } = await import("../reference-page.ts");
  const { skillFile, writeAgentsFiles } = await import("../../work/agents-files.ts");
  const texts = { section: agentsSection(skillFile), skill: skillText(referencePage("vocabulary")) };
  const files = writeAgentsFiles(shell.cwd, texts);
  for (const { file, state } of files) shell.out.say(`${mark(shell, state)} ${file}`);
  if (shell.json) shell.out.print(document(shell, exits.done, { files }));
  return exits.done;
}

interface Asked {
  readonly from?: string | undefined;
  readonly database?: string | undefined;
}

/** On a terminal: which database, an existing or a new one. A project that is already set up is not asked. */
async function asked(shell: Shell): Promise<Asked> {
  const { cwd, prompt } = shell;
  if (!prompt.possible || existsSync(join(cwd, "trueup.config.ts"))) return {};
  if (offersIn(cwd).length > 0) return {};
  const here = databasesIn(cwd);
  if (here.length > 0) shell.out.say(`databases here: ${here.join(", ")}`);
  const usual = here[0] ?? "app.db";
  const typed = await prompt.ask(`which database? (path or URL; it need not exist yet) [${usual}] `);
  if (typed === null) return refuse(stopped());
  const named = typed === "" ? usual : typed;
  if (isUrl(named)) {
    const where = need(shell, readWhere(named, cwd));
    if (!isHere(where) || existsSync(where.url)) return { from: named };
    return { database: named };
  }
  return existsSync(join(cwd, named)) ? { from: named } : { database: `file:${named}` };
}

function both() {
  return usage("bad-value", "--new", "--from takes a database that exists, and --new one that does not", [
    "give one of the two",
  ]);
}

function stopped() {
  return { code: "not-confirmed", level: "error", subject: "init", message: "nothing was written", help: [] } as const;
}

function mark(shell: Shell, state: Made["state"]): string {
  const { style } = shell.out.messages;
  return state === "kept" ? style.dim("kept     ") : style.good(state.padEnd(9));
}

function next(
  shell: Shell,
  from: string | undefined,
  fresh: boolean,
  offers: readonly Offer[],
  unnamed: Started["unnamed"],
): void {
  const { style } = shell.out.messages;
  const say = (command: string, purpose: string): void =>
    shell.out.say(`  ${style.command(command.padEnd(32))} ${purpose}`);
  shell.out.say("");
  shell.out.say("Next:");
  if (!existsSync(join(shell.cwd, "node_modules", "trueup"))) {
    say("npm install --save-dev trueup", "for types and completion in your editor");
  }
  if (unnamed?.what === "target") say("edit trueup.config.ts", `it has no target for ${unnamed.name}: add one`);
  if (unnamed?.what === "schema") say("edit trueup.config.ts", `its schema is another: add ${unnamed.name}`);
  if (fresh && from === undefined) say("edit schema/schema.ts", "it holds an example: declare your own tables");
  const found = from === undefined && fresh ? databasesIn(shell.cwd) : [];
  if (found.length === 1) say(`trueup pull ${found[0]}`, "there is a database here: adopt its schema");
  for (const { name, url } of offers) say(`trueup pull ${name}`, `adopt the schema of ${url}`);
  say("trueup plan", "what would change");
  if (from === undefined && fresh && found.length === 0)
    say("trueup apply", "creates the database as declared in schema/");
}
