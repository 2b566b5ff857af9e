export { backUp, copiesOf, dropOldCopies } from "./backup.ts";
export { besideTarget, compared, refused } from "./foreign.ts";
