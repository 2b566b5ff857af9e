import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { built, command, trueup } from "../cli/run.ts";
import { people, shop } from "./fixture.ts";
import { run, skipServer, startSqld, tokenMaker } from "./sqld.ts";

built();

const declarations = `import { integer, table, text } from "trueup";
export const customer = table({
  id: integer().primaryKey({ autoincrement: true }), name: text().nullable(), email: text().nullable(), tag: text().nullable(),
});
`;

type Env = Readonly<Record<string, string>>;

/** Everything that a run prints. */
async function told(
  folder: string,
  words: readonly string[],
  env: Env = {},
  program: typeof command | typeof trueup = command,
) {
  const { exit, out, err } = await program({ cwd: folder, env }, ...words);
  return { code: exit, said: out + err };
}

function files(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => {
      const path = join(folder, name);
      return `${name}\n${statSync(path).isFile() && name !== "trueup.config.ts" ? readFileSync(path, "latin1") : ""}`;
    })
    .join("\n");
}

t.test("no token is ever shown", { skip: skipServer, timeout: 900_000 }, async (t) => {
  const { key, token } = tokenMaker();
  const server = await startSqld({ key, admin: true });
  const good = token({ a: "rw" });
  const root = mkdtempSync(join(tmpdir(), "trueup-secrets-"));
  t.teardown(async () => {
    await server.remove();
    rmSync(root, { recursive: true, force: true });
  });
  await run(server.url, [...shop, ...people(5)], good);
  const host = `127.0.0.1:${server.port}`;
  let count = 0;
  const project = (config: string) => {
    const folder = join(root, `p${++count}`);
    mkdirSync(join(folder, "schema"), { recursive: true });
    writeFileSync(
      join(folder, "trueup.config.ts"),
      `import { defineConfig, env } from "trueup";\nexport default defineConfig({ ignore: ["orders", "spent", "customer_*"], targets: { prod: ${config} }, default: "prod" });\n`,
    );
    writeFileSync(join(folder, "schema", "schema.ts"), declarations);
    return folder;
  };

  t.test("if it is right: plan, apply, undo, and everything that is recorded", async (t) => {
    for (const [config, where] of [
      [`{ url: "http://${host}", authToken: env("SECRET") }`, ""],
      [`{ url: env("WHERE") }`, `http://${host}?authToken=${good}`],
      [`{ url: env("WHERE") }`, `libsql://somebody:${good}@${host}?tls=0`],
      [`{ urls: [env("WHERE")] }`, `http://${host}?authToken=${good}`],
      [`{ command: ["printenv", "WHERE"] }`, `ws://${host}?authToken=${good}`],
    ] as const) {
      const folder = project(config);
      // A command of the configuration is given the environment of the process.
      const program = config.includes("command") ? trueup : command;
      const env = { SECRET: good, WHERE: where };
      const codes: string[] = [];
      const say = async (...words: string[]) => {
        const { code, said } = await told(folder, words, env, program);
        codes.push(`${words[0]} ${code}`);
        t.notMatch(said, good, `${words.join(" ")} with ${config}`);
        return said;
      };
      await say("drift");
      await say("plan", "--out", "plans/p.plan.sql");
      await say("apply", "plans/p.plan.sql", "--json");
      if (where === "")
        for (const words of [
          ["drift", "--json"],
          ["history"],
          ["backups", "--json"],
          ["doctor", "prod"],
          ["undo", "--yes"],
        ])
          await say(...words);
      const [drift, plan, apply] = codes;
      t.same([drift, plan, apply], ["drift 2", "plan 0", "apply 0"], config);
      t.notOk(files(folder).includes(good), `no file of ${config}`);
      await run(server.url, ["ALTER TABLE customer DROP COLUMN tag"], good).catch(() => {});
    }
  });

  t.test("on the command line", async (t) => {
    const folder = project(`{ url: "http://${host}", authToken: env("SECRET") }`);
    const url = `http://${host}?authToken=${good}`;
    for (const words of [
      ["drift", url],
      ["diff", url, "schema"],
      ["diff", `http://x:${good}@${host}`, url],
      ["plan", url, "--out", "plans/q.plan.sql"],
      ["plan", "--to", url, "--out", "plans/r.plan.sql"],
      ["pull", url, "--out", "pulled"],
      ["doctor", url],
      ["backups", url],
      ["apply", "plans/q.plan.sql", url, "--wait-replicas", `${url},http://127.0.0.1:1?authToken=${good}`],
      ["apply", "plans/q.plan.sql", `http://${good}@${host}`],
      ["plan", `ftp://x:${good}@h/`],
      ["plan", `http://${host}?authToken=${good}&jwt=${good}`],
      ["plan", `http://${host}:notaport?authToken=${good}`],
    ]) {
      const { said, code } = await told(folder, words, { SECRET: good });
      t.notMatch(said, good, `${words.join(" ").replaceAll(good, "…")} (${code})`);
      t.notMatch(said, /internal error|this is a bug/i);
    }
    t.notOk(files(folder).includes(good), "no file");
  });

  t.test("in the configuration, which is committed: refused, and not shown", async (t) => {
    for (const url of [`http://${host}?authToken=shh`, "http://me:shh@host", "libsql://shh@host"]) {
      const { code, said } = await told(project(`{ url: "${url}" }`), ["drift"]);
      t.equal(code, 1);
      t.match(said, /secret-in-config/);
      t.notMatch(said, /shh/);
    }
  });

  t.test("if it is wrong, however wrong", async (t) => {
    const tampered = `${good.slice(0, -4)}AAAA`;
    for (const [name, secret] of [
      ["of somebody else", tokenMaker().token({ a: "rw" })],
      ["expired", token({ a: "rw", exp: 1_000_000 })],
      ["tampered with", tampered],
      ["very long", `eyJ${"x".repeat(100_000)}`],
      ["no header can hold", `eyJsecret\r\nx-other: 1`],
      ["no ASCII", "eyJsécret—geheim"],
      ["with a percent", "eyJ%zz%41secret"],
      ["with a quote", `eyJ"secret'`],
    ] as const) {
      const folder = project(`{ url: "http://${host}", authToken: env("SECRET") }`);
      for (const words of name === "expired" ? [["drift"], ["plan", "--json"], ["doctor", "prod"]] : [["plan"]]) {
        const { said, code } = await told(folder, words, { SECRET: secret });
        t.not(code, 70, `${name}: ${words[0]} is no bug ${said.slice(0, 300)}`);
        t.notOk(said.includes(secret.slice(0, 60)) || said.includes("secret"), `${name}: ${words[0]}`);
        t.match(said, /server-token|token/, `${name}: ${words[0]} says what is wrong`);
      }
    }
  });

  t.test("a server that sends back what it was sent", async (t) => {
    const secret = "eyJechoedSecretOfMine";
    for (const status of [200, 400, 401, 404, 500, 302]) {
      const echo = createServer((request, response) => {
        let body = "";
        request.on("data", (part) => (body += part));
        request.on("end", () => {
          response.writeHead(status, { "content-type": "application/json", location: `/?t=${secret}` });
          response.end(
            JSON.stringify({
              message: `${JSON.stringify(request.headers)} ${request.url} ${Buffer.from(secret).toString("base64")}`,
              code: "SQLITE_ERROR",
              error: request.headers.authorization,
            }),
          );
        });
      });
      await new Promise<void>((resolve) => echo.listen(0, "127.0.0.1", resolve));
      const { port } = echo.address() as AddressInfo;
      const folder = project(`{ url: "http://127.0.0.1:${port}", authToken: env("SECRET") }`);
      for (const words of [status === 400 ? ["doctor", "prod"] : ["plan"]]) {
        const { said, code } = await told(folder, words, { SECRET: secret });
        t.notOk(said.includes(secret), `${status}: ${words[0]} (${code})`);
        t.not(code, 70);
      }
      echo.close();
    }
  });
});
