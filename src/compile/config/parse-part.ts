import type * as z from "zod";
import type { Problem } from "../../problem/problem.ts";
import { didYouMean } from "../../problem/nearest.ts";
import { describe } from "../read/describe.ts";
import { backupsSchema, buildSchema, configSchema, targetSchema } from "./config-schema.ts";
import { type ConfigPart, part, problemAt } from "./part.ts";

/** A part, if it has the required shape; otherwise null, and the problem is reported. */
export function parsed<S extends z.ZodType>(
  schema: S,
  here: ConfigPart,
  problems: Problem[],
  expected?: string,
): z.infer<S> | null {
  const result = schema.safeParse(here.value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) problems.push(...fromIssue(issue, here, expected));
  return null;
}

function fromIssue(issue: z.core.$ZodIssue, here: ConfigPart, expected: string | undefined): readonly Problem[] {
  const inner = issue.path.reduce<ConfigPart>((outer, key) => part(outer, String(key)), here);
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(inner, key, keysAt(inner, here)));
  const secretGiven = typeof inner.value === "string" && /(authToken|encryptionKey|adminToken)$/.test(inner.name);
  if (secretGiven)
    return [
      problemAt(
        inner,
        "secret-in-config",
        `\`${inner.name}\` is a secret, and the configuration is a file that is committed`,
        ['put it in the environment and write env("NAME")'],
      ),
    ];
  const wanted = inner === here && expected !== undefined ? expected : issue.message;
  const named = inner.name === "" ? "the configuration" : `\`${inner.name}\``;
  const wrong = problemAt(inner, "config-wrong-value", `${named} must be ${wanted}`, []);
  return [{ ...wrong, label: `this is ${describe(inner.value)}` }];
}

function unknownKey(inner: ConfigPart, key: string, keys: readonly string[]): Problem {
  return problemAt(
    { ...part(inner, key, "key"), name: inner.name },
    "config-unknown-key",
    inner.name === "" ? `there is no setting \`${key}\`` : `\`${inner.name}\` has no setting \`${key}\``,
    [...didYouMean(key, keys), `settings here: ${keys.join(", ")}`],
  );
}

function keysAt(inner: ConfigPart, here: ConfigPart): readonly string[] {
  if (inner.name === "") return Object.keys(configSchema.shape);
  if (inner.name === "build") return Object.keys(buildSchema.shape);
  if (inner.name === "backups") return Object.keys(backupsSchema.shape);
  if (inner.name.endsWith(".hooks")) return ["before", "after"];
  if (/\.hooks\.(before|after)$/.test(inner.name)) return ["run", "shell", "on"];
  return inner === here ? Object.keys(targetSchema.shape) : [];
}
