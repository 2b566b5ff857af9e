import { resolve } from "node:path";
import { type Checked, failed, fine } from "../../problem/problem.ts";
import { wrongUrl } from "../url.ts";

/** The parts of a `d1:` URL. The project's wrangler configuration says which database a name means. */
export type D1Address =
  /** `d1://ACCOUNT/DATABASE`, by the database's id or its name. */
  | { readonly kind: "account"; readonly account: string; readonly database: string }
  /** `d1:NAME`, by the name or the binding of the configuration. */
  | {
      readonly kind: "named";
      readonly name: string;
      /** Where the search for the configuration starts: here, and in the folders above. */
      readonly folder: string;
      readonly environment: string | null;
      /** The file in which `wrangler dev` keeps it, instead of Cloudflare's database. */
      readonly local: boolean;
      /** The folder given to `wrangler dev --persist-to`. */
      readonly persist: string | null;
    };

const parameters = ["local", "persist", "env", "from"];

export function readAddress(text: string, folder: string): Checked<D1Address> {
  const [place = "", query = ""] = text.slice("d1:".length).split("?", 2);
  const said = new URLSearchParams(query);
  const unknown = [...said.keys()].find((key) => !parameters.includes(key));
  const help = ["write d1://ACCOUNT/DATABASE, or d1:NAME for a database of the wrangler configuration"];
  if (unknown !== undefined) return failed(wrongUrl(text, `a d1: URL has no parameter ${unknown}`, help));
  if (place.startsWith("//")) return byAccount(text, place.slice(2), said, help);
  const name = decoded(place);
  if (name === null || name === "" || name.includes("/")) return failed(wrongUrl(text, "no database is named", help));
  const from = said.get("from") ?? folder;
  const persist = said.get("persist");
  if (persist !== null && !said.has("local"))
    return failed(wrongUrl(text, "only a local database is kept in a folder", [`write ${text}&local`]));
  return fine({
    kind: "named",
    name,
    folder: from,
    environment: said.get("env"),
    local: said.has("local"),
    persist: persist === null ? null : resolve(from, persist),
  });
}

function byAccount(text: string, rest: string, said: URLSearchParams, help: readonly string[]): Checked<D1Address> {
  const [account = "", database = "", ...more] = rest.split("/").map(decoded);
  if (!account || !database || more.length > 0)
    return failed(wrongUrl(text, "it does not name an account and a database", help));
  if (account.includes("@")) return failed(wrongUrl(text, "an account contains no @", ["give the token as authToken"]));
  if ([...said.keys()].length > 0)
    return failed(
      wrongUrl(text, "a database of an account takes no parameters", ["a local one is named d1:NAME?local"]),
    );
  return fine({ kind: "account", account, database });
}

/** The URL that names the same database from any folder. */
export function writeAddress(address: D1Address): string {
  if (address.kind === "account") return `d1://${encode(address.account)}/${encode(address.database)}`;
  const said = [
    ...(address.local ? ["local"] : []),
    ...(address.persist === null ? [] : [`persist=${encode(address.persist)}`]),
    ...(address.environment === null ? [] : [`env=${encode(address.environment)}`]),
    `from=${encode(address.folder)}`,
  ];
  return `d1:${encode(address.name)}?${said.join("&")}`;
}

function encode(text: string): string {
  return encodeURIComponent(text);
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Without the folder that it was read in: as people write it. */
export function shownAddress(text: string): string {
  return text
    .replace(/([?&])from=[^&]*/, "$1")
    .replace(/[?&]$/, "")
    .replace(/^(d1:\/\/)[^/]*@/, "$1");
}
