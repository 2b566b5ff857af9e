import { failed, fine } from "../../problem/problem.ts";
import type { Kind } from "../target.ts";
import { urlProblem, withoutSecrets } from "../url.ts";
import { serverAddress, whoseServer } from "./address.ts";

/** A database on a libSQL server: Turso's, or your own. */
export const server: Kind = {
  schemes: ["libsql", "https", "http", "wss", "ws"],
  takesToken: true,
  here: false,
  blocks: false,
  variables: {},
  offers: () => [],
  shown: withoutSecrets,
  read(text) {
    const label = withoutSecrets(text);
    const problem = urlProblem(text, label);
    return problem === null ? fine({ url: text, label }) : failed(problem);
  },
  identify(url) {
    const address = serverAddress(url, null);
    return address.ok ? { place: whoseServer(url).place, token: address.value.token } : null;
  },
  filedBy: ({ label }) => ({ name: label }),
  open: async (where, opening) => fine((await import("./open.ts")).openServerTarget(where, opening)),
};
