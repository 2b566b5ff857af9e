import { setFlagsFromString } from "node:v8";
import { version } from "./version.ts";

/** The only place that knows it is a process. All that is heavy loads behind the dynamic imports. */
export async function start(): Promise<void> {
  const argv = process.argv.slice(2);
  if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
    process.stdout.write(`${version}\n`);
    return;
  }
  // What a dependency should not call any more is no news for who uses the program.
  process.noDeprecation = true;
  // V8 compiles again what runs often, in a thread that a process of a second or two gets nothing back from. It waits
  // eight times as long here, which takes a fifth of the processor time away. Later versions lack the setting and say so.
  if (process.versions.node.startsWith("20.")) setFlagsFromString("--interrupt-budget=1000000");
  // `trueup … | head` closes the pipe early: that is no failure of ours, and no reason to break off a change.
  const changes = argv.some((word) => ["apply", "undo", "redo", "restore"].includes(word));
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      if (!changes) process.exit(process.exitCode ?? 0);
    });
  }
  const { run } = await import("./run.ts");
  process.exitCode = await run(argv);
}
