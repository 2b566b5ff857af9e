import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { userInfo, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A machine of its own: an sshd on loopback that lets this very user in, with a key made for the occasion. */
export interface Machine {
  readonly folder: string;
  readonly port: number;
  readonly user: string;
  /** The value of TRUEUP_SSH to reach it. */
  readonly command: string;
  readonly knownHosts: string;
  url(path: string): string;
  close(): Promise<void>;
}

const sshd = ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/usr/bin/sshd"].find((path) => existsSync(path));

/** Why there can be no such machine here; undefined if there can. */
export const noMachine: string | undefined =
  sshd === undefined
    ? "there is no sshd here: install openssh-server"
    : ["/usr/bin/sqlite3", "/usr/local/bin/sqlite3", "/bin/sqlite3"].some((path) => existsSync(path))
      ? undefined
      : "there is no sqlite3 here";

/** What a plain server has, and no sqlite3. */
const plainTools =
  "sh cat head cp mv ln rm wc sed ls id mktemp printf sha256sum readlink sync sleep chmod chown basename true false stat touch kill echo mkdir date grep dd";

/**
 * `shared`: one connection for all commands, as with ControlMaster; a tenth of a second each instead of half a second.
 */
export async function machine({ sqlite = true, shared = false } = {}): Promise<Machine> {
  const folder = mkdtempSync(join(tmpdir(), "trueup-sshd-"));
  const key = (name: string) =>
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, name)], { stdio: "ignore" });
  key("host");
  key("user");
  execFileSync("cp", [join(folder, "user.pub"), join(folder, "authorized")]);
  const port = await freePort();
  if (userInfo().uid === 0) mkdirSync("/run/sshd", { recursive: true });
  const tools = join(folder, "tools");
  if (!sqlite) toolsIn(tools);
  const config = join(folder, "sshd_config");
  writeFileSync(
    config,
    [
      `Port ${port}`,
      "ListenAddress 127.0.0.1",
      `HostKey ${join(folder, "host")}`,
      `AuthorizedKeysFile ${join(folder, "authorized")}`,
      `PidFile ${join(folder, "pid")}`,
      "PasswordAuthentication no",
      "KbdInteractiveAuthentication no",
      "PermitRootLogin yes",
      "StrictModes no",
      "UsePAM no",
      // A home of its own: what a shell reads from the user's, at the start of each command, may take half a second.
      `SetEnv HOME=${folder}${sqlite ? "" : ` PATH=${tools}`}`,
    ].join("\n"),
  );
  const process = spawn(sshd ?? "sshd", ["-D", "-e", "-f", config], { stdio: "ignore" });
  const knownHosts = join(folder, "known_hosts");
  const hostKey = execFileSync("cat", [join(folder, "host.pub")], { encoding: "utf8" });
  writeFileSync(knownHosts, `[127.0.0.1]:${port} ${hostKey}`);
  const client = join(folder, "ssh_config");
  writeFileSync(
    client,
    [
      "Host *",
      `  IdentityFile ${join(folder, "user")}`,
      "  IdentitiesOnly yes",
      `  UserKnownHostsFile ${knownHosts}`,
      "  GlobalKnownHostsFile /dev/null",
      "  StrictHostKeyChecking yes",
      ...(shared ? ["  ControlMaster auto", `  ControlPath ${join(folder, "c")}`, "  ControlPersist 600"] : []),
    ].join("\n"),
  );
  chmodSync(client, 0o600);
  const command = `ssh -F ${client}`;
  const user = userInfo().username;
  await answering(command, port, user);
  return {
    folder,
    port,
    user,
    command,
    knownHosts,
    url: (path) => `ssh://${user}@127.0.0.1:${port}${path}`,
    async close() {
      if (shared) execFileSync("ssh", ["-F", client, "-O", "exit", "127.0.0.1"], { stdio: "ignore" });
      await ended(process, folder);
    },
  };
}

/**
 * Carries out here what ssh would there, without a connection: for tests of what is done there, in a third of the time. It
 * is no other machine where processes are killed.
 */
export function withoutConnection(folder: string): Pick<Machine, "command" | "url"> {
  const command = join(folder, "ssh.sh");
  writeFileSync(command, '#!/bin/sh\nfor last; do :; done\neval "$last"\n', { mode: 0o755 });
  return { command, url: (path) => `ssh://127.0.0.1${path}` };
}

async function answering(command: string, port: number, user: string): Promise<void> {
  const [program = "ssh", ...words] = command.split(" ");
  for (let attempt = 0; ; attempt++) {
    try {
      execFileSync(program, [...words, "-p", String(port), `${user}@127.0.0.1`, "true"], { stdio: "ignore" });
      return;
    } catch (error) {
      if (attempt > 50) throw error;
      await sleep(100);
    }
  }
}

async function ended(process: ChildProcess, folder: string): Promise<void> {
  const over = new Promise((resolve) => process.on("close", resolve));
  process.kill("SIGTERM");
  await over;
  rmSync(folder, { recursive: true, force: true });
}

function toolsIn(folder: string): void {
  mkdirSync(folder);
  for (const tool of plainTools.split(" ")) {
    const path = [`/bin/${tool}`, `/usr/bin/${tool}`].find((each) => existsSync(each));
    if (path !== undefined) symlinkSync(path, join(folder, tool));
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
