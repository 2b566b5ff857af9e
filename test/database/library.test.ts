import { createRequire } from "node:module";
import { sep } from "node:path";
import t from "tap";
import { library } from "../../src/database/library.ts";

const require = createRequire(import.meta.url);

function librariesLoaded(): readonly string[] {
  return Object.keys(require.cache).filter((path) => path.includes(`${sep}@libsql${sep}`) && path.endsWith(".node"));
}

t.test("the library is the one that libsql's own JavaScript loads", async (t) => {
  library();
  const ours = librariesLoaded();
  t.equal(ours.length, 1);
  require("libsql");
  t.same(librariesLoaded(), ours);
});

t.test("it is called by names that libsql's own JavaScript takes from it", async (t) => {
  const found = library();
  for (const name of [
    "databaseOpen",
    "databaseDefaultSafeIntegers",
    "databaseExecSync",
    "databasePrepareSync",
    "databaseInTransaction",
    "databaseClose",
    "statementRaw",
    "statementRowsSync",
    "statementGet",
    "statementColumns",
    "rowsNext",
  ] as const)
    t.type(found[name], "function", name);
});
