import { git, type Repository } from "./git-objects.ts";

/**
 * Git's own list of ssh keys, which may end the time of a key; without one the fingerprints alone count. Where the list itself
 * says whom to trust, that of the repository does not count: whoever writes there could name a key of their own.
 */
export function allowedSigners(repository: Repository, scope: "any" | "outside"): string {
  for (const where of ["--global", "--system", ...(scope === "any" ? ["--local"] : [])]) {
    try {
      const asked = ["config", where, "--type=path", "--get", "gpg.ssh.allowedSignersFile"];
      const file = git(repository, asked).toString().trim();
      if (file !== "") return file;
    } catch {
      // There is none.
    }
  }
  return "/dev/null";
}

/**
 * What a program reported: the key of a good signature, or why there is none. Without `keys`, the keys count that git
 * trusts: ssh keys among its allowed signers, and fully trusted gpg keys.
 */
export function judged(
  said: string,
  keys: readonly string[] | null,
): { readonly key: string | null; readonly why: string } {
  const no = (why: string) => ({ key: null, why });
  const lines = said.split("\n").map((line) => line.trimEnd());
  const gpg = lines.flatMap((line) =>
    line.startsWith("[GNUPG:] ") ? [line.slice("[GNUPG:] ".length).split(" ")] : [],
  );
  const status = (...names: string[]) => gpg.find(([name = ""]) => names.includes(name));
  if (gpg.length > 0) {
    if (status("EXPKEYSIG", "KEYEXPIRED")) return no("signed with a key that has expired");
    if (status("REVKEYSIG")) return no("signed with a key that was revoked");
    if (status("EXPSIG")) return no("its signature has expired");
    if (status("BADSIG")) return no("its signature is wrong: it was changed after it was signed");
    if (status("NO_PUBKEY", "ERRSIG")) return no("signed with a key that gpg does not know here");
    const valid = status("VALIDSIG");
    const [of = "", primary = ""] = [valid?.[1], valid?.at(-1)];
    const counts = (key: string) =>
      keys === null ? key !== "" && status("TRUST_FULLY", "TRUST_ULTIMATE") !== undefined : keys.includes(key);
    const known = status("GOODSIG") && [primary, of].find(counts);
    return known ? { key: known, why: "" } : no(`signed with ${primary || "a key"}, which is not a key that counts`);
  }
  const good = lines.flatMap((line) => /^Good "git" signature .*key (SHA256:[A-Za-z0-9+/]{43})$/.exec(line)?.[1] ?? []);
  const [key] = good;
  if (key === undefined)
    return no(lines.some((line) => /signature/i.test(line) && !isNone(line)) ? "its signature is wrong" : "not signed");
  if (/key has expired|not yet valid/.test(said))
    return no("signed with a key that has expired, according to git's allowed signers");
  const trusted =
    keys === null ? / for \S+ with \S+ key /.test(said) && !/No principal matched/.test(said) : keys.includes(key);
  if (good.length > 1 || !trusted) return no(`signed with ${key}, which is not a key that counts`);
  return { key, why: "" };
}

/** What git says of a tag without one; of a commit it says nothing. */
function isNone(line: string): boolean {
  return line === "error: no signature found";
}
