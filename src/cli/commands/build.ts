import { plural } from "../../words/numbers.ts";
import { build } from "../../work/build/build.ts";
import { type BuiltEngine, builtEngines } from "../../work/build/bundle.ts";
import { unwrap, refuse } from "../../work/context.ts";
import { decisionsOf } from "../decisions.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document } from "../json-out.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";
import { usage } from "../usage.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const { options, tell, signal } = shell;
  const bases = options.list("bases");
  const engines = options.text("engines");
  const { file, state, bundle } = unwrap(
    await build(project, {
      out: options.text("out"),
      bases: bases.length === 0 ? undefined : bases,
      oldest: options.text("oldest"),
      release: options.text("release"),
      engines: engines === undefined ? undefined : enginesIn(engines),
      decisions: decisionsOf(shell, { any: true }),
      refuse: options.list("refuse"),
      repair: options.list("repair"),
      check: options.flag("check"),
      tell,
      signal,
    }),
  );
  const exit = state === "differs" ? exits.differs : exits.done;
  const { target, plans } = bundle;
  const known = bundle.bases.map(({ releases, fingerprint }) => ({ releases, fingerprint }));
  if (shell.json) {
    shell.out.print(
      document(shell, exit, { file, state, fingerprint: target.fingerprint, bases: known, plans: plans.length }),
    );
    return exit;
  }
  const { style } = shell.out.data;
  const what = `${plural(known.length, "base")} and the empty database, ${plural(plans.length, "plan")}`;
  if (state === "differs")
    shell.out.print(`${style.error("differs")}  ${file}: it is not what would be written now:  trueup build`);
  else shell.out.print(`${style.good(state === "written" ? "wrote" : "ok")}  ${file}: ${what}`);
  return exit;
}

/** `plain,libsql`. */
function enginesIn(text: string): readonly BuiltEngine[] {
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !builtEngines.some((engine) => engine === name));
  if (unknown !== undefined)
    refuse(
      usage("bad-value", "--engines", `there is no engine \`${unknown}\``, [
        `one or more of ${builtEngines.join(",")}`,
      ]),
    );
  return builtEngines.filter((engine) => names.includes(engine));
}
