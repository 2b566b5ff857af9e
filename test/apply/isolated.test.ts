import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { changeFile } from "../../src/target/file/change.ts";
import type { ApplyEvent } from "../../src/apply/events.ts";
import { ask, folder, planOf, request, run, shop, shopRows, shopSteps, step } from "./fixture.ts";

/** A step that keeps the engine busy for some seconds, in one statement. */
const slow = step("edit", "log", "INSERT INTO log SELECT 'slow', count(*) FROM generate_series(1, 60000000)");

async function shopAt(t: Parameters<typeof folder>[0]): Promise<string> {
  const path = join(folder(t), "app.db");
  await run(path, `PRAGMA journal_mode = WAL;${shop}${shopRows(50)}`);
  return path;
}

function hooks(onEvent: (event: ApplyEvent) => void = () => {}) {
  return { onEvent, stop: new AbortController(), kill: new AbortController() };
}

t.test("an apply in a separate process ends like one in this process", async (t) => {
  const path = await shopAt(t);
  const seen: string[] = [];
  const { onEvent, stop, kill } = hooks((event) => seen.push(event.kind));
  const asked = request(path, planOf(shop, shopSteps));
  const outcome = await changeFile(asked, { onEvent, stop: stop.signal, kill: kill.signal });
  t.match(outcome, { kind: "applied", undo: ["restore", /\.db$/, "app.db"] });
  t.equal(seen.at(-1), "committed");
  const again = await changeFile(asked, { onEvent, stop: stop.signal, kill: kill.signal });
  t.equal(again.kind, "already");
});

t.test("the first signal is handled after the statement, the second at once", async (t) => {
  const path = await shopAt(t);
  const items = [slow, ...shopSteps];
  const plan = { ...planOf(shop, shopSteps), items };
  const alive: ApplyEvent[] = [];
  const { stop, kill } = hooks();
  const started = performance.now();
  const outcome = await changeFile(request(path, plan), {
    onEvent: (event) => {
      if (event.kind !== "step-started") return;
      stop.abort();
      setTimeout(() => kill.abort(), 700);
    },
    onAlive: (event) => alive.push(event),
    stop: stop.signal,
    kill: kill.signal,
  });
  t.match(outcome, { kind: "interrupted", problems: [{ code: "apply-interrupted" }] });
  t.ok(
    alive.some((event) => event.kind === "step-started"),
    "there were signs of life while the statement ran",
  );
  t.ok(performance.now() - started < 8000);
  t.same(await ask(path, "SELECT count(full_name), (SELECT count(*) FROM log WHERE at = 'slow') FROM users"), [
    [50, 0],
  ]);
  t.same(await ask(path, "PRAGMA integrity_check"), [["ok"]]);
});

t.test("a stop that came before the start changes nothing", async (t) => {
  const path = await shopAt(t);
  const { onEvent, stop, kill } = hooks();
  stop.abort();
  const asked = request(path, planOf(shop, shopSteps));
  const outcome = await changeFile(asked, { onEvent, stop: stop.signal, kill: kill.signal });
  t.equal(outcome.kind, "interrupted");
  t.notOk(existsSync(join(asked.place.root, "app")));
});

t.test("if the engine dies, a process is left to report it", async (t) => {
  const path = await shopAt(t);
  const { stop, kill } = hooks();
  let pid = 0;
  const outcome = await changeFile(request(path, { ...planOf(shop, shopSteps), items: [slow, ...shopSteps] }), {
    onEvent: (event) => {
      if (event.kind !== "step-started" || pid !== 0) return;
      const found = spawnSync("pgrep", ["-P", String(process.pid), "-f", "apply-child"], { encoding: "utf8" }).stdout;
      pid = Number(found.trim().split("\n")[0]);
      process.kill(pid, "SIGABRT");
    },
    stop: stop.signal,
    kill: kill.signal,
  });
  t.match(outcome, { kind: "failed", state: "unchanged", problems: [{ code: "apply-died", evidence: [/SIGABRT/] }] });
});
