import { unwrap, refuse } from "../../work/context.ts";
import { type DrawingFormat, draw } from "../../work/schema/draw.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";
import { usage } from "../usage.ts";
import { writeOut } from "../write-out.ts";

export async function run(shell: Shell): Promise<Exit> {
  const out = shell.options.text("out") ?? "";
  const picture = /\.(png|jpe?g|gif|webp|pdf)$/i.exec(out)?.[0];
  if (picture !== undefined) refuse(noPicture(picture));
  const project = await projectOf(shell);
  const { args, tell, signal } = shell;
  const format = formatOf(shell.options.text("format"), out);
  const { text, left } = unwrap(await draw(project, { what: args[0], format, tell, signal }));
  if (left > 0) shell.out.say(`Mermaid cannot draw ${left} more table(s), which are left out; try --format svg`);
  writeOut(shell, text);
  return exits.done;
}

function formatOf(said: string | undefined, out: string): DrawingFormat {
  const format = said ?? /\.(svg|html)$/.exec(out)?.[1];
  return format === "svg" || format === "html" ? format : "mermaid";
}

function noPicture(ending: string) {
  return usage("bad-value", "--out", `--out: draw makes no ${ending} files`, [
    "name it .svg, .html or .mmd; a browser can print the first two to other formats",
  ]);
}
