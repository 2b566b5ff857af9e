/** What approved the losses of a plan, besides its own approvals, if the target requires an approval from outside. */
export type Approved =
  /** The plan's seal was named by the environment of a CI job. */
  | { readonly by: "seal"; readonly where: string }
  /** A signature on a commit or a tag that holds the plan: `commit 3f2a9c1…`, `tag v2`. */
  | { readonly by: "signature"; readonly key: string; readonly on: string }
  /** A person at a terminal, who typed these names. */
  | { readonly by: "terminal"; readonly names: readonly string[] };

/** By the seal of the plan. */
export type Approvals = Readonly<Record<string, Approved>>;
