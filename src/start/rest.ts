export { backUp, copiesOf, dropOldCopies } from "./backup.ts";
export { besideTarget, compared, refused } from "./foreign.ts";
export { refusedBy } from "./refused.ts";
export { withoutBroken } from "./lifted.ts";
