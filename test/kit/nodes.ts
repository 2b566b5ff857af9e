import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

const kept = resolve(import.meta.dirname, "../../.tap/nodes");

/**
 * The programs of other versions of Node than this one that TRUEUP_NODES=20,22,24 names. npm has them as packages of one
 * file that matters. They are kept for the next test; one that could not be brought is not there.
 */
export function otherNodes(): readonly { readonly version: string; readonly program: string }[] {
  const [own] = process.versions.node.split(".");
  const versions = (process.env.TRUEUP_NODES ?? "").split(",").filter((each) => each !== "" && each !== own);
  return versions.map((version) => {
    const program = join(kept, version, "package", "bin", process.platform === "win32" ? "node.exe" : "node");
    if (!existsSync(program)) bring(version);
    return { version, program };
  });
}

function bring(version: string): void {
  mkdirSync(kept, { recursive: true });
  const folder = mkdtempSync(join(kept, "coming-"));
  const system = process.platform === "win32" ? "win" : process.platform;
  spawnSync("npm", ["pack", "--silent", "--prefer-offline", `node-${system}-${process.arch}@${version}`], {
    cwd: folder,
  });
  const [packed = ""] = readdirSync(folder);
  spawnSync("tar", ["-xzf", packed, "package/bin"], { cwd: folder });
  rmSync(join(folder, packed), { force: true });
  try {
    renameSync(folder, join(kept, version));
  } catch {
    // Another test was faster.
    rmSync(folder, { recursive: true, force: true });
  }
}
