import type { CodeText } from "./codes.ts";

export const approvalCodes = {
  "approval-outside": {
    title: "what is destroyed here must be approved outside of the command",
    text: `The target says \`approval: "person"\` (the default if it sets \`confirm\` or \`protect\` and is not for
development) or \`approval: { signedBy: […] }\`. Flags and plan files do not approve a loss there, because whoever
runs the command can write them. These ways do:

  at a terminal    a person runs the command, and types the name of each object that is lost
  in CI            TRUEUP_APPROVED_SEALS holds the whole seal of the plan; the environment of the job sets it, after its
                   reviewers approved it (GitHub: an environment with required reviewers; GitLab: a protected environment)
  signedBy         the commit that adds the plan, or a tag that holds it, is signed with one of these keys, by ssh or gpg;
                   for what is in no file, such as a restore, a signed tag whose message says "approves SEAL", for a day

With \`signedBy\` only a signature counts, and with \`"person"\` the first two. A plan that takes nothing away needs
none of them. The planner is asked again whether it does, since a file may hide it. docs/guide/agents.md says what
each way guards against and what it does not.`,
  },
  "approval-lowered": {
    title: "the configuration requires less than it used to",
    text: `In the history of the configuration this target required more: a person, or a signature. Anyone who can
edit the file could remove that, so the stricter version stays in force until the commit that relaxes it is signed:
with one of the keys that the stricter version named or, if it named none, with a key that git itself trusts
(gpg.ssh.allowedSignersFile, or gpg). Requiring more needs no signature.`,
  },
  "yes-of-an-agent": {
    title: "--yes from a coding agent does not count here",
    text: `The environment shows that a coding agent runs this command, and the target requires approval by a person.
\`--yes\` says that nobody has to be asked, and only a person may decide that. Write the plan to a file, and have it
reviewed and applied.`,
  },
} as const satisfies Record<string, CodeText>;
