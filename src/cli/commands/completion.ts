import { bash, fish, zsh } from "../completion.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { nearest } from "../../problem/nearest.ts";
import type { Shell } from "../shell.ts";
import { refuse } from "../../work/context.ts";
import { usage } from "../usage.ts";

const scripts: Readonly<Record<string, string>> = { bash, zsh, fish };

export async function run(shell: Shell): Promise<Exit> {
  const [name = ""] = shell.args;
  // Called by the scripts: every candidate for the word at the cursor.
  if (name === "candidates") {
    const { candidates } = await import("../candidates.ts");
    const words = shell.args.slice(1);
    for (const each of await candidates(words, shell)) shell.out.print(each);
    return exits.done;
  }
  const script = scripts[name];
  if (script === undefined) {
    const near = nearest(name, Object.keys(scripts));
    refuse(
      usage("bad-value", name, `there is no completion for \`${name}\``, [
        near === null ? "bash, zsh or fish" : `did you mean  trueup completion ${near} ?`,
      ]),
    );
  }
  shell.out.print(script);
  return exits.done;
}
