import type { EnvValue } from "../../compile/config/config-type.ts";
import type { Project } from "../../work/project.ts";

/** Takes out of a text what the configuration names as secret: messages hide it already, and this holds where one forgets. */
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
