/** Who runs this, as far as the environment says; nothing is guessed from anything else. */
export interface Surroundings {
  /** A coding agent, identified by its own variable. */
  readonly agent: Agent | null;
  /** A job of continuous integration, as its variables name it. */
  readonly job: string | null;
  /** `TRUEUP_APPROVED_SEALS`. A `.env` file cannot say it: it is one of the files that a change may touch. */
  readonly approvedSeals: string | null;
}

export interface Agent {
  readonly name: string;
  readonly variable: string;
}

type Env = Readonly<Record<string, string | undefined>>;

interface Sign extends Agent {
  /** The values that count, if the variable has other uses as well; if absent, any value that is not empty. */
  readonly values?: readonly string[];
  /** Where it is documented that the agent sets it for the commands that it runs. */
  readonly source: string;
}

/**
 * The variables that agents set for the commands they run. Variables that merely configure an agent are not included.
 */
export const agentSigns: readonly Sign[] = [
  {
    name: "Claude Code",
    variable: "CLAUDECODE",
    source: "https://github.com/anthropics/claude-code/issues/531",
  },
  {
    name: "Cursor",
    variable: "CURSOR_AGENT",
    source:
      "https://forum.cursor.com/t/cursor-cli-is-not-setting-cursor-agent-1-environment-variable-while-executing-bash-commands/132427",
  },
  {
    name: "Gemini CLI",
    variable: "GEMINI_CLI",
    source: "https://google-gemini.github.io/gemini-cli/docs/tools/shell.html#environment-variables",
  },
  { name: "Codex", variable: "CODEX_SANDBOX", source: "https://github.com/openai/codex/blob/main/AGENTS.md" },
  { name: "Codex", variable: "CODEX_THREAD_ID", source: "https://github.com/aws/aws-cdk-cli/pull/1855" },
  { name: "Codex", variable: "CODEX_CI", source: "https://github.com/aws/aws-cdk-cli/pull/1855" },
  {
    name: "opencode",
    variable: "OPENCODE",
    source: "https://github.com/anomalyco/opencode/blob/dev/packages/opencode/src/index.ts",
  },
  {
    name: "GitHub Copilot CLI",
    variable: "COPILOT_CLI",
    source: "https://github.com/github/copilot-cli/blob/main/changelog.md",
  },
  {
    name: "Augment",
    variable: "AUGMENT_AGENT",
    source: "https://docs.augmentcode.com/cli/reference#shell-environment",
  },
  {
    name: "GitHub Copilot in VS Code",
    variable: "COPILOT_AGENT",
    source: "https://github.com/microsoft/vscode/pull/316267",
  },
  { name: "Amp", variable: "AMP_CURRENT_THREAD_ID", source: "https://github.com/ascorbic/am-i-vibing/pull/73" },
  { name: "Antigravity", variable: "ANTIGRAVITY_AGENT", source: "https://github.com/aws/aws-cli/pull/10584" },
  { name: "Pi", variable: "PI_CODING_AGENT", source: "https://github.com/laravel/sail/pull/865" },
  { name: "Qwen Code", variable: "QWEN_CODE", source: "https://github.com/aws/aws-cdk-cli/pull/1855" },
  { name: "Cline", variable: "CLINE_ACTIVE", source: "https://github.com/aws/aws-cdk-cli/pull/1855" },
  { name: "Goose", variable: "GOOSE_TERMINAL", source: "https://github.com/aaif-goose/goose/pull/4205" },
  {
    name: "an agent",
    variable: "AI_AGENT",
    source: "https://github.com/vercel/vercel/blob/main/packages/detect-agent/README.md",
  },
  {
    name: "an agent",
    variable: "AGENT",
    values: ["1", "amp", "crush", "goose", "opencode"],
    source: "https://bun.com/docs/cli/test#ai-agent-integration",
  },
];

export function agentIn(env: Env): Agent | null {
  const found = agentSigns.find(({ variable, values }) => {
    const value = env[variable];
    return values === undefined ? value !== undefined && value !== "" : values.includes(value ?? "");
  });
  return found === undefined ? null : { name: found.name, variable: found.variable };
}

export function isCi({ CI: ci }: Env): boolean {
  return ci !== undefined && ci !== "" && ci !== "false" && ci !== "0";
}

export function surroundingsOf(env: Env): Surroundings {
  return { agent: agentIn(env), job: jobIn(env), approvedSeals: env.TRUEUP_APPROVED_SEALS || null };
}

function jobIn(env: Env): string | null {
  if (!isCi(env)) return null;
  if (env.GITHUB_ACTIONS === "true" && env.GITHUB_RUN_ID) return `GitHub Actions, run ${env.GITHUB_RUN_ID}`;
  if (env.GITLAB_CI === "true" && env.CI_JOB_ID) {
    const where = env.CI_ENVIRONMENT_NAME ? `, environment ${env.CI_ENVIRONMENT_NAME}` : "";
    return `GitLab, job ${env.CI_JOB_ID}${where}`;
  }
  return "a CI job";
}
