import type { Explained } from "./codes.ts";

export const approvalCodes = {
  "approval-outside": {
    title: "what is destroyed here is approved from outside of the command",
    text: `The target says \`approval: "person"\` (which is so where it says \`confirm\` or \`protect\` and is not for development) or
\`approval: { signedBy: […] }\`. Flags and plan files do not approve a loss there, because whoever runs the command can write
them. These ways do:

  at a terminal    a person runs the command, and types the name of each object that goes
  in CI            TRUEUP_APPROVED_SEALS holds the whole seal of the plan; the environment of the job sets it, after its
                   reviewers said yes (GitHub: an environment with required reviewers; GitLab: a protected environment)
  signedBy         the commit that adds the plan, or a tag that holds it, is signed with one of these keys, by ssh or gpg

With \`signedBy\` only a signature counts, and with \`"person"\` the first two. A plan that takes nothing away needs none of
them: the planner is asked once more whether it does, since a file may hide it. What each way guards against, and what it
does not, is in docs/guide/agents.md.`,
  },
  "approval-lowered": {
    title: "the configuration asks for less than it did",
    text: `In the history of the configuration this target wanted more: a person, or a signature. Whoever can edit the file could
take that away, so a stricter version stays in force until the commit that lowers it is signed: with one of the keys that
the stricter version named, or, where it named none, with a key that git itself trusts (gpg.ssh.allowedSignersFile, or gpg).
To ask for more needs no signature.`,
  },
  "yes-of-an-agent": {
    title: "--yes of a coding agent does not count here",
    text: `The environment says that a coding agent runs this command, and the target wants a person to approve. \`--yes\` says that
nobody has to be asked, which is for a person to say. Write the plan to a file, and have it reviewed and applied.`,
  },
} as const satisfies Record<string, Explained>;
