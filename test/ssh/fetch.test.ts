import { execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import t from "tap";
import { openFile } from "../../src/database/file.ts";
import { readAddress } from "../../src/target/ssh/address.ts";
import { fetchCopy, type Fetched } from "../../src/target/ssh/copy.ts";
import { remote } from "../../src/target/ssh/remote.ts";
import { inTemporaryFolder } from "../../src/target/ssh/temporary.ts";
import type { Checked } from "../../src/problem/problem.ts";
import { machine, noMachine } from "./machine.ts";
import { database, writer } from "./application.ts";

if (noMachine !== undefined) t.plan(0, noMachine);
else await tests();

async function tests(): Promise<void> {
  const withSqlite = await machine({ shared: true });
  const plain = await machine({ sqlite: false, shared: true });
  const folder = mkdtempSync(join(tmpdir(), "trueup-ssh-test-"));
  t.teardown(async () => {
    await withSqlite.close();
    await plain.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const get = <T>(url: string, command: string, work: (fetched: Checked<Fetched>) => Promise<T>) =>
    inTemporaryFolder(async (folder) => {
      const address = readAddress(url);
      const machine = address.ok ? remote(address.value, "prod", command) : address;
      if (!machine.ok) return work(machine);
      return work(await fetchCopy({ remote: machine.value, folder, sqlite: true, onProgress: () => {} }));
    });
  const problem = async (url: string, command: string) =>
    get(url, command, async (fetched) => (fetched.ok ? null : fetched.problems[0]));

  for (const [name, there] of [
    ["with sqlite3 there", withSqlite],
    ["with plain tools", plain],
  ] as const) {
    for (const mode of ["wal", "delete"]) {
      t.test(`${name}, a database in ${mode} mode that is written meanwhile is fetched completely`, async (t) => {
        const path = join(folder, `${mode}-${there.port}.db`);
        database(path, mode);
        const stop = await writer(path);
        const seen: number[] = [];
        try {
          for (let round = 0; round < 1; round++) {
            await get(there.url(path), there.command, async (fetched) => {
              if (!fetched.ok && mode === "delete" && there === plain) {
                t.equal(fetched.problems[0]?.code, "ssh-busy", "or it says that it cannot be had");
                return;
              }
              if (!fetched.ok) throw new Error(JSON.stringify(fetched.problems));
              t.equal(
                execFileSync("sqlite3", [fetched.value.path, "PRAGMA quick_check"], { encoding: "utf8" }).trim(),
                "ok",
              );
              t.equal(statSync(fetched.value.path).mode & 0o777, 0o600, "for the owner alone");
              t.equal(existsSync(`${fetched.value.path}-wal`), false);
              seen.push(await balance(fetched.value.path));
            });
          }
        } finally {
          await stop();
        }
        t.ok(
          seen.every((sum) => sum === 0),
          "each transaction is there whole or not at all",
        );
        t.equal(execFileSync("sqlite3", [path, "PRAGMA integrity_check"], { encoding: "utf8" }).trim(), "ok");
      });
    }
  }

  t.test("commits that are only in the log are fetched, and the copy is removed afterwards", async (t) => {
    const path = join(folder, "log.db");
    database(path, "wal");
    const stop = await writer(path, 1000);
    await sleep(100);
    t.ok(statSync(`${path}-wal`).size > 0);
    for (const there of [withSqlite, plain]) {
      const copy = await get(there.url(path), there.command, async (fetched) => {
        if (!fetched.ok) throw new Error(JSON.stringify(fetched.problems));
        t.match(fetched.value.how, there === plain ? /file was read/ : /sqlite3 there/);
        t.ok((await rows(fetched.value.path)) > 100);
        return fetched.value.path;
      });
      t.notOk(existsSync(dirname(copy)), "and its folder");
    }
    await stop();
  });

  t.test("a killed writer's journal is rolled back here, and left alone there", async (t) => {
    const path = join(folder, "hot.db");
    database(path, "delete");
    await killedMidway(path);
    t.ok(statSync(`${path}-journal`).size > 0);
    const before = readFileSync(`${path}-journal`);
    await get(plain.url(path), plain.command, async (fetched) => {
      if (!fetched.ok) throw new Error(JSON.stringify(fetched.problems));
      t.equal(await rows(fetched.value.path), 100);
    });
    t.same(readFileSync(`${path}-journal`), before);
  });

  t.test("a path with every odd character is fetched", async (t) => {
    const path = join(folder, 'it\'s $(odd) "name";&.db');
    database(path, "delete");
    const url = withSqlite.url(encodeURI(path).replaceAll("?", "%3F"));
    for (const there of [withSqlite, plain]) {
      await get(url.replace(String(withSqlite.port), String(there.port)), there.command, async (fetched) => {
        t.ok(fetched.ok, JSON.stringify(fetched));
      });
    }
  });

  t.test("every failure is named", async (t) => {
    const path = join(folder, "named.db");
    database(path, "delete");
    const { url, port, knownHosts } = withSqlite;
    // Over a connection that is there, none of this would show.
    const command = `${withSqlite.command} -o ControlPath=none`;
    t.match(await problem(url(join(folder, "absent.db")), command), { code: "ssh-no-file" });
    t.match(await problem(url(folder), command), { code: "ssh-no-file" });
    t.match(await problem(url(path).replace(`:${port}/`, ":1/"), command), { code: "ssh-unreachable" });
    t.match(await problem(url(path).replace("127.0.0.1", "no.such.host.invalid"), command), {
      code: "ssh-unreachable",
    });
    t.match(
      await problem(
        url(path),
        `${command} -o IdentityFile=/dev/null -i /dev/null`.replace(/-F \S+/, `-F ${strangers()}`),
      ),
      { code: "ssh-refused" },
    );
    t.match(await problem(url(path), "/no/such/ssh"), { code: "ssh-command" });
    t.match(await problem(url(path), "ssh 'open"), { code: "ssh-command" });
    const text = join(folder, "text.db");
    writeFileSync(text, "this is no database at all, whatever it is called".repeat(100));
    t.match(await problem(url(text), command), { code: "database-not-sqlite" });
    writeFileSync(join(folder, "empty.db"), "");
    for (const there of [withSqlite, plain]) {
      t.equal(
        await problem(there.url(join(folder, "empty.db")), there.command),
        null,
        "an empty file is a new database",
      );
    }
    const known = readFileSync(knownHosts, "utf8");
    const other = readFileSync(join(plain.folder, "host.pub"), "utf8");
    writeFileSync(knownHosts, `[127.0.0.1]:${port} ${other}`);
    t.match(await problem(url(path), command), { code: "ssh-host-key" });
    writeFileSync(knownHosts, "");
    t.match(await problem(url(path), command), { code: "ssh-host-key" });
    writeFileSync(knownHosts, known);
    t.equal(await problem(url(path), command), null);
  });

  t.test("a connection that is lost midway gives no copy", async (t) => {
    const path = join(folder, "cut.db");
    database(path, "delete");
    const wrapper = join(folder, "cut.sh");
    writeFileSync(wrapper, `#!/bin/sh\n${withSqlite.command} "$@" | head -c 9000\nexit 255\n`);
    chmodSync(wrapper, 0o755);
    t.match(await problem(withSqlite.url(path), wrapper), { code: "ssh-lost" });
    writeFileSync(wrapper, `#!/bin/sh\n${withSqlite.command} "$@" | sed 's/note/nota/'\n`);
    t.match(await problem(withSqlite.url(path), wrapper), { code: "ssh-checksum" });
  });

  /** A configuration that knows the machine, and offers a key that the machine does not accept. */
  function strangers(): string {
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, "stranger")]);
    const file = join(folder, "strangers");
    const text = readFileSync(join(withSqlite.folder, "ssh_config"), "utf8");
    writeFileSync(file, text.replace(/IdentityFile .*/, `IdentityFile ${join(folder, "stranger")}`));
    return file;
  }
}

async function scalar(path: string, sql: string): Promise<number> {
  const opened = await openFile(path);
  if (!opened.ok) throw new Error("not opened");
  try {
    return await opened.value.snapshot(async (snapshot) => Number((await snapshot.read([{ sql }]))[0]?.[0]?.[0]));
  } finally {
    await opened.value.close();
  }
}

const balance = (path: string) => scalar(path, "SELECT sum(amount) FROM entry");
const rows = (path: string) => scalar(path, "SELECT count(*) FROM entry");

/** Leaves a journal that the next reader has to roll back. */
async function killedMidway(path: string): Promise<void> {
  const child = spawn("sqlite3", ["-batch", path], { stdio: ["pipe", "pipe", "inherit"] });
  const said = new Promise((resolve) => child.stdout.once("data", resolve));
  child.stdin.write(
    "PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN; INSERT INTO entry(amount, note) SELECT 0, randomblob(3000) FROM entry, entry LIMIT 2000; SELECT 'x';\n",
  );
  await said;
  const over = new Promise((resolve) => child.on("close", resolve));
  child.kill("SIGKILL");
  await over;
}
