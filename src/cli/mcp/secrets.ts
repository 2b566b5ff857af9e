import type { EnvValue } from "../../compile/config/config-type.ts";
import type { Project } from "../../work/project.ts";

/**
 * Removes the values that the configuration marks as secrets from a text. Messages hide them already; this covers one
 * that forgets.
 */
export function withoutSecrets({ config, env }: Project): (text: string) => string {
  const named = (config?.targets ?? []).flatMap(({ authToken, encryptionKey, adminToken }) => [
    authToken,
    encryptionKey,
    adminToken,
  ]);
  const values = named
    .filter((each): each is EnvValue => each !== null)
    .flatMap((each) => env[each.env] ?? [])
    .filter((value) => value.length >= 4)
    .flatMap((value) => [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)]);
  return (text) => values.reduce((rest, value) => rest.replaceAll(value, "•••"), text);
}
