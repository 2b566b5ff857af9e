// What reads the schema of a database: one file for the same reason as in everyday.js. Most commands need this without
// needing what reads declarations, which is four times as large.
import "../src/introspect/introspect.ts";
// Small, and used by what reads declarations as well as by commands that do not: otherwise these would load all of that.
import "../src/compile/create/raw-offset.ts";
import "../src/compile/read/parser.ts";
import "../src/compile/silenced.ts";
import "../src/model/affinity.ts";
import "../src/model/declaration-keys.ts";
import "../src/model/lots.ts";
import "../src/model/nullable.ts";
import "../src/model/on-column.ts";
import "../src/model/unique-keys.ts";
import "../src/sql/bare-name.ts";
import "../src/sql/outside.ts";
import "../src/sql/value.ts";
import "../src/sql/write-column.ts";
import "../src/words/name-in-config.ts";
