import { existsSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { Config, Target } from "../../compile/config/config-type.ts";
import type { Env } from "../../work/project.ts";
import { shapes } from "../json.ts";
import { inside, Refused } from "./inside.ts";

/** What the arguments of a request may name. */
export interface Ground {
  readonly root: string;
  readonly config: Config | null;
  readonly env: Env;
  readonly values: boolean;
}

export interface Tool<Input extends z.ZodRawShape = z.ZodRawShape> {
  readonly name: string;
  readonly title: string;
  readonly text: string;
  readonly input: Input;
  /** As --json prints it. */
  readonly output: z.ZodObject;
  /** `reads` changes nothing at all; `writes` changes files of the project; `changes` changes a database. */
  readonly does: "reads" | "writes" | "changes";
  readonly command: (input: z.infer<z.ZodObject<Input>>, ground: Ground) => readonly string[];
}

function tool<Input extends z.ZodRawShape>(each: Tool<Input>): Tool {
  return { ...each, command: (input, ground) => each.command(z.object(each.input).parse(input), ground) };
}

const target = z
  .string()
  .optional()
  .describe("the name of a target, or a database file inside the project; the default target if left out");
const state = z
  .string()
  .describe("a state: a target, a schema path, git:REV, a plan file followed by :base or :target, or empty");
const plan = z.string().describe("a plan file of the project, such as plans/NAME.plan.sql");
const decisions = {
  rename: z.array(z.string()).optional().describe("OLD:NEW, such as users.name:users.title or people:users"),
  fill: z.array(z.string()).optional().describe("TABLE.COLUMN=SQL: what existing rows get"),
  approve: z
    .array(z.object({ what: z.string().describe("RULE:OBJECT[:ROWS]"), because: z.string() }))
    .optional()
    .describe("losses that the plan file proposes to approve, each with its reason; a person reviews them there"),
};

export const tools: readonly Tool[] = [
  tool({
    name: "check",
    title: "Check the declarations",
    text: "Compiles the declarations, creates them in an engine and lints them. Needs no database. Start here after an edit.",
    input: {},
    output: shapes.check,
    does: "reads",
    command: () => ["check"],
  }),
  tool({
    name: "plan",
    title: "Plan a change",
    text: "What it takes to bring a database to the declarations. The database is only read. With `out` the plan file is written, for a person to review. Open questions come back as decisions, each with the flags that answer it.",
    input: { target, to: state.optional(), out: plan.optional(), ...decisions },
    output: shapes.plan,
    does: "writes",
    command: (input, ground) => [
      "plan",
      ...targetIn(ground, input.target),
      ...(input.to === undefined ? [] : [`--to=${stateIn(ground, input.to)}`]),
      ...(input.out === undefined ? [] : [`--out=${planIn(ground, input.out)}`]),
      ...decided(input),
      ...noValues(ground),
    ],
  }),
  tool({
    name: "explain",
    title: "Explain a code",
    text: "The long text of the code of an error, a warning or a rule: what it means, why it matters, what to do.",
    input: { code: z.string().describe("such as drop-table") },
    output: shapes.explain,
    does: "reads",
    command: ({ code }) => ["explain", word(code)],
  }),
  tool({
    name: "show",
    title: "Show a plan file",
    text: "What a plan file does, step by step. Its seal is checked. Needs no database.",
    input: { plan },
    output: shapes.show,
    does: "reads",
    command: (input, ground) => ["show", planIn(ground, input.plan)],
  }),
  tool({
    name: "drift",
    title: "Look for drift",
    text: "Whether a database still matches the declarations, and what differs.",
    input: { target },
    output: shapes.drift,
    does: "reads",
    command: (input, ground) => ["drift", ...targetIn(ground, input.target), ...noValues(ground)],
  }),
  tool({
    name: "diff",
    title: "Compare two states",
    text: "What leads from one state to another: revisions, databases, schema files, the ends of a plan.",
    input: { from: state, to: state },
    output: shapes.diff,
    does: "reads",
    command: (input, ground) => ["diff", stateIn(ground, input.from), stateIn(ground, input.to), ...noValues(ground)],
  }),
  tool({
    name: "rehearse",
    title: "Rehearse a plan",
    text: "Runs a plan on a copy of a database, with its rows. The database itself is only read, and the copy is deleted.",
    input: { plan, target },
    output: shapes["apply, last line"],
    does: "reads",
    command: (input, ground) => ["rehearse", planIn(ground, input.plan), ...targetIn(ground, input.target)],
  }),
  tool({
    name: "schema",
    title: "Read the schema",
    text: "The declared schema, or that of a database or another state, as SQL definitions. `only` narrows a large one.",
    input: {
      state: state.optional(),
      only: z.array(z.string()).optional().describe("names or patterns of tables and views: user, billing_*"),
    },
    output: shapes.schema,
    does: "reads",
    command: (input, ground) => [
      "schema",
      ...(input.state === undefined ? [] : [stateIn(ground, input.state)]),
      ...(input.only ?? []).map((each) => `--only=${each}`),
    ],
  }),
  tool({
    name: "rename",
    title: "Rename in the declarations",
    text: "Renames a table or a column in all declarations and leaves the hint, so that the next plan renames instead of dropping.",
    input: { subject: z.string().describe("table or table.column"), name: z.string().describe("the new name") },
    output: shapes.rename,
    does: "writes",
    command: ({ subject, name }) => ["rename", word(subject), word(name)],
  }),
  tool({
    name: "pull",
    title: "Compare declarations with a database",
    text: "What `trueup pull` would change in the declarations, as a diff. Nothing is written.",
    input: { target },
    output: shapes["pull --check"],
    does: "reads",
    command: (input, ground) => ["pull", ...targetIn(ground, input.target), "--check"],
  }),
  tool({
    name: "queries",
    title: "List the application's queries",
    text: "The SQL of the application as far as it can be read, with the tables and columns that each query touches.",
    input: { by: z.enum(["file", "table", "column"]).optional() },
    output: shapes.queries,
    does: "reads",
    command: ({ by }) => ["queries", ...(by === undefined ? [] : [`--by=${by}`])],
  }),
];

/** Where a target is: its place in the configuration, and what the variables in it stand for. */
export function placeShown({ place }: Target, env: Env): string {
  return JSON.stringify(place, (_, value: unknown) =>
    typeof value === "object" && value !== null && "env" in value
      ? { env: value.env, is: env[String(value.env)] }
      : value,
  );
}

/** Exists only if a target has `dev: true`, and works only on such targets, where they were when the server started. */
export function applyTool(places: ReadonlyMap<string, string>): Tool {
  const allowed = [...places.keys()];
  return tool({
    name: "apply",
    title: "Apply to a development database",
    text: `Brings a database for development to the declarations, or applies a plan file to it. Only ${allowed.join(", ")}. A change that destroys anything needs a plan file.`,
    input: { target: z.enum(allowed), plan: plan.optional() },
    output: shapes["apply, last line"],
    does: "changes",
    command: (input, ground) => {
      const found = ground.config?.targets.find(({ name }) => name === input.target);
      if (found?.dev !== true || !allowed.includes(input.target))
        throw new Refused(`${input.target} does not have dev: true, and this server applies to nothing else`);
      if (placeShown(found, ground.env) !== places.get(input.target))
        throw new Refused(`${input.target} is another database than when this server was started: start it again`);
      const what = input.plan === undefined ? [] : [planIn(ground, input.plan)];
      return ["apply", ...what, input.target, ...(input.plan === undefined ? ["--yes"] : []), ...noValues(ground)];
    },
  });
}

function noValues({ values }: Ground): readonly string[] {
  return values ? [] : ["--no-values"];
}

function decided(input: {
  readonly rename?: readonly string[] | undefined;
  readonly fill?: readonly string[] | undefined;
  readonly approve?: readonly { readonly what: string; readonly because: string }[] | undefined;
}): readonly string[] {
  return [
    ...(input.rename ?? []).map((each) => `--rename=${each}`),
    ...(input.fill ?? []).map((each) => `--fill=${each}`),
    ...(input.approve ?? []).flatMap(({ what, because }) => [`--approve=${what}`, `--because=${because}`]),
  ];
}

/** A database of the project: one that the configuration names, or a file inside. A URL could lead anywhere. */
function targetIn({ root, config }: Ground, typed: string | undefined): readonly string[] {
  if (typed === undefined) return [];
  const target = config?.targets.find(({ name }) => name === typed);
  if (target !== undefined && target.place.kind === "url") return [typed];
  if (target !== undefined) throw new Refused(`${typed} stands for many databases: name one of them by its path`);
  const path = inside(root, typed);
  if (!existsSync(join(root, path))) throw new Refused(`${typed} is neither a target nor a file of the project`);
  return [path];
}

function planIn({ root }: Ground, typed: string): string {
  const path = inside(root, typed);
  if (!path.toLowerCase().endsWith(".plan.sql"))
    throw new Refused(`${typed} is not the name of a plan file: NAME.plan.sql`);
  return path;
}

function stateIn(ground: Ground, typed: string): string {
  if (typed === "empty" || /^git:[^-]/.test(typed)) return typed;
  const [, file, end] = /^(.*\.sql):(base|target)$/s.exec(typed) ?? [];
  if (file !== undefined && end !== undefined) return `${inside(ground.root, file)}:${end}`;
  if (ground.config?.targets.some(({ name }) => name === typed)) return typed;
  return inside(ground.root, typed);
}

function word(typed: string): string {
  if (typed.startsWith("-")) throw new Refused(`\`${typed}\` is not a name`);
  return typed;
}
