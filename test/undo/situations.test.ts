import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { behindSsh, fileAt, type Place, serverAt } from "../kit/place.ts";
import { skipServer, startSqld } from "../server/sqld.ts";
import { type Machine, machine, noMachine, withoutConnection } from "../ssh/machine.ts";
import { type Fresh, type Kind, type Situation, situations } from "./situations.ts";
import { type Stage, stage } from "./stage.ts";

const base = mkdtempSync(join(tmpdir(), "trueup-undo-"));
t.teardown(() => rmSync(base, { recursive: true, force: true }));
/** What was made for one situation, for the next one that begins with the same. */
const kept = new Map<string, string>();

type Made = (folder: string, name: string) => Promise<Place>;

/** A folder, and an unused database of this kind. */
function fresh(kind: Kind, database: Made): Fresh {
  // Always the same one, because a backup says whose it is.
  const folder = join(base, kind, "project");
  rmSync(join(base, kind), { recursive: true, force: true });
  const empty = async (settings = "", hooks = "") => stage(folder, await database(folder, "app"), settings, hooks);
  const from = async (what: string, first: Promise<Stage>, make: (staged: Stage) => Promise<void>) => {
    const staged = await first;
    const copy = kept.get(what);
    if (copy !== undefined) cpSync(copy, folder, { recursive: true, preserveTimestamps: true });
    else await make(staged);
    if (copy !== undefined || kind === "server") return staged;
    kept.set(what, join(base, `kept-${kept.size}`));
    cpSync(folder, kept.get(what) ?? "", { recursive: true, preserveTimestamps: true });
    return staged;
  };
  const once = (settings = "", hooks = "") =>
    from(`${kind} once ${settings} ${hooks}`, empty(settings, hooks), async ({ place, change }) => {
      await place.run("CREATE TABLE tune (id INTEGER PRIMARY KEY, a TEXT)");
      await place.run("INSERT INTO tune (a) VALUES ('The Butterfly')");
      await change("a", "b");
    });
  return {
    empty,
    other: () => database(folder, "other"),
    once,
    twice: (settings) => from(`${kind} twice ${settings}`, once(settings), ({ change }) => change("a", "b", "c")),
  };
}

function play(kind: Kind, database: Made, among: readonly Situation[] = situations): void {
  for (const { name, play: scene, seen } of among.filter(({ kinds }) => kinds.includes(kind)))
    t.test(`${kind}: undo ${name}`, async (t) => {
      const came = await scene(fresh(kind, database));
      if (came === null) t.pass("no disk can be mounted here");
      else t.strictSame(came, seen);
    });
}

play("file", async (folder, name) => {
  mkdirSync(folder, { recursive: true });
  const place = fileAt(join(folder, `${name}.db`));
  await place.run("PRAGMA journal_mode = DELETE");
  return place;
});

if (skipServer === false) {
  const server = await startSqld({ namespaces: true, admin: true });
  t.teardown(() => server.remove());
  let namespaces = 0;
  play("server", async () => {
    const name = `n${++namespaces}`;
    await fetch(`${server.admin}/v1/namespaces/${name}/create`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    return serverAt(`http://${name}.localhost:${server.port}`);
  });
}

if (noMachine === undefined) {
  const there = await machine({ shared: true });
  t.teardown(() => there.close());
  const at =
    (machine: Pick<Machine, "command" | "url">): Made =>
    async (folder, name) => {
      mkdirSync(folder, { recursive: true });
      const place = behindSsh(machine, join(folder, `${name}.db`));
      await place.run("VACUUM");
      return place;
    };
  const isKilled = ({ name }: Situation) => name === "and the power fails";
  const { command } = withoutConnection(base);
  play(
    "ssh",
    at({ ...there, command }),
    situations.filter((each) => !isKilled(each)),
  );
  play("ssh", at(there), situations.filter(isKilled));
}

t.test("the guide has a row for each of them", async (t) => {
  const page = readFileSync(join(import.meta.dirname, "..", "..", "docs", "guide", "undo.md"), "utf8");
  const rows = [...page.matchAll(/^\| ([^|]+?) \| [^|]+ \|$/gm)].map(([, name]) => name ?? "").slice(1);
  t.strictSame(rows.sort(), situations.map(({ name }) => name).sort());
});
