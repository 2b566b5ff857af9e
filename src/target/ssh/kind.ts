import { failed, fine } from "../../problem/problem.ts";
import type { Kind } from "../target.ts";
import { urlProblem } from "../url.ts";
import { readAddress, whoseSsh } from "./address.ts";

/** A file on another machine, which is reached by ssh. */
export const ssh: Kind = {
  schemes: ["ssh"],
  takesToken: false,
  here: false,
  blocks: false,
  variables: {},
  offers: () => [],
  shown,
  read(text) {
    const label = shown(text);
    const problem = urlProblem(text, label);
    return problem === null ? fine({ url: text, label }) : failed(problem);
  },
  identify(url) {
    const address = readAddress(url);
    if (!address.ok) return null;
    return { place: whoseSsh(address.value).place, token: null };
  },
  filedBy: ({ label }) => ({ name: label }),
  open: async (where, opening) => (await import("./open.ts")).openSshTarget(where, opening),
};

/** The user stays: only a password is a secret. */
function shown(text: string): string {
  return text.replace(/[?#].*$/s, "").replace(/^([A-Za-z]+:\/\/[^/@:]*):[^/]*@/, "$1@");
}
