import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Connection } from "../../database/connection.ts";
import { withConnection } from "../../database/with-connection.ts";
import { type Checked, failed, fine, ProblemError } from "../../problem/problem.ts";
import { openFileTarget } from "../file/open.ts";
import type { Opening, Target, Where } from "../target.ts";
import { type D1Address, readAddress } from "./address.ts";
import { type Access, type D1Api, idOf, openApi } from "./api.ts";
import { asking, connectD1 } from "./connection.ts";
import { d1Profile, pace } from "./profile.ts";
import { configuredAs, findWrangler, localFile } from "./wrangler.ts";

type Named = Extract<D1Address, { kind: "named" }>;

export async function openD1Target(where: Where, opening: Opening): Promise<Checked<Target>> {
  const address = readAddress(where.url, ".");
  if (!address.ok) return address;
  const { value } = address;
  return value.kind === "named" && value.local ? openLocal(value, where, opening) : openRemote(value, where, opening);
}

/** `wrangler dev`'s own file, opened here; what is planned for it is planned for D1. */
function openLocal(address: Named, where: Where, opening: Opening): Checked<Target> {
  const found = configuredAs(address);
  if (!found.ok) return found;
  if (found.value === null) return failed(notConfigured(address));
  const path = localFile(address, found.value);
  if (!existsSync(path)) return failed(notThere(address, path));
  const file = openFileTarget({ ...where, url: path }, opening);
  return fine({
    ...file,
    profile: d1Profile,
    look: (work) => file.look((connection) => work(asLocal(connection))),
  });
}

function asLocal(connection: Connection): Connection {
  return {
    kind: "local D1",
    profile: d1Profile,
    remembered: connection.remembered,
    label: connection.label,
    snapshot: (work) => connection.snapshot(work),
    close: () => connection.close(),
  };
}

async function openRemote(address: D1Address, where: Where, opening: Opening): Promise<Checked<Target>> {
  const { label, settings } = opening;
  const access = accessTo(address, settings);
  if (!access.ok) return access;
  const { database } = access.value;
  let id = isId(database) ? database : null;
  /** If only a name is known, the id is asked for once, when it is first needed. */
  const api = async (): Promise<Checked<D1Api>> => {
    try {
      id ??= await asking({ label: where.label }, () => idOf(access.value, database, where.label));
      if (id === null) return failed(noSuchName(database, where.label));
      return fine(openApi(access.value, id, where.label));
    } catch (error) {
      if (error instanceof ProblemError) return failed(...error.problems);
      throw error;
    }
  };
  const whose = { kind: "d1", place: `d1://${access.value.account}/${database}`.toLowerCase() };
  const look: Target["look"] = async (work) => {
    const opened = await api();
    if (!opened.ok) return opened;
    try {
      return await withConnection(fine(connectD1(opened.value)), work);
    } catch (error) {
      if (error instanceof ProblemError) return failed(...error.problems);
      throw error;
    }
  };
  return fine({
    label,
    whose,
    beside: null,
    profile: d1Profile,
    ownBackups: ["copy"],
    // The point in time that a change left is noted beside its backup. If the next backup began there, nothing was
    // written in between.
    apart: async (backup, left) => (await import("./bookmark.ts")).beganAt(backup) === left,
    start: null,
    look,
    absent: () => false,
    lookAtSchema: async () => null,
    glance: async () => null,
    async copy(folder, hooks) {
      const { copyD1 } = await import("./copy.ts");
      const opened = await api();
      if (!opened.ok) return opened;
      try {
        return await copyD1(opened.value, join(folder, "copy.db"), hooks);
      } finally {
        opened.value.close();
      }
    },
    others: async () => null,
    async beyondBudget(request) {
      const { beyondBudget } = await import("../budget.ts");
      return beyondBudget({ look, label }, request, { looksAhead: false, apart: true, pace });
    },
    async change(request, hooks) {
      const { expectNone } = await import("../change-process.ts");
      expectNone();
      const { changeD1 } = await import("./change.ts");
      return changeD1({ ...request, label, whose }, api, hooks);
    },
    async foresee(request) {
      const { foreseeD1 } = await import("./put-back.ts");
      return foreseeD1({ ...request, label }, api);
    },
    async putBack(request, hooks) {
      const { putBackD1 } = await import("./put-back.ts");
      return putBackD1({ ...request, label, whose }, api, hooks);
    },
  });
}

function accessTo(
  address: D1Address,
  { authToken: token, account: fallback, apiUrl }: Opening["settings"],
): Checked<Access & { readonly database: string }> {
  if (token !== null && !/^[\x21-\x7e]+$/.test(token)) return failed(untypable());
  if (address.kind === "account") return fine({ apiUrl, token, account: address.account, database: address.database });
  const found = configuredAs(address);
  if (!found.ok) return found;
  const account = found.value?.account ?? fallback;
  if (account === null) return failed(noAccount(address));
  const database = found.value?.id ?? found.value?.name ?? address.name;
  return fine({ apiUrl, token, account, database });
}

function isId(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

function noAccount({ name, folder }: Named) {
  const file = findWrangler(folder);
  return {
    code: "d1-config",
    level: "error",
    subject: `d1:${name}`,
    message: `it is not known which account ${name} is in`,
    evidence: [
      file === null ? `there is no wrangler configuration in ${folder} or above` : `${file} does not set account_id`,
    ],
    help: ["set account_id there, or CLOUDFLARE_ACCOUNT_ID in the environment, or write d1://ACCOUNT/DATABASE"],
  } as const;
}

function notConfigured({ name, folder }: Named) {
  const file = findWrangler(folder);
  return {
    code: "d1-config",
    level: "error",
    subject: `d1:${name}?local`,
    message: `no wrangler configuration names the database ${name}`,
    evidence: [file === null ? `there is none in ${folder} or above` : `looked in ${file}`],
    help: ["name it by its binding or its database_name in d1_databases"],
  } as const;
}

function notThere({ name }: Named, path: string) {
  return {
    code: "d1-not-local",
    level: "error",
    subject: `d1:${name}?local`,
    message: `wrangler keeps no local file for ${name} yet`,
    evidence: [`looked for ${path}`],
    help: [
      `make it:  wrangler d1 execute ${name} --local --command "SELECT 1"`,
      "if it was started with --persist-to DIR, add &persist=DIR to the URL",
    ],
  } as const;
}

function noSuchName(name: string, label: string) {
  return {
    code: "d1-no-database",
    level: "error",
    subject: label,
    message: `the account has no database named ${name}`,
    help: ["wrangler d1 list  says which there are"],
  } as const;
}

function untypable() {
  return {
    code: "d1-token",
    level: "error",
    subject: "target",
    message: "the token contains a space, a line break or a non-ASCII character, so it is not a valid token",
    help: ["copy it again, without quotes and line breaks"],
  } as const;
}
