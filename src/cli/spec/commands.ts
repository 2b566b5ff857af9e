import * as agents from "./agents.ts";
import * as application from "./application.ts";
import * as change from "./change.ts";
import * as develop from "./develop.ts";
import * as help from "./help.ts";
import * as look from "./look.ts";
import type { CommandSpec } from "./spec.ts";
import * as start from "./start.ts";
import * as undo from "./undo.ts";

/** In the order in which a user meets them. */
export const groups: readonly { readonly title: string; readonly commands: readonly CommandSpec[] }[] = [
  { title: "Start", commands: [start.init, start.pull] },
  {
    title: "Change",
    commands: [look.check, change.plan, change.verify, change.rehearse, change.apply, change.run, start.rename],
  },
  { title: "Develop", commands: [develop.dev, develop.reset] },
  { title: "Look", commands: [look.drift, look.plans, look.diff, look.schema, look.show, look.draw, look.docs] },
  {
    title: "The application",
    commands: [application.build, application.queries, application.unused, application.explainQuery],
  },
  { title: "Agents", commands: [agents.mcp] },
  { title: "Undo", commands: [undo.undo, undo.redo, undo.backups, undo.restore, undo.history] },
  { title: "Help", commands: [help.explain, help.completion, help.doctor] },
];

export const commands: readonly CommandSpec[] = groups.flatMap((group) => group.commands);
