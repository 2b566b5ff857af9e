// What reads declarations that were not seen before: one file for the same reason as in everyday.js, and for `pull` and
// `check` as for `drift` and `plan`. TypeScript's parser stays apart, because most declarations do without it.
import "../src/compile/declare.ts";
