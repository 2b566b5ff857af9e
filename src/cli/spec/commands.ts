import * as help from "./help.ts";
import * as look from "./look.ts";
import type { CommandSpec } from "./spec.ts";
import * as undo from "./undo.ts";

/** In the order in which somebody meets them. */
export const groups: readonly { readonly title: string; readonly commands: readonly CommandSpec[] }[] = [
  { title: "Look", commands: [look.show] },
  { title: "Undo", commands: [undo.history] },
  { title: "Help", commands: [help.explain, help.completion, help.doctor] },
];

export const commands: readonly CommandSpec[] = groups.flatMap((group) => group.commands);
