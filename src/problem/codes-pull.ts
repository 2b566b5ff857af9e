import type { Explained } from "./codes.ts";

export const pullCodes = {} as const satisfies Record<string, Explained>;
