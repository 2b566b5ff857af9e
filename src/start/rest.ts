export { backUp, dropOldCopies, keepingCopy } from "./backup.ts";
export { besideTarget } from "./foreign.ts";
export { refusedBy } from "./refused.ts";
export { inspect } from "./inspect.ts";
export { setAside } from "./set-aside.ts";
export { asRequest } from "./request.ts";
export { onForeign, refusal } from "./on-foreign.ts";
