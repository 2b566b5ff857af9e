// What reads declarations again of which a few files have changed: one file for the same reason as in everyday.js. It is a
// part of what reads all of them, which stands in cold.js.
import "../src/compile/again.ts";
// What cold.js has in common with explain.js: otherwise either would load the other.
import "../src/model/affinity.ts";
import "../src/model/unique-keys.ts";
