// What says how a database differs from its declarations: one file for the same reason as in everyday.js.
import "../src/planner/explain-difference.ts";
