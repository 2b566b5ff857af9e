import { dirname, resolve } from "node:path";
import type { z } from "zod";
import { lintCodes } from "../../problem/codes-lint.ts";
import { type Problem, type Span, Trouble } from "../../problem/problem.ts";
import {
  backupsSchema,
  configSchema,
  type WrittenConfig,
  type WrittenTarget,
  hookSchema,
  shellHookSchema,
  targetSchema,
} from "./config-schema.ts";
import type { Config, EnvValue, Hook, Place, Target } from "./config-type.ts";
import { describe, isObject } from "../read/describe.ts";
import { didYouMean } from "../../problem/nearest.ts";
import { placeOf, type Traces } from "../read/trace.ts";

/** A part of the configuration, and how to find where it is written. */
interface Part {
  readonly value: unknown;
  /** As a person would name it: `targets.production`. */
  readonly name: string;
  readonly at: Span;
}

/** What was written, checked, with defaults filled in. Throws Trouble with all that is wrong. */
export function checkConfig(value: unknown, file: string, at: Span, traces: Traces): Config {
  const problems: Problem[] = [];
  const folder = dirname(resolve(file));
  const whole: Part = { value, name: "", at };
  const written: WrittenConfig = parsed(configSchema, whole) ?? { targets: targetsOf(value) };
  checkRules();
  const backups = readBackups();
  const targets = Object.keys(written.targets ?? {}).flatMap((name) => readTarget(name));
  checkDefault();
  if (problems.length > 0) throw new Trouble(...problems);
  return {
    file: resolve(file),
    folder,
    schema: resolve(folder, written.schema ?? "schema"),
    plans: resolve(folder, written.plans ?? "plans"),
    backups: backups.folder,
    keep: backups.keep,
    ignore: written.ignore ?? [],
    protect: written.protect ?? [],
    lint: written.lint ?? {},
    targets,
    default: written.default ?? (targets.length === 1 ? (targets[0]?.name ?? null) : null),
  };

  function readBackups(): { folder: string; keep: Config["keep"] } {
    const said = written.backups;
    const given =
      said === undefined
        ? {}
        : typeof said === "string"
          ? { folder: said }
          : (parsed(backupsSchema, part(whole, "backups"), "a folder, or { folder, keep, keepDays }") ?? {});
    return {
      folder: resolve(folder, given.folder ?? "backups"),
      keep: {
        count: ("keep" in given ? given.keep : null) ?? null,
        days: ("keepDays" in given ? given.keepDays : null) ?? null,
      },
    };
  }

  function checkRules(): void {
    const rules = Object.keys(lintCodes);
    for (const rule of Object.keys(written.lint ?? {}))
      if (!rules.includes(rule))
        problems.push(
          problem(part(part(whole, "lint"), rule, "key"), "config-unknown-key", `there is no lint rule \`${rule}\``, [
            ...didYouMean(rule, rules),
            `rules: ${rules.join(", ")}`,
          ]),
        );
  }

  function checkDefault(): void {
    const { default: named } = written;
    if (named === undefined || targets.some((target) => target.name === named)) return;
    const names = Object.keys(written.targets ?? {});
    if (!names.includes(named))
      problems.push(
        problem(
          part(whole, "default"),
          "config-wrong-value",
          `there is no target \`${named}\``,
          didYouMean(named, names),
        ),
      );
  }

  function readTarget(name: string): readonly Target[] {
    const here = part(part(whole, "targets"), name);
    if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(name))
      problems.push(
        problem(here, "config-wrong-value", `\`${name}\` cannot be the name of a target`, [
          "use letters, digits, `-`, `_` and `.`",
        ]),
      );
    const simple = typeof here.value === "string" || isEnv(here.value);
    const target = simple
      ? parsed(targetSchema, { ...here, value: { url: here.value } })
      : parsed(targetSchema, here, "a URL, or an object such as { url }");
    if (target === null) return [];
    const place = readPlace(target, here);
    const hooks = part(here, "hooks");
    return place === null
      ? []
      : [
          {
            name,
            place,
            authToken: envOf(target.authToken, here, "authToken"),
            encryptionKey: envOf(target.encryptionKey, here, "encryptionKey"),
            adminUrl: addressOf(target.adminUrl ?? null, part(here, "adminUrl")),
            adminToken: envOf(target.adminToken, here, "adminToken"),
            before: readHook(part(hooks, "before")),
            after: readHook(part(hooks, "after")),
            protect: [...(written.protect ?? []), ...(target.protect ?? [])],
            ignore: [...(written.ignore ?? []), ...(target.ignore ?? [])],
            confirm: target.confirm ?? false,
            backups: target.backups === false ? null : resolve(folder, target.backups ?? backups.folder),
            lockTimeout: target.lockTimeout ?? null,
            at: here.at,
          },
        ];
  }

  function readPlace(target: WrittenTarget, here: Part): Place | null {
    const said = (["url", "urls", "glob", "command"] as const).filter((key) => target[key] !== undefined);
    if (said.length !== 1) {
      const message = said.length === 0 ? "does not say where its database is" : `says both ${said.join(" and ")}`;
      problems.push(
        problem(here, "config-wrong-value", `\`${here.name}\` ${message}`, [
          "write one of url, urls, glob and command",
        ]),
      );
      return null;
    }
    if (target.urls !== undefined) {
      const urls = part(here, "urls");
      return { kind: "urls", urls: target.urls.map((url, index) => addressOf(url, part(urls, String(index)))) };
    }
    if (target.glob !== undefined) return { kind: "glob", glob: target.glob };
    if (target.command !== undefined) return { kind: "command", command: target.command };
    const url = target.url ?? "";
    return { kind: "url", url: addressOf(url, isObject(here.value) && !isEnv(here.value) ? part(here, "url") : here) };
  }

  function addressOf<T extends string | { env: string } | null>(url: T, here: Part): string | EnvValue | (T & null);
  function addressOf(url: string | { env: string } | null, here: Part): string | EnvValue | null {
    if (url === null) return null;
    if (typeof url !== "string") return { env: url.env, at: here.at };
    if (/[?&](authToken|auth_token|token|key|password)=/i.test(url) || userInfo.test(url))
      problems.push(
        problem(
          here,
          "secret-in-config",
          "this URL holds a secret, and the configuration is a file that is committed",
          ['write authToken: env("NAME") beside a url without it'],
        ),
      );
    return url;
  }

  function envOf(value: { env: string } | undefined, here: Part, key: string): EnvValue | null {
    return value === undefined ? null : { env: value.env, at: part(here, key).at };
  }

  function readHook(here: Part): Hook | null {
    const { value: said } = here;
    if (said === undefined) return null;
    const expected = 'a command as a list, { run: [...] } or { shell: "..." }';
    if (Array.isArray(said)) {
      const hook = parsed(hookSchema.shape.run, here);
      return hook === null ? null : { run: hook, on: "here" };
    }
    if (isObject(said) && "shell" in said) {
      const hook = parsed(shellHookSchema, here, expected);
      return hook === null ? null : { run: { shell: hook.shell }, on: hook.on ?? "here" };
    }
    const hook = parsed(hookSchema, here, expected);
    return hook === null ? null : { run: hook.run, on: hook.on ?? "here" };
  }

  function parsed<S extends z.ZodType>(schema: S, here: Part, expected?: string): z.infer<S> | null {
    const result = schema.safeParse(here.value);
    if (result.success) return result.data;
    for (const issue of result.error.issues) problems.push(...fromIssue(issue, here, expected));
    return null;
  }

  function fromIssue(issue: z.core.$ZodIssue, here: Part, expected: string | undefined): readonly Problem[] {
    const inner = issue.path.reduce<Part>((outer, key) => part(outer, String(key)), here);
    if (issue.code === "unrecognized_keys") {
      const schemaKeys = keysAt(inner, here);
      return issue.keys.map((key) =>
        problem(
          { ...part(inner, key, "key"), name: inner.name },
          "config-unknown-key",
          inner.name === "" ? `there is no setting \`${key}\`` : `\`${inner.name}\` has no setting \`${key}\``,
          [...didYouMean(key, schemaKeys), `settings here: ${schemaKeys.join(", ")}`],
        ),
      );
    }
    const secretGiven = typeof inner.value === "string" && /(authToken|encryptionKey|adminToken)$/.test(inner.name);
    if (secretGiven)
      return [
        problem(
          inner,
          "secret-in-config",
          `\`${inner.name}\` is a secret, and the configuration is a file that is committed`,
          ['put it into the environment and write env("NAME")'],
        ),
      ];
    const wanted = inner === here && expected !== undefined ? expected : issue.message;
    return [
      {
        ...problem(
          inner,
          "config-wrong-value",
          `${inner.name === "" ? "the configuration" : `\`${inner.name}\``} must be ${wanted}`,
          [],
        ),
        label: `this is ${describe(inner.value)}`,
      },
    ];
  }

  function keysAt(inner: Part, here: Part): readonly string[] {
    if (inner.name === "") return Object.keys(configSchema.shape);
    if (inner.name === "backups") return Object.keys(backupsSchema.shape);
    if (inner.name.endsWith(".hooks")) return ["before", "after"];
    if (/\.hooks\.(before|after)$/.test(inner.name)) return ["run", "shell", "on"];
    return inner === here ? Object.keys(targetSchema.shape) : [];
  }

  function part(outer: Part, key: string, what: "key" | "value" = "value"): Part {
    const literal = isObject(outer.value) ? outer.value : null;
    const entry = literal === null ? undefined : traces.literals.get(literal)?.entries.get(key);
    const made: unknown = literal === null ? undefined : Reflect.get(literal, key);
    const at =
      (what === "key" ? entry?.key : entry?.value) ?? (isObject(made) ? placeOf(traces, made) : undefined) ?? outer.at;
    return { value: made, name: outer.name === "" ? key : `${outer.name}.${key}`, at };
  }
}

/** The targets of a configuration in which something else is wrong: what is wrong with them is told as well. */
function targetsOf(value: unknown): Record<string, unknown> {
  const targets: unknown = isObject(value) && "targets" in value ? value.targets : undefined;
  return isObject(targets) ? Object.fromEntries(Object.entries(targets)) : {};
}

function isEnv(value: unknown): boolean {
  return isObject(value) && "env" in value;
}

/** A password; of a server's URL a user as well, for nothing but a token can be meant by it. */
const userInfo = /^(?:[a-z+]+:\/\/[^/@:]*:[^/@]+|(?:https?|wss?|libsql):\/\/[^/@]+)@/i;

function problem(here: Part, code: Problem["code"], message: string, help: readonly string[]): Problem {
  return { code, level: "error", subject: here.name, message, at: here.at, label: "here", help };
}
