import { type Beside, leavingAlone } from "../../model/beside.ts";
import { resolve } from "node:path";
import type { Problem } from "../../problem/problem.ts";
import { isObject } from "../read/describe.ts";
import { hookSchema, shellHookSchema, targetSchema, type WrittenTarget } from "./config-schema.ts";
import type { Approval, EnvValue, Hook, TargetPlace, Target } from "./config-type.ts";
import { parsed } from "./parse-part.ts";
import { type ConfigPart, part, problemAt } from "./part.ts";

/** Settings that apply to all targets. */
export interface ForAll {
  readonly folder: string;
  readonly backups: string;
  readonly fullUpTo: number | null;
  readonly protect: readonly string[];
  readonly beside: Beside;
}

/** The target; null if it cannot be determined. Problems are reported either way. */
export function readTarget(name: string, here: ConfigPart, all: ForAll, problems: Problem[]): Target | null {
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(name))
    problems.push(
      problemAt(here, "config-wrong-value", `\`${name}\` cannot be the name of a target`, [
        "use letters, digits, `-`, `_` and `.`",
      ]),
    );
  const isShort = typeof here.value === "string" || isEnv(here.value);
  const target = isShort
    ? parsed(targetSchema, { ...here, value: { url: here.value } }, problems)
    : parsed(targetSchema, here, problems, "a URL, or an object such as { url }");
  if (target === null) return null;
  const place = readPlace(target, here, problems);
  if (place === null) return null;
  const hooks = part(here, "hooks");
  return {
    name,
    place,
    authToken: envOf(target.authToken, here, "authToken"),
    encryptionKey: envOf(target.encryptionKey, here, "encryptionKey"),
    adminUrl: target.adminUrl === undefined ? null : addressOf(target.adminUrl, part(here, "adminUrl"), problems),
    adminToken: envOf(target.adminToken, here, "adminToken"),
    before: readHook(part(hooks, "before"), problems),
    after: readHook(part(hooks, "after"), problems),
    seed: readHook(part(hooks, "seed"), problems),
    protect: [...all.protect, ...(target.protect ?? [])],
    unasked: target.unasked ?? [],
    beside: leavingAlone(all.beside, target.ignore ?? []),
    confirm: target.confirm ?? false,
    approval: approvalOf(target),
    create: target.create ?? false,
    dev: target.dev ?? null,
    disposable: target.disposable ?? false,
    backups: target.backups === false ? null : resolve(all.folder, target.backups ?? all.backups),
    fullUpTo: target.backup === undefined ? all.fullUpTo : fullUpTo(target.backup),
    lockTimeout: target.lockTimeout ?? null,
    at: here.at,
  };
}

/** Up to how many bytes a database is backed up whole; null for any number. */
export function fullUpTo(backup: WrittenTarget["backup"]): number | null {
  if (backup === undefined || backup === "full") return null;
  if (backup === "changes") return 0;
  const [number = "", unit = ""] = backup.full.split(" ").slice(2);
  return Number(number) * 1000 ** (["kB", "MB", "GB", "TB"].indexOf(unit) + 1);
}

/** By default, a target that is guarded by its name or by `protect` needs a person's approval. */
function approvalOf({ approval, confirm, protect, dev, disposable }: WrittenTarget): Approval {
  if (typeof approval === "object")
    return { kind: "signed", by: approval.signedBy.map((key) => (key.startsWith("SHA256:") ? key : gpgKey(key))) };
  if (approval !== undefined) return { kind: approval };
  const guarded = confirm === true || (protect ?? []).length > 0;
  return { kind: guarded && dev !== true && disposable !== true ? "person" : "flags" };
}

function gpgKey(written: string): string {
  return written.replaceAll(" ", "").toUpperCase();
}

function readPlace(target: WrittenTarget, here: ConfigPart, problems: Problem[]): TargetPlace | null {
  const said = (["url", "urls", "glob", "command"] as const).filter((key) => target[key] !== undefined);
  if (said.length !== 1) {
    const message = said.length === 0 ? "does not say where its database is" : `has both ${said.join(" and ")}`;
    const help = ["write one of url, urls, glob and command"];
    problems.push(problemAt(here, "config-wrong-value", `\`${here.name}\` ${message}`, help));
    return null;
  }
  if (target.urls !== undefined) {
    const urls = part(here, "urls");
    return { kind: "urls", urls: target.urls.map((url, n) => addressOf(url, part(urls, String(n)), problems)) };
  }
  if (target.glob !== undefined) return { kind: "glob", glob: target.glob };
  if (target.command !== undefined) return { kind: "command", command: target.command };
  const isLong = isObject(here.value) && !isEnv(here.value);
  return { kind: "url", url: addressOf(target.url ?? "", isLong ? part(here, "url") : here, problems) };
}

/** A password; in a server's URL a user as well, which can only be a token. */
const userInfo = /^(?:[a-z+]+:\/\/[^/@:]*:[^/@]+|(?:https?|wss?|libsql):\/\/[^/@]+)@/i;

function addressOf(url: string | { env: string }, here: ConfigPart, problems: Problem[]): string | EnvValue {
  if (typeof url !== "string") return { env: url.env, at: here.at };
  if (/[?&](authToken|auth_token|token|key|password)=/i.test(url) || userInfo.test(url))
    problems.push(
      problemAt(
        here,
        "secret-in-config",
        "this URL contains a secret, and the configuration is a file that is committed",
        ['write authToken: env("NAME") beside a url without it'],
      ),
    );
  return url;
}

function envOf(value: { env: string } | undefined, here: ConfigPart, key: string): EnvValue | null {
  return value === undefined ? null : { env: value.env, at: part(here, key).at };
}

function readHook(here: ConfigPart, problems: Problem[]): Hook | null {
  const { value } = here;
  if (value === undefined) return null;
  const expected = 'a command as a list, { run: [...] } or { shell: "..." }';
  if (Array.isArray(value)) {
    const run = parsed(hookSchema.shape.run, here, problems);
    return run === null ? null : { run, on: "here" };
  }
  if (isObject(value) && "shell" in value) {
    const hook = parsed(shellHookSchema, here, problems, expected);
    return hook === null ? null : { run: { shell: hook.shell }, on: hook.on ?? "here" };
  }
  const hook = parsed(hookSchema, here, problems, expected);
  return hook === null ? null : { run: hook.run, on: hook.on ?? "here" };
}

function isEnv(value: unknown): boolean {
  return isObject(value) && "env" in value;
}
