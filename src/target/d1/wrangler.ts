import { isRecord } from "../is-record.ts";
import { createHash, createHmac } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Checked, failed, fine } from "../../problem/problem.ts";
import type { Offer } from "../target.ts";
import type { D1Address } from "./address.ts";
import { readJsonc } from "./jsonc.ts";
import { readToml } from "./toml.ts";

/** A database as the wrangler configuration of a project names it. */
export interface Configured {
  readonly binding: string;
  /** Null if it has none yet: then it only exists locally. */
  readonly name: string | null;
  readonly id: string | null;
  /** The id under which `wrangler dev` stores it. */
  readonly previewId: string | null;
  readonly account: string | null;
  /** The environment of the configuration that names it; null for the one without a name. */
  readonly environment: string | null;
  /** Absolute. */
  readonly migrations: string;
}

export interface WranglerConfig {
  /** Absolute. */
  readonly file: string;
  readonly databases: readonly Configured[];
}

const names = ["wrangler.jsonc", "wrangler.json", "wrangler.toml"];

/** The nearest wrangler configuration; null if there is none. */
export function findWrangler(folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    const found = names.map((name) => join(at, name)).find((file) => existsSync(file));
    if (found !== undefined) return found;
    if (dirname(at) === at) return null;
  }
}

/** Reads what a configuration says about D1. It is never run. */
function readWrangler(file: string): Checked<WranglerConfig> {
  try {
    const text = readFileSync(file, "utf8");
    const config = file.endsWith(".toml") ? readToml(text) : readJsonc(text);
    if (!isRecord(config)) return failed(unread(file, "it contains no settings"));
    const folder = dirname(file);
    const own = databasesIn(config, null, textOf(config.account_id), folder);
    const environments = isRecord(config.env) ? Object.entries(config.env) : [];
    const others = environments.flatMap(([name, part]) =>
      isRecord(part) ? databasesIn(part, name, textOf(part.account_id) ?? textOf(config.account_id), folder) : [],
    );
    return fine({ file, databases: [...own, ...others] });
  } catch (error) {
    return failed(unread(file, error instanceof Error ? error.message : String(error)));
  }
}

function databasesIn(
  part: Readonly<Record<string, unknown>>,
  environment: string | null,
  account: string | null,
  folder: string,
): Configured[] {
  const list: readonly unknown[] = Array.isArray(part.d1_databases) ? part.d1_databases : [];
  return list.flatMap((each): Configured[] => {
    if (!isRecord(each)) return [];
    const binding = textOf(each.binding);
    if (binding === null) return [];
    return [
      {
        binding,
        name: textOf(each.database_name),
        id: textOf(each.database_id),
        previewId: textOf(each.preview_database_id),
        account,
        environment,
        migrations: join(folder, textOf(each.migrations_dir) ?? "migrations"),
      },
    ];
  });
}

/** The database that a name or a binding stands for. */
export function configuredAs(address: Extract<D1Address, { kind: "named" }>): Checked<Configured | null> {
  const file = findWrangler(address.folder);
  if (file === null) return fine(null);
  const config = readWrangler(file);
  if (!config.ok) return config;
  const { name, environment } = address;
  const candidates = config.value.databases.filter(
    (each) =>
      [each.binding, each.name, each.id].includes(name) && (environment === null || each.environment === environment),
  );
  // There may be several environments; without a name, it is the top level.
  const own = candidates.filter((each) => each.environment === environment);
  const chosen = own.length > 0 ? own : candidates;
  const ids = new Set(chosen.map(({ id, previewId, binding }) => `${id} ${previewId} ${binding}`));
  if (ids.size > 1)
    return failed({
      code: "d1-ambiguous",
      level: "error",
      subject: name,
      message: `${name} matches several databases in ${file}`,
      evidence: chosen.map((each) =>
        `${each.environment ?? "(top)"}: ${each.name ?? each.binding} ${each.id ?? ""}`.trim(),
      ),
      help: [`say which environment:  d1:${name}?env=NAME`],
    });
  return fine(chosen[0] ?? null);
}

/** The same text for every spelling of one database, as far as the configuration tells. */
export function identityOf(address: D1Address): string {
  if (address.kind === "account") return `d1://${address.account}/${address.database}`.toLowerCase();
  const found = configuredAs(address);
  const known = found.ok ? found.value : null;
  if (address.local) return known === null ? `d1:${address.name}?local` : localFile(address, known);
  if (known === null || known.id === null) return `d1:${address.name}`;
  return `d1://${known.account ?? ""}/${known.id}`.toLowerCase();
}

/**
 * The file in which workerd keeps a database for `wrangler dev`. Its name is derived from the id, as in miniflare:
 * https://github.com/cloudflare/workers-sdk, `durableObjectNamespaceIdFromName`.
 */
export function localFile(
  { folder, persist }: Extract<D1Address, { kind: "named" }>,
  { previewId, id, binding }: Pick<Configured, "previewId" | "id" | "binding">,
): string {
  const config = findWrangler(folder);
  const root = persist ?? join(config === null ? folder : dirname(config), ".wrangler", "state");
  const key = createHash("sha256").update("miniflare-D1DatabaseObject").digest();
  const name = createHmac("sha256", key)
    .update(previewId ?? id ?? binding)
    .digest()
    .subarray(0, 16);
  const mac = createHmac("sha256", key).update(name).digest().subarray(0, 16);
  const file = `${Buffer.concat([name, mac]).toString("hex")}.sqlite`;
  return join(root, "v3", "d1", "miniflare-D1DatabaseObject", file);
}

/** What a new configuration of trueup can name: each database of wrangler's, here and at Cloudflare. */
export function offersIn(folder: string): readonly Offer[] {
  const file = names.map((name) => join(folder, name)).find((each) => existsSync(each));
  const config = file === undefined ? null : readWrangler(file);
  if (config === null || !config.ok) return [];
  const own = config.value.databases.filter(({ environment }) => environment === null);
  const several = own.length > 1;
  return own.flatMap((each): Offer[] => {
    const name = each.name ?? each.binding;
    const local: Offer = { name: several ? `dev-${name}` : "dev", url: `d1:${each.binding}?local`, tokenFrom: null };
    if (each.id === null) return [local];
    return [local, { name: several ? name : "production", url: `d1:${name}`, tokenFrom: "CLOUDFLARE_API_TOKEN" }];
  });
}

function unread(file: string, why: string) {
  return {
    code: "d1-config",
    level: "error",
    subject: file,
    message: `${file} cannot be read`,
    evidence: [why],
    help: ["fix it, or name the database as d1://ACCOUNT/DATABASE"],
  } as const;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
