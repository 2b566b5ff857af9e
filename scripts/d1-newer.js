// npm run d1:newer: the tests of D1 on the workerd, and so the SQLite, of the wrangler that `npm run d1:losses` installs. D1_DRAWS and
// D1_CUTS say how many, as in the tests themselves. And wrangler itself against the stand-in for Cloudflare's API.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

process.chdir(join(import.meta.dirname, ".."));
const home = "test/d1/losses";
run("npm", ["install", "--prefix", home, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
const cloudflare = join(home, "node_modules/@cloudflare");
const platform = readdirSync(cloudflare).find((name) => name.startsWith("workerd-"));
if (platform === undefined) throw new Error("wrangler brought no workerd for this platform");
const workerd = join(process.cwd(), cloudflare, platform, "bin/workerd");
const tests = readdirSync("test/d1").filter((name) => name.endsWith(".test.ts"));
for (const test of [...tests, "with-wrangler.ts"])
  run(process.execPath, ["--import", "tsx", join("test/d1", test)], { MINIFLARE_WORKERD_PATH: workerd });

function run(command, args, env = {}) {
  const { status } = spawnSync(command, args, { stdio: "inherit", env: { ...process.env, ...env } });
  if (status !== 0) process.exit(status ?? 1);
}
