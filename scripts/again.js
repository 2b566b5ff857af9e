// What reads declarations again of which a few files have changed: one file for the same reason as in everyday.js. It is a
// part of what reads all of them, which stands in cold.js.
import "../src/compile/again.ts";
