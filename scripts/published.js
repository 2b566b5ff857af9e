// npm publish: refused until package.json says whose it is.
import { readFileSync } from "node:fs";

const { repository } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
if (repository.url.includes("/OWNER/")) {
  console.error("package.json: replace OWNER in `repository` and `homepage` by who publishes this");
  process.exit(1);
}
