#!/usr/bin/env node
// Syntax that any Node can parse, so that an old one gets a sentence and not a syntax error.
var version = process.versions.node;
var isOld = Number(version.split(".")[0]) < 20;
// Keeps the compiled form of our files, where this Node can: every later start is faster.
// Written out: an old Node cannot parse `?.`.
var modules = process.getBuiltinModule && process.getBuiltinModule("node:module");
if (modules && modules.enableCompileCache) modules.enableCompileCache();
if (isOld) {
  console.error("error: trueup needs Node 20 or newer, and this is Node " + version + ": https://nodejs.org");
  process.exitCode = 1;
} else {
  import("../dist/cli/main.js").then(
    (main) => main.start(),
    (error) => {
      var unbuilt = error.code === "ERR_MODULE_NOT_FOUND" && String(error.message).indexOf("dist/cli/main.js") > 0;
      console.error(unbuilt ? "error: this copy of trueup is not built yet: run  npm run build" : error);
      process.exitCode = 1;
    },
  );
}
