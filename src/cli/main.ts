import { setFlagsFromString } from "node:v8";
import { exits } from "./exit-codes.ts";
import { version } from "./version.ts";

/** What runs commands, in this process or around any other streams. */
export const program = () => import("./run.ts");

/** The only place that knows it is a process. Everything heavy is loaded by dynamic imports. */
export async function start(): Promise<void> {
  const argv = process.argv.slice(2);
  if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
    process.stdout.write(`${version}\n`);
    return;
  }
  // Deprecation warnings about dependencies are of no use to users of the program.
  process.noDeprecation = true;
  const { run } = await program();
  // Only now: V8 does not take the compiled form of Node's own modules once a setting differs.
  // V8 recompiles hot code in a background thread, which does not pay off in a process of a second or two. Making it
  // wait eight times as long saves a tenth of the CPU time. Later versions lack the setting and print a warning.
  if (process.versions.node.startsWith("20.")) setFlagsFromString("--interrupt-budget=1000000");
  process.exitCode = await run(argv);
  // What was interrupted may still hold a file, and removes its log only when all memory is taken apart.
  if (process.exitCode === exits.interrupted) return;
  // Then every stream has said whether it could write.
  setImmediate(leave);
}

/**
 * Node would wait for what V8 does in the background, and take apart all that is in memory: a tenth of the time of `drift`. It
 * only does where a pipe has not taken everything yet.
 */
function leave(): void {
  if (process.stdout.writableLength === 0 && process.stderr.writableLength === 0) process.exit();
}
