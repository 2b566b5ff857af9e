import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { createRequire } from "node:module";
import { build } from "esbuild";
import t from "tap";
import { bundleFor } from "../kit/bundle.ts";
import { noBrowser, openBrowser } from "../report/browser.ts";
import { notebook, someRows } from "./notebook.ts";

/** A page with sql.js brings its database up to date, and loads what it needs for that as it goes. */
const root = join(import.meta.dirname, "..", "..");
const sqlJs = dirname(createRequire(import.meta.url).resolve("sql.js"));

t.test("in a browser", { skip: noBrowser, timeout: 900_000 }, async (t) => {
  const { outputFiles } = await build({
    entryPoints: { start: join(root, "src", "start", "start.ts") },
    outdir: "/",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    write: false,
  });
  const files = new Map<string, Uint8Array>(outputFiles.map(({ path, contents }) => [path, contents]));
  for (const file of ["sql-wasm.js", "sql-wasm.wasm"]) files.set(`/${file}`, readFileSync(join(sqlJs, file)));
  files.set("/", Buffer.from(`<!doctype html><script src="/sql-wasm.js"></script>`));
  const asked: string[] = [];
  const types = { js: "text/javascript", wasm: "application/wasm" } as Record<string, string>;
  const server = createServer(({ url = "" }, answer) => {
    const file = files.get(url);
    asked.push(url);
    answer.writeHead(file === undefined ? 404 : 200, { "content-type": types[url.split(".")[1] ?? ""] ?? "text/html" });
    answer.end(file);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  t.teardown(() => server.close());
  const browser = await openBrowser();
  t.teardown(() => browser.close());
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);

  const bundles = [await bundleFor(notebook, "v1.0.0"), await bundleFor(notebook, "v1.2.0")];
  const states = await page.evaluate(
    async ({ start, bundles: [first, second], rows }) => {
      const { converge } = await import(start);
      const { Database } = await (
        globalThis as never as { initSqlJs(): Promise<{ Database: new () => Page }> }
      ).initSqlJs();
      interface Page {
        run(sql: string): void;
        exec(sql: string): readonly { values: unknown[][] }[];
      }
      const db = new Database();
      const states = [await converge(db, first), await converge(db, first)];
      db.run(rows);
      states.push(await converge(db, second), await converge(db, second));
      const refused = await converge(db, first).catch((error: { code: string }) => error.code);
      const [found] = db.exec("SELECT count(*) FROM session");
      return [...states.map(({ state }: { state: string }) => state), refused, found?.values[0]?.[0]];
    },
    { start: "/start.js", bundles, rows: someRows },
  );
  t.strictSame(states, ["created", "unchanged", "applied", "unchanged", "newer", 2]);
  t.strictSame(complaints, []);
  t.strictSame(
    asked.filter((url) => !files.has(url) && url !== "/favicon.ico"),
    [],
  );
});
