import { explain } from "./help.ts";
import type { CommandSpec } from "./spec.ts";

/** In the order in which somebody meets them. */
export const groups: readonly { readonly title: string; readonly commands: readonly CommandSpec[] }[] = [
  { title: "Help", commands: [explain] },
];

export const commands: readonly CommandSpec[] = groups.flatMap((group) => group.commands);
