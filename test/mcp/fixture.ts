import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import type { Test } from "tap";
import { bin } from "../cli/run.ts";
import { makeDatabase, temporaryFolder } from "../kit/database.ts";

export const schema = `import { integer, table, text } from "trueup";

export const tune = table({
  id: integer().primaryKey(),
  title: text(),
});

export const session = table({
  id: integer().primaryKey(),
  who: text(),
});
`;

const config = `import { defineConfig, env } from "trueup";
export default defineConfig({
  targets: {
    dev: { url: "file:app.db", dev: true },
    prod: { url: "file:prod.db", authToken: env("PROD_TOKEN"), confirm: true },
  },
  default: "dev",
});
`;

export interface Served {
  readonly cwd: string;
  readonly client: Client;
  readonly transport: StdioClientTransport;
  /** Calls a tool. Returns the document, whether it succeeded, and the error text if not. */
  readonly call: (name: string, args?: Record<string, unknown>) => Promise<Called>;
}

export interface Called {
  readonly failed: boolean;
  readonly document: Record<string, unknown>;
  readonly text: string;
}

export interface Serving {
  readonly args?: readonly string[];
  readonly declarations?: string;
  readonly configuration?: string;
  /** A second configuration, `other.config.ts`. */
  readonly other?: string;
}

/** A project with two databases with the same rows, and a server for it that the SDK's own client talks to. */
export async function served(
  t: Test,
  { args = [], declarations = schema, configuration = config, other }: Serving = {},
): Promise<Served> {
  const cwd = temporaryFolder(t);
  mkdirSync(join(cwd, "schema"));
  mkdirSync(join(cwd, "plans"));
  mkdirSync(join(cwd, "tmp"));
  writeFileSync(join(cwd, "schema", "schema.ts"), declarations);
  writeFileSync(join(cwd, "trueup.config.ts"), configuration);
  if (other !== undefined) writeFileSync(join(cwd, "other.config.ts"), other);
  for (const name of ["app.db", "prod.db"]) {
    await makeDatabase(
      join(cwd, name),
      "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL)",
      "CREATE TABLE session (id INTEGER PRIMARY KEY, who TEXT NOT NULL)",
      "INSERT INTO tune VALUES (1, 'The Silver Spear')",
      "INSERT INTO session VALUES (1, 'ann'), (2, 'ben'), (3, 'cleopatra')",
    );
  }
  const env = { PATH: process.env.PATH ?? "", HOME: cwd, TMPDIR: join(cwd, "tmp"), PROD_TOKEN: "very-secret-token" };
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [bin, "mcp", ...args],
    cwd,
    env,
    stderr: "pipe",
  });
  const client = new Client({ name: "test", version: "1" });
  await client.connect(transport);
  t.teardown(() => client.close());
  const call: Served["call"] = async (name, given = {}) => {
    const result = await client.callTool({ name, arguments: given });
    const [first] = result.content as { readonly type: string; readonly text: string }[];
    const document = (result.structuredContent ?? {}) as Record<string, unknown>;
    return { failed: result.isError === true, document, text: first?.text ?? "" };
  };
  return { cwd, client, transport, call };
}
