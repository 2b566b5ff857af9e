import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Config, EnvValue, Target as Configured } from "../compile/config/config-type.ts";
import type { Connection } from "../database/connection.ts";
import { type Asking, heard } from "../database/heard.ts";
import { identify, isUrl, openTarget, readWhere, shown } from "../target/kinds.ts";
import type { Target } from "../target/target.ts";
import { nearest } from "../problem/nearest.ts";
import { fine, type Problem } from "../problem/problem.ts";
import type { Project } from "./project.ts";
import type { Context } from "./context.ts";
import { inEnvironment, settingsOf } from "./settings.ts";
import { need, refuse } from "./context.ts";
import { databasesIn } from "./databases-in.ts";

type Configures =
  | "before"
  | "after"
  | "seed"
  | "protect"
  | "unasked"
  | "beside"
  | "confirm"
  | "approval"
  | "create"
  | "dev"
  | "disposable"
  | "backups"
  | "fullUpTo";

/** One database, with everything the configuration says about it. Not connected yet. */
export interface Aim extends Pick<Configured, Configures> {
  /** As the user named it: the name of the target, or what was typed, without its secrets. */
  readonly name: string;
  readonly url: string;
  /** The base of a relative path in the URL. */
  readonly folder: string;
  readonly authToken?: string;
  readonly encryptionKey?: string;
  readonly adminUrl?: string;
  readonly adminToken?: string;
  /** Named by the configuration or by a URL: if nothing exists there, a new database is meant rather than a mistake. */
  readonly creatable: boolean;
  /** Milliseconds. */
  readonly lockTimeout: number | null;
  /** The cache folder for what was read from it; null for none. */
  readonly cache: string | null;
  /** The command that replaces `ssh`. */
  readonly ssh: string | undefined;
  /** The address of a service's API, and the account there. */
  readonly apiUrl: string | undefined;
  readonly account: string | undefined;
}

/** What was named: one database, or a target of many databases. */
export type Named =
  | { readonly kind: "one"; readonly aim: Aim }
  | { readonly kind: "fleet"; readonly target: Configured };

/** A name from the configuration, a URL, or the path of an existing file; the default if nothing was typed. */
export function findTarget(context: Context, project: Project, typed: string | undefined): Named {
  const { config } = project;
  const name = typed ?? config?.default ?? undefined;
  if (name === undefined) refuse(noTarget(context, config));
  const target = config?.targets.find((each) => each.name === name);
  if (target !== undefined) {
    return target.place.kind === "url"
      ? { kind: "one", aim: configured(project, target, secret(project, target.place.url)) }
      : { kind: "fleet", target };
  }
  const meant = targetAt(context, project, name);
  if (meant !== null) return { kind: "one", aim: meant };
  need(context, readWhere(name, context.cwd));
  if (!isUrl(name) && !existsSync(resolve(context.cwd, name))) refuse(unknownTarget(context, name, config));
  return { kind: "one", aim: plainAim(context, project, name) };
}

/** A configured database that was named by its location: its hooks, protection and backups apply. */
function targetAt(context: Context, project: Project, typed: string): Aim | null {
  const meant = identify(typed, context.cwd);
  for (const target of project.config?.targets ?? []) {
    if (target.place.kind !== "url") continue;
    const { url } = target.place;
    const value = typeof url === "string" ? url : project.env[url.env];
    if (!value || meant === null || identify(value, project.folder)?.place !== meant.place) continue;
    // A token that was typed with the URL takes precedence.
    return configured(project, target, meant.token === null ? value : typed);
  }
  return null;
}

export function oneTarget(context: Context, project: Project, typed: string | undefined): Aim {
  const named = findTarget(context, project, typed);
  if (named.kind === "one") return named.aim;
  return refuse({
    code: "several-databases",
    level: "error",
    subject: named.target.name,
    message: `${named.target.name} stands for many databases, and ${context.command} works on one`,
    at: named.target.at,
    help: [`name one of them:  trueup ${context.command} PATH-OR-URL`],
  });
}

function plainAim(context: Context, project: Project, url: string): Aim {
  const { config } = project;
  const kept = inEnvironment(project, url, context.cwd);
  return {
    name: shown(url),
    url,
    folder: context.cwd,
    ...(kept.authToken === undefined ? {} : { authToken: kept.authToken }),
    before: null,
    after: null,
    seed: null,
    protect: config?.protect ?? [],
    unasked: [],
    beside: project.beside,
    confirm: false,
    approval: { kind: "flags" },
    create: false,
    dev: null,
    disposable: false,
    creatable: isUrl(url),
    backups: project.backups,
    fullUpTo: config?.fullUpTo ?? null,
    lockTimeout: null,
    cache: project.cache,
    ssh: project.ssh,
    apiUrl: project.apiUrl,
    account: kept.account,
  };
}

/** A configured database, or one of a fleet. */
export function configured(project: Project, target: Configured, url: string): Aim {
  const read = (name: "authToken" | "encryptionKey" | "adminUrl" | "adminToken") => {
    const value = target[name];
    return value === null ? {} : { [name]: secret(project, value) };
  };
  const kept = inEnvironment(project, url, project.folder);
  return {
    name: target.name,
    url,
    folder: project.folder,
    ...(kept.authToken === undefined ? {} : { authToken: kept.authToken }),
    ...read("authToken"),
    ...read("encryptionKey"),
    ...read("adminUrl"),
    ...read("adminToken"),
    before: target.before,
    after: target.after,
    seed: target.seed,
    protect: target.protect,
    unasked: target.unasked,
    beside: target.beside,
    confirm: target.confirm,
    approval: target.approval,
    create: target.create,
    dev: target.dev,
    disposable: target.disposable,
    creatable: true,
    backups: target.backups,
    fullUpTo: target.fullUpTo,
    lockTimeout: target.lockTimeout === null ? null : target.lockTimeout * 1000,
    cache: project.cache,
    ssh: project.ssh,
    apiUrl: project.apiUrl,
    account: kept.account,
  };
}

/** Read only when needed. A missing variable is an error that names it, so nothing connects with "undefined". */
export function secret(project: Project, value: string | EnvValue): string {
  if (typeof value === "string") return value;
  const found = project.env[value.env];
  if (found !== undefined && found !== "") return found;
  return refuse({
    code: "missing-variable",
    level: "error",
    subject: value.env,
    message: `the environment variable ${value.env} is ${found === "" ? "empty" : "not set"}`,
    at: value.at,
    label: "needed here",
    help: ["set it in the environment, or in a .env file beside the configuration"],
  });
}

/** The target, ready for use. Does not connect yet. */
export async function targetOf(context: Context, aim: Aim): Promise<Target> {
  const where = need(context, readWhere(aim.url, aim.folder));
  return need(
    context,
    await openTarget(where, {
      label: aim.name,
      settings: settingsOf(aim),
      patience: null,
      stop: context.signal,
      onFetch: (event) => context.tell({ ...event, target: aim.name }),
      thread: null,
    }),
  );
}

export interface Looking {
  /** What a database that does not exist yet counts as: empty, or an error. */
  readonly absent?: "empty" | "refused";
  /** As if it were empty. */
  readonly emptied?: boolean;
}

/** Opens it for reading, and always closes it. */
export async function withDatabase<T>(
  context: Context,
  aim: Aim,
  work: (connection: Connection, isNew: boolean) => Promise<T>,
  { absent = "refused", emptied = false }: Looking = {},
): Promise<T> {
  const target = await targetOf(context, aim);
  const onAsking = (asking: Asking | null) => context.tell({ kind: "asking", target: aim.name, asking });
  const missing = absent === "empty" && isNew(aim, target);
  if (missing || emptied) {
    const { openNothing } = await import("../database/file.ts");
    const { withConnection } = await import("../database/with-connection.ts");
    return need(
      context,
      await withConnection(fine(openNothing(aim.name, target.profile)), (nothing) =>
        work(heard(nothing, onAsking), missing),
      ),
    );
  }
  return need(context, await target.look((connection) => work(heard(connection, onAsking), false)));
}

/** Where it is; a path if it is a file. */
export function labelOf({ url, folder }: Aim): string {
  const where = readWhere(url, folder);
  return where.ok ? where.value.label : shown(url);
}

/** Whether the database that is meant does not exist yet. */
export function isNew({ creatable }: Aim, target: Target): boolean {
  return creatable && target.absent();
}

function noTarget(context: Context, config: Config | null): Problem {
  if (config === null) {
    const here = databasesIn(context.cwd);
    const named = here.length === 1 && here[0] !== undefined ? here[0] : "app.db";
    return {
      code: "no-config",
      level: "error",
      subject: "",
      message: "no database is named, and there is no trueup.config.ts here or above",
      help: [`name one:  trueup ${context.command} ${named}`, "or create a configuration:  trueup init"],
    };
  }
  const names = config.targets.map((target) => target.name);
  return {
    code: "no-config",
    level: "error",
    subject: "",
    message: "no target is named, and the configuration has no default",
    help:
      names.length === 0
        ? ["name one:  trueup plan app.db"]
        : [`one of: ${names.join(", ")}`, 'or set  default: "…"  there'],
  };
}

function unknownTarget({ cwd }: Context, name: string, config: Config | null): Problem {
  const names = (config?.targets ?? []).map((target) => target.name);
  const near = nearest(name, names);
  const known = names.length === 0 ? [] : [`the configuration has ${names.join(", ")}`];
  const files = near === null ? filesLike(resolve(cwd, name)).map((file) => join(dirname(name), file)) : [];
  const meant = near === null ? files : [near];
  return {
    code: "unknown-target",
    level: "error",
    subject: name,
    message: `\`${name}\` is neither a target nor a file`,
    help: [
      ...(meant.length === 0 ? [] : [`did you mean  ${meant.join(" or ")} ?`]),
      ...known,
      `a new database is named by a URL:  file:${name}`,
    ],
  };
}

/** What may be meant by the name of a missing database file: the most similar in its folder, or the few that exist. */
function filesLike(path: string): readonly string[] {
  const folder = dirname(path);
  if (!existsSync(folder)) return [];
  const others = databasesIn(folder);
  const near = nearest(basename(path), others);
  return near !== null ? [near] : others.slice(0, 3);
}
