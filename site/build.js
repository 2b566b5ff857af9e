// npm run docs: docs/ as a static site in site/dist. It needs the network once, to install its generator below site/.
// With --serve it shows what it made, on this machine alone.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { collect } from "./pages.js";

const site = import.meta.dirname;
const vitepress = join(site, "node_modules", "vitepress", "bin", "vitepress.js");
if (!existsSync(vitepress))
  run("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock", "--prefer-offline", "--loglevel=error"]);
collect(join(site, ".pages"));
run(process.execPath, [vitepress, "build", "."]);
if (process.argv.includes("--serve")) run(process.execPath, [vitepress, "preview", ".", "--host", "127.0.0.1"]);

function run(program, args) {
  // Links to these are links to files, and not to pages.
  const env = { ...process.env, VITE_EXTRA_EXTENSIONS: "sql,sh" };
  const { status } = spawnSync(program, args, { cwd: site, env, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
