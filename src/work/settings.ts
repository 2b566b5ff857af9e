import { readWhere, variablesOf } from "../target/kinds.ts";
import type { Settings } from "../target/target.ts";
import type { Project } from "./project.ts";
import type { Aim } from "./targets.ts";

/** What users of this kind of database keep in the environment; the configuration takes precedence. */
export function inEnvironment({ env }: Project, url: string, folder: string): { authToken?: string; account?: string } {
  const where = readWhere(url, folder);
  if (!where.ok) return {};
  const { authToken, account } = variablesOf(where.value);
  const value = (name: string | undefined) => (name === undefined ? undefined : env[name] || undefined);
  const [token, id] = [value(authToken), value(account)];
  return { ...(token === undefined ? {} : { authToken: token }), ...(id === undefined ? {} : { account: id }) };
}

export function settingsOf(aim: Aim): Settings {
  const { authToken, encryptionKey, adminUrl, adminToken, ssh, apiUrl, account } = aim;
  return {
    authToken: authToken ?? null,
    encryptionKey: encryptionKey ?? null,
    adminUrl: adminUrl ?? null,
    adminToken: adminToken ?? null,
    ssh: ssh ?? null,
    apiUrl: apiUrl ?? null,
    account: account ?? null,
  };
}
