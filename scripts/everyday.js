// What `drift` of a known database needs. The build puts this, and all that it imports, into one file that every command
// loads first: a file costs half a millisecond, however small, and esbuild would make some thirty of it.
import "../src/cli/run.ts";
import "../src/cli/commands/drift.ts";
import "../src/compile/cache.ts";
import "../src/compile/compile.ts";
import "../src/compile/config/find-config.ts";
import "../src/database/engine.ts";
import "../src/target/file/open.ts";
// Small, and used by most other commands.
import "../src/plan/seal.ts";
import "../src/sql/stand-ins.ts";
import "../src/words/reason.ts";
