import { target } from "./shared.ts";
import type { CommandSpec } from "./spec.ts";

export const explain: CommandSpec = {
  name: "explain",
  summary: "the long text of an error or lint code",
  args: [{ name: "CODE", complete: "code" }],
  options: [],
  examples: [
    ["trueup explain drop-table", "what it means, why it matters, what to do"],
    ["trueup explain", "every code"],
  ],
  exits: [0, 64],
  load: () => import("../commands/explain.ts"),
};

export const completion: CommandSpec = {
  name: "completion",
  summary: "completion for bash, zsh or fish",
  args: [{ name: "SHELL", required: true, complete: ["bash", "zsh", "fish"] }],
  options: [],
  examples: [
    ["trueup completion bash >> ~/.bashrc", "bash"],
    ["trueup completion zsh > ~/.zfunc/_trueup", "zsh, if ~/.zfunc is in fpath"],
    ["trueup completion fish > ~/.config/fish/completions/trueup.fish", "fish"],
  ],
  exits: [0, 64],
  load: () => import("../commands/completion.ts"),
};

export const doctor: CommandSpec = {
  name: "doctor",
  summary: "what this machine and a target can do",
  args: [target],
  options: [],
  examples: [
    ["trueup doctor", "Node, engine, configuration, schema, git"],
    ["trueup doctor prod", "and whether the target can be reached"],
  ],
  exits: [0, 1, 64],
  load: () => import("../commands/doctor.ts"),
};
