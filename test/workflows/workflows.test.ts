import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";

// The pages of docs/workflows are executed: every `sh` block, and the checks in comments between them, in order.
const root = join(import.meta.dirname, "..", "..");
const pages = join(root, "docs", "workflows");
const missing = ["sqlite3", "git", "make"].filter((tool) => !has(tool));

for (const page of readdirSync(pages).filter((file) => file !== "README.md")) {
  t.test(
    `what docs/workflows/${page} says works as it stands there`,
    { skip: missing.length > 0 && `there is no ${missing.join(", ")} here` },
    async (t) => {
      const folder = mkdtempSync(join(tmpdir(), "trueup-workflow-"));
      t.teardown(() => rmSync(folder, { recursive: true, force: true }));
      const bin = join(folder, ".bin");
      mkdirSync(bin);
      symlinkSync(join(root, "bin", "trueup.js"), join(bin, "trueup"));
      const script = blocks(readFileSync(join(pages, page), "utf8"));
      const ran = await bash(folder, bin, script);
      t.equal(ran.code, 0, ran.said);
    },
  );
}

/** The visible commands and the hidden checks of a page, as one script. */
function blocks(page: string): string {
  const found = [...page.matchAll(/^```sh\n([\s\S]*?)^```$|^<!-- check\n([\s\S]*?)^-->$/gm)];
  return found.map(([, visible, hidden]) => visible ?? hidden ?? "").join("\n");
}

function bash(folder: string, bin: string, script: string): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const env = {
      PATH: `${bin}:${process.env.PATH}`,
      HOME: folder,
      NO_COLOR: "1",
      GIT_AUTHOR_NAME: "Ann",
      GIT_AUTHOR_EMAIL: "ann@example.com",
      GIT_COMMITTER_NAME: "Ann",
      GIT_COMMITTER_EMAIL: "ann@example.com",
    };
    const child = spawn("bash", ["-euxo", "pipefail", "-c", script], {
      cwd: folder,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
    child.on("close", (code) => resolve({ code, said: said.slice(-6000) }));
  });
}

function has(tool: string): boolean {
  try {
    execFileSync("sh", ["-c", `command -v ${tool}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
