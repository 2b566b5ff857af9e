import { fine } from "../../problem/problem.ts";
import type { Kind } from "../target.ts";
import { readAddress, shownAddress, writeAddress } from "./address.ts";
import { offersIn, identityOf } from "./wrangler.ts";

/** A database of Cloudflare's D1, or the file in which `wrangler dev` keeps one. */
export const d1: Kind = {
  schemes: ["d1"],
  takesToken: true,
  blocks: false,
  here: false,
  variables: { authToken: "CLOUDFLARE_API_TOKEN", account: "CLOUDFLARE_ACCOUNT_ID" },
  shown: shownAddress,
  read(text, folder) {
    const address = readAddress(text, folder);
    return address.ok ? fine({ url: writeAddress(address.value), label: shownAddress(text) }) : address;
  },
  identify(url) {
    const address = readAddress(url, ".");
    return address.ok ? { place: identityOf(address.value), token: null } : null;
  },
  filedBy: ({ label }) => ({ name: label }),
  offers: offersIn,
  open: async (where, opening) => (await import("./open.ts")).openD1Target(where, opening),
};
