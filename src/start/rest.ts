export { backUp, copiesOf, dropOldCopies } from "./backup.ts";
export { besideTarget, compared, refused } from "./foreign.ts";
export { refusedBy } from "./refused.ts";
export { inspect } from "./inspect.ts";
export { lifted } from "./lifted.ts";
export { asRequest } from "./request.ts";
