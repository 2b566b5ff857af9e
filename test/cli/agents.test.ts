import t from "tap";
import { agentIn, agentSigns, surroundingsOf } from "../../src/work/surroundings.ts";

for (const { name, variable, values, source } of agentSigns) {
  t.test(`${variable} says that ${name} runs this`, async (t) => {
    t.match(source, /^https:\/\//, "somewhere it is written that it is set");
    for (const value of values ?? ["1"]) t.same(agentIn({ [variable]: value }), { name, variable });
    t.equal(agentIn({ [variable]: "" }), null);
    if (values !== undefined) t.equal(agentIn({ [variable]: "something else" }), null);
  });
}

t.test("variables that only configure an agent, or belong to an editor, say nothing", async (t) => {
  const others = ["CLAUDE_CONFIG_DIR", "CODEX_HOME", "CLINE_API_KEY", "AIDER_MODEL", "TERM_PROGRAM", "VSCODE_PID"];
  for (const variable of others) t.equal(agentIn({ [variable]: "1" }), null, variable);
});

t.test("a CI job is named by the variables of its service", async (t) => {
  const job = (env: Record<string, string>) => surroundingsOf(env).job;
  t.equal(job({}), null);
  t.equal(job({ CI: "false", GITHUB_ACTIONS: "true", GITHUB_RUN_ID: "1" }), null);
  t.equal(job({ CI: "true", GITHUB_ACTIONS: "true", GITHUB_RUN_ID: "1" }), "GitHub Actions, run 1");
  t.equal(
    job({ CI: "true", GITLAB_CI: "true", CI_JOB_ID: "7", CI_ENVIRONMENT_NAME: "production" }),
    "GitLab, job 7, environment production",
  );
  t.equal(job({ CI: "1" }), "a CI job");
});
