import http from "node:http";
import type net from "node:net";
import t from "tap";
import { EngineError, type Query } from "../../src/database/connection.ts";
import type { ServerConnection } from "../../src/target/server/connection.ts";
import { serverAddress } from "../../src/target/server/address.ts";
import { ProblemError } from "../../src/problem/problem.ts";
import { opened } from "./fixture.ts";
import { ask, freePort, run, skipServer, startSqld, tokenMaker } from "./sqld.ts";

async function read(connection: ServerConnection, ...sql: readonly string[]) {
  const queries: readonly Query[] = sql.map((text) => ({ sql: text }));
  return connection.snapshot((snapshot) => snapshot.read(queries));
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "fine";
  } catch (error) {
    if (error instanceof ProblemError) return error.problems[0]?.code ?? "";
    if (error instanceof EngineError) return `${error.code} ${error.message}`;
    throw error;
  }
}

t.test("an address keeps its secrets", async (t) => {
  for (const [url, href, label, token] of [
    ["libsql://a.turso.io?authToken=sesame", "https://a.turso.io/", "libsql://a.turso.io", "sesame"],
    ["libsql://127.0.0.1:8080?tls=0", "http://127.0.0.1:8080/", "libsql://127.0.0.1:8080", null],
    ["ws://host:1/", "http://host:1/", "ws://host:1", null],
    ["https://user:sesame@host/db", "https://host/db", "https://host/db", "sesame"],
  ] as const) {
    const address = serverAddress(url, null);
    t.ok(address.ok);
    if (address.ok) t.match(address.value, { label, token, url: { href } });
  }
  t.notOk(serverAddress("libsql://h?syncUrl=x", null).ok);
  t.notOk(serverAddress("ftp://h", null).ok);
});

t.test("a live server", { skip: skipServer }, async (t) => {
  const server = await startSqld();
  t.teardown(server.remove);
  const connection = opened(server.url);
  t.teardown(() => connection.close());

  t.test("values arrive as they are", async (t) => {
    const rows = await connection.snapshot((snapshot) =>
      snapshot.read([
        {
          sql: "SELECT 1, 9223372036854775807, 1.5, 'ä', NULL, x'00ff', typeof(?), typeof(?), ?",
          args: [3, 1.5, new Uint8Array([7])],
        },
        { sql: "SELECT 1 AS a, 2 AS a" },
      ]),
    );
    t.same(rows, [
      [[1, 9223372036854775807n, 1.5, "ä", null, new Uint8Array([0, 255]), "integer", "real", new Uint8Array([7])]],
      [[1, 2]],
    ]);
  });

  t.test("several reads see the same state, whatever is written meanwhile", async (t) => {
    await run(server.url, ["CREATE TABLE s (a)", "INSERT INTO s VALUES (1)"]);
    const seen = await connection.snapshot(async (snapshot) => {
      const before = await snapshot.read([{ sql: "SELECT count(*) FROM s" }]);
      await run(server.url, ["INSERT INTO s VALUES (2)", "CREATE TABLE later (a)"]);
      return [before, await snapshot.read([{ sql: "SELECT count(*) FROM s" }])];
    });
    t.same(seen, [[[[1]]], [[[1]]]]);
    t.same(await ask(server.url, "SELECT count(*) FROM s"), [["2"]]);
  });

  t.test("a snapshot leaves nothing behind, even if it wrote", async (t) => {
    await codeOf(read(connection, "INSERT INTO s VALUES (3)"));
    t.same(await ask(server.url, "SELECT count(*) FROM s"), [["2"]]);
  });

  t.test("errors of SQLite are reported in its words", async (t) => {
    t.equal(await codeOf(read(connection, "SELECT * FROM nosuch")), "SQLITE_ERROR no such table: nosuch");
  });

  t.test("answers that are too large together are requested one by one", async (t) => {
    const large = "SELECT hex(zeroblob(2000000))";
    const rows = await read(connection, large, large, large, large);
    t.same(
      rows.map((result) => String(result[0]?.[0]).length),
      [4e6, 4e6, 4e6, 4e6],
    );
    t.equal(
      await codeOf(read(connection, "SELECT value, hex(zeroblob(2000000)) FROM generate_series(1, 9)")),
      "server-limit",
    );
  });
});

t.test("tokens", { skip: skipServer }, async (t) => {
  const maker = tokenMaker();
  const server = await startSqld({ key: maker.key });
  t.teardown(server.remove);
  const soon = Math.floor(Date.now() / 1000) + 600;
  const codes: Record<string, string> = {};
  const messages: string[] = [];
  for (const [name, token] of Object.entries({
    none: undefined,
    wrong: "secret-sesame",
    forged: tokenMaker().token({ a: "rw" }),
    expired: maker.token({ a: "rw", exp: soon - 3600 }),
    "read-only": maker.token({ a: "ro", exp: soon }),
    good: maker.token({ a: "rw", exp: soon }),
  })) {
    const connection = opened(server.url, token === undefined ? {} : { token });
    try {
      await read(connection, "SELECT 1");
      codes[name] = "fine";
    } catch (error) {
      codes[name] = error instanceof ProblemError ? (error.problems[0]?.code ?? "") : String(error);
      messages.push(JSON.stringify(error instanceof ProblemError ? error.problems : String(error)));
    }
    await connection.close();
  }
  const no = "server-token";
  t.same(codes, { none: no, wrong: no, forged: no, expired: no, "read-only": "fine", good: "fine" });
  t.notMatch(messages.join(), /sesame/);
});

t.test(
  "a namespace is chosen by the host's first label, and one that is gone is said to be gone",
  { skip: skipServer },
  async (t) => {
    const server = await startSqld({ namespaces: true, admin: true });
    t.teardown(server.remove);
    const url = `http://shop.localhost:${server.port}`;
    const admin = (method: string, path: string) =>
      fetch(`${server.admin}/v1/namespaces/${path}`, {
        method,
        headers: { "content-type": "application/json" },
        body: "{}",
      });
    await admin("POST", "shop/create");
    await run(url, ["CREATE TABLE a (b)"]);
    const connection = opened(url);
    t.same(await read(connection, "SELECT name FROM sqlite_schema"), [[["a"]]]);
    await admin("DELETE", "shop");
    t.equal(await codeOf(read(connection, "SELECT 1")), "server-no-database");
    await connection.close();
  },
);

t.test("servers that are not what they seem", async (t) => {
  const answers: Record<string, (response: http.ServerResponse) => void> = {
    "/500/": (response) => response.writeHead(500).end("boom sesame"),
    "/502/": (response) => response.writeHead(502, { "content-type": "text/html" }).end("<html>bad gateway</html>"),
    "/html/": (response) => response.writeHead(200, { "content-type": "text/html" }).end("<html>login</html>"),
    "/json/": (response) => response.writeHead(200, { "content-type": "application/json" }).end('{"hello":1}'),
    "/broken/": (response) => response.writeHead(200, { "content-type": "application/json" }).end('{"results":['),
    "/slow/": () => {},
    "/cut/": (response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": 1000 });
      response.write("{");
      setTimeout(() => response.destroy(), 20);
    },
    "/stalls/": (response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": 1000 });
      response.write("{");
    },
  };
  const server = http.createServer((request, response) => {
    const path = Object.keys(answers).find((prefix) => request.url?.startsWith(prefix));
    request.resume().on("end", () => (path ? answers[path]?.(response) : response.end()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const port = (server.address() as net.AddressInfo).port;
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const codes: Record<string, string> = {};
  for (const path of Object.keys(answers)) {
    const connection = opened(`http://127.0.0.1:${port}${path}`, { token: "sesame", timeout: 300 });
    codes[path] = await codeOf(read(connection, "SELECT 1"));
    await connection.close();
  }
  t.same(codes, {
    "/500/": "server-failed",
    "/502/": "server-failed",
    "/html/": "server-not-libsql",
    "/json/": "server-not-libsql",
    "/broken/": "server-not-libsql",
    "/slow/": "server-no-answer",
    "/cut/": "server-cut",
    "/stalls/": "server-no-answer",
  });
  const nobody = opened(`http://127.0.0.1:${await freePort()}`);
  t.equal(await codeOf(read(nobody, "SELECT 1")), "server-unreachable");
  const unknown = opened("http://no-such-host.invalid");
  t.equal(await codeOf(read(unknown, "SELECT 1")), "server-unreachable");
  await Promise.all([nobody.close(), unknown.close()]);
});
