import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

const kept = resolve(import.meta.dirname, "../../.tap/nodes");

/**
 * The programs of other versions of Node than this one that TRUEUP_NODES=20,22,24 names. npm has them, and of each
 * only one file matters. They are kept for the next test; one that could not be brought is not there.
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
  const pack = (name: string): string => {
    const packed = spawnSync("npm", ["pack", "--silent", "--prefer-offline", name], { cwd: folder, encoding: "utf8" });
    return packed.stdout.trim();
  };
  // The package `node` is small, and says which version; another one for each system has the program.
  const [exact = ""] = /\d+\.\d+\.\d+/.exec(pack(`node@${version}`)) ?? [];
  const packed = pack(`node-${system}-${process.arch}@${exact}`);
  spawnSync("tar", ["-xzf", packed, "package/bin"], { cwd: folder });
  for (const name of readdirSync(folder)) if (name.endsWith(".tgz")) rmSync(join(folder, name));
  try {
    renameSync(folder, join(kept, version));
  } catch {
    // Another test was faster.
    rmSync(folder, { recursive: true, force: true });
  }
}
