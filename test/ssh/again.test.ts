import { execFileSync, spawn } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { readAddress } from "../../src/target/ssh/address.ts";
import { type Again, type Earlier, fetchAgain, fetchEarlier } from "../../src/target/ssh/again.ts";
import { upload } from "../../src/target/ssh/put.ts";
import { type Remote, remote } from "../../src/target/ssh/remote.ts";
import { digest, missingFrom, sliceFor } from "../../src/target/ssh/slices.ts";
import { inTemporaryFolder } from "../../src/target/ssh/temporary.ts";
import { database } from "./application.ts";
import { type Machine, machine, noMachine } from "./machine.ts";

const mega = 1 << 20;

t.test("a file is cut into slices, and those that another one lacks are named", async (t) => {
  const folder = t.testdir({});
  const [one, other] = [join(folder, "one"), join(folder, "other")];
  const bytes = Buffer.alloc(3 * mega + 5, 1);
  writeFileSync(one, bytes);
  bytes[mega] = 2;
  writeFileSync(other, Buffer.concat([bytes, Buffer.alloc(9)]));
  const [first, second] = [await digest(one, mega), await digest(other, mega)];
  t.same([first.sums.length, first.bytes], [4, bytes.length]);
  t.equal(first.sums[0], first.sums[2]);
  t.same(missingFrom(first, second), [
    { n: 1, at: mega, bytes: mega },
    { n: 3, at: 3 * mega, bytes: 14 },
  ]);
  t.same(
    missingFrom(second, first).map(({ n }) => n),
    [1, 3],
  );
  t.equal((await digest(one)).sha256, first.sha256);
  t.same([sliceFor(0), sliceFor(100 * mega), sliceFor(1024 * mega)], [mega, mega, 4 * mega]);
});

if (noMachine !== undefined) t.comment(noMachine);
else await onMachines();

async function onMachines(): Promise<void> {
  const withSqlite = await machine({ shared: true });
  const plain = await machine({ sqlite: false, shared: true });
  const folder = mkdtempSync(join(tmpdir(), "trueup-again-"));
  t.teardown(async () => {
    await withSqlite.close();
    await plain.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const at = (there: Machine, path: string): Remote => {
    const address = readAddress(there.url(path));
    const made = address.ok ? remote(address.value, "prod", there.command) : address;
    if (!made.ok) throw new Error("no machine");
    return made.value;
  };
  const sql = (path: string, text: string) => execFileSync("sqlite3", [path], { input: text, encoding: "utf8" }).trim();
  const dump = (path: string) => execFileSync("sqlite3", [path, ".dump"], { encoding: "utf8", maxBuffer: 1 << 28 });

  const meanwhile: readonly (readonly [name: string, sql: string, least: number, most: number])[] = [
    ["nothing", "", 0, 2 * mega],
    ["a row here and there", "UPDATE entry SET note = 'other' WHERE id IN (5, 9000)", 1, 4 * mega],
    ["a longer file", "INSERT INTO entry (amount, note) SELECT amount, hex(zeroblob(300)) FROM entry", mega, 30 * mega],
    ["a shorter file", "DELETE FROM entry WHERE id > 5000; VACUUM", 0, 30 * mega],
    ["another file altogether", "DROP VIEW total; DROP TABLE entry; VACUUM; CREATE TABLE t (a)", 0, mega],
  ];
  for (const [name, there] of [
    ["with sqlite3 there", withSqlite],
    ["with plain tools", plain],
  ] as const) {
    for (const [what, change, least, most] of meanwhile) {
      t.test(`${name}, of ${what} only the slices that changed are read and sent`, async (t) => {
        const path = join(folder, `${there.port}-${what.replaceAll(" ", "-")}.db`);
        database(path, "delete", 12_000);
        await inTemporaryFolder((before) =>
          inTemporaryFolder(async (folder) => {
            const target = at(there, path);
            const options = { remote: target, sqlite: there === withSqlite, signal: undefined, onProgress: () => {} };
            const earlier = await fetchEarlier({ ...options, folder: before });
            if (earlier === null) return t.fail("there is an earlier copy");
            if (change !== "") sql(path, change);
            const again = await fetchAgain({ ...options, folder, sqlite: false }, earlier, there === withSqlite);
            if (!again.ok) return t.fail(JSON.stringify(again.problems));
            const { read, bytes, sha256, slices } = again.value;
            t.same(readFileSync(again.value.path), readFileSync(path));
            t.equal(bytes, statSync(path).size);
            t.ok(least <= read && read <= most, `${read} bytes of ${bytes}`);
            t.same(slices, { size: mega, bytes, sums: (await digest(path, mega)).sums });

            const made = join(folder, "made.db");
            copyFileSync(again.value.path, made);
            sql(made, "CREATE TABLE added (a); INSERT INTO added SELECT zeroblob(5000); PRAGMA user_version = 8");
            if (bytes > 3 * mega) sql(made, "DELETE FROM entry WHERE id > 3000; VACUUM");
            const digested = await digest(made, mega);
            const put = {
              remote: target,
              stamp: "stamp",
              hold: null,
              path: made,
              sha256: digested.sha256,
              made: digested,
              old: { main: sha256, wal: null, journal: null },
              slices,
              merged: false,
              note: null,
              signal: undefined,
              onProgress: () => {},
            };
            const sent = await upload(put);
            if (!sent.ok) return t.fail(JSON.stringify(sent.problems));
            t.same(readFileSync(`${path}.stamp.trueup-new`), readFileSync(made));
            t.ok(sent.value < digested.bytes || digested.bytes <= 2 * mega, `${sent.value} bytes of ${digested.bytes}`);
            t.notOk(existsSync(`${path}.stamp.part.trueup-new`));
            const wrong = await upload({ ...put, slices: slices && { ...slices, sums: digested.sums } });
            t.same(wrong, { ok: true, value: digested.bytes, warnings: [] }, "what does not fit is sent as a whole");
          }),
        );
      });
    }
  }

  t.test("commits that are only in the log there are fetched with what changed", async (t) => {
    const path = join(folder, "log.db");
    database(path, "wal", 12_000);
    const open = spawn("sqlite3", [path], { stdio: ["pipe", "pipe", "inherit"] });
    const told = new Promise((resolve) => open.stdout.once("data", resolve));
    await inTemporaryFolder((before) =>
      inTemporaryFolder(async (folder) => {
        const options = { remote: at(plain, path), sqlite: false, signal: undefined, onProgress: () => {} };
        const earlier = await fetchEarlier({ ...options, folder: before });
        open.stdin.write("INSERT INTO entry (amount, note) VALUES (1, 'in the log'); SELECT 'told';\n");
        await told;
        t.ok(statSync(`${path}-wal`).size > 0);
        const again = await fetchAgain({ ...options, folder }, earlier, false);
        if (!again.ok) return t.fail(JSON.stringify(again.problems));
        t.ok(again.value.read <= mega, "none of the file itself has changed, but what its copy says of the log");
        t.type(again.value.there?.wal, "string");
        t.equal(dump(again.value.path), dump(path));
      }),
    );
    open.stdin.end(".quit\n");
    await new Promise((resolve) => open.on("close", resolve));
  });

  t.test("where slices cannot be read, or do not fit, all of it is", async (t) => {
    const path = join(folder, "whole.db");
    database(path, "delete", 12_000);
    const whole = async (spoil: (earlier: Earlier) => Earlier): Promise<Again> =>
      inTemporaryFolder((before) =>
        inTemporaryFolder(async (folder) => {
          const options = { remote: at(plain, path), sqlite: false, signal: undefined, onProgress: () => {} };
          const earlier = await fetchEarlier({ ...options, folder: before });
          if (earlier === null) throw new Error("there is an earlier copy");
          const again = await fetchAgain({ ...options, folder }, spoil(earlier), false);
          if (!again.ok) throw new Error(JSON.stringify(again.problems));
          t.same(readFileSync(again.value.path), readFileSync(path));
          return again.value;
        }),
      );
    const { size } = statSync(path);
    const slices = await digest(path, mega);
    const spoilt = await whole((earlier) => {
      writeFileSync(earlier.path, Buffer.alloc(size));
      return { path: earlier.path, slices };
    });
    t.equal(spoilt.read, size, "the earlier copy is not what its checksums say");
    const dd = join(plain.folder, "tools", "dd");
    renameSync(dd, `${dd}-away`);
    const without = await whole((earlier) => earlier);
    renameSync(`${dd}-away`, dd);
    t.same([without.read, without.slices], [size, null]);
    const empty = await whole(({ path }) => {
      writeFileSync(path, "");
      return { path, slices: { size: mega, bytes: 0, sums: [] } };
    });
    t.equal(empty.read, size, "an empty one helps nothing");
    t.not(empty.slices, null);
  });
}
