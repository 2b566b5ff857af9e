// What reads a plan: one file for the same reason as in everyday.js, and apart from what makes one, which stands in
// explain.js: `undo` does without it.
import "../src/plan/read.ts";
import "../src/model/rowids.ts";
import "../src/work/plans/plan-folder.ts";
