import { type ChildProcess, spawn } from "node:child_process";
import { type Checked, failed, fine } from "../../problem/problem.ts";
import type { Address } from "./address.ts";
import { connectionProblem, noCommand } from "./problems.ts";
import { quoted, splitWords } from "./words.ts";

/** The result of a command on the other machine. */
export interface Ran {
  /** Null if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Its stdin, chunk by chunk; empty if left out. */
  readonly input?: AsyncIterable<Uint8Array>;
  /** Receives stdout instead of collecting it. */
  readonly onOutput?: (chunk: Buffer) => void;
  readonly signal?: AbortSignal | undefined;
}

/** The machine of an `ssh://` URL: each command is a connection of its own, made by the system's ssh. */
export class Remote {
  readonly address: Address;
  readonly label: string;
  readonly #command: readonly string[];

  constructor(address: Address, label: string, command: readonly string[]) {
    this.address = address;
    this.label = label;
    this.#command = command;
  }

  /** Starts a POSIX shell script there. Keys, agents and jump hosts are left to ssh, which must not prompt. */
  start(script: string): ChildProcess {
    const [program = "ssh", ...words] = this.#command;
    const { user, host, port } = this.address;
    const options = ["-T", "-o", "BatchMode=yes", "-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=3"];
    const where = [...(port === null ? [] : ["-p", String(port)]), ...(user === null ? [] : ["-l", user])];
    // In a process group of its own: trueup handles Ctrl-C and then ends it in an order that loses nothing.
    return spawn(program, [...words, ...options, ...where, "--", host, `exec sh -c ${quoted(script)}`], {
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
    });
  }

  async run(script: string, { input, onOutput, signal }: RunOptions = {}): Promise<Checked<Ran>> {
    const child = this.start(script);
    const abort = () => child.kill("SIGTERM");
    signal?.addEventListener("abort", abort);
    const out: Buffer[] = [];
    let stderr = "";
    child.stdout?.on("data", onOutput ?? ((chunk: Buffer) => out.push(chunk)));
    child.stderr?.on("data", (chunk: Buffer) => {
      stderr = (stderr + chunk.toString("utf8")).slice(-8000);
    });
    child.stdin?.on("error", () => {});
    const ended = new Promise<{ code: number | null } | { error: unknown }>((resolve) => {
      child.on("error", (error) => resolve({ error }));
      child.on("close", (code) => resolve({ code }));
    });
    await feed(child, input, ended);
    const came = await ended;
    signal?.removeEventListener("abort", abort);
    if ("error" in came) return failed(noCommand(this, this.#command[0] ?? "ssh", came.error));
    if (came.code === null || came.code === 255) return failed(connectionProblem(this, stderr));
    return fine({ code: came.code, stdout: Buffer.concat(out).toString("utf8"), stderr });
  }
}

async function feed(
  child: ChildProcess,
  input: AsyncIterable<Uint8Array> | undefined,
  ended: Promise<unknown>,
): Promise<void> {
  const { stdin } = child;
  if (stdin === null) return;
  let over = false;
  let goOn = () => {};
  const gone = () => {
    over = true;
    goOn();
  };
  void ended.then(gone);
  stdin.on("close", gone).on("drain", () => goOn());
  for await (const chunk of input ?? []) {
    if (over || stdin.destroyed) return;
    if (stdin.write(chunk)) continue;
    await new Promise<void>((resolve) => {
      goOn = resolve;
      if (over) resolve();
    });
  }
  stdin.end();
}

/** The machine of an address. `command` is the value of TRUEUP_SSH; undefined for the system's ssh. */
export function remote(address: Address, label: string, command: string | undefined): Checked<Remote> {
  if (command === undefined || command.trim() === "") return fine(new Remote(address, label, ["ssh"]));
  const words = splitWords(command);
  if (words !== null && words.length > 0) return fine(new Remote(address, label, words));
  return failed({
    code: "ssh-command",
    level: "error",
    subject: "TRUEUP_SSH",
    message: "TRUEUP_SSH cannot be split into words: a quote is left open",
    help: ["write it as you would type it:  TRUEUP_SSH='ssh -F deploy/ssh_config'"],
  });
}
